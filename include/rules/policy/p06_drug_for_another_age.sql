-- A drug that is paid for children or newborns only, used by a person of another age.
with aged_lines as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.quantity,
        lines.fee_date,
        limits.kp_id,
        limits.item_name,
        limits.min_months,
        limits.max_months,
        settlements.is_account_only,
        settlements.brdy,
        {{ age_months('settlements.brdy', 'lines.fee_date') }} as age_months
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
    inner join {{ ref('age_limited_drugs') }} as limits
        on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
    where
        lines.list_id = 'age_limited_drugs'
        and settlements.brdy <= lines.fee_date
        -- On the mother's name, the age is hers.
        and settlements.nwb_flag <> '1'
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    quantity as violating_quantity,
    null as violating_amount,
    case
        -- 家庭共济: on the personal account alone, holder and patient may be two people.
        when is_account_only then 'alert'
        -- A first of January often stands for a birthday that nobody knew.
        when extract(month from brdy) = 1 and extract(day from brdy) = 1 then 'suspect'
        when
            age_months
            >= coalesce(min_months, 0) - {{ threshold('age_boundary_months', 'fee_date') }}
            and age_months
            <= coalesce(max_months, 9999) + {{ threshold('age_boundary_months', 'fee_date') }}
            then 'suspect'
    end as verdict,
    item_name || ' 限' || coalesce(' ' || min_months || ' 月龄起', '')
    || coalesce(' ' || max_months || ' 月龄止', '') || '使用，用药时 ' || age_months || ' 月龄'
        as hit_reason,
    {{ evidence({
        'age_months': 'age_months',
        'min_months': 'min_months',
        'max_months': 'max_months',
        'fee_date': 'fee_date'
    }) }} as evidence
from aged_lines
where age_months < min_months or age_months > max_months
