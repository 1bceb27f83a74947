-- A material of which more was used in the quarter than the institution had.
-- What was there at the beginning and bought, less what is left, is all that can have gone.
with months as (
    select
        fixmedins_code,
        med_list_codg,
        opening_cnt,
        purchased_cnt,
        selfpay_sold_cnt,
        closing_cnt,
        row_number() over (
            partition by fixmedins_code, med_list_codg order by period
        ) as month_number
    from {{ ref('int_drug_stock') }}
    where
        is_in_quarter
        and item_kind = 'material'
),

-- With a month missing nothing can be said.
stocks as (
    select
        fixmedins_code,
        med_list_codg,
        sum(purchased_cnt) as purchased,
        sum(coalesce(selfpay_sold_cnt, 0)) as selfpay_sold,
        sum(case when month_number = 1 then opening_cnt else 0 end)
        + sum(purchased_cnt)
        - sum(case when month_number = 3 then closing_cnt else 0 end) as available
    from months
    group by fixmedins_code, med_list_codg
    having
        count(*) = 3
        and count(opening_cnt) = 3
        and count(purchased_cnt) = 3
        and count(closing_cnt) = 3
),

sales as (
    select
        fixmedins_code,
        med_list_codg,
        max(hilist_name) as item_name,
        sum(quantity) as insured_sold,
        sum(fee_amount) as insured_amount
    from {{ ref('int_fee_lines') }}
    where
        is_in_quarter
        and fee_date >= {{ quarter_start() }}
        and fee_date < {{ quarter_end() }}
    group by fixmedins_code, med_list_codg
),

balances as (
    select
        stocks.*,
        sales.item_name,
        sales.insured_sold,
        sales.insured_amount,
        sales.insured_sold + stocks.selfpay_sold as gone,
        sales.insured_sold + stocks.selfpay_sold - stocks.available as shortfall
    from stocks
    inner join sales
        on
            stocks.fixmedins_code = sales.fixmedins_code
            and stocks.med_list_codg = sales.med_list_codg
)

select
    fixmedins_code,
    cast(null as text) as practitioner_code,
    med_list_codg as subject,
    'materials_used_beyond_stock' as metric_id,
    {{ quarter_start() }} as period_start,
    {{ quarter_end() }} - 1 as period_end,
    gone as observed,
    available as expected,
    cast(null as numeric(18, 6)) as spread,
    cast(null as numeric(18, 3)) as robust_z,
    cast(null as int) as peers,
    -- The insured share of what is missing, at the average price of the quarter.
    {{ money_part('insured_amount', 'shortfall', 'gone') }} as amount,
    cast(null as text) as verdict,
    coalesce(item_name, med_list_codg) || ' 本季度可供 ' || {{ number_text('available') }}
    || '，医保使用 ' || {{ number_text('insured_sold') }} || '、自费使用 '
    || {{ number_text('selfpay_sold') }}
    || '，短缺 ' || {{ number_text('shortfall') }} as signal_reason,
    {{ evidence({
        'purchased': 'purchased',
        'available': 'available',
        'insured_sold': 'insured_sold',
        'selfpay_sold': 'selfpay_sold',
        'shortfall': 'shortfall'
    }) }} as evidence
from balances
where shortfall > purchased * {{ threshold('stock_tolerance', quarter_start()) }}
