-- An item billed on top of another that already contains it, within the pair's window.
with containers as (
    select distinct
        pairs.kp_id,
        lines.mdtrt_id,
        lines.bkkp_sn,
        lines.fee_date,
        lines.fee_ocur_time
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('contained_items') }} as pairs
        on
            lines.kp_id = pairs.kp_id
            and {{ in_force('pairs', 'lines.fee_date') }}
    where lines.list_id = 'contained_items:a'
),

contained as (
    select
        lines.*,
        pairs.item_a_name,
        pairs.item_b_name,
        pairs.pair_window,
        pairs.bypass,
        pairs.included_quantity,
        pairs.rationale
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('contained_items') }} as pairs
        on
            lines.kp_id = pairs.kp_id
            and {{ in_force('pairs', 'lines.fee_date') }}
    where lines.list_id = 'contained_items:b'
),

met as (
    select
        contained.*,
        containers.bkkp_sn as container_bkkp_sn,
        row_number() over (
            partition by contained.kp_id, contained.bkkp_sn
            order by containers.bkkp_sn
        ) as container_number,
        -- Midnight means that the system sends no time of day, and where many lines are of
        -- midnight the others are not to be believed either (D-05).
        contained.pair_window in ('within_6_hours', 'same_hour')
        and (
            contained.fee_ocur_time = contained.fee_date
            or containers.fee_ocur_time = containers.fee_date
            or coalesce(times.time_grade = 'day', false)
        ) as lacks_time_of_day
    from contained
    inner join containers
        on
            contained.kp_id = containers.kp_id
            and contained.mdtrt_id = containers.mdtrt_id
            and contained.bkkp_sn <> containers.bkkp_sn
            and case contained.pair_window
                when 'same_encounter' then true
                when 'same_day' then contained.fee_date = containers.fee_date
                when 'within_6_hours'
                    then
                        abs({{ seconds_between(
                            'contained.fee_ocur_time', 'containers.fee_ocur_time'
                        ) }}) <= 6 * 3600
                when 'same_hour'
                    then
                        abs({{ seconds_between(
                            'contained.fee_ocur_time', 'containers.fee_ocur_time'
                        ) }}) < 3600
            end
    inner join {{ ref('int_settlements') }} as settlements
        on contained.setl_id = settlements.setl_id
    left join {{ ref('int_time_credibility') }} as times
        on
            settlements.fixmedins_code = times.fixmedins_code
            and date_trunc('month', settlements.setl_time)::date = times.month
),

counted as (
    select
        *,
        sum(quantity) over (
            partition by kp_id, mdtrt_id, fee_date
            order by bkkp_sn
        ) - quantity as quantity_of_earlier_lines
    from met
    where container_number = 1
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    -- A contains so many units of B; what goes beyond them was done separately.
    least(
        quantity, coalesce(included_quantity, quantity + quantity_of_earlier_lines)
        - quantity_of_earlier_lines
    ) as violating_quantity,
    null as violating_amount,
    case when bypass = 1 or lacks_time_of_day then 'suspect' end as verdict,
    item_a_name || ' 已包含 ' || item_b_name || '，不得另行收费（' || rationale || '）' as hit_reason,
    {{ evidence({
        'container_bkkp_sn': 'container_bkkp_sn',
        'pair_window': 'pair_window',
        'bypass': 'bypass'
    }) }} as evidence
from counted
where quantity_of_earlier_lines < coalesce(included_quantity, quantity_of_earlier_lines + 1)
