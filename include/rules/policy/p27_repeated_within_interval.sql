-- A test or treatment repeated before the shortest interval is over; the later one is flagged.
with days as (
    select
        days.psn_no,
        days.kp_id,
        days.fee_date,
        days.fixmedins_code,
        days.mdtrt_id,
        coalesce(limits.interval_group, limits.kp_id) as interval_group,
        limits.item_name,
        limits.min_interval_days,
        limits.grade,
        limits.exempt_set
    from {{ ref('int_person_item_days') }} as days
    inner join {{ ref('item_intervals') }} as limits
        on days.kp_id = limits.kp_id and {{ in_force('limits', 'days.fee_date') }}
    where
        days.list_id = 'item_intervals'
        and days.inscp_amount > 0
),

too_early as (
    select
        later.*,
        earlier.fee_date as earlier_date,
        earlier.fixmedins_code as earlier_fixmedins_code,
        {{ days_between('later.fee_date', 'earlier.fee_date') }} as gap_days,
        -- Of several earlier ones, that of the same institution, then the nearest.
        row_number() over (
            partition by later.psn_no, later.kp_id, later.mdtrt_id, later.fee_date
            order by
                earlier.fixmedins_code = later.fixmedins_code desc,
                earlier.fee_date desc,
                earlier.mdtrt_id desc
        ) as turn
    from days as later
    inner join days as earlier
        on
            later.psn_no = earlier.psn_no
            and later.interval_group = earlier.interval_group
            and later.fee_date > earlier.fee_date
            and later.fee_date < earlier.fee_date + later.min_interval_days
    where
        not exists (
            select 1
            from {{ ref('int_listed_diagnoses') }} as diagnoses
            where
                diagnoses.mdtrt_id = later.mdtrt_id
                and diagnoses.list_id = 'diagnosis_sets'
                and diagnoses.set_id = later.exempt_set
        )
)

select
    lines.setl_id,
    lines.bkkp_sn,
    too_early.kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    case
        -- An institution need not know what another one did.
        when too_early.earlier_fixmedins_code <> too_early.fixmedins_code then 'alert'
        when too_early.grade = 'suspect' then 'suspect'
    end as verdict,
    too_early.item_name || ' 距' || case
        when too_early.earlier_fixmedins_code <> too_early.fixmedins_code then '在另一机构的'
        else ''
    end || '上次（' || too_early.earlier_date || '）' || too_early.gap_days || ' 天，间隔应不少于 '
    || too_early.min_interval_days || ' 天' as hit_reason,
    {{ evidence({
        'earlier_date': 'too_early.earlier_date',
        'earlier_fixmedins_code': 'too_early.earlier_fixmedins_code',
        'gap_days': 'too_early.gap_days',
        'min_interval_days': 'too_early.min_interval_days'
    }) }} as evidence
from too_early
inner join {{ ref('int_listed_lines') }} as lines
    on
        too_early.mdtrt_id = lines.mdtrt_id
        and too_early.kp_id = lines.kp_id
        and too_early.fee_date = lines.fee_date
where
    too_early.turn = 1
    and lines.list_id = 'item_intervals'
    and lines.inscp_amount > 0
