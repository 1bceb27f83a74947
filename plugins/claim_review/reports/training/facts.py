"""What the training packs of a quarter tell, as rows; nothing is formatted here."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from claim_review.moments import ZONE
from claim_review.quarters import Quarter
from claim_review.reports.periods import NothingToReportError
from claim_review.reports.training import queries
from claim_review.reports.training.examples import choose
from claim_review.reports.training.remedies import remedies

Row = dict[str, Any]

PARAMETERS = ("small_cell_n", "appeal_wd", "supplement_wd", "reconsider_wd")
# In place of a county: the example may be of any county.
ANYWHERE = ""


@dataclass(frozen=True)
class Facts:
    """The rows of a quarter for all counties; amounts in yuan.

    `hits`, `uploads`, `forced` and `due` carry persons so that few of them are noticed;
    a pack never shows one. `scenes` are by county and rule, or by rule alone;
    `reminders` by county.
    """

    quarter: Quarter
    as_of: datetime
    cut_off: datetime
    counties: list[Row]
    hits: list[Row]
    uploads: list[Row]
    scenes: dict[tuple[str, str], Row]
    rules: dict[str, Row]
    papers: list[str]
    due: list[Row]
    months: list[Row]
    parameters: dict[str, int]
    reminders: dict[str, Row]
    forced: list[Row]


def read(connection: psycopg.Connection, quarter: Quarter, as_of: datetime) -> Facts:
    """Return what the marts hold for the quarter and its cases as they stood then.

    Raises NothingToReportError when no batch of the quarter is loaded.
    """
    with connection.cursor(row_factory=dict_row) as cursor:

        def rows(query: str, **more: Any) -> list[Row]:
            values = {
                "quarter": str(quarter),
                "first_day": quarter.first_day,
                "next_day": quarter.next.first_day,
                "as_of": as_of,
                **more,
            }
            return cursor.execute(query, values).fetchall()

        [batches] = rows(queries.CUT_OFF)
        if batches["cut_off"] is None:
            raise NothingToReportError(f"quarter {quarter}: no batch is loaded")
        counties = rows(queries.COUNTIES)
        for county in counties:
            found = rows(queries.SETTLEMENTS, county=county["county"])
            county |= found[0] if found else {"institutions": 0, "settlements": 0}
        day = as_of.astimezone(ZONE).date()
        parameters = {
            key: cursor.execute(
                queries.PARAMETER, (key, counties[0]["county_code"], day)
            ).fetchone()
            for key in PARAMETERS
        }
        hits = rows(queries.HITS)
        least = int(parameters["small_cell_n"]["value"])
        chosen = examples_of(hits, least)
        told = {
            row["hit_id"]: row
            for row in rows(queries.SCENES, hit_ids=sorted(set(chosen.values())))
        }
        said = remedies()
        return Facts(
            quarter=quarter,
            as_of=as_of,
            cut_off=batches["cut_off"],
            counties=counties,
            hits=hits,
            uploads=rows(queries.UPLOADS),
            scenes={place: told[hit_id] for place, hit_id in chosen.items()},
            rules={
                row["rule_id"]: {**row, "remedy": said.get(row["rule_id"], "")}
                for row in rows(queries.RULES)
            },
            papers=[row["label"] for row in rows(queries.PAPERS)],
            due=rows(queries.DUE),
            months=rows(queries.MONTHS),
            parameters={key: int(row["value"]) for key, row in parameters.items()},
            reminders={row["county_code"]: row for row in rows(queries.REMINDERS)},
            forced=rows(queries.FORCED),
        )


def examples_of(hits: Iterable[Row], least: int) -> dict[tuple[str, str], str]:
    """Return the hit told of each rule, in each county and anywhere.

    There is none where it would be one of fewer than `least` persons.
    """
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for hit in hits:
        groups[hit["county_code"], hit["rule_id"]].append(hit)
        groups[ANYWHERE, hit["rule_id"]].append(hit)
    chosen = {place: choose(group, least) for place, group in groups.items()}
    return {place: hit["hit_id"] for place, hit in chosen.items() if hit is not None}
