"""What the dashboard of a quarter shows, as numbers; nothing is formatted here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from claim_review.quarters import Quarter
from claim_review.reports.periods import NothingToReportError

Row = dict[str, Any]

QUARTERS_SHOWN = 8

_CUT_OFF = """
    select max(extracted_to) as cut_off
    from raw.batch
    where quarter = %(quarter)s and status = 'loaded'
"""

_RELEASE = """
    select knowledge_release
    from review.run
    where quarter = %(quarter)s and status <> 'failed'
    order by started_at desc
    limit 1
"""

_TOTALS = """
    select *
    from marts.mart_review_breakdown
    where quarter = any(%(quarters)s) and dimension = 'total'
    order by quarter
"""

_GROUPS = """
    select *
    from marts.mart_review_breakdown
    where quarter = %(quarter)s and dimension in ('county', 'class')
    order by dimension, hit_fee_amount desc, hits desc, code
"""

_RULES = """
    select
        b.code as rule_id,
        coalesce(r.rule_name, b.label) as rule_name,
        r.rule_class,
        r.verdict,
        b.institutions,
        b.hits,
        b.hit_fee_amount,
        b.attributed_fund_amount
    from marts.mart_review_breakdown as b
    left join marts.dim_rule as r on r.rule_id = b.code
    where
        b.quarter = %(quarter)s
        and b.dimension = 'rule'
        and r.verdict is distinct from 'gate'
    order by b.hit_fee_amount desc, b.hits desc, b.code
"""

# The hits that mart_review_breakdown counts: data gates find fault with data only.
_HEAT = """
    select
        i.county,
        r.rule_class,
        count(*)::int as hits,
        sum(h.hit_fee_amount) as hit_fee_amount
    from marts.fct_rule_hits as h
    inner join marts.dim_rule as r on h.rule_id = r.rule_id
    left join marts.dim_institution as i on h.fixmedins_code = i.fixmedins_code
    where
        h.quarter = %(quarter)s
        and h.rule_status = 'live'
        and h.verdict <> 'gate'
    group by i.county, r.rule_class
"""

_COVERAGE = """
    select
        coalesce(sum(settlements_in_scope), 0)::bigint as in_scope,
        coalesce(sum(settlements_screened), 0)::bigint as screened,
        coalesce(sum(settlements_not_judged), 0)::bigint as not_judged
    from marts.fct_screening_coverage
    where quarter = %(quarter)s and rule_status = 'live'
"""

_QUALITY = """
    select *
    from marts.mart_data_quality
    where quarter = %(quarter)s and failed_count > 0
    order by
        array_position(array['gate', 'warning', 'info'], severity),
        failed_count desc,
        check_id
"""

# No row where nobody delivered what reminders before settlement said.
_REMINDERS = """
    select quarter, alerts, compliance_rate, followed_amount
    from marts.mart_prereminder_kpi
    where quarter = any(%(quarters)s) and dimension = 'total'
"""

# Amounts of money: what a case was about, was dispatched with and was found to be; what
# the fund refuses is less, being only its own share.
_OUTCOMES = """
    select
        {key},
        count(*)::int as cases,
        sum(suspected_amount) as suspected_amount,
        count(*) filter (where is_reviewed_first and not is_cleared_first)::int
            as kept_first,
        count(*) filter (where is_reviewed_second and not is_cleared_second)::int
            as kept_second,
        count(*) filter (where is_dispatched)::int as dispatched,
        coalesce(sum(dispatched_amount) filter (where is_dispatched), 0)
            as dispatched_amount,
        count(*) filter (where is_appealed)::int as appealed,
        count(*) filter (where is_dispatched and appeal_closed)::int as closed,
        count(*) filter (where is_appealed and appeal_closed)::int as appealed_closed,
        count(*) filter (where is_appeal_decided)::int as appeals_decided,
        count(*) filter (where is_upheld or is_partly_upheld)::int as overturned,
        count(*) filter (where is_confirmed)::int as confirmed,
        coalesce(sum(final_amount) filter (where is_confirmed), 0) as final_amount,
        coalesce(sum(refused_amount + reversed_amount), 0) as refused_amount
    from review.case_outcomes_at(%(as_of)s)
    where quarter = any(%(quarters)s)
    group by {key}
    order by {key}
"""


@dataclass(frozen=True)
class Facts:
    """The rows of a quarter; amounts in yuan. What is by quarter is under its key.

    Cases are told as they stood at `as_of`.
    """

    quarter: Quarter
    as_of: datetime
    cut_off: datetime
    knowledge_release: str | None
    totals: dict[str, Row]
    groups: dict[str, list[Row]]
    rules: list[Row]
    heat: list[Row]
    coverage: Row
    quality: list[Row]
    outcomes: dict[str, Row]
    outcomes_by_rule: dict[str, Row]
    reminders: dict[str, Row]


def read(connection: psycopg.Connection, quarter: Quarter, as_of: datetime) -> Facts:
    """Return what the marts hold for the quarter and its cases as they stood then.

    Raises NothingToReportError when no batch is loaded or the marts were not built.
    """
    shown = [str(quarter.shift(-n)) for n in range(QUARTERS_SHOWN)]
    values = {"quarter": str(quarter), "quarters": shown, "as_of": as_of}
    with connection.cursor(row_factory=dict_row) as cursor:

        def rows(query: str, **more: Any) -> list[Row]:
            return cursor.execute(query, {**values, **more}).fetchall()

        [batches] = rows(_CUT_OFF)
        totals = {row["quarter"]: row for row in rows(_TOTALS)}
        if batches["cut_off"] is None or str(quarter) not in totals:
            raise NothingToReportError(
                f"quarter {quarter}: no loaded batch or no total row in "
                "mart_review_breakdown; load its batches and build the marts first"
            )
        groups: dict[str, list[Row]] = {"county": [], "class": []}
        for row in rows(_GROUPS):
            groups[row["dimension"]].append(row)
        releases = rows(_RELEASE)
        by_quarter = rows(_OUTCOMES.format(key="quarter"))
        by_rule = rows(_OUTCOMES.format(key="rule_id"), quarters=[str(quarter)])
        return Facts(
            quarter=quarter,
            as_of=as_of,
            cut_off=batches["cut_off"],
            knowledge_release=releases[0]["knowledge_release"] if releases else None,
            totals=totals,
            groups=groups,
            rules=rows(_RULES),
            heat=rows(_HEAT),
            coverage=rows(_COVERAGE)[0],
            quality=rows(_QUALITY),
            outcomes={row["quarter"]: row for row in by_quarter},
            outcomes_by_rule={row["rule_id"]: row for row in by_rule},
            reminders={row["quarter"]: row for row in rows(_REMINDERS)},
        )
