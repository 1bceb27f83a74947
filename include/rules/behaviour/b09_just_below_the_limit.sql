-- An outlet whose settlements crowd just below the limit of what the fund pays for outpatients.
-- The fund pays between 95 % of the limit and the limit far more often than between 90 % and 95 %.
with limits as (
    select {{ threshold('outpatient_limit_yuan', quarter_start()) }} as yuan
),

counted as (
    select
        settlements.fixmedins_code,
        limits.yuan,
        count(*) filter (where settlements.fund_net_amount >= limits.yuan * 0.95) as just_below,
        count(*) filter (where settlements.fund_net_amount < limits.yuan * 0.95) as further_below
    from {{ ref('int_settlements') }} as settlements
    cross join limits
    where
        settlements.quarter = '{{ var("quarter") }}'
        and settlements.standing = 'net'
        and settlements.med_type_group in ('门诊', '慢特病', '购药')
        and settlements.fund_net_amount >= limits.yuan * 0.90
        and settlements.fund_net_amount < limits.yuan
    group by settlements.fixmedins_code, limits.yuan
)

select
    fixmedins_code,
    cast(null as text) as practitioner_code,
    cast(null as text) as subject,
    'just_below_limit' as metric_id,
    {{ quarter_start() }} as period_start,
    {{ quarter_end() }} - 1 as period_end,
    -- None further below counts as one.
    round(just_below * 1.0 / greatest(further_below, 1), 4) as observed,
    {{ threshold('limit_density_ratio', quarter_start()) }} as expected,
    cast(null as numeric(18, 6)) as spread,
    cast(null as numeric(18, 3)) as robust_z,
    cast(null as int) as peers,
    cast(null as numeric(16, 2)) as amount,
    cast(null as text) as verdict,
    '统筹支付在限额 ' || {{ number_text('yuan') }} || ' 元的 95% 至 100% 之间的有 ' || just_below
    || ' 笔，在 90% 至 95% 之间的只有 ' || further_below || ' 笔' as signal_reason,
    {{ evidence({
        'limit_yuan': 'yuan',
        'just_below': 'just_below',
        'further_below': 'further_below'
    }) }} as evidence
from counted
where
    just_below + further_below >= 30
    and just_below > further_below * {{ threshold('limit_density_ratio', quarter_start()) }}
