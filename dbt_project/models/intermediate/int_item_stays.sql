-- Units of each per-diem family over a whole stay (all its settlements together), without
-- those that the patient paid alone: they are no days of the fund (G-2).
select
    lines.mdtrt_id,
    per_diem_items.family,
    per_diem_items.family_name,
    sum(lines.quantity) as stay_quantity
from {{ ref('int_listed_lines') }} as lines
inner join {{ ref('per_diem_items') }} as per_diem_items
    on
        lines.kp_id = per_diem_items.kp_id
        and {{ in_force('per_diem_items', 'lines.fee_date') }}
where
    lines.list_id = 'per_diem_items'
    and lines.inscp_amount > 0
    and lines.med_type_group = '住院'
group by lines.mdtrt_id, per_diem_items.family, per_diem_items.family_name
