-- How many settlements of the quarter each rule screened, could not judge (and for want
-- of what) or is not about. Settlements are grouped first: there are few kinds of them.
with kinds as (
    select
        settlements.med_type_group,
        settlements.hospital_level_name,
        settlements.paid_from,
        settlements.standing,
        coalesce(gates.missing, '{}') as missing,
        date_trunc('month', coalesce(settlements.discharged_on, settlements.setl_time))::date
            as fee_month,
        count(*) as settlements
    from {{ ref('int_settlements') }} as settlements
    left join {{ ref('int_settlement_gates') }} as gates on settlements.setl_id = gates.setl_id
    where settlements.quarter = '{{ var("quarter") }}'
    group by
        settlements.med_type_group, settlements.hospital_level_name, settlements.paid_from,
        settlements.standing, coalesce(gates.missing, '{}'),
        date_trunc('month', coalesce(settlements.discharged_on, settlements.setl_time))
),

fee_months as (
    select distinct fee_month
    from kinds
),

-- A list that begins next year says nothing about this month; one list in force is enough.
list_months as (
    select
        rules.rule_id,
        months.fee_month,
        bool_or(
            validity.first_valid_from < months.fee_month + interval '1 month'
            and validity.last_valid_to >= months.fee_month
        ) as is_in_force
    from {{ ref('rules_in_force') }} as rules
    inner join {{ ref('int_list_validity') }} as validity
        on validity.list_id = any(rules.lists) and validity.row_count > 0
    cross join fee_months as months
    group by rules.rule_id, months.fee_month
),

judged as (
    select
        rules.rule_id,
        kinds.settlements,
        {{ is_about('rules', 'kinds') }}
        and (kinds.standing = 'net' or rules.reads_refunds) as is_in_scope,
        case
            when rules.has_empty_lists then 'list'
            when not list_months.is_in_force then 'list_validity'
            when rules.undelivered <> '{}' or kinds.missing && rules.needs
                then (
                    select min(need)
                    from unnest(rules.needs) as need
                    where need = any(kinds.missing || rules.undelivered)
                )
        end as reason
    from kinds
    cross join {{ ref('rules_in_force') }} as rules
    left join list_months
        on rules.rule_id = list_months.rule_id and kinds.fee_month = list_months.fee_month
),

outcomes as (
    select
        rule_id,
        settlements,
        case
            when not is_in_scope then 'out_of_scope'
            when reason is not null then 'not_judged'
            else 'screened'
        end as outcome,
        case when is_in_scope then reason end as reason
    from judged
)

select
    rule_id,
    outcome,
    reason,
    sum(settlements) as settlements
from outcomes
group by rule_id, outcome, reason
