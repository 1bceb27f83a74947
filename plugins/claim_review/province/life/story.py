"""Which way each case of the demo goes, and when everybody is at work.

A way is what people do to a case, in order; what the system does by itself (time-outs,
listing) comes between. Where the steps end, the case stays, so that in the end of the
story there are cases in every state.
"""

from dataclasses import dataclass
from datetime import date

import psycopg

FIRST_DAY, LAST_DAY = date(2025, 4, 16), date(2025, 7, 4)
# When the reviewers begin with the cases of a wave.
WAVES = {
    1: date(2025, 4, 17),
    2: date(2025, 6, 4),
    3: date(2025, 6, 20),
    4: date(2025, 6, 30),
}
REVIEW1 = (date(2025, 4, 21), date(2025, 4, 24), date(2025, 6, 5))
REVIEW1 += (date(2025, 6, 23), date(2025, 7, 1))
REVIEW2 = (date(2025, 4, 22), date(2025, 4, 25), date(2025, 6, 9))
REVIEW2 += (date(2025, 6, 25), date(2025, 7, 2))
DISPATCH = (date(2025, 4, 28), date(2025, 6, 16), date(2025, 6, 27))
INSTITUTION = (date(2025, 5, 8), date(2025, 5, 14), date(2025, 5, 21))
INSTITUTION += (date(2025, 5, 30), date(2025, 6, 20), date(2025, 6, 30))
APPEALS = (date(2025, 5, 12), date(2025, 5, 20), date(2025, 6, 30), date(2025, 7, 2))
AGENCY = (date(2025, 5, 14), date(2025, 5, 19), date(2025, 5, 27))
AGENCY += (date(2025, 6, 9), date(2025, 6, 23), date(2025, 6, 27))
AGENCY += (date(2025, 7, 1),)
# The workday before the appeals of the first wave end.
CALLS = date(2025, 5, 14)
PANEL_DRAW, PANEL_VOTES = date(2025, 5, 21), date(2025, 5, 23)
PANEL_END = date(2025, 5, 26)
# When a month is listed and published, and when the money of the one before is taken.
MONTHS = {date(2025, 6, 3): "2025-05", date(2025, 7, 1): "2025-06"}
PUBLISHING = {date(2025, 6, 6): "2025-05", date(2025, 7, 4): "2025-06"}

_SENT = "first_suspect second_agree dispatch"
_APPEALED = f"{_SENT} appeal"
_WAYS = (
    # How many of a hundred or so, wave, steps.
    (10, 1, "first_clear"),
    (5, 1, "first_suspect second_clear"),
    (2, 1, f"first_suspect second_return {_SENT} accept final_confirm settle"),
    (12, 1, f"{_SENT} accept final_confirm settle"),
    (10, 1, f"{_SENT} final_confirm"),
    (5, 1, f"{_APPEALED} unfounded final_confirm"),
    (4, 1, f"{_APPEALED} partly_founded final_confirm"),
    (4, 1, f"{_APPEALED} founded final_clear"),
    (2, 1, f"{_APPEALED} request_supplement supplement partly_founded final_confirm"),
    (1, 1, f"{_APPEALED} request_supplement unfounded final_confirm"),
    (2, 1, f"{_APPEALED} escalate_panel panel_opinion final_confirm"),
    (1, 1, f"{_APPEALED} suspend resume unfounded final_confirm"),
    (1, 1, f"{_APPEALED} withdraw_appeal final_confirm"),
    (2, 1, f"{_SENT} accept final_confirm reconsider reconsider_confirm"),
    (2, 1, f"{_SENT} accept final_confirm reconsider reconsider_clear"),
    (2, 1, f"{_SENT} accept final_confirm settle reopen reconsider_clear"),
    (1, 1, f"{_SENT} accept transfer transfer_closed"),
    (1, 1, f"{_SENT} accept transfer"),
    (1, 1, "void"),
    (1, 1, "first_suspect"),
    (3, 2, f"{_SENT} accept final_confirm"),
    (2, 2, f"{_SENT} accept final_confirm reconsider"),
    (2, 2, f"{_APPEALED} unfounded final_confirm"),
    (2, 2, f"{_APPEALED} partly_founded"),
    (2, 2, f"{_APPEALED} escalate_panel"),
    (1, 2, f"{_APPEALED} suspend"),
    (2, 3, _APPEALED),
    (2, 3, f"{_APPEALED} request_supplement"),
    (3, 3, _SENT),
    (2, 4, "first_suspect second_agree"),
    (2, 4, "first_suspect"),
    (2, 5, ""),
)


@dataclass(frozen=True)
class Way:
    """What people do to a case, in order, and with which wave they begin."""

    wave: int
    steps: tuple[str, ...]


def _dealt() -> list[Way]:
    """Return the ways in the order in which the cases take them.

    They are spread, so that few cases too take most of the ways.
    """
    places = [
        (place / share, number, Way(wave, tuple(steps.split())))
        for number, (share, wave, steps) in enumerate(_WAYS)
        for place in range(share)
    ]
    return [way for _, _, way in sorted(places, key=lambda place: place[:2])]


def ways(connection: psycopg.Connection, quarter: str) -> dict[str, Way]:
    """Return the way of every case of the quarter, by hit."""
    found = connection.execute(
        "select hit_id from review.hit where quarter = %s order by md5(hit_id)",
        (quarter,),
    ).fetchall()
    dealt = _dealt()
    return {
        hit_id: dealt[number % len(dealt)] for number, (hit_id,) in enumerate(found)
    }


def next_steps(
    connection: psycopg.Connection, story: dict[str, Way], today: date
) -> dict[str, str]:
    """Return what people do next to each case, if it is its time, by hit."""
    done = connection.execute(
        """
        select hit_id, count(*) filter (where actor_role <> 'SYSTEM')
        from review.event
        group by hit_id
        """
    ).fetchall()
    return {
        hit_id: story[hit_id].steps[count]
        for hit_id, count in done
        if hit_id in story
        and count < len(story[hit_id].steps)
        and today >= WAVES.get(story[hit_id].wave, date.max)
    }
