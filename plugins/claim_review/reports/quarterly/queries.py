"""What the quarterly report asks of rules and hits."""

BREAKDOWN = """
    select *
    from marts.mart_review_breakdown
    where quarter = %(quarter)s
    order by dimension, position nulls last, code
"""

TOTAL = """
    select *
    from marts.mart_review_breakdown
    where quarter = %(quarter)s and dimension = 'total'
"""

TRENDS = """
    select quarter, settlements, hits, hit_fee_amount, attributed_fund_amount
    from marts.mart_review_breakdown
    where quarter = any(%(quarters)s) and dimension = 'total'
    order by quarter
"""

RULES = """
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

# The version of a rule is known where it was met: a hit carries the hash of its SQL.
RULEBOOK = """
    select
        c.rule_id,
        r.rule_name,
        r.rule_class,
        r.official_code,
        r.verdict,
        c.rule_status,
        r.effective_from,
        r.basis,
        r.sql_sha256
    from marts.fct_screening_coverage as c
    left join marts.dim_rule as r using (rule_id)
    where c.quarter = %(quarter)s
    order by c.rule_id
"""

RULE_CHANGES = """
    with now as (
        select rule_id, rule_status
        from marts.fct_screening_coverage
        where quarter = %(quarter)s
    ),

    before as (
        select rule_id, rule_status
        from marts.fct_screening_coverage
        where quarter = %(previous)s
    ),

    versions as (
        select quarter, rule_id, min(rule_version) as version
        from marts.fct_rule_hits
        where quarter in (%(quarter)s, %(previous)s)
        group by quarter, rule_id
        having count(distinct rule_version) = 1
    ),

    rewritten as (
        select rule_id
        from versions
        group by rule_id
        having count(distinct version) > 1
    )

    select
        rule_id,
        r.rule_name,
        case
            when before.rule_id is null then 'added'
            when now.rule_id is null then 'ended'
            when now.rule_status <> before.rule_status then now.rule_status
            else 'rewritten'
        end as change
    from now
    full join before using (rule_id)
    left join rewritten using (rule_id)
    left join marts.dim_rule as r using (rule_id)
    where
        exists (select from before)
        and (
            now.rule_status is distinct from before.rule_status
            or rewritten.rule_id is not null
        )
    order by rule_id
"""

COVERAGE = """
    select c.*, r.rule_name
    from marts.fct_screening_coverage as c
    left join marts.dim_rule as r using (rule_id)
    where c.quarter = %(quarter)s and c.rule_status = 'live'
    order by c.rule_id
"""

GAPS = """
    select g.label, sum(g.settlements)::bigint as settlements
    from marts.fct_screening_gap as g
    join marts.fct_screening_coverage as c using (quarter, rule_id)
    where g.quarter = %(quarter)s and c.rule_status = 'live'
    group by g.label
    order by settlements desc, label
"""

QUALITY = """
    select *
    from marts.mart_data_quality
    where quarter = %(quarter)s
    order by
        array_position(array['gate', 'warning', 'info'], severity),
        failed_count desc,
        check_id
"""

# What the data gates found, by the institution that sent it.
GATE_INSTITUTIONS = """
    select
        h.fixmedins_code,
        i.fixmedins_name,
        i.county,
        max(m.settlements) as settlements,
        count(*) as hits,
        count(distinct h.setl_id) as flagged,
        (
            array_agg(distinct r.rule_name order by r.rule_name)
        )[1:3] as rule_names
    from marts.fct_rule_hits as h
    left join marts.dim_rule as r using (rule_id)
    left join marts.dim_institution as i using (fixmedins_code)
    left join marts.mart_institution_quarter as m
        on m.fixmedins_code = h.fixmedins_code and m.quarter = h.quarter
    where h.quarter = %(quarter)s and h.verdict = 'gate' and h.rule_status = 'live'
    group by h.fixmedins_code, i.fixmedins_name, i.county
    order by flagged desc, hits desc, h.fixmedins_code
"""

RULE_CLASSES = """
    select
        r.rule_class as code,
        count(distinct h.rule_id) as rules,
        count(*) as hits,
        count(distinct h.fixmedins_code) as institutions,
        sum(h.hit_fee_amount) as hit_fee_amount,
        sum(h.attributed_fund_amount) as attributed_fund_amount
    from marts.fct_rule_hits as h
    join marts.dim_rule as r using (rule_id)
    where h.quarter = %(quarter)s and h.verdict <> 'gate' and h.rule_status = 'live'
    group by r.rule_class
    order by hit_fee_amount desc nulls last, hits desc, code
"""

# Words of the threshold list, as a reader at the bureau may confirm or change them.
THRESHOLDS = """
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

# Drugs that are bought to be sold again (易倒卖回流药): rules that read their list.
RESALE_RULES = """
    select
        c.rule_id,
        r.rule_name,
        c.rule_status,
        count(distinct s.fixmedins_code) as institutions
    from marts.fct_screening_coverage as c
    join marts.dim_rule as r using (rule_id)
    left join marts.fct_institution_signals as s
        on s.rule_id = c.rule_id and s.quarter = c.quarter and s.rule_status = 'live'
    where c.quarter = %(quarter)s and 'diversion_drugs' = any(r.lists)
    group by c.rule_id, r.rule_name, c.rule_status
    order by c.rule_id
"""
