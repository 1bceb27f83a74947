-- One row per institution of the batch.
create unlogged table {target} as
select
    fixmedins_code,
    fixmedins_name,
    fixmedins_type,
    case when fixmedins_code not like 'P%' then hosp_lv end as hosp_lv,
    begntime::timestamp <= endtime::timestamp as ends_after_begin
from {fixmedins_b}
