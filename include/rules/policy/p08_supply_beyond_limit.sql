-- A drug dispensed for more days than one outpatient prescription may supply. Drugs to take
-- home from a stay are no outpatient prescription and not read.
with doses as (
    -- Of several doses the largest decides: the quantity lasts for the fewest days.
    select
        lines.bkkp_sn,
        max(limits.units_per_day) as units_per_day,
        min(limits.is_divisible) as is_divisible
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('drug_daily_doses') }} as limits
        on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
    where lines.list_id = 'drug_daily_doses'
    group by lines.bkkp_sn
),

supplies as (
    select
        drugs.setl_id,
        drugs.bkkp_sn,
        drugs.hilist_name,
        drugs.quantity,
        drugs.fee_date,
        round(coalesce(
            nullif(drugs.prd_days, 0), drugs.quantity / nullif(doses.units_per_day, 0)
        ), 2)::numeric(18, 2) as supply_days,
        case
            when settlements.med_type in ('13', '1301') then 'supply_days_emergency'
            -- Pharmacies sell whole packs: the longest of the limits.
            when settlements.med_type_group in ('慢特病', '购药') then 'supply_days_chronic'
            else 'supply_days_outpatient'
        end as threshold_id
    from {{ ref('int_dispensed_drugs') }} as drugs
    inner join {{ ref('int_settlements') }} as settlements on drugs.setl_id = settlements.setl_id
    left join doses on drugs.bkkp_sn = doses.bkkp_sn
    where
        -- One pack is the least that can be given.
        drugs.quantity > 1
        and coalesce(doses.is_divisible, 1) = 1
        and drugs.inscp_amount > 0
        and not drugs.is_account_only
)

select
    supplies.setl_id,
    supplies.bkkp_sn,
    supplies.threshold_id as kp_id,
    {{ money_part(
        'supplies.quantity', 'supplies.supply_days - limits.value', 'supplies.supply_days'
    ) }} as violating_quantity,
    null as violating_amount,
    case
        when
            supplies.supply_days
            <= limits.value * {{ threshold('supply_hard_factor', 'supplies.fee_date') }}
            then 'suspect'
    end as verdict,
    coalesce(supplies.hilist_name, '该药品') || ' 一次开药 '
    || {{ number_text('supplies.supply_days') }} || ' 天，限 '
    || {{ number_text('limits.value') }} || ' 天' as hit_reason,
    {{ evidence({
        'supply_days': 'supplies.supply_days',
        'max_days': 'limits.value',
        'quantity': 'supplies.quantity'
    }) }} as evidence
from supplies
inner join {{ ref('thresholds') }} as limits
    on
        supplies.threshold_id = limits.threshold_id
        and {{ in_force('limits', 'supplies.fee_date') }}
where supplies.supply_days > limits.value
