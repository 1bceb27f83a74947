"""What training packs read; persons are counted here and never shown."""

COUNTIES = """
    select c.admdvs as county_code, c.county
    from lists.counties as c
    where exists (
        select from marts.dim_institution as i where i.county_code = c.admdvs
    )
    order by c.position, c.admdvs
"""

# Hits of live rules on conduct, with what became of those that are cases.
HITS = """
    select
        h.hit_id,
        h.rule_id,
        h.psn_no,
        h.hit_fee_amount,
        i.county_code,
        coalesce(o.is_dispatched, false) as is_dispatched,
        coalesce(o.is_appeal_decided, false) as is_appeal_decided,
        coalesce(o.is_upheld or o.is_partly_upheld, false) as is_overturned,
        coalesce(o.refused_amount + o.reversed_amount, 0) as refused_amount,
        reasons.reason_name as overturn_reason
    from marts.fct_rule_hits as h
    inner join marts.dim_institution as i on h.fixmedins_code = i.fixmedins_code
    left join review.case_outcomes_at(%(as_of)s) as o on h.hit_id = o.hit_id
    left join lateral (
        select r.reason_name
        from review.reason_code as r
        where r.used_for = 'OVERTURN' and r.reason_code = o.overturn_reason
        order by r.valid_from desc
        limit 1
    ) as reasons on true
    where
        h.quarter = %(quarter)s
        and h.rule_status = 'live'
        and h.verdict <> 'gate'
    order by h.hit_id
"""

# What the data gates found: errors of uploading, by what is missing or wrong.
UPLOADS = """
    select h.rule_id, h.hit_reason, h.psn_no, h.fixmedins_code, i.county_code
    from marts.fct_rule_hits as h
    inner join marts.dim_institution as i on h.fixmedins_code = i.fixmedins_code
    where
        h.quarter = %(quarter)s
        and h.rule_status = 'live'
        and h.verdict = 'gate'
    order by h.hit_id
"""

# Enough of a hit to tell it as an example.
SCENES = """
    select
        h.hit_id,
        h.rule_id,
        h.hit_reason,
        h.hit_fee_amount,
        i.institution_class,
        coalesce(types.med_type_name, types.med_type) as med_type_name,
        settlements.gend,
        settlements.brdy,
        settlements.setl_time::date as settled_on,
        lines.hilist_name,
        lines.cnt
    from marts.fct_rule_hits as h
    inner join marts.dim_institution as i on h.fixmedins_code = i.fixmedins_code
    left join staging.stg_setl_d as settlements on h.setl_id = settlements.setl_id
    left join lists.med_types as types on settlements.med_type = types.med_type
    left join staging.stg_fee_list_d as lines on h.bkkp_sn = lines.bkkp_sn
    where h.quarter = %(quarter)s and h.hit_id = any(%(hit_ids)s)
    order by h.hit_id
"""

RULES = """
    select
        r.rule_id,
        r.rule_name,
        r.rule_class,
        r.verdict,
        r.basis,
        r.description,
        array(
            select papers.label
            from lists.appeal_evidence as papers
            where papers.evidence_id = any(r.appeal_evidence)
            order by array_position(r.appeal_evidence, papers.evidence_id)
        ) as papers,
        array(
            select points.label
            from lists.exemptions as points
            where points.exemption_id = any(r.exemptions)
            order by array_position(r.exemptions, points.exemption_id)
        ) as exemptions
    from marts.dim_rule as r
    where
        r.status = 'live'
        and r.grain not in ('institution', 'department', 'practitioner')
    order by r.rule_id
"""

PAPERS = "select label from lists.appeal_evidence order by label"

# What institutions have to answer, and by when.
DUE = """
    select
        cases.deadline_key,
        cases.due_day,
        cases.is_provisional,
        cases.fixmedins_code,
        i.county_code,
        h.psn_no
    from review.cases_at(%(as_of)s) as cases
    inner join marts.dim_institution as i on cases.fixmedins_code = i.fixmedins_code
    inner join marts.fct_rule_hits as h on cases.hit_id = h.hit_id
    where
        cases.deadline_key in ('appeal_wd', 'supplement_wd', 'reconsider_wd')
        and cases.due_at >= %(as_of)s
    order by cases.due_day, cases.deadline_key, cases.hit_id
"""

MONTHS = """
    select statement_month, cutoff_at, is_provisional
    from review.statement_period
    where cutoff_at >= %(as_of)s
    order by cutoff_at
    limit 2
"""

PARAMETER = "select value, confirmed_at from review.parameter_of(%s, %s, %s)"

CUT_OFF = """
    select max(extracted_to) as cut_off
    from raw.batch
    where quarter = %(quarter)s and status = 'loaded'
"""

SETTLEMENTS = """
    select institutions, settlements
    from marts.mart_review_breakdown
    where quarter = %(quarter)s and dimension = 'county' and label = %(county)s
"""

# How reminders before settlement are used; no row where nobody delivered any.
REMINDERS = """
    select c.admdvs as county_code, k.*
    from marts.mart_prereminder_kpi as k
    inner join lists.counties as c on k.code = c.county
    where k.quarter = %(quarter)s and k.dimension = 'county'
"""

# Alerts that were answered by going on as ordered; persons who are not known are one.
FORCED = """
    select
        i.county_code,
        coalesce(results.rule_name, results.rule_code, '未写明规则') as rule_name,
        coalesce(encounters.psn_no, '') as psn_no
    from staging.stg_bffact_warn_rslt_d as results
    inner join marts.dim_institution as i on results.medins_code = i.fixmedins_code
    left join staging.stg_mdtrt_d as encounters
        on results.mdtrt_id = encounters.mdtrt_id
    where
        results.vola_flag = '1'
        and results.warn_dspo_way = '1'
        and results.reqt_time >= %(first_day)s
        and results.reqt_time < %(next_day)s
    order by results.warn_rslt_id
"""
