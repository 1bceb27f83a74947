"""What the marts say about one quarter, as numbers; nothing is formatted here."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

import psycopg
from psycopg.rows import dict_row

from claim_review.quarters import Quarter

Row = dict[str, Any]

_BATCHES = """
    select
        count(*) filter (where status = 'loaded') as loaded,
        count(distinct batch_id) filter (
            where status = 'refused' and batch_id not in (
                select batch_id from raw.batch where status = 'loaded'
            )
        ) as refused,
        max(extracted_to) filter (where status = 'loaded') as cut_off
    from raw.batch
    where quarter = %(quarter)s
"""

_ROWS = """
    select
        coalesce(sum(t.rows_in_file), 0)::bigint as received,
        coalesce(sum(t.rows_loaded), 0)::bigint as loaded,
        coalesce(sum(t.rows_set_aside), 0)::bigint as set_aside
    from raw.batch_table as t
    join raw.batch as b using (batch_id)
    where b.quarter = %(quarter)s and b.status = 'loaded'
"""

_BREAKDOWN = """
    select *
    from marts.mart_review_breakdown
    where quarter = %(quarter)s
    order by dimension, position nulls last, code
"""

_TOTAL = """
    select *
    from marts.mart_review_breakdown
    where quarter = %(quarter)s and dimension = 'total'
"""

_RULES = """
    select
        b.code as rule_id,
        coalesce(r.rule_name, b.label) as rule_name,
        r.verdict,
        b.hits,
        b.hit_fee_amount,
        b.hit_fund_amount,
        b.attributed_fund_amount
    from marts.mart_review_breakdown as b
    left join marts.dim_rule as r on r.rule_id = b.code
    where b.quarter = %(quarter)s and b.dimension = 'rule'
    order by b.hit_fee_amount desc nulls last, b.hits desc, b.code
"""

_COVERAGE = """
    select c.*, r.rule_name
    from marts.fct_screening_coverage as c
    left join marts.dim_rule as r using (rule_id)
    where c.quarter = %(quarter)s and c.rule_status = 'live'
    order by c.rule_id
"""

_GAPS = """
    select g.label, sum(g.settlements)::bigint as settlements
    from marts.fct_screening_gap as g
    join marts.fct_screening_coverage as c using (quarter, rule_id)
    where g.quarter = %(quarter)s and c.rule_status = 'live'
    group by g.label
    order by settlements desc, label
"""

_QUALITY = """
    select *
    from marts.mart_data_quality
    where quarter = %(quarter)s
    order by
        array_position(array['gate', 'warning', 'info'], severity),
        failed_count desc,
        check_id
"""

_INSTITUTIONS = """
    select m.*, i.fixmedins_name
    from marts.mart_institution_quarter as m
    left join marts.dim_institution as i using (fixmedins_code)
    where m.quarter = %(quarter)s and m.inpatient_total_fee > 0
    order by m.inpatient_total_fee desc, m.fixmedins_code
    limit %(limit)s
"""

# Words of the threshold list, as a reader at the bureau may confirm or change them.
_THRESHOLDS = """
    select
        meaning,
        value,
        unit,
        string_agg(distinct rule_id, '、' order by rule_id) as rule_ids
    from marts.mart_unconfirmed_threshold
    where quarter = %(quarter)s and rule_status = 'live'
    group by threshold_id, meaning, value, unit, valid_from
    order by min(rule_id), threshold_id, valid_from
"""

_RELEASE = """
    select knowledge_release
    from review.run
    where quarter = %(quarter)s and status <> 'failed'
    order by started_at desc
    limit 1
"""


class NothingToReportError(ValueError):
    """The quarter has no data or was not reviewed."""


@dataclass(frozen=True)
class Facts:
    """The rows of one quarter; amounts in yuan, shares between 0 and 1.

    Data gates find fault with data, not with conduct: their rules are `gates` and
    their hits are in no other figure. Rules on trial are in no figure at all.
    """

    quarter: Quarter
    batches: Row
    rows: Row
    total: Row
    previous_total: Row | None
    last_year_total: Row | None
    breakdown: dict[str, list[Row]]
    rules: list[Row]
    gates: list[Row]
    coverage: list[Row]
    gaps: list[Row]
    quality: list[Row]
    institutions: list[Row]
    thresholds: list[Row]
    knowledge_release: str | None

    @property
    def cut_off(self) -> datetime:
        """The end of the window that the loaded batches were extracted for."""
        return self.batches["cut_off"]


def read_facts(
    connection: psycopg.Connection, quarter: Quarter, institution_limit: int = 10
) -> Facts:
    """Return what the marts hold for the quarter.

    The caller's transaction decides whether all of it is seen at one moment.
    Raises NothingToReportError when no batch of the quarter is loaded or the marts were
    not built for it: such a report would look like a quarter without findings.
    """
    with connection.cursor(row_factory=dict_row) as cursor:

        def rows(query: str, of: Quarter = quarter) -> list[Row]:
            values = {"quarter": str(of), "limit": institution_limit}
            return cursor.execute(query, values).fetchall()

        def total(of: Quarter) -> Row | None:
            return next(iter(rows(_TOTAL, of)), None)

        batches = rows(_BATCHES)[0]
        this_total = total(quarter)
        if not batches["loaded"] or this_total is None:
            raise NothingToReportError(
                f"quarter {quarter}: {batches['loaded']} loaded batches, "
                f"{'a' if this_total else 'no'} total row in mart_review_breakdown; "
                "load its batches and build the marts before the report"
            )
        run = rows(_RELEASE)
        breakdown: dict[str, list[Row]] = {}
        for row in rows(_BREAKDOWN):
            if (row["dimension"], row["code"]) != ("verdict", "gate"):
                breakdown.setdefault(row["dimension"], []).append(row)
        rules = rows(_RULES)
        return Facts(
            quarter=quarter,
            batches=batches,
            rows=rows(_ROWS)[0],
            total=this_total,
            previous_total=total(quarter.previous),
            last_year_total=total(quarter.shift(-4)),
            breakdown=breakdown,
            rules=[rule for rule in rules if rule["verdict"] != "gate"],
            gates=[rule for rule in rules if rule["verdict"] == "gate"],
            coverage=rows(_COVERAGE),
            gaps=rows(_GAPS),
            quality=rows(_QUALITY),
            institutions=rows(_INSTITUTIONS),
            thresholds=rows(_THRESHOLDS),
            knowledge_release=run[0]["knowledge_release"] if run else None,
        )
