"""How the hits of a preview differ from those that people read now."""

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
from psycopg.rows import dict_row

_COMPARE = Path(__file__).with_name("difference.sql").read_text("utf-8")
_EXAMPLES = 5
_SUMS = """
    count(*) filter (where is_before) as hits_before,
    count(*) filter (where change = 'appeared') as appeared,
    count(*) filter (where change = 'vanished') as vanished,
    count(*) filter (where change = 'changed') as changed,
    count(*) filter (where is_after) as hits_after,
    count(*) filter (where is_case_before) as cases_before,
    count(*) filter (where is_case_after) as cases_after,
    coalesce(sum(fee_before), 0) as fee_before,
    coalesce(sum(fee_after), 0) as fee_after,
    coalesce(sum(fund_before), 0) as fund_before,
    coalesce(sum(fund_after), 0) as fund_after
"""
_BY_CHANGE = """
select
    kind.change,
    count(hit_id) as hits,
    coalesce(sum(fee_after - fee_before), 0) as fee,
    coalesce(sum(fund_after - fund_before), 0) as fund
from (values (1, 'appeared'), (2, 'vanished'), (3, 'changed')) as kind (place, change)
left join hit_difference using (change)
group by kind.place, kind.change
order by kind.place
"""
_BY = """
select {name} as id, max({label}) as name, {sums}
from hit_difference
left join preview_hits.rule_cards using (rule_id)
left join marts.dim_institution using (fixmedins_code)
group by {name}
having bool_or(change <> 'same')
order by count(*) filter (where change <> 'same') desc, id
"""
_CASES = """
select state.state_name as state, difference.change, count(*) as cases
from hit_difference as difference
inner join review.hit_state using (hit_id)
inner join review.state using (state)
where change in ('vanished', 'changed')
group by state.state, state.state_name, difference.change
order by state.state, difference.change desc
"""
_FEW = """
select *
from (
    select
        *,
        row_number() over (
            partition by change
            order by abs(fund_after - fund_before) desc, hit_id
        ) as place
    from hit_difference
    where change <> 'same'
) as placed
where place <= %s
order by change, place
"""

Rows = list[dict[str, Any]]


@dataclass(frozen=True)
class Difference:
    """All that is told of a preview: sums, by change, rule, institution; money in yuan.

    `cases` counts hits that people work on already and that would go or change.
    """

    total: dict[str, Any]
    by_change: Rows
    by_rule: Rows
    by_institution: Rows
    cases: Rows
    examples: Rows

    @property
    def is_empty(self) -> bool:
        return not any(row["hits"] for row in self.by_change)

    def count(self, change: str) -> int:
        """Return how many hits appeared, vanished or changed."""
        return self.total[change]

    @property
    def fund(self) -> Decimal:
        """How much more the fund would be claimed."""
        return self.total["fund_after"] - self.total["fund_before"]


def difference(connection: psycopg.Connection, quarter: str) -> Difference:
    """Return how the preview that is built now differs in the quarter."""
    connection.execute(_COMPARE, {"quarter": quarter})
    with connection.cursor(row_factory=dict_row) as cursor:

        def rows(query: str, *values) -> Rows:
            return cursor.execute(query, values).fetchall()

        (total,) = rows(f"select {_SUMS} from hit_difference")
        return Difference(
            total=total,
            by_change=rows(_BY_CHANGE),
            by_rule=rows(_by("rule_id", "rule_cards.rule_name")),
            by_institution=rows(_by("fixmedins_code", "fixmedins_name")),
            cases=rows(_CASES),
            examples=rows(_FEW, _EXAMPLES),
        )


def _by(name: str, label: str) -> str:
    return _BY.format(name=name, label=label, sums=_SUMS)
