-- A service charged above the ceiling price of its hospital level on that day.
select
    lines.setl_id,
    lines.bkkp_sn,
    'ceiling-' || lines.hilist_code || '-' || ceilings.begndate as kp_id,
    null as violating_quantity,
    round((lines.pric - ceilings.hilist_pric_uplmt_amt) * lines.quantity, 2) as violating_amount,
    null as verdict,
    coalesce(lines.hilist_name, lines.hilist_code) || ' 单价 ' || round(lines.pric, 2) || ' 元，超过限价 '
    || round(ceilings.hilist_pric_uplmt_amt, 2) || ' 元' as hit_reason,
    {{ evidence({
        'pric': 'lines.pric',
        'ceiling': 'ceilings.hilist_pric_uplmt_amt',
        'hospital_level': 'settlements.hospital_level'
    }) }} as evidence
from {{ ref('int_listed_lines') }} as lines
inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
inner join {{ ref('int_price_ceilings') }} as ceilings
    on
        lines.hilist_code = ceilings.hilist_code
        and greatest(settlements.hospital_level, 1) = ceilings.level_number
        and lines.fee_date >= ceilings.begndate
        and lines.fee_date <= coalesce(ceilings.enddate, date '9999-12-31')
where
    lines.list_id = 'price_ceilings'
    and lines.pric > ceilings.hilist_pric_uplmt_amt
    -- Surcharge codes of a service (…0100 and the like) have a price of their own.
    and lines.med_list_codg like '%0000'
