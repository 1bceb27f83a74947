-- Herbal slices that the fund does not pay alone, on a prescription of nothing but such slices.
with listed as (
    select
        lines.bkkp_sn,
        limits.kp_id,
        limits.item_name
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('single_unpayable_slices') }} as limits
        on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
    where lines.list_id = 'single_unpayable_slices'
),

-- Slices that are never paid do not make a compound of the others.
never_paid as (
    select lines.bkkp_sn
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('unpayable_slices') }} as limits
        on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
    where lines.list_id = 'unpayable_slices'
),

unpayable_prescriptions as (
    select
        slices.prescription_id,
        count(distinct slices.med_list_codg) as slice_kinds
    from {{ ref('int_slice_lines') }} as slices
    left join listed on slices.bkkp_sn = listed.bkkp_sn
    left join never_paid on slices.bkkp_sn = never_paid.bkkp_sn
    group by slices.prescription_id
    having bool_and(listed.bkkp_sn is not null or never_paid.bkkp_sn is not null)
)

select
    slices.setl_id,
    slices.bkkp_sn,
    listed.kp_id,
    slices.quantity as violating_quantity,
    null as violating_amount,
    -- Without a number, what a doctor gave on one day is only taken for one prescription.
    case when not slices.has_rx_number then 'suspect' end as verdict,
    listed.item_name || ' 单独使用不予支付，该处方 ' || prescriptions.slice_kinds
    || ' 味饮片全部不予支付' as hit_reason,
    {{ evidence({
        'prescription_id': 'slices.prescription_id',
        'has_rx_number': 'slices.has_rx_number',
        'slice_kinds': 'prescriptions.slice_kinds'
    }) }} as evidence
from {{ ref('int_slice_lines') }} as slices
inner join listed on slices.bkkp_sn = listed.bkkp_sn
inner join unpayable_prescriptions as prescriptions
    on slices.prescription_id = prescriptions.prescription_id
inner join {{ ref('int_settlements') }} as settlements on slices.setl_id = settlements.setl_id
where
    slices.inscp_amount > 0
    and not settlements.is_account_only
