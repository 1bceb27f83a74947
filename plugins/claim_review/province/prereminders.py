"""What reminders before settlement (事前提醒) said, at the few that are connected.

They draw from a stream of their own: nothing else of the province knows of them.
"""

import numpy as np

from claim_review.province.cells import (
    Column,
    constant,
    decimal,
    looked_up,
    numbered,
    stamp,
    text,
)
from claim_review.province.columns import Columns, picked
from claim_review.province.part import Part
from claim_review.province.tables import File, mdtrt_id
from claim_review.province.world import DAY, World, first_day, last_day, last_second
from claim_review.quarters import Quarter

TABLE = "bffact_warn_rslt_d"
STREAM = 4
# Shares: of settlements those with a call, of calls the answered, of those the ones
# with an alert, of those the ones with a second one; of alerts the followed and the
# overridden ones, the rest is left unanswered.
_CALLED, _ANSWERED, _ALERTED, _SECOND = 0.92, 0.985, 0.18, 0.15
_FOLLOWED, _OVERRIDDEN, _WITHOUT_REASON = 0.60, 0.28, 0.1
# Of the connected institutions one calls for every other patient, one stops after six
# weeks, and one always gives the same reason.
_HALF, _STOPS, _COPIES = 1, 2, 3
_STOPPED_AFTER = 42
_WAYS = np.array([b"1", b"2"])  # goes on, changes the order
_RULES = [
    ("SQ01", "示例：超日限量"),
    ("SQ02", "示例：重复开药"),
    ("SQ03", "示例：限定适应症"),
    ("SQ04", "示例：检查频次过高"),
]
_REASON, _COPIED, _REASONS = "示例理由：病情需要，第{}例", "示例理由：病情需要", 1_000


def warnings(
    world: World, quarter: Quarter, parts: list[Part]
) -> list[tuple[File, int]]:
    """Return the columns of bffact_warn_rslt_d and the number of rows, by part.

    A call without alert is one row, one with two alerts two. What an earlier quarter
    carries over was called for then.
    """
    rng = world.rng(quarter, STREAM)
    own = [part for part in parts if part.prefix.startswith(str(quarter))]
    return [_warnings(world, quarter, rng, part) for part in own]


def connected(world: World) -> np.ndarray:
    """Return the connected institutions: most county hospitals and one 藏医院."""
    county = world.places.in_groups("county")[:6]
    return np.append(county, world.places.in_groups("tibetan")[0])


def _warnings(
    world: World, quarter: Quarter, rng: np.random.Generator, part: Part
) -> tuple[File, int]:
    rows = _alerts(rng, _calls(world, quarter, rng, part))
    number = len(rows["call"])
    alerted = rows["rule"] >= 0
    cents = np.char.mod("%.2f", rows["cents"] / 100).astype(bytes)
    return {
        "warn_rslt_id": numbered(f"W{part.prefix}R", np.arange(number), 8),
        "mdtrt_id": mdtrt_id(part, rows["enc"]),
        "call_log_id": numbered(f"W{part.prefix}L", rows["call"], 8),
        "medins_code": looked_up(rows["place"], world.places.code),
        "medins_name": looked_up(rows["place"], world.places.name),
        "mnit_scen": constant("1", number),
        "trig_scen": constant("1", number),
        "med_type": decimal(part.encounters["med_type"][rows["enc"]], 0),
        "reqt_time": stamp(rows["asked"]),
        "rsp_time": stamp(rows["answered"]),
        "vola_flag": text(np.where(alerted, b"1", b"0")),
        "rule_code": _rule(rows["rule"], 0),
        "rule_name": _rule(rows["rule"], 1),
        "vola_amt": text(np.where(alerted, cents, b"")),
        "warn_dspo_way": looked_up(rows["way"], _WAYS),
        "warn_dspo_way_dscr": text(rows["reason"]),
        "exch_updt_time": stamp(np.full(number, last_second(quarter))),
    }, number


def _calls(
    world: World, quarter: Quarter, rng: np.random.Generator, part: Part
) -> Columns:
    """Return the calls for those who were settled, each once; some have no answer."""
    sent = picked(part.settlements, part.sent_settlements)
    enc, first = np.unique(sent["enc"], return_index=True)
    settled, place = sent["settled"][first], part.encounters["place"][enc]
    places, begin = connected(world), first_day(quarter)
    share = np.where(place == places[_HALF], _CALLED / 2, _CALLED)
    called = rng.random(len(enc)) < share
    called &= np.isin(place, places)
    called &= (begin * DAY <= settled) & (settled < (last_day(quarter) + 1) * DAY)
    called &= (place != places[_STOPS]) | (settled < (begin + _STOPPED_AFTER) * DAY)
    asked = settled[called] - 600
    answered = rng.random(len(asked)) < _ANSWERED
    seconds = rng.integers(1, 5, len(asked))
    return {
        "enc": enc[called],
        "place": place[called],
        "asked": asked,
        "answered": np.where(answered, asked + seconds, -1),
        "copies": place[called] == places[_COPIES],
    }


def _alerts(rng: np.random.Generator, calls: Columns) -> Columns:
    """Return a row per call and one more for a second alert, and what became of it."""
    number = len(calls["enc"])
    flagged = (rng.random(number) < _ALERTED) & (calls["answered"] >= 0)
    second = np.flatnonzero(flagged & (rng.random(number) < _SECOND))
    call = np.sort(np.concatenate([np.arange(number), second]))
    rows, alerted, many = picked(calls, call), flagged[call], len(call)
    fate = rng.random(many)
    followed = alerted & (fate < _FOLLOWED)
    overridden = alerted & ~followed & (fate < _FOLLOWED + _OVERRIDDEN)
    return rows | {
        "call": call,
        "rule": np.where(alerted, rng.integers(0, len(_RULES), many), -1),
        "cents": rng.integers(500, 30_000, many),
        "way": np.where(followed, 1, np.where(overridden, 0, -1)),
        "reason": np.where(overridden, _reasons(rng, rows["copies"]), b""),
    }


def _reasons(rng: np.random.Generator, copies: np.ndarray) -> np.ndarray:
    """Return why alerts were overridden: mostly told, by one always the same."""
    told = np.array([_REASON.format(n).encode() for n in range(_REASONS)])
    told = told[rng.integers(0, _REASONS, len(copies))]
    silent = rng.random(len(copies)) < _WITHOUT_REASON
    return np.where(copies, _COPIED.encode(), np.where(silent, b"", told))


def _rule(rules: np.ndarray, place: int) -> Column:
    return looked_up(rules, np.array([rule[place].encode() for rule in _RULES]))
