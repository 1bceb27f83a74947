"""The files of include/backfills: which quarters are gone through again, and why."""

import hashlib
import re
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Annotated, Literal

import yaml
from pydantic import (
    AfterValidator,
    BaseModel,
    ConfigDict,
    Field,
    StringConstraints,
    ValidationError,
    model_validator,
)

from claim_review.quarters import Quarter
from claim_review.settings import REPO_DIR
from claim_review.warehouse import RefusedError

FOLDER = REPO_DIR / "include" / "backfills"
_NAME = re.compile(r"(\d{4}-\d{2}-\d{2})-[a-z0-9]+(-[a-z0-9]+)*\.yml")
# Mails tell the reason: no number of a person, a settlement or a telephone.
_LONG_NUMBER = re.compile(r"\d{9,}")


class BackfillRefusedError(RefusedError):
    """A backfill is not as it has to be; the message says what and where."""


def _quarter(text: str) -> str:
    return str(Quarter.parse(text))


def _reason(text: str) -> str:
    if _LONG_NUMBER.search(text):
        raise ValueError("mails tell it: no number of nine or more digits")
    return text


_Person = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
_Quarter = Annotated[str, AfterValidator(_quarter)]
_Mail = Annotated[str, StringConstraints(pattern=r"^[^@\s,]+@[^@\s,]+$")]
_Reason = Annotated[
    str,
    StringConstraints(strip_whitespace=True, min_length=10),
    AfterValidator(_reason),
]


class _Said(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)

    # Review and report follow it by themselves; they have no timetable to go back in.
    dag: Literal["load_settlements"]
    from_: _Quarter = Field(alias="from")
    to: _Quarter
    reason: _Reason
    watchers: Annotated[list[_Mail], Field(min_length=1)]
    asked_by: _Person
    approved_by: _Person | None = None
    previews: list[_Person] = []

    @model_validator(mode="after")
    def _together(self) -> "_Said":
        if self.from_ > self.to:
            raise ValueError(f"from {self.from_} is after to {self.to}")
        if self.approved_by == self.asked_by:
            raise ValueError("approved_by has to be somebody else than asked_by")
        return self


@dataclass(frozen=True)
class Backfill:
    """One file: the quarters `first` to `last`, why, and who answers for it."""

    name: str
    sha256: str
    dag: str
    first: Quarter
    last: Quarter
    reason: str
    watchers: list[str]
    asked_by: str
    approved_by: str | None
    previews: list[str]

    @property
    def quarters(self) -> list[str]:
        """The quarters it goes through, in their order."""
        found = [self.first]
        while found[-1] < self.last:
            found.append(found[-1].next)
        return [str(quarter) for quarter in found]


def read(path: Path) -> Backfill:
    """Return what a file says; raise BackfillRefusedError with file, place and why."""
    _check_name(path)
    try:
        content = path.read_bytes()
        said = _Said.model_validate(yaml.safe_load(content.decode("utf-8")))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise BackfillRefusedError(f"{path}: {error}") from error
    except ValidationError as error:
        told = (
            f"{'.'.join(map(str, e['loc'])) or 'the file'}: {e['msg']}"
            for e in error.errors(include_url=False)
        )
        raise BackfillRefusedError(f"{path}: {'; '.join(told)}") from error
    return Backfill(
        name=path.name,
        sha256=hashlib.sha256(content).hexdigest(),
        dag=said.dag,
        first=Quarter.parse(said.from_),
        last=Quarter.parse(said.to),
        reason=said.reason,
        watchers=said.watchers,
        asked_by=said.asked_by,
        approved_by=said.approved_by,
        previews=said.previews,
    )


def every(folder: Path = FOLDER) -> list[Backfill]:
    """Return all files of the folder; raise BackfillRefusedError naming each bad one.

    Beside them only the README may lie there: a file that is misnamed is refused.
    """
    good, bad = [], []
    for path in sorted(folder.iterdir()):
        if path.name == "README.md":
            continue
        try:
            good.append(read(path))
        except BackfillRefusedError as error:
            bad.append(str(error))
    if bad:
        raise BackfillRefusedError("\n".join(bad))
    return good


def _check_name(path: Path) -> None:
    match = _NAME.fullmatch(path.name)
    try:
        date.fromisoformat(match[1] if match else "")
    except ValueError as error:
        raise BackfillRefusedError(
            f"{path}: the name has to be a day and a few words, "
            "such as 2026-11-23-late-batch-of-two-hospitals.yml"
        ) from error
