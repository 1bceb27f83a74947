-- A service on more days than one course of treatment is paid for. A pause, or a new stroke or
-- injury, begins a new course; what was done in other encounters counts as well.
with injuries as (
    select
        mdtrt_id,
        max(left(diag_code, 3)) as main_disease
    from {{ ref('int_listed_diagnoses') }}
    where
        list_id = 'diagnosis_sets'
        and set_id = 'stroke_or_injury'
        and is_main
    group by mdtrt_id
),

-- Days that the patient paid alone take nothing from the course.
days as (
    select
        days.psn_no,
        days.kp_id,
        days.fee_date,
        min(days.mdtrt_id) as first_mdtrt_id,
        max(days.mdtrt_id) as last_mdtrt_id,
        max(injuries.main_disease) as main_disease
    from {{ ref('int_person_item_days') }} as days
    left join injuries on days.mdtrt_id = injuries.mdtrt_id
    where
        days.list_id = 'course_limited_services'
        and days.inscp_amount > 0
    group by days.psn_no, days.kp_id, days.fee_date
),

compared as (
    select
        *,
        lag(fee_date) over (partition by psn_no, kp_id order by fee_date) as day_before,
        lag(main_disease) over (partition by psn_no, kp_id order by fee_date) as disease_before,
        {{ threshold('episode_gap_days', 'fee_date') }} as longest_pause
    from days
),

courses as (
    select
        *,
        sum(case
            when day_before is null then 1
            when {{ days_between('fee_date', 'day_before') }} >= longest_pause then 1
            when main_disease is not null and main_disease is distinct from disease_before then 1
            else 0
        end) over (partition by psn_no, kp_id order by fee_date) as course
    from compared
),

counted as (
    select
        *,
        row_number() over (partition by psn_no, kp_id, course order by fee_date) as day_number,
        min(fee_date) over (partition by psn_no, kp_id, course order by fee_date) as first_day,
        min(first_mdtrt_id) over (partition by psn_no, kp_id, course order by fee_date)
        = max(last_mdtrt_id) over (partition by psn_no, kp_id, course order by fee_date)
            as is_one_encounter
    from courses
)

select
    lines.setl_id,
    lines.bkkp_sn,
    limits.kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    -- Whether two encounters belong to one illness is not written anywhere.
    case when not counted.is_one_encounter then 'suspect' end as verdict,
    limits.item_name || ' 自 ' || counted.first_day || ' 起第 ' || counted.day_number
    || ' 个治疗日，一个疗程支付不超过 ' || limits.max_days || ' 日' as hit_reason,
    {{ evidence({
        'first_day': 'counted.first_day',
        'fee_date': 'lines.fee_date',
        'day_number': 'counted.day_number',
        'max_days': 'limits.max_days'
    }) }} as evidence
from counted
inner join {{ ref('course_limited_services') }} as limits
    on counted.kp_id = limits.kp_id and {{ in_force('limits', 'counted.fee_date') }}
inner join {{ ref('int_listed_lines') }} as lines
    on
        counted.psn_no = lines.psn_no
        and counted.kp_id = lines.kp_id
        and counted.fee_date = lines.fee_date
where
    counted.day_number > limits.max_days
    and lines.list_id = 'course_limited_services'
    and lines.inscp_amount > 0
