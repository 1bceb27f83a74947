"""Ordinary care of an institution of its own, for cases on whole institutions."""

import numpy as np

from claim_review.province.cases import Cases
from claim_review.province.columns import Columns
from claim_review.province.encounters import described_visits
from claim_review.province.kinds import KIND
from claim_review.province.lines import draw_lines
from claim_review.province.ordinary import ORDERS
from claim_review.province.outpatients import opening_hours
from claim_review.province.rows import ENCOUNTER, LINE, ORDER, SETTLEMENT
from claim_review.province.stays import described
from claim_review.province.world import World, first_day, last_day

_MEAN_DAYS = np.array([5.0, 6.0, 8.0, 9.5])


def crowd(
    cases: Cases,
    place: int,
    kind: str,
    number: int,
    *,
    persons: list[int] | None = None,
    days: list[int] | None = None,
    lengths: list[int] | None = None,
) -> list[int]:
    """Add so many everyday encounters of the kind at the institution; return them.

    They are drawn like everyday care, each with a person of its own, over the whole
    quarter, and are rows of the cases like others: change them before the cases are
    finished. `days` are the days of discharge or visit, `lengths` the days of stays;
    `persons` (in the order of their positions, made for this crowd last) may repeat.
    """
    persons = persons or [cases.person() for _ in range(number)]
    start = min(persons)
    world = cases.cast.own_world(start)
    person = np.array(persons) - start
    encounters = (
        _stays(cases, world, person, place, days, lengths)
        if kind == "stay"
        else _visits(cases, world, kind, person, place, days)
    )
    lines = draw_lines(world, cases.rng, encounters)
    made = [_added(cases, kind, start, row) for row in _rows(encounters, len(persons))]
    for row in _rows(lines, len(lines["enc"])):
        _line(cases, made[row["enc"]], row)
    return made


def _stays(cases: Cases, world: World, person, place: int, days, lengths) -> Columns:
    number, rng = len(person), cases.rng
    mean = _MEAN_DAYS[world.places.level[place]]
    drawn = np.clip(np.round(rng.gamma(3.0, mean / 3.0, number)), 1, 28)
    length = drawn.astype(np.int64) if lengths is None else np.array(lengths)
    last = _days(cases, number, days)
    stays = {
        "person": person,
        "place": np.full(number, place),
        "first": last - length,
        "last": last,
        "way": np.ones(number, np.int8),
    }
    return described(world, rng, stays)


def _visits(cases: Cases, world: World, kind: str, person, place: int, days) -> Columns:
    day = _days(cases, len(person), days)
    places = np.full(len(person), place)
    visits = described_visits(world, cases.rng, kind, person, places, day)
    return opening_hours(world, cases.rng, visits)


def _days(cases: Cases, number: int, days: list[int] | None) -> np.ndarray:
    if days is not None:
        return np.array(days)
    first, last = first_day(cases.quarter), last_day(cases.quarter)
    return cases.rng.integers(first + 29, last - 1, number)


def _rows(columns: Columns, number: int) -> list[dict]:
    names, values = list(columns), [c.tolist() for c in columns.values()]
    return [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)][
        :number
    ]


def _added(cases: Cases, kind: str, start: int, row: dict) -> int:
    person = row["person"] + start
    settled = row.pop("settled")
    paid = SETTLEMENT | {
        "gend": cases.cast.of_person(person, "gend"),
        "born": cases.cast.of_person(person, "born"),
        "settled": settled,
    }
    if kind == "chronic":
        paid["dise_no"] = cases.cast.registration(person)
    return cases.encounter(
        ENCOUNTER | row | {"person": person, "kind": KIND[kind]}, paid
    )


def _line(cases: Cases, enc: int, row: dict):
    items = cases.world.items
    medicine = items.list_type[row["item"]] in (b"101", b"102", b"103", b"104")
    rx = row["rx"]
    cases.lines.append(
        LINE
        | row
        | {
            "enc": enc,
            "setl": cases.setl[enc],
            "rx": ORDER if rx >= ORDERS else rx % 8,
            "grade": items.grade[row["item"]].decode(),
            "prd_days": 3 if medicine else 0,
        }
    )
