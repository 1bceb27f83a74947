-- Net settlements outside stays, of the quarter and the months looked back on. The day of a
-- visit is when the encounter began; when it was settled may be long after.
select
    setl_id,
    mdtrt_id,
    psn_no,
    fixmedins_code,
    med_type,
    med_type_group,
    coalesce(began_on, setl_time::date) as visited_on,
    setl_time as settled_at,
    medfee_sumamt,
    fund_pay_sumamt,
    acct_pay,
    is_account_only,
    quarter = '{{ var("quarter") }}' as is_in_quarter
from {{ ref('int_settlements') }}
where
    standing = 'net'
    and med_type_group <> '住院'
