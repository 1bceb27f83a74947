-- Two slices that must not be combined, on one prescription.
with sides as (
    select
        slices.*,
        lines.kp_id,
        pairs.slice_a,
        pairs.slice_b,
        min(lines.list_id) over (partition by pairs.kp_id, slices.prescription_id) as first_side,
        max(lines.list_id) over (partition by pairs.kp_id, slices.prescription_id) as last_side
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('int_slice_lines') }} as slices on lines.bkkp_sn = slices.bkkp_sn
    inner join {{ ref('incompatible_slices') }} as pairs
        on lines.kp_id = pairs.kp_id and {{ in_force('pairs', 'lines.fee_date') }}
    where lines.list_id in ('incompatible_slices:a', 'incompatible_slices:b')
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    quantity as violating_quantity,
    null as violating_amount,
    -- Without a number, what a doctor gave on one day is only taken for one prescription.
    case when not has_rx_number then 'alert' end as verdict,
    slice_a || ' 与 ' || slice_b || ' 配伍禁忌，' || fee_date
    || case when has_rx_number then ' 同一处方开具' else ' 同日开具（无处方号）' end as hit_reason,
    {{ evidence({
        'fee_date': 'fee_date',
        'prescription_id': 'prescription_id',
        'slice_a': 'slice_a',
        'slice_b': 'slice_b'
    }) }} as evidence
from sides
where first_side <> last_side
