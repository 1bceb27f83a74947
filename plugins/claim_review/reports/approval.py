"""A person's word on a version of a report, as Airflow's required action brings it."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

APPROVE, SEND_BACK = "同意报送", "退回"


@dataclass(frozen=True)
class Decision:
    """What a person said of a version; `remark` is free text."""

    is_approved: bool
    decided_by: str
    decided_at: datetime
    remark: str = ""


def decision(answer: dict[str, Any]) -> Decision:
    """Return the answer to a required action as a decision.

    Raises ValueError for an answer that names nobody or none of the two options.
    """
    (chosen,) = answer["chosen_options"]
    if chosen not in (APPROVE, SEND_BACK):
        raise ValueError(f"{chosen!r} is neither {APPROVE} nor {SEND_BACK}")
    user = answer["responded_by_user"] or {}
    name = user.get("name") or user.get("id")
    if not name:
        raise ValueError("nobody answered: the required action names no user")
    at = answer["responded_at"]
    moment = at if isinstance(at, datetime) else datetime.fromisoformat(at)
    remark = (answer["params_input"] or {}).get("remark") or ""
    return Decision(chosen == APPROVE, name, moment, remark)
