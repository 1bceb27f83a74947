-- Insurances of persons, typed: the current version of each, withdrawn ones left out.
select
    psn_insu_rlts_id,
    psn_no,
    {{ plain_code('insutype') }} as insutype,
    {{ real_moment('psn_insu_date') }}::date as psn_insu_date,
    {{ real_moment('crt_insu_date') }}::date as crt_insu_date,
    {{ real_moment('paus_insu_date') }}::date as paus_insu_date,
    {{ plain_code('psn_insu_stas') }} as psn_insu_stas,
    batch_id
from {{ current_rows('psn_insu_d') }} as current_row
where not {{ is_withdrawn() }}
