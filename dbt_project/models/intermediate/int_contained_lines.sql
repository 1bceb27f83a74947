-- Lines of an item that another one contains, with the first line of that other one within the
-- pair's window: the encounter, the day, six hours before or after, or less than an hour.
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
        lines.kp_id,
        lines.bkkp_sn,
        lines.setl_id,
        lines.mdtrt_id,
        lines.fee_date,
        lines.fee_ocur_time,
        lines.quantity,
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
        containers.fee_date as container_date,
        containers.fee_ocur_time as container_time,
        row_number() over (
            partition by contained.kp_id, contained.bkkp_sn
            order by containers.bkkp_sn
        ) as container_number
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
)

select
    met.kp_id,
    met.bkkp_sn,
    met.setl_id,
    met.mdtrt_id,
    met.fee_date,
    met.quantity,
    met.item_a_name,
    met.item_b_name,
    met.pair_window,
    met.bypass,
    met.included_quantity,
    met.rationale,
    met.container_bkkp_sn,
    -- Midnight means that the system sends no time of day, and where many lines are of
    -- midnight the others are not to be believed either (D-05).
    met.pair_window in ('within_6_hours', 'same_hour')
    and (
        met.fee_ocur_time = met.fee_date
        or met.container_time = met.container_date
        or coalesce(times.time_grade = 'day', false)
    ) as lacks_time_of_day
from met
inner join {{ ref('int_settlements') }} as settlements on met.setl_id = settlements.setl_id
left join {{ ref('int_time_credibility') }} as times
    on
        settlements.fixmedins_code = times.fixmedins_code
        and date_trunc('month', settlements.setl_time)::date = times.month
where met.container_number = 1
