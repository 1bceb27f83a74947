-- Sales to people who paid all themselves, typed.
select
    sale_id,
    fixmedins_code,
    med_list_codg,
    {{ real_moment('sale_time') }} as sale_time,
    cnt::numeric(16, 4) as cnt,
    pric::numeric(16, 6) as pric,
    amount::numeric(16, 2) as amount,
    batch_id
from {{ current_rows('selfpay_sale_d') }} as current_row
where not {{ is_withdrawn() }}
