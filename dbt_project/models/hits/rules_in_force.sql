-- The rules that are judged, live and shadow ones, each with what keeps it from judging anything
-- at all in this run: inputs that nobody delivered, lists without a row.
with list_rows as (
    select
        cards.rule_id,
        sum(validity.row_count) as row_count
    from {{ ref('rule_cards') }} as cards
    inner join {{ ref('int_list_validity') }} as validity
        on validity.list_id = any(cards.lists)
    group by cards.rule_id
),

undelivered as (
    select
        cards.rule_id,
        array_agg(inputs.input_id order by inputs.input_id) as input_ids
    from {{ ref('rule_cards') }} as cards
    inner join {{ ref('int_inputs') }} as inputs
        on inputs.input_id = any(cards.needs) and not inputs.is_delivered
    group by cards.rule_id
)

select
    cards.rule_id,
    cards.grain,
    cards.verdict,
    cards.status,
    cards.amount_method,
    cards.priority,
    cards.effective_from,
    cards.effective_to,
    cards.scenes,
    cards.levels,
    cards.funds,
    cards.needs,
    cards.lists,
    cards.reads_refunds,
    cards.sql_sha256,
    coalesce(undelivered.input_ids, '{}') as undelivered,
    cards.lists <> '{}' and coalesce(list_rows.row_count, 0) = 0 as has_empty_lists
from {{ ref('rule_cards') }} as cards
left join list_rows on cards.rule_id = list_rows.rule_id
left join undelivered on cards.rule_id = undelivered.rule_id
where cards.status in ('live', 'shadow')
