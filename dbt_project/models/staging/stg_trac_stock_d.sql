-- Trace codes that an institution took in and gave out, typed.
select
    fixmedins_code,
    drug_trac_codg,
    med_list_codg,
    {{ real_moment('inbound_time') }} as inbound_time,
    {{ real_moment('outbound_time') }} as outbound_time,
    batch_id
from {{ current_rows('trac_stock_d') }} as current_row
where not {{ is_withdrawn() }}
