-- The items of the quarter that some list is about: one row per list, knowledge point and
-- item. Lists are asked once per item, not once per line; dates are left to the rules, so this
-- only ever over-selects.
with items as (
    select distinct
        med_list_codg,
        hilist_code,
        hilist_name
    from {{ ref('int_fee_lines') }}
),

ceilings as (
    select
        hilist_code,
        min(hilist_pric_uplmt_amt) as lowest_ceiling
    from {{ ref('int_price_ceilings') }}
    group by hilist_code
),

matched as (
    select
        points.list_id,
        points.kp_id,
        points.above_price,
        points.looks_back,
        items.*
    from {{ ref('int_knowledge_points') }} as points
    inner join items on points.listed_code = items.med_list_codg
    union all
    -- 14 characters of a drug's code name the drug, whoever makes it and in whatever pack.
    select
        points.list_id,
        points.kp_id,
        points.above_price,
        points.looks_back,
        items.*
    from {{ ref('int_knowledge_points') }} as points
    inner join items on points.listed_code = left(items.med_list_codg, 14)
    where
        length(points.listed_code) = 14
        and length(items.med_list_codg) > 14
    union all
    select
        points.list_id,
        points.kp_id,
        points.above_price,
        points.looks_back,
        items.*
    from {{ ref('int_knowledge_points') }} as points
    inner join items on points.listed_name = items.hilist_name
    union all
    select
        'included_materials:material' as list_id,
        included.kp_id,
        null as above_price,
        false as looks_back,
        items.*
    from {{ ref('included_materials') }} as included
    inner join items on starts_with(items.med_list_codg, included.material_prefix)
    union all
    select
        'price_ceilings' as list_id,
        ceilings.hilist_code as kp_id,
        ceilings.lowest_ceiling as above_price,
        false as looks_back,
        items.*
    from ceilings
    inner join items on ceilings.hilist_code = items.hilist_code
)

select
    list_id,
    kp_id,
    med_list_codg,
    hilist_code,
    hilist_name,
    -- Only what costs more is looked at; of a point with several dated prices, the lowest.
    min(above_price)::numeric(18, 4) as above_price,
    looks_back,
    false as is_unapproved_mapping
from matched
group by list_id, kp_id, med_list_codg, hilist_code, hilist_name, looks_back
