-- Chronic care paid for a person who was not registered for it, or beyond what the fund pays for
-- the disease in a year.
with settled as (
    select *
    from {{ ref('int_chronic_settlements') }}
    where
        -- 15 and 9904 special drugs, 9901 the two common diseases: they have registers of
        -- their own, which nobody has delivered.
        med_type not in ('15', '9901', '9904')
        and fund_net_amount > 0
),

-- What the fund has paid for the disease since the first of January.
yearly as (
    select
        settled.*,
        limits.kp_id,
        limits.year_cap,
        sum(settled.fund_net_amount) over (
            partition by limits.kp_id, settled.psn_no, extract(year from settled.setl_time)
            order by settled.setl_time, settled.setl_id
        )::numeric(16, 2) as fund_so_far
    from settled
    inner join {{ ref('chronic_limits') }} as limits
        on
            settled.dise_no = limits.dise_code
            and {{ in_force('limits', 'settled.began_on') }}
)

select
    setl_id,
    null as bkkp_sn,
    'no_registration' as kp_id,
    null as violating_quantity,
    null as violating_amount,
    case when is_registered then 'suspect' end as verdict,
    '就诊日 ' || began_on
    || case
        when is_registered then ' 登记的门诊慢特病病种不含结算病种 ' || dise_no
        else ' 无有效的门诊慢特病登记' || coalesce('，此前登记至 ' || ended_on, '')
    end as hit_reason,
    {{ evidence({
        'began_on': 'began_on',
        'dise_no': 'dise_no',
        'ended_on': 'ended_on'
    }) }} as evidence
from settled
where
    quarter = '{{ var("quarter") }}'
    -- Renewed late: it has run out only just now.
    and coalesce(
        fit_until + {{ threshold('registration_grace_days', 'setl_time::date') }}::int < began_on,
        true
    )
union all
select
    setl_id,
    null as bkkp_sn,
    kp_id,
    null as violating_quantity,
    -- The share of the fee that the excess is of the fund's payment.
    {{ money_part(
        'medfee_sumamt', 'least(fund_net_amount, fund_so_far - year_cap)', 'fund_net_amount'
    ) }} as violating_amount,
    null as verdict,
    '病种 ' || dise_no || ' 当年基金已支付 ' || {{ number_text('fund_so_far') }}
    || ' 元，超过年度限额 ' || {{ number_text('year_cap') }} || ' 元' as hit_reason,
    {{ evidence({
        'dise_no': 'dise_no',
        'fund_so_far': 'fund_so_far',
        'year_cap': 'year_cap'
    }) }} as evidence
from yearly
where
    quarter = '{{ var("quarter") }}'
    and fund_so_far > year_cap
