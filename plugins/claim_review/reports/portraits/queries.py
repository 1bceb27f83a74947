"""What portraits ask of the marts and of the cases, of all institutions at once."""

# Everything that was settled there, whoever the patients were.
INSTITUTIONS = """
    select
        i.fixmedins_code,
        i.fixmedins_name,
        i.institution_class,
        i.hospital_level_name,
        i.county,
        k.settlements,
        k.medfee_amount,
        k.total_fund_pay_amount
    from marts.mart_fund_kpi as k
    join marts.dim_institution as i on i.fixmedins_code = k.code
    where
        k.quarter = %(quarter)s
        and k.view = 'settled'
        and k.locality = 'all'
        and k.dimension = 'institution'
        and k.settlements > 0
    order by i.county_code, i.institution_class, i.fixmedins_code
"""

PEERS = """
    select *
    from marts.mart_institution_peer
    where quarter = %(quarter)s
"""

HISTORY = """
    select
        code as fixmedins_code,
        quarter,
        inpatient_visits,
        inpatient_total_fee,
        fee_per_visit,
        drug_share
    from marts.mart_fund_kpi
    where
        quarter = any(%(quarters)s)
        and view = 'settled'
        and locality = 'local'
        and dimension = 'institution'
        and inpatient_visits > 0
"""

# Data gates find fault with data, not with conduct, and nobody reviews an alert.
RULES = """
    select
        h.fixmedins_code,
        h.rule_id,
        r.rule_name,
        count(*) as hits,
        sum(h.hit_fee_amount) as hit_fee_amount,
        sum(h.attributed_fund_amount) as attributed_fund_amount
    from marts.fct_rule_hits as h
    join marts.dim_rule as r using (rule_id)
    where
        h.quarter = %(quarter)s
        and h.verdict not in ('gate', 'alert')
        and h.rule_status = 'live'
    group by h.fixmedins_code, h.rule_id, r.rule_name
    order by h.fixmedins_code, hit_fee_amount desc, hits desc, h.rule_id
"""

REMINDERS = """
    select
        code as fixmedins_code,
        coverage_rate,
        alerts,
        alerts_with_feedback,
        compliance_rate,
        overridden_rate,
        followed_amount
    from marts.mart_prereminder_kpi
    where quarter = %(quarter)s and dimension = 'institution' and calls > 0
"""

# Money of the fund; what was taken back of a refusal is 0 or less.
OUTCOMES = """
    select
        fixmedins_code,
        count(*)::integer as cases,
        (count(*) filter (where is_dispatched))::integer as dispatched,
        (count(*) filter (where is_appealed))::integer as appealed,
        (count(*) filter (where is_deemed))::integer as deemed,
        (count(*) filter (where is_appeal_decided))::integer as decided,
        (count(*) filter (where is_upheld))::integer as upheld,
        (count(*) filter (where is_partly_upheld))::integer as partly_upheld,
        (count(*) filter (where is_confirmed))::integer as confirmed,
        coalesce(sum(refused_amount), 0) + coalesce(sum(reversed_amount), 0)
            as refused_amount
    from review.case_outcomes_at(%(as_of)s)
    where quarter = %(quarter)s
    group by fixmedins_code
"""
