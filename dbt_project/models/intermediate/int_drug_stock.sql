-- Monthly stocks of drugs and materials as institutions report them.
select
    fixmedins_code,
    med_list_codg,
    period,
    {{ quarter_of('period') }} = '{{ var("quarter") }}' as is_in_quarter,
    item_kind,
    unit,
    opening_cnt,
    purchased_cnt,
    purchase_pric,
    selfpay_sold_cnt,
    closing_cnt
from {{ ref('stg_drug_stock_d') }}
