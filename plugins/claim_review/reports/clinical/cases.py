"""Which cases a report shows as examples, by a rule that nobody can bend."""

from collections.abc import Iterable
from typing import Any

Row = dict[str, Any]
ONLY, LARGEST, MEDIAN = "仅此一例", "金额最大", "金额居中"
OVERTURNED, PARTLY_OVERTURNED = "申诉成立（反例）", "申诉部分成立（反例）"


def choose(hits: Iterable[Row]) -> list[tuple[str, Row]]:
    """Return the hits of one institution and item to be shown, each with the reason.

    They are the largest, the median (of an even number the smaller one), and the
    largest of those overturned on appeal, wholly before partly. The first two take
    the largest hit of each bill; equal amounts are told apart by `number`. A hit alone
    is said to be. The order in which the hits come does not matter.
    """
    ranked = sorted(hits, key=lambda hit: (-hit["hit_fee_amount"], hit["number"]))
    if not ranked:
        return []
    largest = _first_of_each(ranked)
    chosen: dict[int, tuple[list[str], Row]] = {}
    for why, hit in (
        (LARGEST if len(ranked) > 1 else ONLY, largest[0]),
        (MEDIAN, largest[len(largest) // 2]),
        *_overturned(ranked)[:1],
    ):
        reasons, _ = chosen.setdefault(hit["number"], ([], hit))
        if why != MEDIAN or not reasons:
            reasons.append(why)
    return [("、".join(reasons), hit) for reasons, hit in chosen.values()]


def _first_of_each(ranked: list[Row]) -> list[Row]:
    by_case: dict[int, Row] = {}
    for hit in ranked:
        by_case.setdefault(hit["case_number"], hit)
    return list(by_case.values())


def _overturned(ranked: list[Row]) -> list[tuple[str, Row]]:
    wholly = [(OVERTURNED, hit) for hit in ranked if hit["is_upheld"]]
    partly = [(PARTLY_OVERTURNED, hit) for hit in ranked if hit["is_partly_upheld"]]
    return wholly + partly
