"""Who of the experts sits: always a panel as the process wants it, or nobody."""

import itertools

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from claim_review.panel.choosing import (
    Expert,
    NotEnoughExpertsError,
    draw_panel,
    draw_substitute,
)


def expert(number: int, *flags: bool) -> Expert:
    return Expert(f"expert-{number}", "心内科", *flags)


SENIOR, SPECIALIST, POLICY = (
    (True, False, False),
    (True, True, False),
    (False, False, True),
)


def experts(*kinds: tuple[bool, bool, bool]) -> list[Expert]:
    return [expert(number, *flags) for number, flags in enumerate(kinds)]


def holds(panel, least: int) -> bool:
    """Whether the composition is that of §1.5."""
    seniors = sum(member.is_senior_clinician for member in panel)
    return (
        len(panel) % 2 == 1
        and len(panel) >= least
        and seniors * 3 >= len(panel) * 2
        and any(member.is_of_specialty for member in panel)
        and any(member.is_policy for member in panel)
        and len(set(panel)) == len(panel)
    )


REGISTERS = st.lists(st.tuples(st.booleans(), st.booleans(), st.booleans()), max_size=9)


@settings(max_examples=300, deadline=None)
@given(kinds=REGISTERS, seed=st.text(max_size=5), least=st.integers(1, 5))
def test_a_panel_holds_or_there_is_none_at_all(kinds, seed, least):
    pool = experts(*kinds)
    try:
        assert holds(draw_panel(pool, seed, least), least)
    except NotEnoughExpertsError:
        sizes = [size for size in (1, 3, 5, 7) if size >= least]
        assert not any(
            holds(panel, least)
            for size in sizes
            for panel in itertools.combinations(pool, size)
        )


@settings(max_examples=100, deadline=None)
@given(data=st.data(), seed=st.text(max_size=5))
def test_the_same_seed_and_register_give_the_same_panel(data, seed):
    pool = experts(*[SENIOR] * 5, *[SPECIALIST] * 3, *[POLICY] * 3)
    shuffled = data.draw(st.permutations(pool))
    assert draw_panel(shuffled, seed, 3) == draw_panel(pool, seed, 3)


def test_the_lot_falls_on_everybody():
    pool = experts(*[SENIOR] * 3, *[SPECIALIST] * 3, *[POLICY] * 3)
    panels = [draw_panel(pool, str(seed), 3) for seed in range(100)]
    assert {member for panel in panels for member in panel} == set(pool)


def test_a_panel_grows_when_a_pharmacist_is_no_senior_clinician():
    pharmacist = (False, True, False)
    pool = experts(pharmacist, POLICY, *[SENIOR] * 5)
    assert len(draw_panel(pool, "1", 3)) == 7


def test_an_even_least_number_is_rounded_up():
    pool = experts(SPECIALIST, POLICY, *[SENIOR] * 5)
    assert len(draw_panel(pool, "1", 4)) == 5


@pytest.mark.parametrize(
    ("kinds", "why"),
    [
        ([SENIOR, SENIOR, POLICY], "of the disputed specialty: 1 wanted, 0 left"),
        ([SENIOR, SPECIALIST, SENIOR], "for the policy: 1 wanted, 0 left"),
        ([SPECIALIST, POLICY, POLICY], "senior clinicians: 2 wanted, 1 left"),
        ([SPECIALIST, POLICY], "members: 3 wanted, 2 left"),
        ([SENIOR, SENIOR, (False, True, False), POLICY], "not all at once"),
    ],
)
def test_it_is_told_which_seat_stays_empty(kinds, why):
    with pytest.raises(NotEnoughExpertsError, match=f"no panel of 3.*{why}"):
        draw_panel(experts(*kinds), "1", 3)


@settings(max_examples=200, deadline=None)
@given(kinds=REGISTERS, seed=st.text(max_size=5), gone=st.integers(0, 2))
def test_a_substitute_completes_the_panel_or_nobody_can(kinds, seed, gone):
    pool = experts(*kinds)
    try:
        panel = draw_panel(pool, seed, 3)
    except NotEnoughExpertsError:
        return
    seated = [member for number, member in enumerate(panel) if number != gone]
    left = [member for member in pool if member not in panel]
    try:
        assert holds([*seated, draw_substitute(left, seed, seated)], 3)
    except NotEnoughExpertsError:
        assert not any(holds([*seated, one], 3) for one in left)
