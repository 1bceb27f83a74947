"""The cases that each institution is given, with the numbers by which it finds them."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from claim_review.exchange.institution_cases import masked
from claim_review.quarters import Quarter
from claim_review.reports.clinical import knowledge, scope
from claim_review.reports.clinical.counting import by
from claim_review.reports.clinical.items import Item, most_hit
from claim_review.reports.clinical.knowledge import Knowledge

Row = dict[str, Any]

# The cases of the form: what the institution was told of and nobody has cleared since.
_CASES = """
    select
        row_number() over (order by cases.hit_id) as number,
        cases.hit_id,
        cases.setl_id,
        found.bkkp_sn,
        found.psn_no,
        cases.rule_id,
        rules.rule_name,
        found.kp_id,
        coalesce(lines.med_list_codg, lines.hilist_name) as item_code,
        coalesce(named.hilist_name, lines.hilist_name) as item_name,
        coalesce(lines.fee_ocur_time, settled.setl_time)::date as fee_date,
        lines.cnt as quantity,
        cases.dispatched_amount as hit_fee_amount,
        cases.fixmedins_code,
        coalesce(institutions.fixmedins_name, cases.fixmedins_code) as fixmedins_name,
        cases.region
    from review.case_outcomes_at(%(as_of)s) as cases
    inner join marts.fct_rule_hits as found on cases.hit_id = found.hit_id
    inner join marts.dim_rule as rules on cases.rule_id = rules.rule_id
    left join marts.dim_institution as institutions
        on cases.fixmedins_code = institutions.fixmedins_code
    left join staging.stg_fee_list_d as lines on found.bkkp_sn = lines.bkkp_sn
    left join (
        select hilist_code, min(hilist_name) as hilist_name
        from staging.stg_hilist_b
        group by hilist_code
    ) as named
        on lines.med_list_codg = named.hilist_code
    left join staging.stg_setl_d as settled on cases.setl_id = settled.setl_id
    where
        cases.quarter = %(quarter)s
        and cases.is_dispatched
        and not (cases.is_cleared_final or cases.is_void)
        and (rules.rule_class = 'medical' or rules.rule_id = any(%(listed)s))
    order by number
"""


@dataclass(frozen=True)
class Extract:
    """The clinical cases of one institution; persons' numbers are masked.

    `items` holds them by item; the code of those on whole bills is empty.
    """

    quarter: Quarter
    as_of: datetime
    fixmedins_code: str
    fixmedins_name: str
    region: str
    items: list[Item]
    knowledge: Knowledge


def read(
    connection: psycopg.Connection, quarter: Quarter, as_of: datetime
) -> list[Extract]:
    """Return the extract of each institution that has cases, by its code."""
    values = {
        "quarter": str(quarter),
        "as_of": as_of,
        "listed": scope.LISTED_RULES,
    }
    with connection.cursor(row_factory=dict_row) as cursor:
        rows = cursor.execute(_CASES, values).fetchall()
    cases = [{**row, "psn_no": masked(row["psn_no"])} for row in rows]
    rules = knowledge.read_rules(connection)
    every = most_hit(cases, len(cases))
    known = knowledge.read(connection, quarter, rules, [*every, *_on_bills(cases)])
    groups = by(cases, "fixmedins_code")
    return [
        Extract(
            quarter=quarter,
            as_of=as_of,
            fixmedins_code=code,
            fixmedins_name=groups[code][0]["fixmedins_name"],
            region=groups[code][0]["region"],
            items=[*most_hit(groups[code], len(cases)), *_on_bills(groups[code])],
            knowledge=known,
        )
        for code in sorted(groups)
    ]


def _on_bills(cases: list[Row]) -> list[Item]:
    found = tuple(case for case in cases if not case["item_code"])
    return [Item("", "整笔结算", found)] if found else []
