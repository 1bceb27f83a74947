-- Inpatient visits that the KPIs count, by settlement (settled) and by day of discharge
-- (discharged), of the quarter and of the two that it is compared with. Settlements of one stay
-- are one visit. By discharge, each quarter has what was settled by its end.
with settled as (
    select
        *,
        {{ quarter_of('discharged_on') }} as discharge_quarter
    from {{ ref('int_settled_money') }}
    where
        standing = 'net'
        and med_type_group = '住院'
),

charges as (
    select
        setl_id,
        {% for column, code in charge_kinds() -%}
        sum(fee_amount) filter (where med_chrgitm_type = '{{ code }}') as {{ column }},
        {% endfor -%}
        sum(fee_amount) as itemised_amount
    from {{ ref('int_fee_lines') }}
    where med_type_group = '住院'
    group by setl_id
),

viewed as (
    select
        *,
        'settled' as view,
        quarter as counted_in
    from settled
    union all
    select
        *,
        'discharged' as view,
        discharge_quarter as counted_in
    from settled
    where quarter <= discharge_quarter
),

visits as (
    select
        viewed.view,
        viewed.counted_in as quarter,
        viewed.fixmedins_code,
        viewed.visit_id,
        min(viewed.psn_no) as psn_no,
        min(viewed.insutype) as insutype,
        min(viewed.admitted_on) as admitted_on,
        min(viewed.discharged_on) as discharged_on,
        min(viewed.discharge_quarter) as discharge_quarter,
        bool_or(viewed.is_elsewhere) as is_elsewhere,
        bool_or(viewed.is_resident) as is_resident,
        bool_or(viewed.is_outside) as is_outside,
        sum(viewed.medfee_sumamt) as inpatient_total_fee,
        sum(viewed.hifp_pay) as pooled_fund_amount,
        sum(viewed.fund_pay_sumamt) as fund_pay_amount,
        sum(viewed.psn_pay) as personal_amount,
        sum(viewed.inscp_amt) as inscp_amount,
        sum(viewed.fulamt_ownpay_amt) as self_funded_amount,
        sum(viewed.overlmt_selfpay) as over_limit_amount,
        {% for column, code in charge_kinds() -%}
        coalesce(sum(charges.{{ column }}), 0) as {{ column }},
        {% endfor -%}
        coalesce(sum(charges.itemised_amount), 0) as itemised_amount
    from viewed
    left join charges on viewed.setl_id = charges.setl_id
    where
        viewed.counted_in in (
            '{{ var("quarter") }}', '{{ quarter_before(1) }}', '{{ quarter_before(4) }}'
        )
    group by viewed.view, viewed.counted_in, viewed.fixmedins_code, viewed.visit_id
),

-- K22: what counts as cheap and short depends on the level; unranked ones are as the lowest.
limits (hospital_level, yuan, days) as (
    values
    {% for level in [3, 2, 1] -%}
    (
        {{ level }},
        {{ threshold('low_cost_stay_yuan_level_' ~ level, quarter_start()) }},
        {{ threshold('low_cost_stay_days_level_' ~ level, quarter_start()) }}
    ){{ ',' if not loop.last }}
    {% endfor -%}
),

-- Stays longer than a year belong to the data-quality list; they have no length here.
measured as (
    select
        visits.*,
        case
            when visits.discharged_on - visits.admitted_on between 0 and 365
                then greatest(1, visits.discharged_on - visits.admitted_on)
        end as length_of_stay,
        limits.yuan,
        limits.days
    from visits
    left join {{ ref('int_institutions') }} as institutions
        on visits.fixmedins_code = institutions.fixmedins_code
    left join limits on greatest(1, institutions.hospital_level) = limits.hospital_level
)

select
    view,
    quarter,
    fixmedins_code,
    visit_id,
    psn_no,
    insutype,
    is_elsewhere,
    is_resident,
    is_outside,
    coalesce(view = 'settled' and discharge_quarter < quarter, false) as is_discharged_before,
    length_of_stay,
    coalesce(inpatient_total_fee < yuan and length_of_stay <= days, false) as is_low_cost_short,
    inpatient_total_fee,
    pooled_fund_amount,
    fund_pay_amount,
    personal_amount,
    inscp_amount,
    self_funded_amount,
    over_limit_amount,
    {% for column, code in charge_kinds() -%}
    {{ column }},
    {% endfor -%}
    itemised_amount
from measured
