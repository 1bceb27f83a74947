-- A drug that is for children only, charged for somebody beyond that age.
with ages as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.quantity,
        limits.kp_id,
        limits.item_name,
        limits.max_months,
        settlements.brdy as born_on,
        settlements.is_account_only,
        settlements.med_type_group,
        {{ age_months('settlements.brdy', 'lines.fee_date') }} as age_in_months,
        12 * {{ threshold('child_drug_age_from', 'lines.fee_date') }} as small_adult_months,
        12 * {{ threshold('child_drug_age_to', 'lines.fee_date') }} as adult_months
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
    inner join {{ ref('child_only_drugs') }} as limits
        on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
    where
        lines.list_id = 'child_only_drugs'
        and settlements.nwb_flag <> '1'
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    quantity as violating_quantity,
    null as violating_amount,
    case
        -- 家庭共济: bought for a child of the family.
        when is_account_only then 'alert'
        -- For the half-grown a small adult dose may be a child's drug.
        when age_in_months >= small_adult_months and age_in_months < adult_months then 'alert'
        -- Adults do take children's drugs at home; a ward has the adult ones.
        when med_type_group <> '住院' or age_in_months < adult_months then 'suspect'
        -- Where only the year of birth is known, systems write the 1 January.
        when extract(month from born_on) = 1 and extract(day from born_on) = 1 then 'suspect'
    end as verdict,
    item_name || ' 为儿童专用（不满 ' || {{ age_text('(max_months + 1)') }}
    || '），费用发生时参保人 ' || {{ age_text('age_in_months') }} as hit_reason,
    {{ evidence({
        'born_on': 'born_on',
        'age_in_months': 'age_in_months',
        'max_months': 'max_months',
        'med_type_group': 'med_type_group'
    }) }} as evidence
from ages
where age_in_months > max_months
