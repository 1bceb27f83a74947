-- Net fee lines: what was charged and not refunded, of settlements that stand.
-- This is what rules on lines read. quantity and amounts are what is left after
-- refunds, scaled with the quantity; cnt and pric are as charged.
select
    lines.bkkp_sn,
    lines.setl_id,
    lines.mdtrt_id,
    settlements.psn_no,
    settlements.fixmedins_code,
    settlements.quarter = '{{ var("quarter") }}' as is_in_quarter,
    settlements.med_type_group,
    settlements.hospital_level,
    lines.fee_ocur_time,
    lines.fee_ocur_time::date as fee_date,
    lines.pric,
    lines.cnt - coalesce(refunds.refunded_quantity, 0) as quantity,
    -- Most lines are refunded nothing: they keep their amounts as they came.
    case
        when refunds.bkkp_sn is null then lines.det_item_fee_sumamt
        else {{ money_part(
            'lines.det_item_fee_sumamt', 'lines.cnt - refunds.refunded_quantity', 'lines.cnt'
        ) }}
    end as fee_amount,
    -- Some systems send less than nothing in scope: nothing, then.
    greatest(0, case
        when refunds.bkkp_sn is null then lines.inscp_amt
        else {{ money_part(
            'lines.inscp_amt', 'lines.cnt - refunds.refunded_quantity', 'lines.cnt'
        ) }}
    end) as inscp_amount,
    lines.is_scope_derived,
    lines.med_list_codg,
    lines.hilist_code,
    lines.hilist_name,
    lines.list_type,
    lines.med_chrgitm_type,
    lines.chrgitm_lv,
    lines.rx_drord_no,
    lines.bilg_dept_codg,
    lines.bilg_dr_code,
    lines.rx_circ_flag,
    lines.prd_days,
    lines.medc_way_dscr,
    lines.tcmdrug_used_way,
    -- Days before admission (negative) or after discharge (positive); 0 inside the stay.
    case
        when settlements.med_type_group <> '住院' then null
        when lines.fee_ocur_time::date < settlements.admitted_on
            then {{ days_between('lines.fee_ocur_time::date', 'settlements.admitted_on') }}
        when lines.fee_ocur_time::date > settlements.discharged_on
            then {{ days_between('lines.fee_ocur_time::date', 'settlements.discharged_on') }}
        when settlements.discharged_on is not null then 0
    end as days_outside_stay
from {{ ref('int_raw_lines') }} as lines
inner join {{ ref('int_settlements') }} as settlements
    on lines.setl_id = settlements.setl_id and settlements.standing = 'net'
left join {{ ref('int_line_refunds') }} as refunds on lines.bkkp_sn = refunds.bkkp_sn
where
    lines.cnt > 0
    and lines.det_item_fee_sumamt >= 0
    and lines.cnt > coalesce(refunds.refunded_quantity, 0)
