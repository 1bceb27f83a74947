-- The net fee lines whose item some list is about, once per list and knowledge point: the one
-- scan that finds the candidates of all rules on listed items. A rule asks for its list.
{{ config(indexes=[{'columns': ['list_id']}]) }}

select
    items.list_id,
    items.kp_id,
    items.is_unapproved_mapping,
    lines.*
from {{ ref('int_fee_lines') }} as lines
inner join {{ ref('int_listed_items') }} as items
    on
        lines.med_list_codg = items.med_list_codg
        and lines.hilist_code is not distinct from items.hilist_code
        and lines.hilist_name is not distinct from items.hilist_name
        and (items.above_price is null or lines.pric > items.above_price)
        -- An institution of no level is held to what the lowest level may charge.
        and (items.at_level is null or greatest(lines.hospital_level, 1) = items.at_level)
