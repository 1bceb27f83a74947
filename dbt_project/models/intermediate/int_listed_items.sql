-- The items of the quarter, and of the history that is looked back on, that some list is about:
-- one row per list, knowledge point and item. Lists are asked once per item, not once per line;
-- dates are left to the rules, so this only ever over-selects.
with items as (
    select
        med_list_codg,
        hilist_code,
        hilist_name,
        min(fee_date) as first_fee_on,
        max(fee_date) as last_fee_on
    from {{ ref('int_fee_lines') }}
    group by med_list_codg, hilist_code, hilist_name
    union all
    select distinct
        med_list_codg,
        hilist_code,
        hilist_name,
        null::date as first_fee_on,
        null::date as last_fee_on
    from {{ ref('int_item_history') }}
),

-- The national codes that an item may be listed by: its own, and that which a crosswalk gives
-- a local code. A mapping that nobody approved, or that is not valid on all days of the item's
-- fees, can only make a suspicion.
codes as (
    select
        med_list_codg as national_code,
        med_list_codg,
        hilist_code,
        hilist_name,
        false as is_unapproved_mapping
    from items
    union all
    select
        crosswalk.national_code,
        items.med_list_codg,
        items.hilist_code,
        items.hilist_name,
        not crosswalk.is_approved
        or crosswalk.valid_from > items.first_fee_on
        or coalesce(crosswalk.valid_to, items.last_fee_on) < items.last_fee_on
            as is_unapproved_mapping
    from {{ ref('stg_crosswalk') }} as crosswalk
    inner join items
        on
            crosswalk.local_code = items.med_list_codg
            and crosswalk.valid_from <= items.last_fee_on
            and coalesce(crosswalk.valid_to, items.last_fee_on) >= items.first_fee_on
),

-- Four ways in which a list names items, each an equality but the last.
named as (
    select
        points.list_id,
        points.kp_id,
        null::int as at_level,
        points.above_price,
        points.looks_back,
        codes.med_list_codg,
        codes.hilist_code,
        codes.hilist_name,
        codes.is_unapproved_mapping
    from {{ ref('int_knowledge_points') }} as points
    inner join codes on points.listed_code = codes.national_code
    union all
    -- 14 characters of a drug's code name the drug, whoever makes it and in whatever pack.
    select
        points.list_id,
        points.kp_id,
        null::int as at_level,
        points.above_price,
        points.looks_back,
        codes.med_list_codg,
        codes.hilist_code,
        codes.hilist_name,
        codes.is_unapproved_mapping
    from {{ ref('int_knowledge_points') }} as points
    inner join codes on points.listed_code = left(codes.national_code, 14)
    where
        length(points.listed_code) = 14
        and length(codes.national_code) > 14
    union all
    select
        points.list_id,
        points.kp_id,
        null::int as at_level,
        points.above_price,
        points.looks_back,
        items.med_list_codg,
        items.hilist_code,
        items.hilist_name,
        false as is_unapproved_mapping
    from {{ ref('int_knowledge_points') }} as points
    inner join items on points.listed_name = items.hilist_name
    union all
    select
        'included_materials:material' as list_id,
        included.kp_id,
        null::int as at_level,
        null as above_price,
        false as looks_back,
        codes.med_list_codg,
        codes.hilist_code,
        codes.hilist_name,
        codes.is_unapproved_mapping
    from {{ ref('included_materials') }} as included
    inner join codes on starts_with(codes.national_code, included.material_prefix)
),

ceilings as (
    select
        hilist_code,
        level_number,
        min(hilist_pric_uplmt_amt) as lowest_ceiling
    from {{ ref('int_price_ceilings') }}
    group by hilist_code, level_number
),

-- Items that the catalogue does not pay on some day between their first and last fee; a grade
-- that is not known is read as paid.
fee_spans as (
    select
        hilist_code,
        min(first_fee_on) as first_fee_on,
        max(last_fee_on) as last_fee_on
    from items
    where hilist_code is not null
    group by hilist_code
),

unpaid as (
    select fee_spans.hilist_code
    from fee_spans
    left join {{ ref('int_catalogue') }} as catalogue
        on
            fee_spans.hilist_code = catalogue.hilist_code
            and fee_spans.last_fee_on >= catalogue.valid_from
            and fee_spans.first_fee_on <= coalesce(catalogue.valid_to, fee_spans.last_fee_on)
            and coalesce(catalogue.grade, '01') <> '03'
    -- Without a catalogue nothing is outside of it.
    where exists (select 1 from {{ ref('int_catalogue') }})
    group by fee_spans.hilist_code, fee_spans.first_fee_on, fee_spans.last_fee_on
    having
        {{ days_between('fee_spans.last_fee_on', 'fee_spans.first_fee_on') }} + 1
        > sum(case
            when catalogue.hilist_code is null then 0
            else {{ days_between(
                'least(catalogue.valid_to, fee_spans.last_fee_on)',
                'greatest(catalogue.valid_from, fee_spans.first_fee_on)'
            ) }} + 1
        end)
),

derived as (
    select
        'price_ceilings' as list_id,
        ceilings.hilist_code as kp_id,
        ceilings.level_number as at_level,
        ceilings.lowest_ceiling as above_price,
        false as looks_back,
        items.med_list_codg,
        items.hilist_code,
        items.hilist_name,
        false as is_unapproved_mapping
    from ceilings
    inner join items on ceilings.hilist_code = items.hilist_code
    union all
    select
        'out_of_catalogue' as list_id,
        'catalogue-' || unpaid.hilist_code as kp_id,
        null::int as at_level,
        null as above_price,
        false as looks_back,
        items.med_list_codg,
        items.hilist_code,
        items.hilist_name,
        false as is_unapproved_mapping
    from unpaid
    inner join items on unpaid.hilist_code = items.hilist_code
),

listed as (
    select * from named
    union all
    select * from derived
)

select
    list_id,
    kp_id,
    med_list_codg,
    hilist_code,
    hilist_name,
    at_level,
    -- Only what costs more is looked at; of a point with several dated prices, the lowest.
    min(above_price)::numeric(18, 4) as above_price,
    bool_or(looks_back) as looks_back,
    -- Whatever else names the item settles it.
    bool_and(is_unapproved_mapping) as is_unapproved_mapping
from listed
group by list_id, kp_id, med_list_codg, hilist_code, hilist_name, at_level
