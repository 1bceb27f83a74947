-- On which days of an encounter two drugs of one group were given by the same route: each drug
-- with each other one, and what both cost that day.
with days as (
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
    from {{ ref('int_grouped_drugs') }}
    group by mdtrt_id, group_id, route, ingredient, fee_date, is_stay
)

select
    mine.mdtrt_id,
    mine.group_id,
    mine.route,
    mine.ingredient,
    other.ingredient as other_ingredient,
    mine.fee_date,
    mine.is_stay,
    mine.item_name,
    other.item_name as other_name,
    mine.fee_amount::numeric(16, 2) as fee_amount,
    other.fee_amount::numeric(16, 2) as other_amount,
    least(mine.prd_days, other.prd_days) as shared_days
from days as mine
inner join days as other
    on
        mine.mdtrt_id = other.mdtrt_id
        and mine.group_id = other.group_id
        and mine.route = other.route
        and mine.fee_date = other.fee_date
        and mine.ingredient <> other.ingredient
