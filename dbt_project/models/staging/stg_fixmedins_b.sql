-- Designated institutions, typed: the newest version of each.
select
    fixmedins_code,
    fixmedins_name,
    {{ plain_code('fixmedins_type') }} as fixmedins_type,
    medins_type,
    {{ plain_code('hosp_lv') }} as hosp_lv,
    fix_blng_admdvs,
    {{ plain_code('medins_natu') }} as medins_natu,
    aprv_bed_cnt::int as aprv_bed_cnt,
    {{ real_moment('begntime') }} as begntime,
    {{ real_moment('endtime') }} as endtime,
    batch_id
from {{ current_rows('fixmedins_b') }} as current_row
