-- A pharmacy sells a drug to somebody whose age hardly needs it: somebody else's card may have
-- been used. Drugs for one sex only are C-01's business, here as elsewhere.
with ages as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.quantity,
        drugs.kp_id,
        drugs.item_name,
        drugs.min_months,
        drugs.max_months,
        settlements.is_account_only,
        settlements.brdy as born_on,
        {{ age_months('settlements.brdy', 'lines.fee_date') }} as age_in_months
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
    inner join {{ ref('age_implausible_drugs') }} as drugs
        on lines.kp_id = drugs.kp_id and {{ in_force('drugs', 'lines.fee_date') }}
    where
        lines.list_id = 'age_implausible_drugs'
        and lines.med_type_group = '购药'
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    quantity as violating_quantity,
    null as violating_amount,
    case
        -- From the personal account a whole family buys.
        when is_account_only then 'alert'
        -- Where only the year of birth is known, systems write the 1 January.
        when extract(month from born_on) = 1 and extract(day from born_on) = 1 then 'alert'
    end as verdict,
    item_name || ' 的购药人 ' || {{ age_text('age_in_months') }} || '，一般用于'
    || case
        when min_months is null then '不满 ' || {{ age_text('(max_months + 1)') }}
        when max_months is null then '满 ' || {{ age_text('min_months') }}
        else
            '满 ' || {{ age_text('min_months') }} || '、不满 ' || {{ age_text('(max_months + 1)') }}
    end || ' 的人' as hit_reason,
    {{ evidence({
        'born_on': 'born_on',
        'age_in_months': 'age_in_months',
        'min_months': 'min_months',
        'max_months': 'max_months'
    }) }} as evidence
from ages
where age_in_months < min_months or age_in_months > max_months
