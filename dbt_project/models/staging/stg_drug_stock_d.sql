-- Monthly stocks of drugs and materials, typed; period is the first day of the month.
select
    fixmedins_code,
    med_list_codg,
    date_trunc('month', period::timestamp)::date as period,
    item_kind,
    unit,
    opening_cnt::numeric(16, 4) as opening_cnt,
    purchased_cnt::numeric(16, 4) as purchased_cnt,
    purchase_pric::numeric(16, 6) as purchase_pric,
    selfpay_sold_cnt::numeric(16, 4) as selfpay_sold_cnt,
    closing_cnt::numeric(16, 4) as closing_cnt,
    batch_id
from {{ current_rows('drug_stock_d') }} as current_row
where not {{ is_withdrawn() }}
