-- What stands in the way of judging each net settlement of the quarter.
-- missing: information that rules may need and this settlement lacks.
-- failed_gates: data gates that failed; a failed gate lowers every verdict by one level.
with diagnosed as (
    select distinct mdtrt_id
    from {{ ref('int_encounter_diagnoses') }}
),

priced as (
    select distinct hilist_code
    from {{ ref('int_price_ceilings') }}
),

observed as (
    select
        settlements.setl_id,
        settlements.mdtrt_id,
        settlements.fixmedins_code,
        settlements.med_type_group,
        coalesce(settlements.gend in ('1', '2'), false) as has_sex,
        settlements.hospital_level is not null as has_hospital_level,
        settlements.admitted_on is not null and settlements.discharged_on is not null
            as has_stay_dates,
        diagnosed.mdtrt_id is not null as has_diagnosis,
        -- A hospital's own codes can't be compared by ICD-10 chapter or category.
        coalesce(settlements.dscg_maindiag_code ~ '^[A-Z][0-9]{2}', false)
            as has_icd_main_diagnosis,
        coalesce(totals.has_doctor, false) or settlements.chfpdr_code is not null as has_doctor,
        coalesce(totals.has_department, false) or settlements.adm_dept_codg is not null
            as has_department,
        coalesce(institutions.fixmedins_type = '2', false) or settlements.med_type_group = '购药'
            as is_pharmacy,
        totals.setl_id is not null as has_lines,
        coalesce(totals.undated_lines < totals.line_count, false) as has_dated_lines,
        coalesce(totals.unmapped_lines < totals.line_count, false) as has_mapped_item,
        exists(select 1 from priced) as has_price_ceilings,
        -- A fixed price is not the sum of what was done.
        not settlements.is_fixed_price
        and abs(settlements.medfee_sumamt - coalesce(totals.lines_fee_amount, 0))
        > {{ threshold('settlement_total_tolerance', quarter_start()) }} as is_total_wrong,
        coalesce(totals.miscalculated_lines, 0) as miscalculated_lines,
        coalesce(totals.overstated_lines, 0) as overstated_lines,
        settlements.medfee_sumamt,
        totals.lines_fee_amount
    from {{ ref('int_settlements') }} as settlements
    left join {{ ref('int_settlement_totals') }} as totals
        on settlements.setl_id = totals.setl_id
    left join diagnosed on settlements.mdtrt_id = diagnosed.mdtrt_id
    left join {{ ref('int_institutions') }} as institutions
        on settlements.fixmedins_code = institutions.fixmedins_code
    where
        settlements.quarter = '{{ var("quarter") }}'
        and settlements.standing = 'net'
)

select
    *,
    is_total_wrong or miscalculated_lines > 0 or overstated_lines > 0 as fails_d02,
    not is_pharmacy and not (has_diagnosis and has_doctor and has_department) as fails_d03,
    array_remove(array[
        case when not has_sex then 'sex' end,
        case when not has_hospital_level then 'hospital_level' end,
        case when not has_stay_dates then 'stay_dates' end,
        case when not has_diagnosis then 'diagnosis' end,
        case when has_diagnosis and not has_icd_main_diagnosis then 'icd_main_diagnosis' end,
        case when not has_dated_lines then 'lines' end,
        case when has_lines and not has_mapped_item then 'mapped_item' end,
        case when not has_price_ceilings then 'price_ceilings' end
    ], null) as missing
from observed
