-- Units of each per-diem family over a whole stay (all its settlements together).
select
    lines.mdtrt_id,
    per_diem_items.family,
    per_diem_items.family_name,
    sum(lines.quantity) as stay_quantity
from {{ ref('int_listed_lines') }} as lines
inner join {{ ref('per_diem_items') }} as per_diem_items
    on
        lines.med_list_codg = per_diem_items.med_list_codg
        and {{ in_force('per_diem_items', 'lines.fee_date') }}
where
    lines.is_per_diem
    and lines.med_type_group = '住院'
group by lines.mdtrt_id, per_diem_items.family, per_diem_items.family_name
