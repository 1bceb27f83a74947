-- Doctors, typed: the current version of each, withdrawn ones left out. Names stay in raw.
select
    dr_code,
    medins_code,
    dr_prac_scp_code,
    {{ plain_code('mul_prac_flag') }} as mul_prac_flag,
    {{ plain_code('prac_stas') }} as prac_stas,
    {{ plain_code('psn_stas') }} as psn_stas,
    {{ real_moment('nemp_time') }} as nemp_time,
    {{ real_moment('cntr_begntime') }} as cntr_begntime,
    {{ real_moment('cntr_endtime') }} as cntr_endtime,
    batch_id
from {{ current_rows('dr_info_b') }} as current_row
where not {{ is_withdrawn() }}
