-- Net lines of herbal slices with their prescription. Granules (106) are no slices here.
select
    bkkp_sn,
    setl_id,
    mdtrt_id,
    psn_no,
    fixmedins_code,
    is_in_quarter,
    fee_date,
    med_list_codg,
    hilist_name,
    quantity,
    fee_amount,
    inscp_amount,
    prescription_id,
    has_rx_number,
    -- A dose a day: the days of the course are the number of doses.
    prd_days as doses,
    coalesce(
        {{ matches(
            "concat_ws(' ', medc_way_dscr, tcmdrug_used_way)", "'外用|外洗|外敷|熏洗|泡洗|坐浴'"
        ) }}, false
    ) as is_external_use,
    coalesce(
        {{ matches("concat_ws(' ', medc_way_dscr, tcmdrug_used_way)", "'膏方|膏滋'") }}, false
    ) as is_paste
from {{ ref('int_prescribed_lines') }}
where list_type = '102'
