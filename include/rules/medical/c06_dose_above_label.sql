-- A drug given in more than the label's highest daily dose.
with dosed as (
    select
        lines.setl_id,
        lines.mdtrt_id,
        lines.bkkp_sn,
        lines.kp_id,
        lines.fee_date,
        lines.quantity,
        limits.item_name,
        limits.max_day_units,
        limits.max_day_units * {{ threshold('dose_tolerance', 'lines.fee_date') }}
            as allowed_day_units,
        coalesce(details.prd_days, 0) > 0 as has_days,
        case when details.prd_days > 0 then details.prd_days else 1 end as days,
        -- A line that says its days stands alone; on a ward, those of a day belong together.
        case
            when details.prd_days > 0 then lines.bkkp_sn
            else lines.mdtrt_id || '/' || lines.fee_date
        end as dose_id
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('daily_dose_limits') }} as limits
        on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
    inner join {{ ref('int_line_details') }} as details on lines.bkkp_sn = details.bkkp_sn
    where
        lines.list_id = 'daily_dose_limits'
        and lines.inscp_amount > 0
        and limits.weight_based = 0
        and (
            details.prd_days > 0
            -- What is taken home on discharge is for more than the day.
            or lines.med_type_group = '住院' and coalesce(details.dscg_tkdrug_flag, '0') <> '1'
        )
        and not exists (
            select 1
            from {{ ref('int_listed_diagnoses') }} as diagnoses
            where
                diagnoses.mdtrt_id = lines.mdtrt_id
                and diagnoses.list_id = 'diagnosis_sets'
                and diagnoses.set_id = 'cancer'
        )
),

doses as (
    select
        kp_id,
        mdtrt_id,
        dose_id,
        min(fee_date) as fee_date,
        bool_and(has_days) as has_days,
        sum(quantity) as quantity,
        sum(quantity) > min(allowed_day_units * days) as is_over
    from dosed
    group by kp_id, mdtrt_id, dose_id
),

-- A single day above the limit may be a loading dose, or a pack posted at once.
judged as (
    select
        *,
        has_days
        or lag(is_over) over by_day and lag(fee_date) over by_day = fee_date - 1
        or lead(is_over) over by_day and lead(fee_date) over by_day = fee_date + 1 as is_repeated
    from doses
    window by_day as (partition by kp_id, mdtrt_id, has_days order by fee_date)
),

lines_over as (
    select
        dosed.*,
        judged.quantity as dose_quantity,
        judged.quantity - dosed.allowed_day_units * dosed.days as excess_quantity,
        sum(dosed.quantity) over (
            partition by dosed.kp_id, dosed.mdtrt_id, dosed.dose_id
            order by dosed.bkkp_sn desc
        ) - dosed.quantity as quantity_of_later_lines
    from judged
    inner join dosed
        on
            judged.kp_id = dosed.kp_id
            and judged.mdtrt_id = dosed.mdtrt_id
            and judged.dose_id = dosed.dose_id
    where judged.is_over and judged.is_repeated
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    least(quantity, excess_quantity - quantity_of_later_lines)::numeric(16, 4)
        as violating_quantity,
    null as violating_amount,
    null as verdict,
    item_name || ' ' || fee_date || ' ' || {{ number_text('days') }} || ' 天用量 '
    || {{ number_text('dose_quantity') }} || '，说明书每日最大用量 '
    || {{ number_text('max_day_units') }} as hit_reason,
    {{ evidence({
        'fee_date': 'fee_date',
        'quantity': 'dose_quantity',
        'days': 'days',
        'max_day_units': 'max_day_units',
        'allowed_day_units': 'allowed_day_units'
    }) }} as evidence
from lines_over
where quantity_of_later_lines < excess_quantity
