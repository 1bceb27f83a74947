-- A bed that nobody lay in: several days in the middle of a stay on which nothing was charged but
-- bed, nursing and consultation, or visits elsewhere meanwhile.
with stays as (
    select stays.mdtrt_id
    from {{ ref('int_stays') }} as stays
    where
        not stays.is_newborn
        -- 2105 rehabilitation and 21303 psychiatry by the bed day.
        and coalesce(stays.med_type, '') not in ('2105', '21303')
        and not exists (
            select 1
            from {{ ref('int_listed_diagnoses') }} as diagnoses
            where
                diagnoses.mdtrt_id = stays.mdtrt_id
                and diagnoses.set_id in ('rehabilitation', 'psychiatric', 'palliative')
        )
),

visits as (
    select
        mdtrt_id,
        min(visited_on) as first_day,
        max(visited_on) as last_day,
        count(distinct visited_on) as days
    from {{ ref('int_visits_elsewhere') }}
    -- From the account alone, the family may have bought.
    where fund_pay_sumamt > 0
    group by mdtrt_id
)

select
    lines.setl_id,
    lines.bkkp_sn,
    lines.kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    null as verdict,
    runs.first_day || ' 至 ' || runs.last_day || ' 连续 ' || runs.days
    || ' 天无检查、治疗、用药，仍收' || per_diem.family_name as hit_reason,
    {{ evidence({
        'first_day': 'runs.first_day',
        'last_day': 'runs.last_day',
        'days': 'runs.days',
        'fee_date': 'lines.fee_date'
    }) }} as evidence
from stays
inner join {{ ref('int_empty_runs') }} as runs on stays.mdtrt_id = runs.mdtrt_id
inner join {{ ref('int_listed_lines') }} as lines
    on
        runs.mdtrt_id = lines.mdtrt_id
        and lines.fee_date between runs.first_day and runs.last_day
inner join {{ ref('per_diem_items') }} as per_diem
    on lines.kp_id = per_diem.kp_id and {{ in_force('per_diem', 'lines.fee_date') }}
where
    lines.list_id = 'per_diem_items'
    and lines.inscp_amount > 0
    and runs.days >= {{ threshold('empty_days_min', 'runs.first_day') }}
    -- A weekend without care is quiet, not empty.
    and runs.weekdays > 0
union all
select
    settled.setl_id,
    null as bkkp_sn,
    'visits_elsewhere' as kp_id,
    null as violating_quantity,
    -- It is the bed days that may be wrong, and nobody knows which.
    0 as violating_amount,
    'alert' as verdict,
    '住院期间有 ' || visits.days || ' 天在其他机构门诊或购药（' || visits.first_day || ' 至 '
    || visits.last_day || '）' as hit_reason,
    {{ evidence({
        'first_day': 'visits.first_day',
        'last_day': 'visits.last_day',
        'days': 'visits.days'
    }) }} as evidence
from stays
inner join visits on stays.mdtrt_id = visits.mdtrt_id
inner join {{ ref('int_stay_settlements') }} as settled on stays.mdtrt_id = settled.mdtrt_id
where
    settled.is_in_quarter
    and visits.days >= {{ threshold('empty_days_min', 'visits.first_day') }}
