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
            lines.med_list_codg = pairs.item_a
            and {{ in_force('pairs', 'lines.fee_date') }}
    where lines.is_container
),

contained as (
    select
        lines.*,
        pairs.kp_id,
        pairs.item_a_name,
        pairs.item_b_name,
        pairs.pair_window,
        pairs.bypass,
        pairs.included_quantity,
        pairs.rationale
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('contained_items') }} as pairs
        on
            lines.med_list_codg = pairs.item_b
            and {{ in_force('pairs', 'lines.fee_date') }}
    where lines.is_contained
),

met as (
    select distinct on (contained.kp_id, contained.bkkp_sn)
        contained.*,
        containers.bkkp_sn as container_bkkp_sn,
        -- Midnight means that the system sends no time of day (D-05).
        contained.pair_window in ('within_6_hours', 'same_hour')
        and (
            contained.fee_ocur_time = contained.fee_date
            or containers.fee_ocur_time = containers.fee_date
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
                        abs(extract(epoch from contained.fee_ocur_time - containers.fee_ocur_time))
                        <= 6 * 3600
                when 'same_hour' then
                    abs(extract(epoch from contained.fee_ocur_time - containers.fee_ocur_time))
                    < 3600
            end
    order by contained.kp_id, contained.bkkp_sn, containers.bkkp_sn
),

counted as (
    select
        *,
        sum(quantity) over (
            partition by kp_id, mdtrt_id, fee_date
            order by bkkp_sn
        ) - quantity as quantity_of_earlier_lines
    from met
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
    jsonb_build_object(
        'container_bkkp_sn', container_bkkp_sn, 'pair_window', pair_window, 'bypass', bypass
    ) as evidence
from counted
where quantity_of_earlier_lines < coalesce(included_quantity, quantity_of_earlier_lines + 1)
