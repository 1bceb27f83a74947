"""What the report on institutions asks of the marts and of the cases."""

BATCHES = """
    select max(extracted_to) as cut_off
    from raw.batch
    where quarter = %(quarter)s and status = 'loaded'
"""

RELEASE = """
    select knowledge_release
    from review.run
    where quarter = %(quarter)s and status <> 'failed'
    order by started_at desc
    limit 1
"""

# The numbers that mart_institution_peer was made with; a report has to say them.
LIMITS = """
    select
        threshold_id,
        value,
        nullif(trim(confirmed_by), '') is not null as is_confirmed
    from lists.thresholds
    where
        starts_with(threshold_id, 'profile_')
        and valid_from <= %(day)s
        and coalesce(valid_to, date '9999-12-31') >= %(day)s
"""

_KPIS = """
    select *
    from marts.mart_fund_kpi
    where
        quarter = %(quarter)s
        and view = 'settled'
        and locality = 'local'
        and dimension = '{dimension}'
    order by inpatient_total_fee desc, code
"""

TOTAL = _KPIS.format(dimension="total")
CLASSES = _KPIS.format(dimension="class")

INSTITUTIONS = """
    select k.*, i.institution_class, i.hospital_level_name
    from marts.mart_fund_kpi as k
    join marts.dim_institution as i on i.fixmedins_code = k.code
    where
        k.quarter = %(quarter)s
        and k.view = 'settled'
        and k.locality = 'local'
        and k.dimension = 'institution'
    order by i.hospital_level desc nulls last, k.inpatient_total_fee desc, k.code
"""

PEERS = """
    select p.*, i.fixmedins_name
    from marts.mart_institution_peer as p
    join marts.dim_institution as i using (fixmedins_code)
    where p.quarter = %(quarter)s
    order by p.institution_class, p.peer_group, p.fixmedins_code, p.position
"""

READMISSIONS = """
    select r.*, i.fixmedins_name, i.institution_class, i.hospital_level_name
    from marts.mart_readmission as r
    join marts.dim_institution as i using (fixmedins_code)
    where r.quarter = %(quarter)s
    order by r.same_illness_here_15 desc, r.readmissions_30 desc, r.fixmedins_code
"""

# Money of the fund; what was taken back of a refusal is 0 or less.
OUTCOMES = """
    select
        fixmedins_code,
        count(*)::integer as cases,
        coalesce(sum(suspected_fund_amount), 0) as suspected_fund_amount,
        (count(*) filter (where is_dispatched))::integer as dispatched,
        coalesce(sum(dispatched_fund_amount) filter (where is_dispatched), 0)
            as dispatched_fund_amount,
        (count(*) filter (where is_confirmed))::integer as confirmed,
        coalesce(sum(final_fund_amount) filter (where is_confirmed), 0)
            as final_fund_amount,
        coalesce(sum(refused_amount), 0) + coalesce(sum(reversed_amount), 0)
            as refused_amount
    from review.case_outcomes_at(%(as_of)s)
    where quarter = %(quarter)s
    group by fixmedins_code
"""
