-- Lines of drugs that the list puts in a group of drugs that do the same, of those that are taken
-- for longer than a day and that the fund paid for.
select
    lines.setl_id,
    lines.mdtrt_id,
    lines.bkkp_sn,
    lines.kp_id,
    lines.fee_date,
    lines.quantity,
    lines.fee_amount,
    lines.med_type_group = '住院' as is_stay,
    drugs.item_name,
    drugs.group_id,
    drugs.group_name,
    coalesce(drugs.route, '') as route,
    details.prd_days,
    -- The ingredient alone: form, strength, pack and maker make no second drug.
    case
        when length(lines.med_list_codg) = 23 and starts_with(lines.med_list_codg, 'X')
            then left(lines.med_list_codg, 10)
        when length(lines.med_list_codg) = 20 and starts_with(lines.med_list_codg, 'Z')
            then left(lines.med_list_codg, 11)
        else lines.med_list_codg
    end as ingredient
from {{ ref('int_listed_lines') }} as lines
inner join {{ ref('duplicate_groups') }} as drugs
    on lines.kp_id = drugs.kp_id and {{ in_force('drugs', 'lines.fee_date') }}
inner join {{ ref('int_line_details') }} as details on lines.bkkp_sn = details.bkkp_sn
where
    lines.list_id = 'duplicate_groups'
    and lines.inscp_amount > 0
    -- Basal and mealtime insulin are meant to be given together.
    and not {{ matches("coalesce(drugs.group_name, '')", "'胰岛素'") }}
    -- Outpatients take what lasts them a day or more after each other.
    and (lines.med_type_group = '住院' or details.prd_days >= 2)
