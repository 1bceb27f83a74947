-- Insured persons, typed: the newest version of each. Names stay in raw.
select
    psn_no,
    {{ plain_code('gend') }} as gend,
    {{ real_moment('brdy') }}::date as brdy,
    {{ plain_code('surv_stas') }} as surv_stas,
    {{ real_moment('deth_date') }}::date as deth_date,
    live_admdvs,
    batch_id
from {{ current_rows('psn_info_b') }} as current_row
