-- Whether the times of day of an institution's lines can be believed, by the month in which
-- they were settled. A line has no time of day when it was written down at midnight, and no
-- believable one when many lines of its encounter carry the same second (D-05).
with settlements as (
    select
        settlements.setl_id,
        settlements.mdtrt_id,
        settlements.fixmedins_code,
        date_trunc('month', settlements.setl_time)::date as month,
        totals.charge_lines,
        totals.midnight_lines,
        totals.uploaded_lines,
        totals.late_lines
    from {{ ref('int_settlements') }} as settlements
    inner join {{ ref('int_settlement_totals') }} as totals
        on settlements.setl_id = totals.setl_id
    where
        settlements.quarter = '{{ var("quarter") }}'
        and settlements.standing = 'net'
        and totals.charge_lines > 0
),

-- Who has fewer lines in all can't have so many at one second.
large as (
    select mdtrt_id
    from settlements
    group by mdtrt_id
    having sum(charge_lines) >= {{ threshold('crowded_lines_min', quarter_start()) }}
),

crowds as (
    select
        settlements.fixmedins_code,
        settlements.month,
        count(*) as lines
    from {{ ref('int_raw_lines') }} as lines
    inner join settlements on lines.setl_id = settlements.setl_id
    where
        settlements.mdtrt_id in (select large.mdtrt_id from large)
        and lines.cnt > 0
        and lines.fee_ocur_time <> date_trunc('day', lines.fee_ocur_time)
    group by
        settlements.fixmedins_code, settlements.month, lines.mdtrt_id, lines.fee_ocur_time
    having count(*) >= {{ threshold('crowded_lines_min', quarter_start()) }}
),

crowded as (
    select
        fixmedins_code,
        month,
        sum(lines)::int as crowded_lines
    from crowds
    group by fixmedins_code, month
),

counted as (
    select
        fixmedins_code,
        month,
        sum(charge_lines)::int as lines,
        sum(midnight_lines)::int as midnight_lines,
        sum(uploaded_lines)::int as uploaded_lines,
        sum(late_lines)::int as late_lines
    from settlements
    group by fixmedins_code, month
),

doubted as (
    select
        counted.fixmedins_code,
        counted.month,
        counted.lines,
        counted.midnight_lines,
        coalesce(crowded.crowded_lines, 0) as crowded_lines,
        counted.uploaded_lines,
        counted.late_lines,
        {{ ratio(
            '(counted.midnight_lines + coalesce(crowded.crowded_lines, 0))', 'counted.lines', 4
        ) }} as share
    from counted
    left join crowded
        on counted.fixmedins_code = crowded.fixmedins_code and counted.month = crowded.month
)

select
    *,
    case
        when share >= {{ threshold('time_missing_share_max', quarter_start()) }} then 'day'
        else 'second'
    end as time_grade
from doubted
