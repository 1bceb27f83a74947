-- One person is settled twice for the same amount at one institution within a minute, the fund
-- paying both times: a purchase may have been split to stay below a limit.
with purchases as (
    select
        *,
        lag(setl_id) over same as earlier_setl_id,
        lag(settled_at) over same as earlier_settled_at
    from {{ ref('int_visits') }}
    where
        is_in_quarter
        and med_type_group in ('门诊', '慢特病', '购药')
        -- The system's own parts, one for the fund and one for the account, are no split.
        and fund_pay_sumamt > 0
        -- Midnight is no time of day.
        and settled_at <> settled_at::date
    window
        same as (
            partition by psn_no, fixmedins_code, settled_at::date, medfee_sumamt
            order by settled_at, setl_id
        )
),

pairs as (
    select
        *,
        {{ seconds_between('settled_at', 'earlier_settled_at') }} as seconds
    from purchases
    where
        {{ seconds_between('settled_at', 'earlier_settled_at') }}
        <= {{ threshold('split_seconds', 'settled_at::date') }}
),

lines as (
    select *
    from {{ ref('int_fee_lines') }}
    where
        setl_id in (
            select pairs.setl_id from pairs
            union all
            select pairs.earlier_setl_id from pairs
        )
),

contents as (
    select
        setl_id,
        bool_or(list_type in ('102', '106')) as has_slices,
        bool_or(list_type in ('101', '104')) as has_drugs
    from lines
    group by setl_id
),

-- Both have numbers of prescriptions and share none.
other_prescriptions as (
    select pairs.setl_id
    from pairs
    inner join lines on pairs.setl_id = lines.setl_id
    inner join lines as earlier_lines on pairs.earlier_setl_id = earlier_lines.setl_id
    where lines.rx_drord_no is not null and earlier_lines.rx_drord_no is not null
    group by pairs.setl_id
    having sum(case when lines.rx_drord_no = earlier_lines.rx_drord_no then 1 else 0 end) = 0
)

select
    pairs.setl_id,
    null as bkkp_sn,
    'purchase_split' as kp_id,
    null as violating_quantity,
    null as violating_amount,
    case when other_prescriptions.setl_id is not null then 'alert' end as verdict,
    '同一参保人 ' || pairs.settled_at::date || ' 在本机构相隔 ' || pairs.seconds
    || ' 秒结算两次，金额同为 ' || {{ number_text('pairs.medfee_sumamt') }}
    || ' 元，前一笔为 ' || pairs.earlier_setl_id as hit_reason,
    {{ evidence({
        'settled_at': 'pairs.settled_at',
        'earlier_setl_id': 'pairs.earlier_setl_id',
        'seconds': 'pairs.seconds',
        'medfee_sumamt': 'pairs.medfee_sumamt'
    }) }} as evidence
from pairs
left join contents on pairs.setl_id = contents.setl_id
left join contents as earlier_contents on pairs.earlier_setl_id = earlier_contents.setl_id
left join other_prescriptions on pairs.setl_id = other_prescriptions.setl_id
where
    -- Slices and packed drugs are prescribed apart.
    not (
        coalesce(contents.has_slices <> earlier_contents.has_slices, false)
        and coalesce(contents.has_drugs <> earlier_contents.has_drugs, false)
    )
