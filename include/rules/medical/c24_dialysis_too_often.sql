-- More days of one kind of dialysis within any 7 (or 14) days than a plan of treatment has; the
-- excess falls on the days that go beyond, once for each such stretch of days.
with over_days as (
    select
        *,
        lag(fee_date) over (partition by psn_no, modality order by fee_date) as over_day_before
    from {{ ref('int_dialysis_days') }}
    where days_in_stretch > max_days
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

excess as (
    select
        *,
        max(days_in_stretch - max_days) over whole_stretch as excess_days,
        row_number() over (whole_stretch order by fee_date) as position
    from runs
    window whole_stretch as (
        partition by
            psn_no, modality, run_began_on,
            floor({{ days_between('fee_date', 'run_began_on') }} / stretch)
    )
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
inner join {{ ref('dialysis_items') }} as limits on excess.modality = limits.modality
inner join {{ ref('int_listed_lines') }} as lines
    on
        limits.kp_id = lines.kp_id
        and excess.psn_no = lines.psn_no
        and excess.fee_date = lines.fee_date
        and {{ in_force('limits', 'lines.fee_date') }}
-- Acute need and intensive care have no plan.
left join {{ ref('int_unplanned_encounters') }} as unplanned
    on lines.mdtrt_id = unplanned.mdtrt_id
where
    excess.position <= excess.excess_days
    and lines.list_id = 'dialysis_items'
    and lines.inscp_amount > 0
    and unplanned.mdtrt_id is null
