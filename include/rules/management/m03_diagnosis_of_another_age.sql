-- A diagnosis of an age that the patient has not, such as a disorder of newborns in an adult.
with obstetric as (
    select distinct mdtrt_id
    from {{ ref('int_listed_diagnoses') }}
    where list_id = 'diagnosis_sets' and set_id = 'obstetric'
),

aged as (
    select
        diagnoses.setl_id,
        diagnoses.diag_code,
        limits.kp_id,
        limits.diagnosis_name,
        limits.min_months,
        limits.max_months,
        settlements.brdy,
        -- A child born during the encounter has the age of nothing when it began.
        greatest(0, {{ age_months('settlements.brdy', 'diagnoses.began_on') }}) as months
    from {{ ref('int_listed_diagnoses') }} as diagnoses
    inner join {{ ref('age_limited_diagnoses') }} as limits
        on diagnoses.kp_id = limits.kp_id and {{ in_force('limits', 'diagnoses.began_on') }}
    inner join {{ ref('int_settlements') }} as settlements
        on diagnoses.setl_id = settlements.setl_id
    left join obstetric on diagnoses.mdtrt_id = obstetric.mdtrt_id
    where
        diagnoses.list_id = 'age_limited_diagnoses'
        and diagnoses.is_in_quarter
        -- Mother and child on one card: the diagnosis may be the child's.
        and settlements.nwb_flag <> '1'
        and obstetric.mdtrt_id is null
        -- Systems write the 1 January where they know the year, or nothing at all.
        and not (
            extract(month from settlements.brdy) = 1 and extract(day from settlements.brdy) = 1
        )
)

select
    setl_id,
    null as bkkp_sn,
    kp_id,
    null as violating_quantity,
    null as violating_amount,
    null as verdict,
    '诊断 ' || min(diag_code) || '（' || diagnosis_name || '）限 '
    || concat_ws(
        '、',
        case when min_months > 0 then {{ number_text('min_months') }} || ' 月龄以上' end,
        {{ number_text('max_months') }} || ' 月龄以下'
    )
    || '，参保人就诊时 ' || {{ number_text('months') }} || ' 月龄' as hit_reason,
    {{ evidence({
        'diag_code': 'min(diag_code)',
        'age_months': 'months',
        'min_months': 'min_months',
        'max_months': 'max_months'
    }) }} as evidence
from aged
where months < min_months or months > max_months
group by setl_id, kp_id, diagnosis_name, min_months, max_months, months
