-- Two drugs that do the same, given together over at least two days; the one that cost less
-- on these days is the one too many.
with pairs as (
    select
        mdtrt_id,
        group_id,
        route,
        ingredient,
        other_ingredient,
        min(other_name) as other_name,
        case when is_stay then count(*) else max(shared_days) end as overlap_days
    from {{ ref('int_drug_pair_days') }}
    -- Two names of one drug on the list are one drug.
    where item_name <> other_name
    group by mdtrt_id, group_id, route, ingredient, other_ingredient, is_stay
    having
        sum(fee_amount) < sum(other_amount)
        or sum(fee_amount) = sum(other_amount)
        and ingredient > other_ingredient
),

flagged as (
    select
        lines.*,
        pairs.other_name,
        pairs.overlap_days,
        row_number() over (
            partition by lines.bkkp_sn, lines.kp_id
            order by pairs.overlap_days desc, pairs.other_ingredient asc
        ) as nearness
    from {{ ref('int_grouped_drugs') }} as lines
    inner join {{ ref('int_drug_pair_days') }} as days
        on
            lines.mdtrt_id = days.mdtrt_id
            and lines.group_id = days.group_id
            and lines.route = days.route
            and lines.ingredient = days.ingredient
            and lines.fee_date = days.fee_date
    inner join pairs
        on
            days.mdtrt_id = pairs.mdtrt_id
            and days.group_id = pairs.group_id
            and days.route = pairs.route
            and days.ingredient = pairs.ingredient
            and days.other_ingredient = pairs.other_ingredient
    where pairs.overlap_days >= {{ threshold('duplicate_overlap_days', 'lines.fee_date') }}
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
