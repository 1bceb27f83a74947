-- Chronic care paid for a person who was not registered for it, or beyond what the fund pays for
-- the disease in a year.
with settled as (
    select
        setl_id,
        psn_no,
        dise_no,
        quarter,
        setl_time,
        medfee_sumamt,
        fund_net_amount,
        coalesce(began_on, setl_time::date) as began_on
    from {{ ref('int_settlements') }}
    where
        standing = 'net'
        and med_type_group = '慢特病'
        -- 15 and 9904 special drugs, 9901 the two common diseases: they have registers of
        -- their own, which nobody has delivered.
        and med_type not in ('15', '9901', '9904')
        and fund_net_amount > 0
),

registered as (
    select
        settled.setl_id,
        bool_or(
            registrations.registered_from <= settled.began_on
            and coalesce(registrations.registered_to, settled.began_on) >= settled.began_on
        ) as is_registered,
        -- Renewed late: it has run out only just now.
        bool_or(
            registrations.registered_from <= settled.began_on
            and coalesce(registrations.registered_to, settled.began_on)
            + {{ threshold('registration_grace_days', 'settled.began_on') }}::int
            >= settled.began_on
            and registrations.opsp_dise_code
            = coalesce(settled.dise_no, registrations.opsp_dise_code)
        ) as is_fit,
        max(case
            when registrations.registered_to < settled.began_on then registrations.registered_to
        end) as ended_on
    from settled
    inner join {{ ref('int_chronic_registrations') }} as registrations
        on settled.psn_no = registrations.psn_no
    group by settled.setl_id
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
    settled.setl_id,
    null as bkkp_sn,
    'no_registration' as kp_id,
    null as violating_quantity,
    null as violating_amount,
    case when coalesce(registered.is_registered, false) then 'suspect' end as verdict,
    '就诊日 ' || settled.began_on
    || case
        when coalesce(registered.is_registered, false)
            then ' 登记的门诊慢特病病种不含结算病种 ' || settled.dise_no
        else ' 无有效的门诊慢特病登记' || coalesce('，此前登记至 ' || registered.ended_on, '')
    end as hit_reason,
    {{ evidence({
        'began_on': 'settled.began_on',
        'dise_no': 'settled.dise_no',
        'ended_on': 'registered.ended_on'
    }) }} as evidence
from settled
left join registered on settled.setl_id = registered.setl_id
where
    settled.quarter = '{{ var("quarter") }}'
    and not coalesce(registered.is_fit, false)
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
