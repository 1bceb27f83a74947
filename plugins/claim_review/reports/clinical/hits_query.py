"""The hits of the clinical report, without what tells a person or a bill.

Bills and doctors are numbered anew and days are months. Where few persons of the
institution are of a sex and an age band of five years the band is wider, or not told; a
diagnosis that few persons had is told by its category, or not at all.
"""

HITS = """
    with settled as (
        select
            *,
            case gend when '1' then '男' when '2' then '女' else '性别未说明' end
                as sex,
            case
                when years >= 90 then '90岁及以上'
                when years is not null
                    then format('%%s–%%s岁', div(years, 5) * 5, div(years, 5) * 5 + 4)
            end as narrow_band,
            case
                when years >= 60 then '60岁及以上'
                when years >= 18 then '18–59岁'
                when years is not null then '17岁及以下'
            end as wide_band
        from (
            select
                setl_id, mdtrt_id, psn_no, fixmedins_code, gend, setl_time,
                extract(year from age(setl_time, brdy)) as years
            from staging.stg_setl_d
            where setl_time >= %(first_day)s and setl_time < %(day_after)s
        ) as aged
    ),

    -- Persons of the institution whom the sex and an age band fit.
    narrow as (
        select fixmedins_code, sex, narrow_band, count(distinct psn_no) as persons
        from settled
        group by fixmedins_code, sex, narrow_band
    ),

    wide as (
        select fixmedins_code, sex, wide_band, count(distinct psn_no) as persons
        from settled
        group by fixmedins_code, sex, wide_band
    ),

    diagnosed as (
        select distinct on (listed.mdtrt_id)
            listed.mdtrt_id, settled.psn_no, listed.diag_code, listed.diag_name
        from staging.stg_setl_diag_list_d as listed
        inner join settled on listed.mdtrt_id = settled.mdtrt_id
        where listed.maindiag_flag = '1'
        order by listed.mdtrt_id, listed.inout_diag_type desc, listed.diag_code
    ),

    patients as (
        select diag_code, count(distinct psn_no) as persons
        from diagnosed
        group by diag_code
    ),

    -- Names of diagnoses are typed: one that few have may tell of somebody.
    patients_of_name as (
        select diag_code, diag_name, count(distinct psn_no) as persons
        from diagnosed
        group by diag_code, diag_name
    ),

    patients_of_category as (
        select left(diag_code, 3) as category, count(distinct psn_no) as persons
        from diagnosed
        group by left(diag_code, 3)
    ),

    -- So are names of items, but those of the catalogue.
    named as (
        select hilist_code, min(hilist_name) as hilist_name
        from staging.stg_hilist_b
        group by hilist_code
    )

    select
        row_number() over (order by hits.hit_id) as number,
        dense_rank() over (order by hits.setl_id) as case_number,
        case
            when lines.bilg_dr_code is not null
                then dense_rank() over (order by lines.bilg_dr_code)
        end as doctor_number,
        hits.rule_id,
        hits.kp_id,
        coalesce(lines.med_list_codg, lines.hilist_name) as item_code,
        coalesce(named.hilist_name, lines.hilist_name) as item_name,
        hits.fixmedins_code,
        institutions.fixmedins_name,
        institutions.institution_class,
        lines.cnt as quantity,
        hits.hit_fee_amount,
        hits.attributed_fund_amount,
        settled.sex,
        case
            when settled.narrow_band is null then '年龄未登记'
            when narrow.persons >= %(small_cell)s then settled.narrow_band
            when wide.persons >= %(small_cell)s then settled.wide_band
            else '年龄不列'
        end as age_band,
        coalesce(lines.bilg_dept_name, '未登记') as department,
        case
            when diagnosed.diag_code is null then '未登记'
            when patients_of_name.persons >= %(small_cell)s
                then format('%%s %%s', diagnosed.diag_code, diagnosed.diag_name)
            when patients.persons >= %(small_cell)s then diagnosed.diag_code
            when patients_of_category.persons >= %(small_cell)s
                then format('%%s类', left(diagnosed.diag_code, 3))
            else '病例较少，不列'
        end as diagnosis,
        to_char(
            coalesce(lines.fee_ocur_time, settled.setl_time),
            case
                when coalesce(lines.fee_ocur_time, settled.setl_time) >= %(first_day)s
                    then 'FMMM"月"'
                else 'YYYY"年"FMMM"月"'
            end
        ) as month,
        coalesce(outcomes.is_dispatched, false) as is_dispatched,
        coalesce(outcomes.is_appealed, false) as is_appealed,
        coalesce(outcomes.is_appeal_decided, false) as is_appeal_decided,
        coalesce(outcomes.is_upheld, false) as is_upheld,
        coalesce(outcomes.is_partly_upheld, false) as is_partly_upheld,
        coalesce(outcomes.is_cleared_first, false) as is_cleared_first,
        coalesce(outcomes.is_cleared_second, false) as is_cleared_second,
        coalesce(outcomes.is_confirmed, false) as is_confirmed,
        coalesce(outcomes.is_cleared_final, false) as is_cleared_final,
        coalesce(outcomes.is_transferred, false) as is_transferred,
        coalesce(outcomes.is_deemed, false) as is_deemed,
        coalesce(outcomes.is_void, false) as is_void,
        outcomes.overturn_reason,
        outcomes.dispatched_amount,
        outcomes.final_amount,
        outcomes.rule_version
    from marts.fct_rule_hits as hits
    inner join marts.dim_rule as rules on hits.rule_id = rules.rule_id
    left join marts.dim_institution as institutions
        on hits.fixmedins_code = institutions.fixmedins_code
    left join staging.stg_fee_list_d as lines on hits.bkkp_sn = lines.bkkp_sn
    left join named on lines.med_list_codg = named.hilist_code
    left join settled on hits.setl_id = settled.setl_id
    left join narrow
        on
            settled.fixmedins_code = narrow.fixmedins_code
            and settled.sex = narrow.sex
            and settled.narrow_band = narrow.narrow_band
    left join wide
        on
            settled.fixmedins_code = wide.fixmedins_code
            and settled.sex = wide.sex
            and settled.wide_band = wide.wide_band
    left join diagnosed on settled.mdtrt_id = diagnosed.mdtrt_id
    left join patients on diagnosed.diag_code = patients.diag_code
    left join patients_of_name
        on
            diagnosed.diag_code = patients_of_name.diag_code
            and diagnosed.diag_name = patients_of_name.diag_name
    left join patients_of_category
        on left(diagnosed.diag_code, 3) = patients_of_category.category
    left join review.case_outcomes_at(%(as_of)s) as outcomes
        on hits.hit_id = outcomes.hit_id
    where
        hits.quarter = %(quarter)s
        and hits.is_case
        and (rules.rule_class = 'medical' or rules.rule_id = any(%(listed)s))
    order by number
"""
