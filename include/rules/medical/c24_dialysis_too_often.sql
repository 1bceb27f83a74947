-- More days of one kind of dialysis within any 7 (or 14) days than a plan of treatment has; the
-- excess falls on the days that go beyond, once for each such stretch of days.
with limits as (
    select
        kp_id,
        item_name,
        modality,
        valid_from,
        valid_to,
        case when max_7_days is not null then 7 else 14 end as stretch,
        coalesce(max_7_days, max_14_days) as max_days
    from {{ ref('dialysis_items') }}
),

-- Acute need and intensive care have no plan: their days are not counted at all.
unplanned as (
    select mdtrt_id
    from {{ ref('int_listed_diagnoses') }}
    where
        list_id = 'diagnosis_sets'
        and set_id = 'dialysis_acute'
    union
    select mdtrt_id
    from {{ ref('int_settlements') }}
    where med_type = '1301'
    union
    select mdtrt_id
    from {{ ref('int_listed_lines') }}
    where
        list_id = 'per_diem_items'
        and med_list_codg = '001109000030000' -- 监护病房床位费
),

days as (
    select
        days.psn_no,
        limits.modality,
        days.fee_date,
        max(limits.stretch) as stretch,
        max(limits.max_days) as max_days
    from {{ ref('int_person_item_days') }} as days
    inner join limits
        on days.kp_id = limits.kp_id and {{ in_force('limits', 'days.fee_date') }}
    left join unplanned on days.mdtrt_id = unplanned.mdtrt_id
    where
        days.list_id = 'dialysis_items'
        and days.inscp_amount > 0
        and unplanned.mdtrt_id is null
    group by days.psn_no, limits.modality, days.fee_date
),

-- Days on which the stretch that ends there has more than it may.
over_days as (
    select
        days.psn_no,
        days.modality,
        days.fee_date,
        days.stretch,
        days.max_days,
        count(*) as days_in_stretch,
        lag(days.fee_date) over (
            partition by days.psn_no, days.modality
            order by days.fee_date
        ) as over_day_before
    from days
    inner join days as earlier
        on
            days.psn_no = earlier.psn_no
            and days.modality = earlier.modality
            and days.fee_date >= earlier.fee_date
            and {{ days_between('days.fee_date', 'earlier.fee_date') }} < days.stretch
    group by days.psn_no, days.modality, days.fee_date, days.stretch, days.max_days
    having count(*) > days.max_days
),

-- A plan of four days a week is one day too many each week, not four: the days beyond follow
-- each other in runs, which are cut into stretches.
runs as (
    select
        *,
        max(
            case
                when {{ days_between('fee_date', 'over_day_before') }} < stretch then null
                else fee_date
            end
        ) over (partition by psn_no, modality order by fee_date) as run_began_on
    from over_days
),

stretches as (
    select
        *,
        floor({{ days_between('fee_date', 'run_began_on') }} / stretch) as stretch_number
    from runs
),

excess as (
    select
        *,
        max(days_in_stretch - max_days) over whole_stretch as excess_days,
        row_number() over (whole_stretch order by fee_date) as position
    from stretches
    window whole_stretch as (partition by psn_no, modality, run_began_on, stretch_number)
)

select
    lines.setl_id,
    lines.bkkp_sn,
    lines.kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    null as verdict,
    limits.item_name || ' 截至 ' || lines.fee_date || ' 的 ' || excess.stretch || ' 天内收取 '
    || excess.days_in_stretch || ' 天，应不超过 ' || excess.max_days || ' 天' as hit_reason,
    {{ evidence({
        'modality': 'excess.modality',
        'fee_date': 'lines.fee_date',
        'stretch': 'excess.stretch',
        'days_in_stretch': 'excess.days_in_stretch',
        'max_days': 'excess.max_days'
    }) }} as evidence
from excess
inner join limits on excess.modality = limits.modality
inner join {{ ref('int_listed_lines') }} as lines
    on
        limits.kp_id = lines.kp_id
        and excess.psn_no = lines.psn_no
        and excess.fee_date = lines.fee_date
        and {{ in_force('limits', 'lines.fee_date') }}
left join unplanned on lines.mdtrt_id = unplanned.mdtrt_id
where
    excess.position <= excess.excess_days
    and lines.list_id = 'dialysis_items'
    and lines.inscp_amount > 0
    and unplanned.mdtrt_id is null
