-- The register of doctors. A status in words that are not known to mean an active doctor counts
-- as inactive; no word counts as active. A contract that ends before it begins has no end.
select
    dr_code,
    medins_code as fixmedins_code,
    coalesce(prac_stas in ('1', '在职', '正常'), true)
    and coalesce(psn_stas in ('1', '在职', '正常'), true) as is_active,
    cntr_begntime::date as contract_from,
    case
        when cntr_endtime >= coalesce(cntr_begntime, cntr_endtime) then cntr_endtime::date
    end as contract_to,
    nemp_time::date as left_on,
    coalesce(mul_prac_flag = '1', false) as is_multi_site,
    dr_prac_scp_code as scope_code
from {{ ref('stg_dr_info_b') }}
