"""Who of the experts sits: a draw by lot that anybody can make again."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

# Where drugs are disputed, a pharmacist is of the specialty.
PHARMACY = "药学"
LARGEST = 7


class NotEnoughExpertsError(LookupError):
    """No panel can be made of the experts who are left; the message says who lacks."""


@dataclass(frozen=True)
class Expert:
    """An expert as far as a panel's composition goes."""

    expert_id: str
    specialty: str
    is_senior_clinician: bool
    is_of_specialty: bool
    is_policy: bool


Panel = tuple[Expert, ...]


def seniors_wanted(size: int) -> int:
    """Return how many senior clinicians a panel needs: two thirds, rounded up."""
    return -(-size * 2 // 3)


def draw_panel(experts: Iterable[Expert], seed: str, least: int) -> Panel:
    """Return a panel of the smallest odd size from `least` on that can be made.

    The same experts in any order and the same seed give the same panel. Raises
    NotEnoughExpertsError.
    """
    order, smallest = _drawn(experts, seed), least | 1
    for size in range(smallest, max(smallest, LARGEST) + 1, 2):
        panel = _completed((), order, size)
        if panel:
            return panel
    raise NotEnoughExpertsError(_lacking((), order, smallest))


def draw_substitute(
    experts: Iterable[Expert], seed: str, seated: Sequence[Expert]
) -> Expert:
    """Return who takes the one empty seat; raise NotEnoughExpertsError."""
    order = _drawn(experts, seed)
    panel = _completed(tuple(seated), order, len(seated) + 1)
    if panel is None:
        raise NotEnoughExpertsError(_lacking(seated, order, len(seated) + 1))
    return panel[-1]


def _drawn(experts: Iterable[Expert], seed: str) -> Panel:
    """Return the experts in the order in which the lot falls on them."""

    def lot(expert: Expert) -> tuple[bytes, str]:
        text = f"{seed}|{expert.expert_id}"
        return hashlib.sha256(text.encode()).digest(), expert.expert_id

    return tuple(sorted(experts, key=lot))


def _completed(seated: Panel, order: Panel, size: int) -> Panel | None:
    """Return the panel with its empty seats filled; None where nobody can do that.

    First of the specialty, then for the policy, then senior clinicians, then anybody;
    each seat goes to the first on whom the lot fell that leaves the others possible.
    """
    for specialist in _wanted(seated, order, "is_of_specialty"):
        with_specialist = (*seated, *specialist)
        for policy in _wanted(with_specialist, order, "is_policy"):
            panel = _filled((*with_specialist, *policy), order, size)
            if panel:
                return panel
    return None


def _wanted(seated: Panel, order: Panel, what: str) -> list[Panel]:
    """Return who may be added so that somebody seated is `what`; nobody if one is."""
    if any(getattr(expert, what) for expert in seated):
        return [()]
    return [(expert,) for expert in order if getattr(expert, what)]


def _filled(seated: Panel, order: Panel, size: int) -> Panel | None:
    left = [expert for expert in order if expert not in seated]
    sitting = sum(expert.is_senior_clinician for expert in seated)
    wanted = max(seniors_wanted(size) - sitting, 0)
    seniors = [expert for expert in left if expert.is_senior_clinician][:wanted]
    others = [expert for expert in left if expert not in seniors]
    free = size - len(seated) - wanted
    if free < 0 or len(seniors) < wanted or len(others) < free:
        return None
    return (*seated, *seniors, *others[:free])


def _lacking(seated: Sequence[Expert], order: Panel, size: int) -> str:
    """Return which seat of a panel of this size stays empty."""
    everybody = [*seated, *order]
    seniors = sum(expert.is_senior_clinician for expert in everybody)
    wants = [
        ("of the disputed specialty", 1, sum(e.is_of_specialty for e in everybody)),
        ("for the policy", 1, sum(e.is_policy for e in everybody)),
        ("senior clinicians", seniors_wanted(size), seniors),
        ("members", size, len(everybody)),
    ]
    lacking = [
        f"{what}: {wanted} wanted, {there} left"
        for what, wanted, there in wants
        if there < wanted
    ]
    told = "; ".join(lacking) or (
        "each seat has somebody, but not all at once: too few of the specialists and "
        "the policy members are senior clinicians"
    )
    return f"no panel of {size}: {told}"
