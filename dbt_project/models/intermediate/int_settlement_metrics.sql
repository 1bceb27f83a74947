-- Metrics that ask something of each settlement outside stays, for every quarter of the history.
with settlements as (
    select
        setl_id,
        quarter,
        fixmedins_code,
        med_type,
        setl_time,
        setl_time::date as settled_on,
        medfee_sumamt + reversed_amount as fee_amount
    from {{ ref('int_settlements') }}
    where
        standing = 'net'
        and med_type_group in ('门诊', '慢特病', '购药')
),

-- An emergency (13, 1301) comes at any hour; midnight sharp is no time of day.
timed as (
    select
        quarter,
        fixmedins_code,
        count(*)::int as settlements,
        count(*) filter (
            where
            extract(hour from setl_time) >= {{ threshold('odd_hour_from', quarter_start()) }}
            or extract(hour from setl_time) < {{ threshold('odd_hour_to', quarter_start()) }}
        )::int as at_odd_hours
    from settlements
    where
        coalesce(med_type, '') not in ('13', '1301')
        and setl_time <> settled_on
    group by quarter, fixmedins_code
),

amounts as (
    select
        quarter,
        fixmedins_code,
        fee_amount,
        count(*)::int as settlements
    from settlements
    where fee_amount > 0
    group by quarter, fixmedins_code, settled_on, fee_amount
),

repeated as (
    select
        quarter,
        fixmedins_code,
        sum(settlements)::int as settlements,
        coalesce(sum(settlements) filter (where fee_amount % 10 = 0), 0)::int as round_ones,
        -- The same amount many times on one day.
        coalesce(
            sum(settlements) filter (
                where settlements >= {{ threshold('repeated_amount_min', quarter_start()) }}
            ), 0
        )::int as repeated_ones
    from amounts
    group by quarter, fixmedins_code
),

-- The last days of a year against its days before December on which there was an outlet.
years as (
    select
        fixmedins_code,
        extract(year from settled_on)::int as settled_in,
        sum(fee_amount) filter (
            where
            extract(month from settled_on) = 12
            and extract(day from settled_on)
            > 31 - {{ threshold('year_end_days', quarter_start()) }}
        ) as late_amount,
        sum(fee_amount) filter (where extract(month from settled_on) < 12) as early_amount,
        {{ days_between(
            "cast(extract(year from min(settled_on))::int || '-12-01' as date)", 'min(settled_on)'
        ) }} as early_days
    from settlements
    group by fixmedins_code, extract(year from settled_on)
)

select
    'odd_hour_share' as metric_id,
    quarter,
    fixmedins_code,
    at_odd_hours as numerator,
    settlements as denominator,
    settlements as cases,
    settlements >= 10 as is_enough
from timed
union all
select
    'round_amount_share' as metric_id,
    quarter,
    fixmedins_code,
    round_ones as numerator,
    settlements as denominator,
    settlements as cases,
    settlements >= 100 as is_enough
from repeated
union all
select
    'repeated_amount_share' as metric_id,
    quarter,
    fixmedins_code,
    repeated_ones as numerator,
    settlements as denominator,
    settlements as cases,
    settlements >= 100 as is_enough
from repeated
union all
select
    'december_ratio' as metric_id,
    settled_in || 'Q4' as quarter,
    fixmedins_code,
    round(late_amount / {{ threshold('year_end_days', quarter_start()) }}, 2) as numerator,
    round(early_amount / early_days, 2) as denominator,
    early_days as cases,
    early_days >= 183 as is_enough
from years
where late_amount is not null and early_amount > 0
