-- A material that is for newborns or children only, charged for somebody of another age. Lists
-- know materials by their names alone, so this is never more than a suspicion.
select
    lines.setl_id,
    lines.bkkp_sn,
    lines.kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    case
        -- Where only the year of birth is known, systems write the 1 January.
        when lines.is_default_birth_date then 'alert'
        -- Less than a year beyond the bound.
        when lines.months_beyond <= {{ threshold('age_boundary_months', 'lines.fee_date') }}
            then 'alert'
    end as verdict,
    lines.item_name || ' 限' || lines.limit_words || '使用，费用发生时' || lines.age_words
        as hit_reason,
    {{ evidence({
        'born_on': 'lines.born_on',
        'age_in_months': 'lines.age_in_months',
        'age_in_days': 'lines.age_in_days',
        'min_months': 'lines.min_months',
        'max_months': 'lines.max_months',
        'max_days': 'lines.max_days'
    }) }} as evidence
from {{ ref('int_line_ages') }} as lines
where
    lines.list_id = 'age_limited_materials'
    and {{ in_force('lines', 'lines.fee_date') }}
    and lines.months_beyond > 0
    -- The newborn's materials may stand on the mother's settlement.
    and not lines.may_be_the_newborns
