-- One bill paid twice: settled over the network and claimed once more by hand. Two settlements
-- over the network are two visits, and what was reversed does not stand.
with settled as (
    select
        setl_id,
        mdtrt_id,
        psn_no,
        fixmedins_code,
        quarter,
        setl_time,
        medfee_sumamt,
        coalesce(began_on, setl_time::date) as began_on,
        coalesce(pay_loc = '1' or setl_type = '1', false) as is_by_hand,
        pay_loc
    from {{ ref('int_settlements') }}
    where
        standing = 'net'
        and (fund_net_amount > 0 or acct_pay > 0)
        and medfee_sumamt >= {{ threshold('double_payment_min_fee', 'setl_time::date') }}
),

pairs as (
    select
        later.*,
        earlier.setl_id as other_setl_id,
        earlier.setl_time::date as other_settled_on,
        row_number() over (
            partition by later.setl_id
            order by earlier.setl_time, earlier.setl_id
        ) as turn
    from settled as later
    inner join settled as earlier
        on
            later.psn_no = earlier.psn_no
            and later.fixmedins_code = earlier.fixmedins_code
            and later.medfee_sumamt = earlier.medfee_sumamt
            and later.mdtrt_id <> earlier.mdtrt_id
            and (later.setl_time, later.setl_id) > (earlier.setl_time, earlier.setl_id)
            and abs({{ days_between('later.began_on', 'earlier.began_on') }})
            <= {{ threshold('double_payment_days', 'later.setl_time::date') }}
    where
        later.quarter = '{{ var("quarter") }}'
        and later.is_by_hand <> earlier.is_by_hand
        -- A settlement that does not say where it was paid is no proof.
        and later.pay_loc is not null
        and earlier.pay_loc is not null
)

select
    setl_id,
    null as bkkp_sn,
    'paid_twice' as kp_id,
    null as violating_quantity,
    null as violating_amount,
    null as verdict,
    '同一人、同一机构、就诊日相差不超过 '
    || {{ number_text(threshold('double_payment_days', 'setl_time::date')) }}
    || ' 天，总费用同为 ' || {{ number_text('medfee_sumamt') }} || ' 元，'
    || other_settled_on || ' 已结算一次（联网与手工各一次）' as hit_reason,
    {{ evidence({
        'other_setl_id': 'other_setl_id',
        'other_settled_on': 'other_settled_on',
        'began_on': 'began_on',
        'medfee_sumamt': 'medfee_sumamt',
        'is_by_hand': 'is_by_hand'
    }) }} as evidence
from pairs
where turn = 1
