-- On which days a person had one kind of dialysis that was planned and that the fund paid for, and
-- how many such days the stretch of 7 (or 14) days has that ends there.
with days as (
    select
        days.psn_no,
        limits.modality,
        days.fee_date,
        max(case when limits.max_7_days is not null then 7 else 14 end) as stretch,
        max(coalesce(limits.max_7_days, limits.max_14_days)) as max_days
    from {{ ref('int_person_item_days') }} as days
    inner join {{ ref('dialysis_items') }} as limits
        on days.kp_id = limits.kp_id and {{ in_force('limits', 'days.fee_date') }}
    left join {{ ref('int_unplanned_encounters') }} as unplanned
        on days.mdtrt_id = unplanned.mdtrt_id
    where
        days.list_id = 'dialysis_items'
        and days.inscp_amount > 0
        and unplanned.mdtrt_id is null
    group by days.psn_no, limits.modality, days.fee_date
)

select
    days.psn_no,
    days.modality,
    days.fee_date,
    days.stretch,
    days.max_days,
    count(*)::int as days_in_stretch
from days
inner join days as earlier
    on
        days.psn_no = earlier.psn_no
        and days.modality = earlier.modality
        and days.fee_date >= earlier.fee_date
        and {{ days_between('days.fee_date', 'earlier.fee_date') }} < days.stretch
group by days.psn_no, days.modality, days.fee_date, days.stretch, days.max_days
