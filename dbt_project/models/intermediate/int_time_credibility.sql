-- Whether the times of day of an institution's lines can be believed, by the month in which
-- they were settled. A line has no time of day when it was written down at midnight, and no
-- believable one when many lines of its encounter carry the same second (D-05).
with settlements as (
    select
        setl_id,
        fixmedins_code,
        date_trunc('month', setl_time)::date as month
    from {{ ref('int_settlements') }}
    where
        quarter = '{{ var("quarter") }}'
        and standing = 'net'
),

moments as (
    select
        settlements.fixmedins_code,
        settlements.month,
        lines.mdtrt_id,
        lines.fee_ocur_time,
        count(*) as lines,
        count(lines.uploaded_at) as uploaded_lines,
        count(*) filter (
            where
            {{ seconds_between('lines.uploaded_at', 'lines.fee_ocur_time') }}
            > 3600 * {{ threshold('upload_lag_hours', quarter_start()) }}
        ) as late_lines
    from {{ ref('int_raw_lines') }} as lines
    inner join settlements on lines.setl_id = settlements.setl_id
    where lines.cnt > 0
    group by
        settlements.fixmedins_code, settlements.month, lines.mdtrt_id, lines.fee_ocur_time
),

judged as (
    select
        *,
        fee_ocur_time is null
        or fee_ocur_time = date_trunc('day', fee_ocur_time) as is_midnight,
        lines >= {{ threshold('crowded_lines_min', quarter_start()) }} as is_crowded
    from moments
),

counted as (
    select
        fixmedins_code,
        month,
        sum(lines)::int as lines,
        coalesce(sum(lines) filter (where is_midnight), 0)::int as midnight_lines,
        coalesce(sum(lines) filter (where is_crowded and not is_midnight), 0)::int
            as crowded_lines,
        sum(uploaded_lines)::int as uploaded_lines,
        sum(late_lines)::int as late_lines
    from judged
    group by fixmedins_code, month
)

select
    *,
    {{ ratio('(midnight_lines + crowded_lines)', 'lines', 4) }} as share,
    case
        when
            {{ ratio('(midnight_lines + crowded_lines)', 'lines', 4) }}
            >= {{ threshold('time_missing_share_max', quarter_start()) }} then 'day'
        else 'second'
    end as time_grade
from counted
