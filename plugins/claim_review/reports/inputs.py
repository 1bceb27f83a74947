"""What people write for the reports of a period: opinions, plans, comments, service."""

from datetime import date
from pathlib import Path
from typing import Any

import yaml
from pydantic import BaseModel, ConfigDict, ValidationError

FILE = "inputs.yml"


class InputsRefusedError(ValueError):
    """The file of a period is not as it has to be; the message says what and where."""


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Task(_Strict):
    """One line of a plan; `done` is how it went, in the plan of the period before."""

    task: str
    owner: str
    due: date
    measure: str
    done: str = ""


class Comment(_Strict):
    """What a physician says of an item, and who signs it."""

    text: str
    by: str


class Service(_Strict):
    """Calls and visits of the period (合同服务), as counts."""

    calls: int
    onsite: int
    onsite_in_12h: int
    consultations: int
    training: int


class Inputs(_Strict):
    """The file of one period; what is not there was not written yet."""

    opinions: list[str] = []
    plan: list[Task] = []
    last_plan: list[Task] = []
    clinical_comments: dict[str, Comment] = {}
    service: Service | None = None


def read(var_dir: Path, period: str) -> dict[str, Any]:
    """Return what was written for a period in var/reports/<period>/inputs.yml, as JSON.

    Without a file all of it is empty. Raises InputsRefusedError with file, place, why.
    """
    path = var_dir / "reports" / period / FILE
    if not path.exists():
        return Inputs().model_dump(mode="json")
    try:
        written = yaml.safe_load(path.read_text("utf-8")) or {}
        return Inputs.model_validate(written).model_dump(mode="json")
    except yaml.YAMLError as error:
        raise InputsRefusedError(f"{path}: {error}") from error
    except ValidationError as error:
        told = (
            f"{'.'.join(map(str, e['loc']))}: {e['msg']}"
            for e in error.errors(include_url=False)
        )
        raise InputsRefusedError(f"{path}: {'; '.join(told)}") from error
