-- Operations of the settlement lists, typed: the current version of each, withdrawn ones left out.
select
    setl_list_oprn_id,
    setl_id,
    mdtrt_id,
    psn_no,
    upper(oprn_oprt_code) as oprn_oprt_code,
    oprn_oprt_name,
    {{ plain_code('main_oprn_flag') }} as main_oprn_flag,
    {{ real_moment('oprn_oprt_date') }} as oprn_oprt_date,
    oper_dr_code,
    trim(sinc_heal_lv) as sinc_heal_lv,
    batch_id
from {{ current_rows('mdcs_fund_setl_list_oprn_d') }} as current_row
where not {{ is_withdrawn() }}
