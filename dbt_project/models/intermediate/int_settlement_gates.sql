-- What stands in the way of judging each net settlement of the quarter.
-- missing: information that rules may need and this settlement or its institution lacks; what
-- the whole run lacks is in int_inputs.
-- fails_d02, fails_d03: data gates that failed; a failed gate lowers every verdict by one level.
with diagnosed as (
    select distinct mdtrt_id
    from {{ ref('int_encounter_diagnoses') }}
),

dosed as (
    select distinct setl_id
    from {{ ref('int_listed_lines') }}
    where list_id = 'drug_daily_doses'
),

insured as (
    select distinct psn_no
    from {{ ref('int_person_insurance') }}
),

priced as (
    select count(*) as ceilings
    from {{ ref('int_price_ceilings') }}
),

observed as (
    select
        settlements.setl_id,
        settlements.mdtrt_id,
        settlements.fixmedins_code,
        settlements.med_type_group,
        settlements.hospital_level_name,
        settlements.paid_from,
        coalesce(settlements.gend in ('1', '2'), false) as has_sex,
        coalesce(
            settlements.brdy >= date '1900-01-01'
            and settlements.brdy
            <= coalesce(settlements.discharged_on, settlements.setl_time::date),
            false
        ) as has_birth_date,
        settlements.insutype is not null as has_insurance_type,
        settlements.pay_loc is not null as has_payment_place,
        settlements.clr_way is not null as has_payment_way,
        -- Recorded as dead, and nobody knows since when.
        persons.psn_no is not null and (not persons.is_recorded_dead or persons.died_on is not null)
            as is_person_registered,
        length(coalesce(persons.live_admdvs, '')) >= 9 as has_residence,
        insured.psn_no is not null as has_insurance_history,
        institutions.designated_from is not null as is_institution_registered,
        settlements.hospital_level is not null as has_hospital_level,
        settlements.admitted_on is not null and settlements.discharged_on is not null
            as has_stay_dates,
        diagnosed.mdtrt_id is not null as has_diagnosis,
        -- A hospital's own codes can't be compared by ICD-10 chapter or category.
        coalesce({{ matches('settlements.dscg_maindiag_code', "'^[A-Z][0-9]{2}'") }}, false)
            as has_icd_main_diagnosis,
        coalesce(totals.has_doctor, false) or settlements.chfpdr_code is not null as has_doctor,
        coalesce(totals.has_department, false) or settlements.adm_dept_codg is not null
            as has_department,
        coalesce(institutions.fixmedins_type = '2', false) or settlements.med_type_group = '购药'
            as is_pharmacy,
        totals.setl_id is not null as has_lines,
        coalesce(totals.undated_lines < totals.line_count, false) as has_dated_lines,
        coalesce(totals.unmapped_lines < totals.line_count, false) as has_mapped_item,
        coalesce(totals.has_doctor, false) as has_doctor_on_lines,
        coalesce(totals.has_department_name, false) as has_department_name,
        coalesce(totals.has_drugs, false) as has_drugs,
        coalesce(totals.has_slices, false) as has_slices,
        coalesce(totals.has_prescription_number, false) as has_prescription_number,
        coalesce(totals.has_drug_days, false) as has_drug_days,
        coalesce(totals.has_slice_days, false) as has_slice_days,
        dosed.setl_id is not null as has_drug_doses,
        coalesce(times.time_grade = 'second', false) as has_time_of_day,
        priced.ceilings > 0 as has_price_ceilings,
        institution_gates.missing as missing_of_institution,
        -- A fixed price is not the sum of what was done.
        not settlements.is_fixed_price
        and abs(settlements.medfee_sumamt - coalesce(totals.lines_fee_amount, 0))
        > {{ threshold('settlement_total_tolerance', quarter_start()) }} as is_total_wrong,
        coalesce(totals.miscalculated_lines, 0) as miscalculated_lines,
        coalesce(totals.overstated_lines, 0) as overstated_lines,
        settlements.medfee_sumamt,
        totals.lines_fee_amount
    from {{ ref('int_settlements') }} as settlements
    cross join priced
    left join {{ ref('int_settlement_totals') }} as totals
        on settlements.setl_id = totals.setl_id
    left join diagnosed on settlements.mdtrt_id = diagnosed.mdtrt_id
    left join dosed on settlements.setl_id = dosed.setl_id
    left join insured on settlements.psn_no = insured.psn_no
    left join {{ ref('int_persons') }} as persons on settlements.psn_no = persons.psn_no
    left join {{ ref('int_institutions') }} as institutions
        on settlements.fixmedins_code = institutions.fixmedins_code
    left join {{ ref('int_institution_gates') }} as institution_gates
        on settlements.fixmedins_code = institution_gates.fixmedins_code
    left join {{ ref('int_time_credibility') }} as times
        on
            settlements.fixmedins_code = times.fixmedins_code
            and times.month = date_trunc('month', settlements.setl_time)::date
    where
        settlements.quarter = '{{ var("quarter") }}'
        and settlements.standing = 'net'
)

select
    *,
    is_total_wrong or miscalculated_lines > 0 or overstated_lines > 0 as fails_d02,
    not is_pharmacy and not (has_diagnosis and has_doctor and has_department) as fails_d03,
    {{ words([
        "case when not has_sex then 'sex' end",
        "case when not has_birth_date then 'birth_date' end",
        "case when not has_insurance_type then 'insurance_type' end",
        "case when not has_payment_place then 'payment_place' end",
        "case when not has_payment_way then 'payment_way' end",
        "case when not is_person_registered then 'person_register' end",
        "case when not has_residence then 'residence' end",
        "case when not has_insurance_history then 'insurance_history' end",
        "case when not is_institution_registered then 'institution_register' end",
        "case when not has_hospital_level then 'hospital_level' end",
        "case when not has_stay_dates then 'stay_dates' end",
        "case when not has_diagnosis then 'diagnosis' end",
        "case when has_diagnosis and not has_icd_main_diagnosis then 'icd_main_diagnosis' end",
        "case when not has_dated_lines then 'lines' end",
        "case when has_lines and not has_mapped_item then 'mapped_item' end",
        "case when has_lines and not has_doctor_on_lines then 'doctor_on_lines' end",
        "case when has_lines and not has_department_name then 'department_names' end",
        "case when (has_drugs or has_slices) and not has_prescription_number
            then 'prescription_number' end",
        "case when has_drugs and not has_drug_days and not has_drug_doses
            then 'supply_days' end",
        "case when (has_drugs or has_slices) and not has_drug_days and not has_slice_days
            then 'dosage' end",
        "case when not has_time_of_day then 'time_of_day' end",
        "case when not has_price_ceilings then 'price_ceilings' end"
    ]) }} || missing_of_institution as missing
from observed
