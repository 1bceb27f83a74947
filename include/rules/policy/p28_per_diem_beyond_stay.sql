-- More bed, nursing or other per-diem units than the stay has days; the excess falls on
-- the last lines of the stay.
with over_stays as (
    select
        units.*,
        stays.length_of_stay,
        units.stay_quantity - stays.length_of_stay as excess_quantity
    from {{ ref('int_item_stays') }} as units
    inner join {{ ref('int_stays') }} as stays on units.mdtrt_id = stays.mdtrt_id
    where
        stays.is_in_quarter
        and units.stay_quantity > stays.length_of_stay
),

lines_of_over_stays as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.quantity,
        over_stays.*,
        sum(lines.quantity) over (
            partition by over_stays.mdtrt_id, over_stays.family
            order by lines.fee_ocur_time desc, lines.bkkp_sn desc
        ) - lines.quantity as quantity_of_later_lines
    from over_stays
    inner join {{ ref('int_listed_lines') }} as lines on over_stays.mdtrt_id = lines.mdtrt_id
    inner join {{ ref('per_diem_items') }} as per_diem_items
        on
            over_stays.family = per_diem_items.family
            and lines.kp_id = per_diem_items.kp_id
            and {{ in_force('per_diem_items', 'lines.fee_date') }}
    where
        lines.list_id = 'per_diem_items'
        and lines.inscp_amount > 0
)

select
    setl_id,
    bkkp_sn,
    'per_diem-' || family as kp_id,
    least(quantity, excess_quantity - quantity_of_later_lines) as violating_quantity,
    null as violating_amount,
    -- Some provinces bill both the day of admission and of discharge.
    case
        when excess_quantity <= {{ threshold('per_diem_suspect_units', quarter_start()) }}
            then 'suspect'
    end as verdict,
    family_name || ' 共收 ' || {{ number_text('stay_quantity') }} || '，住院 ' || length_of_stay
    || ' 天' as hit_reason,
    {{ evidence({
        'family': 'family',
        'stay_quantity': 'stay_quantity',
        'length_of_stay': 'length_of_stay'
    }) }} as evidence
from lines_of_over_stays
where quantity_of_later_lines < excess_quantity
