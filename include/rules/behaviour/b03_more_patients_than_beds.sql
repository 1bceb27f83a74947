-- A hospital that has more inpatients on some day than its approved beds allow.
with full_days as (
    select
        census.fixmedins_code,
        census.day,
        census.stays_present,
        institutions.bed_count,
        {{ days_between('census.last_day', 'census.day') }} + 1 as days,
        row_number() over (
            partition by census.fixmedins_code
            order by census.stays_present desc, census.day asc
        ) as turn
    from {{ ref('int_stay_census') }} as census
    inner join {{ ref('int_institutions') }} as institutions
        on census.fixmedins_code = institutions.fixmedins_code
    where
        institutions.bed_count > 0
        and census.stays_present
        > institutions.bed_count * {{ threshold('bed_use_max', 'census.day') }}
),

counted as (
    select
        fixmedins_code,
        sum(days) as days,
        max(bed_count) as bed_count,
        max(stays_present) as most_present,
        max(case when turn = 1 then day end) as worst_day
    from full_days
    group by fixmedins_code
)

select
    counted.fixmedins_code,
    cast(null as text) as practitioner_code,
    cast(null as text) as subject,
    'bed_use' as metric_id,
    {{ quarter_start() }} as period_start,
    {{ quarter_end() }} - 1 as period_end,
    round(counted.most_present * 1.0 / counted.bed_count, 4) as observed,
    {{ threshold('bed_use_max', 'counted.worst_day') }} as expected,
    cast(null as numeric(18, 6)) as spread,
    cast(null as numeric(18, 3)) as robust_z,
    cast(null as int) as peers,
    cast(null as numeric(16, 2)) as amount,
    cast(null as text) as verdict,
    '批准床位 ' || {{ number_text('counted.bed_count') }} || ' 张，'
    || counted.worst_day || ' 在院 ' || counted.most_present || ' 人；本季度共有 '
    || {{ number_text('counted.days') }} || ' 天在院人数超过允许的床位使用率' as signal_reason,
    {{ evidence({
        'bed_count': 'counted.bed_count',
        'most_present': 'counted.most_present',
        'worst_day': 'counted.worst_day',
        'days': 'counted.days'
    }) }} as evidence
from counted
