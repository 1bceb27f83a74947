-- A drug or material of a central tender charged above the tender price, after the time in which
-- an institution may use up what it had in stock.
with dear as (
    select
        lines.*,
        tenders.item_name,
        tenders.price as tender_price,
        institutions.medins_natu
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('tender_prices') }} as tenders
        on lines.kp_id = tenders.kp_id and {{ in_force('tenders', 'lines.fee_date') }}
    left join {{ ref('int_institutions') }} as institutions
        on lines.fixmedins_code = institutions.fixmedins_code
    where
        lines.list_id = 'tender_prices'
        and lines.pric > tenders.price
        and {{ days_between('lines.fee_date', 'tenders.valid_from') }}
        > {{ threshold('old_stock_days', 'lines.fee_date') }}
        -- Slices (102) may be sold with a markup.
        and lines.list_type <> '102'
        -- Private hospitals may mark up what they bought; of pharmacies this only informs.
        and (institutions.medins_natu = '1' or lines.med_type_group = '购药')
),

-- The dearest purchase until the month of the fee: the mildest reading.
purchases as (
    select
        dear.bkkp_sn,
        dear.kp_id,
        max(stock.purchase_pric) as purchase_price
    from dear
    inner join {{ ref('int_drug_stock') }} as stock
        on
            dear.fixmedins_code = stock.fixmedins_code
            and dear.med_list_codg = stock.med_list_codg
            and dear.fee_date >= stock.period
    group by dear.bkkp_sn, dear.kp_id
)

select
    dear.setl_id,
    dear.bkkp_sn,
    dear.kp_id,
    null as violating_quantity,
    round((dear.pric - dear.tender_price) * dear.quantity, 2) as violating_amount,
    case
        when dear.med_type_group = '购药' then 'alert'
        -- Dearer than it was bought, too: no old stock and no other pack explains it.
        when coalesce(purchases.purchase_price >= dear.pric, true) then 'suspect'
    end as verdict,
    dear.item_name || ' 单价 ' || {{ number_text('dear.pric') }} || ' 元，高于中选价 '
    || {{ number_text('dear.tender_price') }} || ' 元'
    || coalesce('，进价 ' || {{ number_text('purchases.purchase_price') }} || ' 元', '')
        as hit_reason,
    {{ evidence({
        'pric': 'dear.pric',
        'tender_price': 'dear.tender_price',
        'purchase_price': 'purchases.purchase_price'
    }) }} as evidence
from dear
left join purchases on dear.bkkp_sn = purchases.bkkp_sn and dear.kp_id = purchases.kp_id
