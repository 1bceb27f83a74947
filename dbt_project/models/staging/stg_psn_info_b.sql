-- Insured persons, typed: the newest version of each. Names stay in raw.
select
    psn_no,
    {{ plain_code('gend') }} as gend,
    brdy::timestamp::date as brdy,
    {{ plain_code('surv_stas') }} as surv_stas,
    deth_date::timestamp::date as deth_date,
    batch_id
from {{ current_rows('psn_info_b') }} as current_row
