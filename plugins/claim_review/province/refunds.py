"""What is taken back of planted cases, and settled in parts or once more."""

from claim_review.province.cases import HOUR, Cases
from claim_review.province.world import DAY


def refund(cases: Cases, line: int, cnt: int | None = None, linked: bool = True) -> int:
    """Add a line that takes back `cnt` units of `line`, by default all."""
    original = cases.lines[line]
    back = original["cnt"] if cnt is None else cnt * 100
    cases.lines.append(
        original
        | {
            "time": original["time"] + 600,
            "cnt": -back,
            "init": line if linked else -1,
        }
    )
    return len(cases.lines) - 1


def settled_again(cases: Cases, enc: int, until: int) -> int:
    """Settle the part of a stay before second `until` on its own, in its middle."""
    late = cases.settlements[cases.setl[enc]]
    early = late | {
        "end": until // DAY * DAY,
        "settled": until,
        "mid": 1,
        "exch": until + HOUR,
    }
    late["begin"] = until // DAY * DAY
    cases.settlements.append(early)
    for row in cases.lines_of(enc):
        if cases.lines[row]["time"] < until:
            cases.lines[row]["setl"] = len(cases.settlements) - 1
    return len(cases.settlements) - 1


def reverse(cases: Cases, enc: int, again: bool = False, named: bool = True) -> int:
    """Reverse the settlement of the encounter two days later; settle it again.

    Not every system says which settlement and which lines a reversal takes back.
    """
    setl = cases.setl[enc]
    original = cases.settlements[setl]
    original["flag"] = 1
    later = {
        "settled": original["settled"] + 2 * DAY,
        "exch": original["exch"] + 2 * DAY,
    }
    link = setl if named else -1
    cases.settlements.append(original | later | {"init": link, "sign": -1})
    position = len(cases.settlements) - 1
    rows = [n for n in cases.lines_of(enc) if cases.lines[n]["setl"] == setl]
    for row in rows:
        made = cases.lines[row]
        cases.lines.append(
            made
            | {
                "cnt": -made["cnt"],
                "setl": position,
                "init": row if named else -1,
            }
        )
    if again:
        cases.settlements.append(original | later | {"flag": 0})
        position = len(cases.settlements) - 1
        for row in rows:
            if row in cases.extra.traces:
                cases.extra.traces[len(cases.lines)] = cases.extra.traces[row]
            cases.lines.append(cases.lines[row] | {"setl": position})
    return position
