-- What institutions sold to people who paid all themselves.
select
    sale_id,
    fixmedins_code,
    med_list_codg,
    sale_time as sold_at,
    coalesce({{ quarter_of('sale_time') }} = '{{ var("quarter") }}', false) as is_in_quarter,
    cnt as quantity,
    pric,
    amount
from {{ ref('stg_selfpay_sale_d') }}
