-- A drug of which more was sold in the quarter than the institution had.
select
    {{ stock_columns('stocks', 'drugs_sold_beyond_stock') }},
    stocks.item_name || ' 本季度可供 ' || {{ number_text('stocks.available') }}
    || '，医保销售 ' || {{ number_text('stocks.insured_sold') }}
    || '、自费销售 ' || {{ number_text('stocks.selfpay_sold') }}
    || '，短缺 ' || {{ number_text('stocks.shortfall') }} as signal_reason
from {{ ref('int_stock_balances') }} as stocks
where
    stocks.item_kind = 'drug'
    -- With a month missing nothing can be said.
    and stocks.is_complete
    and stocks.shortfall > stocks.purchased * {{ threshold('stock_tolerance', quarter_start()) }}
