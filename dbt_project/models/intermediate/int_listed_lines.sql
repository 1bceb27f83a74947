-- The net fee lines whose item some list is about: the one scan that finds the
-- candidates of all rules on listed items. What the patient paid alone uses up no cap and
-- no day of the stay (G-2): a second bed for the family is no second bed of the fund.
select
    lines.*,
    items.is_sex_limited,
    items.is_level_limited,
    items.is_unpayable_slice,
    items.is_daily_capped and lines.inscp_amount > 0 as is_daily_capped,
    items.is_container,
    items.is_contained,
    items.is_per_diem and lines.inscp_amount > 0 as is_per_diem,
    coalesce(lines.pric > items.lowest_ceiling, false) as is_above_lowest_ceiling
from {{ ref('int_fee_lines') }} as lines
inner join {{ ref('int_listed_items') }} as items
    on
        lines.med_list_codg = items.med_list_codg
        and lines.hilist_code is not distinct from items.hilist_code
        and lines.hilist_name is not distinct from items.hilist_name
where
    items.is_sex_limited
    or items.is_level_limited
    or items.is_unpayable_slice
    or items.is_daily_capped
    or items.is_container
    or items.is_contained
    or items.is_per_diem
    or lines.pric > items.lowest_ceiling
