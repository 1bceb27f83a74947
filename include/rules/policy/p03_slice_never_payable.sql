-- A Chinese herbal slice that the fund never pays, alone or in a compound.
select
    lines.setl_id,
    lines.bkkp_sn,
    slices.kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    null as verdict,
    slices.item_name || ' 属不得纳入基金支付范围的中药饮片' as hit_reason,
    {{ evidence({'inscp_amount': 'lines.inscp_amount'}) }} as evidence
from {{ ref('int_listed_lines') }} as lines
inner join {{ ref('unpayable_slices') }} as slices
    on lines.kp_id = slices.kp_id and {{ in_force('slices', 'lines.fee_date') }}
where
    lines.list_id = 'unpayable_slices'
    and lines.inscp_amount > 0
