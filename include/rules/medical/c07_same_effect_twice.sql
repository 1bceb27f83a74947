-- Two drugs that do the same, given together over at least two days; the one that cost less
-- on these days is the one too many.
with grouped as (
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
),

drug_days as (
    select
        mdtrt_id,
        group_id,
        route,
        ingredient,
        fee_date,
        is_stay,
        min(item_name) as item_name,
        max(prd_days) as prd_days,
        sum(fee_amount) as fee_amount
    from grouped
    group by mdtrt_id, group_id, route, ingredient, fee_date, is_stay
),

pairs as (
    select
        mine.mdtrt_id,
        mine.group_id,
        mine.route,
        mine.ingredient,
        other.ingredient as other_ingredient,
        min(other.item_name) as other_name,
        case
            when mine.is_stay then count(*)
            else max(least(mine.prd_days, other.prd_days))
        end as overlap_days
    from drug_days as mine
    inner join drug_days as other
        on
            mine.mdtrt_id = other.mdtrt_id
            and mine.group_id = other.group_id
            and mine.route = other.route
            and mine.fee_date = other.fee_date
            and mine.ingredient <> other.ingredient
            -- Two names of one drug on the list are one drug.
            and mine.item_name <> other.item_name
    group by
        mine.mdtrt_id, mine.group_id, mine.route, mine.ingredient, other.ingredient, mine.is_stay
    having
        sum(mine.fee_amount) < sum(other.fee_amount)
        or sum(mine.fee_amount) = sum(other.fee_amount)
        and mine.ingredient > other.ingredient
),

flagged as (
    select
        grouped.*,
        pairs.other_name,
        pairs.overlap_days,
        row_number() over (
            partition by grouped.bkkp_sn, grouped.kp_id
            order by pairs.overlap_days desc, pairs.other_ingredient asc
        ) as nearness
    from grouped
    inner join pairs
        on
            grouped.mdtrt_id = pairs.mdtrt_id
            and grouped.group_id = pairs.group_id
            and grouped.route = pairs.route
            and grouped.ingredient = pairs.ingredient
    inner join drug_days as other
        on
            pairs.mdtrt_id = other.mdtrt_id
            and pairs.group_id = other.group_id
            and pairs.route = other.route
            and pairs.other_ingredient = other.ingredient
            and grouped.fee_date = other.fee_date
    where pairs.overlap_days >= {{ threshold('duplicate_overlap_days', 'grouped.fee_date') }}
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    quantity as violating_quantity,
    null as violating_amount,
    null as verdict,
    item_name || ' 与 ' || other_name || ' 同属' || coalesce(group_name, '一组')
    || '，作用相似，同时使用 ' || {{ number_text('overlap_days') }} || ' 天' as hit_reason,
    {{ evidence({
        'fee_date': 'fee_date',
        'group_id': 'group_id',
        'other_drug': 'other_name',
        'overlap_days': 'overlap_days'
    }) }} as evidence
from flagged
where nearness = 1
