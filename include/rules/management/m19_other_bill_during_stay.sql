-- An outpatient visit or a purchase elsewhere while the person lay in a hospital.
with during_stays as (
    select
        visits.setl_id,
        visits.med_type_group,
        visits.visited_on,
        visits.is_account_only,
        stays.mdtrt_id as stay_mdtrt_id,
        stays.fixmedins_code as stay_fixmedins_code,
        stays.admitted_on,
        stays.discharged_on,
        row_number() over (
            partition by visits.setl_id
            order by stays.admitted_on, stays.mdtrt_id
        ) as turn
    from {{ ref('int_visits') }} as visits
    inner join {{ ref('int_settlements') }} as settlements
        on visits.setl_id = settlements.setl_id
    inner join {{ ref('int_stays') }} as stays
        on
            visits.psn_no = stays.psn_no
            and visits.fixmedins_code <> stays.fixmedins_code
            -- Neither the day of admission nor that of discharge.
            and visits.visited_on > stays.admitted_on
            and visits.visited_on < stays.discharged_on
    where
        visits.is_in_quarter
        and visits.med_type_group in ('门诊', '慢特病', '购药')
        and (visits.fund_pay_sumamt > 0 or visits.is_account_only)
        -- Mother and newborn may share one number.
        and not stays.is_newborn
        and settlements.nwb_flag <> '1'
        -- Dialysis goes on at its own place.
        and not exists (
            select 1
            from {{ ref('int_listed_diagnoses') }} as diagnoses
            where
                diagnoses.mdtrt_id in (visits.mdtrt_id, stays.mdtrt_id)
                and diagnoses.set_id = 'dialysis'
        )
),

-- Examinations and tests alone: the hospital may have sent the person there.
exams as (
    select lines.setl_id
    from {{ ref('int_fee_lines') }} as lines
    where lines.setl_id in (select during_stays.setl_id from during_stays)
    group by lines.setl_id
    having bool_and(coalesce(lines.med_chrgitm_type in ('03', '04'), false))
)

select
    during_stays.setl_id,
    null as bkkp_sn,
    'visit_during_stay' as kp_id,
    null as violating_quantity,
    null as violating_amount,
    -- Hard only where the prefecture has confirmed that it bars visits during a stay.
    case
        when during_stays.is_account_only then 'alert'
        when
            {{ threshold('outpatient_during_stay_barred', 'during_stays.visited_on') }} <> 1
            or during_stays.med_type_group = '慢特病'
            or exams.setl_id is not null
            then 'suspect'
    end as verdict,
    during_stays.visited_on || ' 在本机构结算时，该参保人正在另一家医疗机构住院（'
    || during_stays.admitted_on || ' 至 ' || during_stays.discharged_on || '）' as hit_reason,
    {{ evidence({
        'visited_on': 'during_stays.visited_on',
        'stay_mdtrt_id': 'during_stays.stay_mdtrt_id',
        'stay_fixmedins_code': 'during_stays.stay_fixmedins_code',
        'admitted_on': 'during_stays.admitted_on',
        'discharged_on': 'during_stays.discharged_on'
    }) }} as evidence
from during_stays
left join exams on during_stays.setl_id = exams.setl_id
where during_stays.turn = 1
