-- In twelve months one person bought more of a drug than a year and a half takes, or bought it
-- at many institutions.
with days as (
    select
        days.*,
        doses.item_name,
        doses.units_per_day,
        max(case when days.is_in_quarter then days.fee_date end) over (
            partition by days.kp_id, days.psn_no
        ) as last_judged_on
    from {{ ref('int_person_item_days') }} as days
    inner join {{ ref('drug_daily_doses') }} as doses
        on days.kp_id = doses.kp_id and {{ in_force('doses', 'days.fee_date') }}
    where
        days.list_id = 'drug_daily_doses'
        and days.med_type_group in ('门诊', '慢特病', '购药')
        and days.inscp_amount > 0
        and days.psn_no not in (
            select sets.psn_no
            from {{ ref('int_person_sets') }} as sets
            where sets.set_id = 'transplant_rare_dialysis'
        )
),

last_purchases as (
    select
        kp_id,
        psn_no,
        setl_id,
        row_number() over (
            partition by kp_id, psn_no
            order by fee_date desc, setl_id desc
        ) as nearness
    from days
    where is_in_quarter
),

years as (
    select
        kp_id,
        psn_no,
        min(item_name) as item_name,
        min(last_judged_on) as last_judged_on,
        round(sum(quantity / units_per_day), 1) as days_supplied,
        count(distinct fixmedins_code) as outlets
    from days
    where
        fee_date <= last_judged_on
        and fee_date
        > last_judged_on - {{ threshold('yearly_look_back_days', 'last_judged_on') }}::int
    group by kp_id, psn_no
)

select
    last_purchases.setl_id,
    null as bkkp_sn,
    years.kp_id,
    null as violating_quantity,
    null as violating_amount,
    null as verdict,
    years.item_name || ' 截至 ' || years.last_judged_on || ' 的 '
    || {{ number_text(threshold('yearly_look_back_days', 'years.last_judged_on')) }}
    || ' 天内购取 ' || {{ number_text('years.days_supplied') }} || ' 天量，涉及 ' || years.outlets || ' 家机构'
        as hit_reason,
    {{ evidence({
        'last_purchase_on': 'years.last_judged_on',
        'days_supplied': 'years.days_supplied',
        'outlets': 'years.outlets'
    }) }} as evidence
from years
inner join last_purchases
    on
        years.kp_id = last_purchases.kp_id
        and years.psn_no = last_purchases.psn_no
        and last_purchases.nearness = 1
where
    years.days_supplied > {{ threshold('yearly_days_max', 'years.last_judged_on') }}
    or years.outlets >= {{ threshold('yearly_outlets_max', 'years.last_judged_on') }}
