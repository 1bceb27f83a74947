"""Opening cases: what the screening found becomes what people decide on."""

from datetime import datetime

import psycopg

# The bureau's own calendar and parameters count where an institution has no county.
PREFECTURE = "623000"

_TAKE_OUT = """
insert into review.hit (
    hit_id, rule_id, rule_version, rule_class, verdict, quarter, setl_id, mdtrt_id,
    bkkp_sn, fixmedins_code, region, amount, fund_amount, line_fund_cap,
    settlement_fund_cap, hit_reason, evidence, knowledge_release, opened_at
)
select
    hits.hit_id,
    hits.rule_id,
    hits.rule_version,
    rules.rule_class,
    hits.verdict,
    hits.quarter,
    hits.setl_id,
    hits.mdtrt_id,
    hits.bkkp_sn,
    hits.fixmedins_code,
    coalesce(institutions.county_code, %(prefecture)s),
    hits.hit_fee_amount,
    hits.hit_fund_amount,
    hits.line_fund_cap,
    hits.settlement_fund_cap,
    hits.hit_reason,
    hits.evidence,
    hits.knowledge_release,
    %(as_of)s
from marts.fct_rule_hits as hits
left join marts.dim_rule as rules on hits.rule_id = rules.rule_id
left join marts.dim_institution as institutions
    on hits.fixmedins_code = institutions.fixmedins_code
where hits.quarter = %(quarter)s and hits.is_case
order by hits.hit_id
on conflict (hit_id) do nothing
"""
_INGEST = """
select count(
    review.apply_event(
        hit_id => hits.hit_id,
        event => 'ingest',
        actor_id => 'claim-review',
        actor_role => 'SYSTEM',
        occurred_at => hits.opened_at,
        source => 'SYSTEM'
    )
)
from review.hit as hits
where not exists (select from review.event where event.hit_id = hits.hit_id)
"""


def open_cases(connection: psycopg.Connection, quarter: str, as_of: datetime) -> int:
    """Open a case for each hit of the quarter that people decide on; return how many.

    A hit that is a case already stays as it was opened, whatever the screening says of
    it now; what follows where it is no longer found is proposed (`follow_ups`).
    """
    with connection.transaction():
        connection.execute(
            _TAKE_OUT, {"quarter": quarter, "as_of": as_of, "prefecture": PREFECTURE}
        )
        return connection.execute(_INGEST).fetchone()[0]
