-- What reminders before settlement answered, typed.
select
    warn_rslt_id,
    mdtrt_id,
    call_log_id,
    medins_code,
    {{ plain_code('trig_scen') }} as trig_scen,
    {{ real_moment('reqt_time') }} as reqt_time,
    {{ real_moment('rsp_time') }} as rsp_time,
    {{ plain_code('vola_flag') }} as vola_flag,
    rule_code,
    rule_name,
    vola_amt::numeric(16, 2) as vola_amt,
    {{ plain_code('warn_dspo_way') }} as warn_dspo_way,
    nullif(trim(warn_dspo_way_dscr), '') as warn_dspo_way_dscr,
    batch_id
from {{ current_rows('bffact_warn_rslt_d') }} as current_row
