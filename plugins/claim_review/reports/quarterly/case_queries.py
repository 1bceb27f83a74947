"""What the quarterly report asks of cases and funds, as of a moment."""

OUTCOMES = "select * from review.process_kpis_at(%(as_of)s, %(quarter)s)"

TOTAL_OUTCOME = """
    select *
    from review.process_kpis_at(%(as_of)s, %(quarter)s)
    where dimension = 'total'
"""

FLOWS = """
    select from_step, to_step, cases
    from review.case_flows_at(%(as_of)s, %(quarter)s)
"""

AGEING = """
    select *
    from review.case_ageing_at(%(as_of)s)
    where still_open > 0 and quarter <= %(quarter)s
    order by quarter
"""

STAGES = """
    select *
    from review.stage_kpis_at(%(as_of)s, %(quarter)s)
    where is_own
    order by state
"""

PEOPLE = """
    select * from review.people_kpis_at(%(as_of)s, %(quarter)s) order by state, person
"""

# Every institution that settled anything, also those without a finding: a limit that
# only those with findings were held against would be too high.
INSTITUTIONS = """
    select
        m.fixmedins_code,
        i.fixmedins_name,
        i.county,
        m.settlements,
        m.total_fund_pay_amount,
        count(distinct o.setl_id) filter (where o.is_confirmed)::int
            as confirmed_settlements,
        count(*) filter (where o.is_confirmed)::int as confirmed,
        count(*) filter (where o.is_deemed)::int as deemed,
        count(*) filter (where o.is_dispatched)::int as dispatched,
        coalesce(sum(o.refused_amount + o.reversed_amount), 0) as net_refused_amount
    from marts.mart_institution_quarter as m
    left join marts.dim_institution as i using (fixmedins_code)
    left join review.case_outcomes_at(%(as_of)s) as o
        on o.fixmedins_code = m.fixmedins_code and o.quarter = m.quarter
    where m.quarter = %(quarter)s and m.settlements > 0
    group by
        m.fixmedins_code, i.fixmedins_name, i.county, m.settlements,
        m.total_fund_pay_amount
    order by m.settlements, m.fixmedins_code
"""

# Why less than was dispatched stood in the end.
OVERTURNS = """
    select
        coalesce(max(r.reason_name), o.overturn_reason) as label,
        count(*)::int as cases
    from review.case_outcomes_at(%(as_of)s) as o
    left join (
        select distinct on (reason_code) reason_code, reason_name
        from review.reason_code
        where used_for = 'OVERTURN'
        order by reason_code, valid_from desc
    ) as r on r.reason_code = o.overturn_reason
    where o.quarter = %(quarter)s and o.overturn_reason is not null
    group by o.overturn_reason
    order by cases desc, o.overturn_reason
"""

FUNDS = """
    select *
    from marts.mart_fund_kpi
    where
        quarter = any(%(quarters)s)
        and view = 'settled'
        and dimension in ('total', 'class')
    order by quarter, locality, dimension, code
"""

READMISSION = """
    select
        bool_or(is_provisional) as is_provisional,
        max(delivered_to) as delivered_to,
        sum(discharges)::int as discharges,
        sum(followed_15)::int as followed_15,
        sum(followed_30)::int as followed_30,
        sum(readmissions_15)::int as readmissions_15,
        sum(readmissions_here_15)::int as readmissions_here_15,
        sum(readmissions_30)::int as readmissions_30,
        sum(readmissions_here_30)::int as readmissions_here_30,
        sum(same_illness_15)::int as same_illness_15,
        sum(same_illness_here_15)::int as same_illness_here_15,
        sum(transfers)::int as transfers,
        sum(planned_readmissions)::int as planned_readmissions
    from marts.mart_readmission
    where quarter = %(quarter)s
    having sum(discharges) > 0
"""

CROSS_QUARTER = """
    select
        coalesce(sum(cross_quarter_reversals), 0)::int as reversals,
        coalesce(sum(cross_quarter_reversed_amount), 0) as amount,
        coalesce(sum(cross_quarter_reversed_fund_amount), 0) as fund_amount
    from marts.mart_institution_quarter
    where quarter = %(quarter)s
"""

PREREMINDER = """
    select *
    from marts.mart_prereminder_kpi
    where quarter = %(quarter)s and dimension in ('total', 'class')
    order by dimension desc, code
"""
