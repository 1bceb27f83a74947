{% macro stock_columns(stocks, metric_id) -%}
    {#- What a signal says of a row of int_stock_balances, all but the reason. -#}
    {{ stocks }}.fixmedins_code,
    cast(null as text) as practitioner_code,
    {{ stocks }}.med_list_codg as subject,
    '{{ metric_id }}' as metric_id,
    {{ quarter_start() }} as period_start,
    {{ quarter_end() }} - 1 as period_end,
    {{ stocks }}.gone as observed,
    {{ stocks }}.available as expected,
    cast(null as numeric(18, 6)) as spread,
    cast(null as numeric(18, 3)) as robust_z,
    cast(null as int) as peers,
    -- The insured share of what is missing, at the average price of the quarter.
    {{ money_part(
        stocks ~ '.insured_amount', stocks ~ '.shortfall', stocks ~ '.gone'
    ) }} as amount,
    cast(null as text) as verdict,
    {{ evidence({
        'purchased': stocks ~ '.purchased',
        'available': stocks ~ '.available',
        'insured_sold': stocks ~ '.insured_sold',
        'selfpay_sold': stocks ~ '.selfpay_sold',
        'shortfall': stocks ~ '.shortfall'
    }) }} as evidence
{%- endmacro %}
