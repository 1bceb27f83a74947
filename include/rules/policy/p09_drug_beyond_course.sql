-- A drug on more days than the course that the fund pays.
with days as (
    select
        days.psn_no,
        days.mdtrt_id,
        days.fee_date,
        limits.kp_id,
        limits.item_name,
        limits.max_days,
        limits.counting,
        limits.course_scope,
        -- Within what days add up: the stay, the year, or all of the person's.
        case limits.course_scope
            when 'stay' then days.mdtrt_id
            when 'year' then date_trunc('year', days.fee_date)::date::text
            else ''
        end as within
    from {{ ref('int_person_item_days') }} as days
    inner join {{ ref('course_limited_drugs') }} as limits
        on days.kp_id = limits.kp_id and {{ in_force('limits', 'days.fee_date') }}
    left join {{ ref('int_stays') }} as stays on days.mdtrt_id = stays.mdtrt_id
    where
        days.list_id = 'course_limited_drugs'
        and days.inscp_amount > 0
        -- On the day of a transfer two hospitals may give the same day's dose.
        and not coalesce(stays.dscg_way = '2' and days.fee_date = stays.discharged_on, false)
),

preceded as (
    select
        *,
        lag(fee_date) over (partition by psn_no, kp_id, within order by fee_date) as day_before
    from days
),

-- After a long pause a new course begins; a year has no courses.
begun as (
    select
        *,
        sum(case
            when
                course_scope <> 'year'
                and {{ days_between('fee_date', 'day_before') }}
                >= {{ threshold('episode_gap_days', 'fee_date') }}
                then 1
            else 0
        end) over (partition by psn_no, kp_id, within order by fee_date) as course_no
    from preceded
),

numbered as (
    select
        *,
        dense_rank() over (
            partition by psn_no, kp_id, within, course_no order by fee_date
        ) as day_number,
        min(fee_date) over (partition by psn_no, kp_id, within, course_no) as first_day,
        min(mdtrt_id) over (partition by psn_no, kp_id, within, course_no)
        = max(mdtrt_id) over (partition by psn_no, kp_id, within, course_no) as is_one_encounter
    from begun
)

select
    lines.setl_id,
    lines.bkkp_sn,
    numbered.kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    case
        when numbered.course_scope = 'year' or not numbered.is_one_encounter then 'suspect'
    end as verdict,
    numbered.item_name || ' 支付疗程限 ' || numbered.max_days || ' 天，自 ' || numbered.first_day
    || ' 起，' || numbered.fee_date || case
        when numbered.counting = 'span' then ' 已超出'
        else ' 为第 ' || numbered.day_number || ' 个用药日'
    end as hit_reason,
    {{ evidence({
        'first_day': 'numbered.first_day',
        'fee_date': 'numbered.fee_date',
        'day_number': 'numbered.day_number',
        'max_days': 'numbered.max_days'
    }) }} as evidence
from numbered
inner join {{ ref('int_listed_lines') }} as lines
    on
        numbered.kp_id = lines.kp_id
        and numbered.psn_no = lines.psn_no
        and numbered.mdtrt_id = lines.mdtrt_id
        and numbered.fee_date = lines.fee_date
left join {{ ref('int_line_details') }} as details on lines.bkkp_sn = details.bkkp_sn
inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
where
    lines.list_id = 'course_limited_drugs'
    and lines.inscp_amount > 0
    and not settlements.is_account_only
    -- What is taken home counts as one day and is never itself beyond the course.
    and coalesce(details.dscg_tkdrug_flag, '0') <> '1'
    and case
        when numbered.counting = 'span'
            then {{ days_between('numbered.fee_date', 'numbered.first_day') }} >= numbered.max_days
        else numbered.day_number > numbered.max_days
    end
