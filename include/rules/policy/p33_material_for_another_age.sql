-- A material that is for newborns or children only, charged for somebody of another age. Lists
-- know materials by their names alone, so this is never more than a suspicion.
with ages as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.quantity,
        lines.fee_date,
        limits.*,
        settlements.brdy as born_on,
        {{ age_months('settlements.brdy', 'lines.fee_date') }} as age_in_months,
        {{ days_between('lines.fee_date', 'settlements.brdy') }} as age_in_days,
        {{ threshold('age_boundary_months', 'lines.fee_date') }} as boundary_months
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
    inner join {{ ref('age_limited_materials') }} as limits
        on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
    where
        lines.list_id = 'age_limited_materials'
        -- The newborn's materials may stand on the mother's settlement.
        and settlements.nwb_flag <> '1'
        and not exists (
            select 1
            from {{ ref('int_listed_diagnoses') }} as deliveries
            where
                deliveries.mdtrt_id = lines.mdtrt_id
                and deliveries.list_id = 'diagnosis_sets'
                and deliveries.set_id = 'delivery_diagnosis'
        )
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    quantity as violating_quantity,
    null as violating_amount,
    case
        -- Where only the year of birth is known, systems write the 1 January.
        when extract(month from born_on) = 1 and extract(day from born_on) = 1 then 'alert'
        -- Less than a year beyond the bound.
        when age_in_months < min_months and age_in_months >= min_months - boundary_months
            then 'alert'
        when age_in_months > max_months and age_in_months <= max_months + boundary_months
            then 'alert'
        when
            age_in_days > max_days
            and {{ age_months('(born_on + max_days)', 'fee_date') }} < boundary_months
            then 'alert'
    end as verdict,
    item_name || ' 限'
    || case
        when max_days is not null then '出生 ' || max_days || ' 天内'
        when min_months is null then '不满 ' || {{ age_text('(max_months + 1)') }}
        when max_months is null then '满 ' || {{ age_text('min_months') }}
        else
            '满 ' || {{ age_text('min_months') }} || '、不满 ' || {{ age_text('(max_months + 1)') }}
    end
    || '使用，费用发生时参保人'
    || case
        when age_in_months < 3 then '出生 ' || age_in_days || ' 天'
        else ' ' || {{ age_text('age_in_months') }}
    end as hit_reason,
    {{ evidence({
        'born_on': 'born_on',
        'age_in_months': 'age_in_months',
        'age_in_days': 'age_in_days',
        'min_months': 'min_months',
        'max_months': 'max_months',
        'max_days': 'max_days'
    }) }} as evidence
from ages
where age_in_months < min_months or age_in_months > max_months or age_in_days > max_days
