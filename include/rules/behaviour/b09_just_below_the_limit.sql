-- An outlet whose settlements crowd just below the limit of what the fund pays for outpatients.
-- The fund pays amounts of the last band below the limit far more often than those of the band
-- below it, as wide.
with limits as (
    select
        {{ threshold('outpatient_limit_yuan', quarter_start()) }} as yuan,
        {{ threshold('limit_band_width', quarter_start()) }} as band
),

counted as (
    select
        settlements.fixmedins_code,
        limits.yuan,
        limits.band,
        count(*) filter (
            where settlements.fund_net_amount >= limits.yuan * (1 - limits.band)
        ) as just_below,
        count(*) filter (
            where settlements.fund_net_amount < limits.yuan * (1 - limits.band)
        ) as further_below
    from {{ ref('int_settlements') }} as settlements
    cross join limits
    where
        settlements.quarter = '{{ var("quarter") }}'
        and settlements.standing = 'net'
        and settlements.med_type_group in ('门诊', '慢特病', '购药')
        and settlements.fund_net_amount >= limits.yuan * (1 - 2 * limits.band)
        and settlements.fund_net_amount < limits.yuan
    group by settlements.fixmedins_code, limits.yuan, limits.band
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
    '统筹支付在限额 ' || {{ number_text('yuan') }} || ' 元的 '
    || {{ number_text('100 * (1 - band)') }} || '% 至 100% 之间的有 ' || just_below || ' 笔，在 '
    || {{ number_text('100 * (1 - 2 * band)') }} || '% 至 '
    || {{ number_text('100 * (1 - band)') }} || '% 之间的只有 ' || further_below || ' 笔'
        as signal_reason,
    {{ evidence({
        'limit_yuan': 'yuan',
        'just_below': 'just_below',
        'further_below': 'further_below'
    }) }} as evidence
from counted
where
    just_below + further_below >= {{ threshold('limit_cases_min', quarter_start()) }}
    and just_below > further_below * {{ threshold('limit_density_ratio', quarter_start()) }}
