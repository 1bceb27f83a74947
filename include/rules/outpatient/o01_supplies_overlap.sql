-- More of a drug bought while earlier supplies of it last, until the stock at home exceeds what
-- is allowed. Supplies of all institutions count.
with purchases as (
    select
        days.kp_id,
        days.psn_no,
        days.mdtrt_id,
        days.fee_date,
        days.is_in_quarter,
        doses.item_name,
        days.quantity,
        days.quantity / doses.units_per_day as days_supplied,
        -- Whoever is under chronic care for the drug may keep more of it.
        bool_or(days.med_type_group = '慢特病') over whole as is_chronic,
        min(case when days.is_in_quarter then days.fee_date end) over whole as first_judged_on
    from {{ ref('int_person_item_days') }} as days
    inner join {{ ref('drug_daily_doses') }} as doses
        on days.kp_id = doses.kp_id and {{ in_force('doses', 'days.fee_date') }}
    inner join {{ ref('int_settlements') }} as settlements on days.setl_id = settlements.setl_id
    where
        days.list_id = 'drug_daily_doses'
        and days.med_type_group in ('门诊', '慢特病', '购药')
        and days.inscp_amount > 0
        -- What the account paid may be for another member of the family.
        and not settlements.is_account_only
        -- Packs that cannot be divided last as long as they last.
        and doses.is_divisible = 1
    window whole as (partition by days.kp_id, days.psn_no)
),

running as (
    select
        *,
        {{ days_between('fee_date', 'first_judged_on') }} as day_number,
        sum(days_supplied) over by_day as days_supplied_so_far
    from purchases
    where
        fee_date
        >= first_judged_on - {{ threshold('supply_look_back_days', 'first_judged_on') }}::int
    window by_day as (partition by kp_id, psn_no order by fee_date, mdtrt_id)
),

-- Stock just after a purchase: what was supplied since the day the stock last ran out, less the
-- days since. That day is the one for which this difference is largest.
stocked as (
    select
        *,
        days_supplied_so_far - day_number
        + max(day_number - days_supplied_so_far + days_supplied) over (
            partition by kp_id, psn_no
            order by fee_date, mdtrt_id
        ) as stock_after
    from running
),

judged as (
    select
        *,
        case
            when is_chronic then {{ threshold('supply_stock_cap_days_long', 'fee_date') }}
            else {{ threshold('supply_stock_cap_days', 'fee_date') }}
        end as cap_days,
        {{ threshold('supply_stock_hard_days', 'fee_date') }} as hard_days
    from stocked
)

select
    lines.setl_id,
    lines.bkkp_sn,
    lines.kp_id,
    (
        lines.quantity * least(1, (judged.stock_after - judged.cap_days) / judged.days_supplied)
    )::numeric(16, 4) as violating_quantity,
    null as violating_amount,
    case when judged.stock_after <= judged.hard_days then 'suspect' end as verdict,
    judged.item_name || ' ' || judged.fee_date || ' 开药 '
    || {{ number_text('round(judged.days_supplied, 1)') }} || ' 天量，此前尚余 '
    || {{ number_text('round(judged.stock_after - judged.days_supplied, 1)') }}
    || ' 天量，合计超过 ' || {{ number_text('judged.cap_days') }} || ' 天' as hit_reason,
    {{ evidence({
        'fee_date': 'judged.fee_date',
        'days_supplied': 'round(judged.days_supplied, 1)',
        'stock_after_days': 'round(judged.stock_after, 1)',
        'cap_days': 'judged.cap_days'
    }) }} as evidence
from judged
inner join {{ ref('int_listed_lines') }} as lines
    on
        judged.kp_id = lines.kp_id
        and judged.psn_no = lines.psn_no
        and judged.mdtrt_id = lines.mdtrt_id
        and judged.fee_date = lines.fee_date
where
    lines.list_id = 'drug_daily_doses'
    and lines.inscp_amount > 0
    and lines.is_in_quarter
    and judged.stock_after > judged.cap_days
    -- One purchase that is too large by itself overlaps with nothing.
    and judged.stock_after > judged.days_supplied
    -- The smallest package has to be given out whole.
    and judged.quantity > 1
