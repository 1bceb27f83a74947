-- Lines of services and materials that are for one span of ages: how old the person was, and how
-- far outside of the span. As in the lists, dates are left to the rules.
with limits as (
    {%- for list_id in ['age_limited_services', 'age_limited_materials'] %}
    select
        '{{ list_id }}' as list_id,
        kp_id,
        item_name,
        min_months,
        max_months,
        max_days,
        valid_from,
        valid_to
    from {{ ref(list_id) }}
    {% if not loop.last %}union all{% endif %}
    {%- endfor %}
),

ages as (
    select
        lines.list_id,
        lines.kp_id,
        lines.bkkp_sn,
        lines.setl_id,
        lines.mdtrt_id,
        lines.quantity,
        lines.fee_date,
        limits.item_name,
        limits.min_months,
        limits.max_months,
        limits.max_days,
        limits.valid_from,
        limits.valid_to,
        settlements.nwb_flag,
        settlements.brdy as born_on,
        {{ age_months('settlements.brdy', 'lines.fee_date') }} as age_in_months,
        {{ days_between('lines.fee_date', 'settlements.brdy') }} as age_in_days
    from {{ ref('int_listed_lines') }} as lines
    inner join limits
        on
            lines.list_id = limits.list_id
            and lines.kp_id = limits.kp_id
    inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
),

deliveries as (
    select distinct mdtrt_id
    from {{ ref('int_listed_diagnoses') }}
    where
        list_id = 'diagnosis_sets'
        and set_id = 'delivery_diagnosis'
)

select
    ages.list_id,
    ages.kp_id,
    ages.bkkp_sn,
    ages.setl_id,
    ages.quantity,
    ages.fee_date,
    ages.item_name,
    ages.min_months,
    ages.max_months,
    ages.max_days,
    ages.valid_from,
    ages.valid_to,
    ages.born_on,
    ages.age_in_months,
    ages.age_in_days,
    -- Where only the year of birth is known, systems write the 1 January.
    coalesce(
        extract(month from ages.born_on) = 1 and extract(day from ages.born_on) = 1, false
    ) as is_default_birth_date,
    ages.nwb_flag = '1' or deliveries.mdtrt_id is not null as may_be_the_newborns,
    -- Months that have begun beyond the nearest bound.
    least(
        case
            when ages.age_in_months < ages.min_months then ages.min_months - ages.age_in_months
        end,
        case
            when ages.age_in_months > ages.max_months then ages.age_in_months - ages.max_months
        end,
        case
            when ages.age_in_days > ages.max_days
                then {{ age_months('(ages.born_on + ages.max_days)', 'ages.fee_date') }} + 1
        end
    ) as months_beyond,
    case
        when ages.max_days is not null then '出生 ' || ages.max_days || ' 天内'
        when ages.min_months is null then '不满 ' || {{ age_text('(ages.max_months + 1)') }}
        when ages.max_months is null then '满 ' || {{ age_text('ages.min_months') }}
        else
            '满 ' || {{ age_text('ages.min_months') }}
            || '、不满 ' || {{ age_text('(ages.max_months + 1)') }}
    end as limit_words,
    case
        when ages.age_in_months < 3 then '参保人出生 ' || ages.age_in_days || ' 天'
        when ages.age_in_months >= 3
            then '参保人 ' || {{ age_text('ages.age_in_months') }}
    end as age_words
from ages
left join deliveries on ages.mdtrt_id = deliveries.mdtrt_id
