"""What the clinical report reads beside its hits."""

CUT_OFF = """
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

# The quarters that were reviewed, of the last eight.
QUARTERS = """
    select distinct quarter
    from marts.fct_screening_coverage
    where quarter between %(first_quarter)s and %(quarter)s
    order by quarter
"""

RULES = """
    select rule_id, rule_name, rule_class, status, description, basis, lists, sql_sha256
    from marts.dim_rule
    where
        (rule_class = 'medical' or rule_id = any(%(listed)s))
        and status not in ('draft', 'retired')
    order by rule_id
"""

SMALL_CELL = """
    select value::int as small_cell
    from review.parameter_of('small_cell_n', '000000', review.day_of(%(as_of)s))
"""

TREND = """
    select
        hits.quarter,
        coalesce(lines.med_list_codg, lines.hilist_name) as item_code,
        count(*) as hits,
        sum(hits.hit_fee_amount) as hit_fee_amount
    from marts.fct_rule_hits as hits
    inner join marts.dim_rule as rules on hits.rule_id = rules.rule_id
    inner join staging.stg_fee_list_d as lines on hits.bkkp_sn = lines.bkkp_sn
    where
        hits.quarter between %(first_quarter)s and %(quarter)s
        and hits.is_case
        and (rules.rule_class = 'medical' or rules.rule_id = any(%(listed)s))
        and coalesce(lines.med_list_codg, lines.hilist_name) = any(%(items)s)
    group by 1, 2
    order by 1, 2
"""

# A use is a line that was charged, refunds not taken off.
USES = """
    select
        coalesce(lines.med_list_codg, lines.hilist_name) as item_code,
        settled.fixmedins_code,
        count(*) as uses
    from staging.stg_fee_list_d as lines
    inner join staging.stg_setl_d as settled on lines.setl_id = settled.setl_id
    where
        settled.setl_time >= %(first_day)s
        and settled.setl_time < %(day_after)s
        and coalesce(lines.med_list_codg, lines.hilist_name) = any(%(items)s)
        and lines.cnt > 0
    group by 1, 2
    order by 1, 2
"""

CATALOGUE = """
    select distinct on (hilist_code)
        hilist_code as item_code, chrgitm_lv, begndate, enddate
    from staging.stg_hilist_b
    where
        hilist_code = any(%(items)s)
        and begndate < %(day_after)s
        and (enddate is null or enddate >= %(first_day)s)
    order by hilist_code, begndate desc, enddate desc nulls first, chrgitm_lv
"""

REASONS = """
    select distinct on (reason_code) reason_code, reason_name, counts_against_rule
    from review.reason_code
    where used_for = 'OVERTURN' and valid_from <= review.day_of(%(as_of)s)
    order by reason_code, valid_from desc
"""
