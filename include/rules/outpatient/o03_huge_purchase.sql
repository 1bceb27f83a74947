-- One drug for more than three months given out at once, or a large pharmacy purchase that costs
-- more than nearly all others of the quarter.
with exempt as (
    select mdtrt_id
    from {{ ref('int_listed_diagnoses') }}
    where list_id = 'diagnosis_sets' and set_id = 'cancer'
    union all
    -- 双通道、特药、其他特殊购药
    select mdtrt_id
    from {{ ref('int_visits') }}
    where med_type in ('15', '18', '9904')
),

purchases as (
    select
        setl_id,
        medfee_sumamt,
        visited_on,
        row_number() over (order by medfee_sumamt) as place,
        count(*) over () as purchases
    from {{ ref('int_visits') }}
    where
        is_in_quarter
        and med_type_group = '购药'
        and mdtrt_id not in (select exempt.mdtrt_id from exempt)
),

usual as (
    select
        max(purchases) as purchases,
        min(medfee_sumamt) as usual_amount
    from purchases
    where place >= purchases * {{ threshold('huge_purchase_percentile', 'visited_on') }}
)

select
    lines.setl_id,
    lines.bkkp_sn,
    doses.kp_id,
    (
        lines.quantity
        - doses.units_per_day * {{ threshold('single_supply_days_max', 'lines.fee_date') }}
    )::numeric(16, 4) as violating_quantity,
    null as violating_amount,
    -- On the personal account alone, the drug may be for a whole family.
    case when settlements.is_account_only then 'alert' end as verdict,
    doses.item_name || ' 一次 ' || {{ number_text('lines.quantity') }} || '，可用 '
    || {{ number_text('round(lines.quantity / doses.units_per_day, 0)') }} || ' 天，超过 '
    || {{ number_text(threshold('single_supply_days_max', 'lines.fee_date')) }} || ' 天'
        as hit_reason,
    {{ evidence({
        'fee_date': 'lines.fee_date',
        'quantity': 'lines.quantity',
        'units_per_day': 'doses.units_per_day'
    }) }} as evidence
from {{ ref('int_listed_lines') }} as lines
inner join {{ ref('drug_daily_doses') }} as doses
    on lines.kp_id = doses.kp_id and {{ in_force('doses', 'lines.fee_date') }}
inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
where
    lines.list_id = 'drug_daily_doses'
    and lines.med_type_group in ('门诊', '慢特病', '购药')
    and lines.quantity
    > doses.units_per_day * {{ threshold('single_supply_days_max', 'lines.fee_date') }}
    and lines.mdtrt_id not in (select exempt.mdtrt_id from exempt)

union all

select
    purchases.setl_id,
    null as bkkp_sn,
    'huge_purchase' as kp_id,
    null as violating_quantity,
    purchases.medfee_sumamt - usual.usual_amount as violating_amount,
    'alert' as verdict,
    '单次购药 ' || {{ number_text('purchases.medfee_sumamt') }} || ' 元，当季 '
    || usual.purchases || ' 笔购药结算中绝大多数不超过 '
    || {{ number_text('usual.usual_amount') }} || ' 元' as hit_reason,
    {{ evidence({
        'medfee_sumamt': 'purchases.medfee_sumamt',
        'usual_amount': 'usual.usual_amount',
        'purchases': 'usual.purchases'
    }) }} as evidence
from purchases
cross join usual
where
    purchases.medfee_sumamt > usual.usual_amount
    -- Some purchases are always the dearest; only a large one is worth a look.
    and purchases.medfee_sumamt > {{ threshold('huge_purchase_min_yuan', quarter_start()) }}
    -- Of fewer purchases a dearest one says nothing.
    and usual.purchases >= {{ threshold('huge_purchase_cases_min', quarter_start()) }}
