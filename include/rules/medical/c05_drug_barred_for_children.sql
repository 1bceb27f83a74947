-- A drug that children must not take, charged for a child.
with ages as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.quantity,
        limits.kp_id,
        limits.item_name,
        limits.min_months,
        settlements.brdy as born_on,
        settlements.is_account_only,
        {{ age_months('settlements.brdy', 'lines.fee_date') }} as age_in_months
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
    inner join {{ ref('child_barred_drugs') }} as limits
        on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
    where
        lines.list_id = 'child_barred_drugs'
        -- Rescue of a patient or a newborn: the doctor weighs life against the label.
        and settlements.med_type not in ('1301', '2109')
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    quantity as violating_quantity,
    null as violating_amount,
    case
        -- 家庭共济: bought for a grown-up of the family.
        when is_account_only then 'alert'
        -- Where only the year of birth is known, systems write the 1 January.
        when extract(month from born_on) = 1 and extract(day from born_on) = 1 then 'alert'
    end as verdict,
    item_name || ' 禁用于不满 ' || {{ age_text('min_months') }}
    || '的儿童，费用发生时参保人 ' || {{ age_text('age_in_months') }} as hit_reason,
    {{ evidence({
        'born_on': 'born_on',
        'age_in_months': 'age_in_months',
        'min_months': 'min_months'
    }) }} as evidence
from ages
where age_in_months < min_months
