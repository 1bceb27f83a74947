-- Guards the cards against misspelling: a need no settlement can lack screens everything,
-- a scene no settlement has screens nothing, and both look like a clean result.
with reasons as (
    select array_agg(reason) as words
    from {{ ref('not_judged_reasons') }}
),

scene_groups as (
    select array_agg(med_type_group) || '未对照'::text as words
    from {{ ref('med_types') }}
)

select
    cards.rule_id,
    cards.scenes,
    cards.needs
from {{ ref('rule_cards') }} as cards
cross join reasons
cross join scene_groups
where
    cards.scenes = '{}'
    or not cards.scenes <@ scene_groups.words
    or not cards.needs <@ reasons.words
