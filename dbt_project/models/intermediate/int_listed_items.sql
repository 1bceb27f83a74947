-- The items of the quarter that some list is about: one wide row per item code and name.
-- Lists are asked here once per item, not once per line; dates are left to the rules,
-- so this only ever over-selects.
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

marked as (
    select
        items.*,
        exists(
            select 1 from {{ ref('sex_limited_drugs') }} as l
            where l.med_list_codg = items.med_list_codg
        ) as is_sex_limited,
        exists(
            select 1 from {{ ref('level_limited_drugs') }} as l
            where l.med_list_codg = items.med_list_codg or l.hilist_name = items.hilist_name
        ) as is_level_limited,
        exists(
            select 1 from {{ ref('unpayable_slices') }} as l
            where l.med_list_codg = items.med_list_codg
        ) as is_unpayable_slice,
        exists(
            select 1 from {{ ref('daily_caps') }} as l
            where l.med_list_codg = items.med_list_codg
        ) as is_daily_capped,
        exists(
            select 1 from {{ ref('contained_items') }} as l
            where l.item_a = items.med_list_codg
        ) as is_container,
        exists(
            select 1 from {{ ref('contained_items') }} as l
            where l.item_b = items.med_list_codg
        ) as is_contained,
        exists(
            select 1 from {{ ref('per_diem_items') }} as l
            where l.med_list_codg = items.med_list_codg
        ) as is_per_diem,
        ceilings.lowest_ceiling
    from items
    left join ceilings on items.hilist_code = ceilings.hilist_code
)

select *
from marked
where
    is_sex_limited
    or is_level_limited
    or is_unpayable_slice
    or is_daily_capped
    or is_container
    or is_contained
    or is_per_diem
    or lowest_ceiling is not null
