-- A pharmacy takes more for a drug from the insured than from those who pay all themselves.
with insured as (
    select
        fixmedins_code,
        med_list_codg,
        cast(date_trunc('month', fee_date) as date) as month,
        min(hilist_name) as item_name,
        {{ median('pric') }} as price,
        sum(quantity) as quantity
    from {{ ref('int_fee_lines') }}
    where
        is_in_quarter
        and med_type_group = '购药'
        and inscp_amount > 0
    group by fixmedins_code, med_list_codg, cast(date_trunc('month', fee_date) as date)
),

selfpay as (
    select
        fixmedins_code,
        med_list_codg,
        cast(date_trunc('month', sold_at) as date) as month,
        {{ median('pric') }} as price,
        count(*) as sales
    from {{ ref('int_selfpay_sales') }}
    where is_in_quarter and quantity > 0
    group by fixmedins_code, med_list_codg, cast(date_trunc('month', sold_at) as date)
)

select
    insured.fixmedins_code,
    cast(null as text) as practitioner_code,
    insured.med_list_codg as subject,
    'insured_price_ratio' as metric_id,
    insured.month as period_start,
    cast(insured.month + interval '1 month' - interval '1 day' as date) as period_end,
    {{ ratio('insured.price', 'selfpay.price', 4) }} as observed,
    {{ threshold('insured_price_factor', 'insured.month') }} as expected,
    cast(null as numeric(18, 4)) as spread,
    cast(null as numeric(18, 4)) as robust_z,
    cast(null as int) as peers,
    cast(
        round((insured.price - selfpay.price) * insured.quantity, 2) as numeric(16, 2)
    ) as amount,
    cast(null as text) as verdict,
    coalesce(insured.item_name, insured.med_list_codg) || ' 当月医保结算单价中位数 '
    || {{ number_text('round(insured.price, 2)') }} || ' 元，自费销售 '
    || {{ number_text('round(selfpay.price, 2)') }} || ' 元（' || selfpay.sales || ' 笔）'
        as signal_reason,
    {{ evidence({
        'insured_price': 'insured.price',
        'selfpay_price': 'selfpay.price',
        'quantity': 'insured.quantity',
        'selfpay_sales': 'selfpay.sales'
    }) }} as evidence
from insured
inner join selfpay
    on
        insured.fixmedins_code = selfpay.fixmedins_code
        and insured.med_list_codg = selfpay.med_list_codg
        and insured.month = selfpay.month
where
    insured.price > selfpay.price * {{ threshold('insured_price_factor', 'insured.month') }}
    and selfpay.price > 0
