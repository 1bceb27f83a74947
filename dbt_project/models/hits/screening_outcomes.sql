-- How many settlements of the quarter each rule screened, could not judge (and for want
-- of what) or is not about. Settlements are grouped first: there are few kinds of them.
with kinds as (
    select
        settlements.med_type_group,
        settlements.standing,
        coalesce(gates.missing, '{}') as missing,
        count(*) as settlements
    from {{ ref('int_settlements') }} as settlements
    left join {{ ref('int_settlement_gates') }} as gates on settlements.setl_id = gates.setl_id
    where settlements.quarter = '{{ var("quarter") }}'
    group by 1, 2, 3
),

judged as (
    select
        cards.rule_id,
        kinds.settlements,
        kinds.missing,
        cards.needs,
        kinds.med_type_group = any(cards.scenes)
        and (kinds.standing = 'net' or cards.reads_refunds) as is_in_scope,
        (
            select min(need)
            from unnest(cards.needs) as need
            where need = any(kinds.missing)
        ) as first_missing
    from kinds
    cross join {{ ref('rule_cards') }} as cards
    where cards.status in ('live', 'shadow')
)

select
    rule_id,
    case
        when not is_in_scope then 'out_of_scope'
        when first_missing is not null then 'not_judged'
        else 'screened'
    end as outcome,
    case when is_in_scope then first_missing end as reason,
    sum(settlements) as settlements
from judged
group by 1, 2, 3
