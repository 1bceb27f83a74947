-- Guards the platform's own identities: total = fund + person + borne by the hospital,
-- fund = pooled + other funds, person = account + cash. The province delivers what it
-- delivers, so this warns, keeps the rows, and mart_data_quality shows the count.
{{ config(severity='warn') }}
select
    setl_id,
    fixmedins_code,
    medfee_sumamt,
    fund_pay_sumamt,
    hifp_pay,
    psn_pay,
    acct_pay
from {{ ref('int_settlements') }}
where
    quarter = '{{ var("quarter") }}'
    and breaks_identity
