-- What an institution had of an item in the quarter, by its monthly stocks, against what it sold
-- or used of it. What was there at the beginning and bought, less what is left, is all that can
-- have gone. Only items whose stock is reported meet the fee lines.
with months as (
    select
        *,
        row_number() over (
            partition by fixmedins_code, med_list_codg, item_kind order by period
        ) as month_number
    from {{ ref('int_drug_stock') }}
    where is_in_quarter
),

stocks as (
    select
        fixmedins_code,
        med_list_codg,
        item_kind,
        count(*) = 3
        and count(opening_cnt) = 3
        and count(purchased_cnt) = 3
        and count(closing_cnt) = 3 as is_complete,
        sum(purchased_cnt) as purchased,
        sum(coalesce(selfpay_sold_cnt, 0)) as selfpay_sold,
        sum(case when month_number = 1 then opening_cnt else 0 end)
        + sum(purchased_cnt)
        - sum(case when month_number = 3 then closing_cnt else 0 end) as available
    from months
    group by fixmedins_code, med_list_codg, item_kind
),

sales as (
    select
        stocks.fixmedins_code,
        stocks.med_list_codg,
        stocks.item_kind,
        max(lines.hilist_name) as item_name,
        sum(lines.quantity) as insured_sold,
        sum(lines.fee_amount) as insured_amount
    from stocks
    inner join {{ ref('int_fee_lines') }} as lines
        on
            stocks.fixmedins_code = lines.fixmedins_code
            and stocks.med_list_codg = lines.med_list_codg
    where
        -- Said first, because few institutions report their stock.
        lines.fixmedins_code in (
            select reported.fixmedins_code
            from {{ ref('int_drug_stock') }} as reported
        )
        and lines.is_in_quarter
        and lines.fee_date >= {{ quarter_start() }}
        and lines.fee_date < {{ quarter_end() }}
    group by stocks.fixmedins_code, stocks.med_list_codg, stocks.item_kind
)

select
    stocks.fixmedins_code,
    stocks.med_list_codg,
    stocks.item_kind,
    coalesce(sales.item_name, stocks.med_list_codg) as item_name,
    stocks.is_complete,
    stocks.purchased::numeric(16, 4) as purchased,
    stocks.available::numeric(16, 4) as available,
    sales.insured_sold::numeric(16, 4) as insured_sold,
    sales.insured_amount::numeric(16, 2) as insured_amount,
    stocks.selfpay_sold::numeric(16, 4) as selfpay_sold,
    (sales.insured_sold + stocks.selfpay_sold)::numeric(16, 4) as gone,
    (sales.insured_sold + stocks.selfpay_sold - stocks.available)::numeric(16, 4) as shortfall
from stocks
inner join sales
    on
        stocks.fixmedins_code = sales.fixmedins_code
        and stocks.med_list_codg = sales.med_list_codg
        and stocks.item_kind = sales.item_kind
