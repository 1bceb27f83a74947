-- The catalogue, typed: the current version of each row, withdrawn ones left out.
select
    hilist_code,
    {{ real_moment('begndate') }}::date as begndate,
    {{ real_moment('enddate') }}::date as enddate,
    insu_admdvs,
    hilist_name,
    {{ plain_code('list_type') }} as list_type,
    lpad({{ plain_code('chrgitm_lv') }}, 2, '0') as chrgitm_lv,
    batch_id
from {{ current_rows('hilist_b') }} as current_row
where not {{ is_withdrawn() }}
