-- One person buying drugs on more days within thirty days than anybody needs to, or several times
-- a day on many days.
with purchases as (
    select
        *,
        row_number() over (
            partition by psn_no, visited_on order by settled_at desc, setl_id desc
        ) as place,
        -- From the personal account a whole family buys.
        sum(case when is_account_only then 0 else 1 end) over (
            partition by psn_no, visited_on
        ) >= {{ threshold('purchases_day_min', quarter_start()) }} as is_several
    from {{ ref('int_visits') }}
    where
        med_type_group = '购药'
        -- What the buyer paid alone is no claim on the fund.
        and fund_pay_sumamt + coalesce(acct_pay, 0) > 0
),

thirty_days as (
    select
        *,
        count(*) over earlier as days,
        sum(case when is_several then 1 else 0 end) over earlier as days_of_several
    from purchases
    where place = 1
    window
        earlier as (
            partition by psn_no order by visited_on
            range between interval '29 days' preceding and current row
        )
),

judged as (
    select
        *,
        days_of_several >= {{ threshold('days_of_several_purchases', quarter_start()) }} as is_often
    from thirty_days
),

frequent as (
    select
        *,
        row_number() over (partition by psn_no order by visited_on desc) as turn,
        -- Several times a day, on several days.
        max(case when is_often then 1 else 0 end) over (partition by psn_no) as is_suspect
    from judged
    where
        is_in_quarter
        and (
            days > {{ threshold('purchases_30_days_max', 'visited_on') }}
            or is_often
        )
)

select
    setl_id,
    null as bkkp_sn,
    'frequent_purchases' as kp_id,
    null as violating_quantity,
    null as violating_amount,
    case when is_suspect = 0 then 'alert' end as verdict,
    '截至 ' || visited_on || ' 的 30 天内有 ' || days || ' 天购药（提示上限 '
    || {{ number_text(threshold('purchases_30_days_max', 'visited_on')) }}
    || ' 天），其中 ' || days_of_several || ' 天由统筹基金支付 '
    || {{ number_text(threshold('purchases_day_min', quarter_start())) }} || ' 次以上' as hit_reason,
    {{ evidence({
        'visited_on': 'visited_on',
        'days': 'days',
        'days_of_several': 'days_of_several'
    }) }} as evidence
from frequent
where turn = 1
