-- A service that is paid for certain diagnoses only, charged in an encounter that has none of
-- them, for a person who has had none in the past year either.
with clauses as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.quantity,
        coalesce(limits.med_list_codg, limits.hilist_name) as item,
        limits.kp_id,
        limits.item_name,
        limits.clause_text,
        limits.machine_checkable,
        -- An item with several clauses is cited by its first.
        row_number() over (
            partition by lines.bkkp_sn, coalesce(limits.med_list_codg, limits.hilist_name)
            order by limits.clause_no, limits.kp_id
        ) as position,
        exists (
            select 1
            from {{ ref('int_listed_diagnoses') }} as diagnoses
            where
                diagnoses.mdtrt_id = lines.mdtrt_id
                and diagnoses.list_id = 'diagnosis_sets'
                and diagnoses.set_id = limits.set_id
        )
        or exists (
            select 1
            from {{ ref('int_person_sets') }} as earlier
            where
                earlier.psn_no = lines.psn_no
                and earlier.set_id = limits.set_id
                and earlier.first_on <= lines.fee_date
                and {{ days_between('lines.fee_date', 'earlier.last_on') }}
                <= {{ threshold('indication_look_back_days', 'lines.fee_date') }}
        ) as is_met
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('indication_limited_services') }} as limits
        on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
    where lines.list_id = 'indication_limited_services'
),

items as (
    select
        setl_id,
        bkkp_sn,
        item,
        max(case when position = 1 then kp_id end) as kp_id,
        max(item_name) as item_name,
        max(quantity) as quantity,
        {{ joined_text('clause_text', '；', 'position') }} as clauses,
        bool_or(machine_checkable = 0) as has_clause_not_checkable
    from clauses
    group by setl_id, bkkp_sn, item
    having not bool_or(is_met)
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    quantity as violating_quantity,
    null as violating_amount,
    -- A clause on genes or scores may be met and no diagnosis shows it.
    case when has_clause_not_checkable then 'alert' end as verdict,
    item_name || ' 支付限定：' || clauses || '；本次就诊及此前一年的诊断均不符合' as hit_reason,
    {{ evidence({
        'clauses': 'clauses',
        'has_clause_not_checkable': 'has_clause_not_checkable'
    }) }} as evidence
from items
