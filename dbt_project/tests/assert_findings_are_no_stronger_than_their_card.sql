-- Guards the cards' word: a row may be milder than its rule's card, never stronger, and no row
-- of a rule on conduct is a gate.
with weights (verdict, weight) as (
    values ('hard', 3), ('suspect', 2), ('alert', 1), ('gate', 0)
),

found as (
    select
        rule_id,
        setl_id as flagged,
        card_verdict,
        coalesce(verdict, card_verdict) as verdict
    from {{ ref('hits_judged') }}
    union all
    select
        rule_id,
        signal_id as flagged,
        card_verdict,
        final_verdict as verdict
    from {{ ref('signals_judged') }}
)

select found.*
from found
left join weights as cards on found.card_verdict = cards.verdict
left join weights as rows on found.verdict = rows.verdict
where
    rows.weight is null
    or rows.weight > cards.weight
    or (rows.weight = 0 and cards.weight > 0)
