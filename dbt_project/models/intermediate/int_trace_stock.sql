-- When trace codes came into an institution's stock and left it.
select
    fixmedins_code,
    drug_trac_codg,
    med_list_codg,
    inbound_time as inbound_at,
    outbound_time as outbound_at
from {{ ref('stg_trac_stock_d') }}
