-- A short stay for a minor illness with little but tests: it could have been a visit.
-- One point each of the card's five; whether three people of a village came on one day is B-04,
-- so four are counted here.
with stays as (
    select
        stays.mdtrt_id,
        stays.admitted_on,
        stays.length_of_stay,
        stays.dscg_maindiag_code,
        costs.fee_amount,
        {{ money_part(100, 'costs.treatment_amount + costs.drug_amount', 'costs.fee_amount') }}
            as care_percent,
        {{ money_part(100, 'costs.exam_lab_amount', 'costs.fee_amount') }} as exam_percent,
        costs.has_surgery or costs.has_treatment as has_care,
        stays.mdtrt_id in (
            select diagnoses.mdtrt_id
            from {{ ref('int_listed_diagnoses') }} as diagnoses
            where diagnoses.set_id = 'minor_illness' and diagnoses.is_main
        ) as is_minor
    from {{ ref('int_stays') }} as stays
    inner join {{ ref('int_stay_costs') }} as costs on stays.mdtrt_id = costs.mdtrt_id
    where
        stays.is_in_quarter
        and stays.length_of_stay is not null
        and stays.fund_pay_sumamt > 0
        and costs.fee_amount > 0
        and {{ age_months('stays.born_on', 'stays.admitted_on') }}
        >= 12 * {{ threshold('low_need_age_from', 'stays.admitted_on') }}
        and {{ age_months('stays.born_on', 'stays.admitted_on') }}
        < 12 * {{ threshold('low_need_age_to', 'stays.admitted_on') }}
        -- 24 from the emergency department, 28 surgery by day, 26 and 2102 a fixed price.
        and coalesce(stays.med_type, '') not in ('24', '28', '26', '2102')
        -- 1 emergency, 3 sent by another institution; 5 died.
        and coalesce(stays.adm_way, '') not in ('1', '3')
        and coalesce(stays.dscg_way, '') <> '5'
        and not exists (
            select 1
            from {{ ref('int_listed_diagnoses') }} as diagnoses
            where
                diagnoses.mdtrt_id = stays.mdtrt_id
                and diagnoses.set_id = 'obstetric'
        )
),

scored as (
    select
        *,
        case
            when length_of_stay <= {{ threshold('low_need_days', 'admitted_on') }} then 1
            else 0
        end
        + case
            when
                care_percent < 100 * {{ threshold('low_need_treatment_share', 'admitted_on') }}
                and exam_percent > 100 * {{ threshold('low_need_exam_share', 'admitted_on') }}
                then 1
            else 0
        end
        + case when has_care then 0 else 1 end
        + case when is_minor then 1 else 0 end as score
    from stays
)

select
    settled.setl_id,
    null as bkkp_sn,
    'low_need_admission' as kp_id,
    null as violating_quantity,
    null as violating_amount,
    null as verdict,
    '住院 ' || scored.length_of_stay || ' 天，主诊断 ' || scored.dscg_maindiag_code
    || '，检查检验占 ' || {{ number_text('scored.exam_percent') }} || '%，治疗和药品占 '
    || {{ number_text('scored.care_percent') }} || '%，疑似无住院指征（' || scored.score || ' 分）'
        as hit_reason,
    {{ evidence({
        'length_of_stay': 'scored.length_of_stay',
        'dscg_maindiag_code': 'scored.dscg_maindiag_code',
        'exam_percent': 'scored.exam_percent',
        'care_percent': 'scored.care_percent',
        'has_care': 'scored.has_care',
        'is_minor': 'scored.is_minor',
        'score': 'scored.score'
    }) }} as evidence
from scored
inner join {{ ref('int_stay_settlements') }} as settled on scored.mdtrt_id = settled.mdtrt_id
where
    settled.is_in_quarter
    and scored.score >= {{ threshold('low_need_min_score', 'scored.admitted_on') }}
