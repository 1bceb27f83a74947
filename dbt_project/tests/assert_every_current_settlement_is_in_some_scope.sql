-- Guards against settlements that no rule is about: a new medical type or a narrowed card
-- would take them out of the review without a trace.
select
    settlements.setl_id,
    settlements.med_type_group,
    settlements.standing
from {{ ref('int_settlements') }} as settlements
where
    settlements.quarter = '{{ var("quarter") }}'
    and not exists (
        select 1
        from {{ ref('rule_cards') }} as cards
        where
            cards.status in ('live', 'shadow')
            and {{ is_about('cards', 'settlements') }}
            and (settlements.standing = 'net' or cards.reads_refunds)
    )
