-- What the lines of each settlement of the quarter add up to, refunds included:
-- the other side of every reconciliation.
select
    lines.setl_id,
    count(*) as line_count,
    sum(lines.det_item_fee_sumamt) as lines_fee_amount,
    sum(lines.inscp_amt) as lines_inscp_amount,
    count(*) filter (where lines.fee_ocur_time is null) as undated_lines,
    count(*) filter (where lines.is_scope_derived) as lines_without_scope,
    -- What was charged, and what is known of when: a line at midnight was given no time of day.
    count(*) filter (where lines.cnt > 0) as charge_lines,
    count(*) filter (
        where
        lines.cnt > 0
        and (
            lines.fee_ocur_time is null
            or lines.fee_ocur_time = date_trunc('day', lines.fee_ocur_time)
        )
    ) as midnight_lines,
    count(lines.uploaded_at) filter (where lines.cnt > 0) as uploaded_lines,
    count(*) filter (
        where
        lines.cnt > 0
        and {{ seconds_between('lines.uploaded_at', 'lines.fee_ocur_time') }}
        > 3600 * {{ threshold('upload_lag_hours', quarter_start()) }}
    ) as late_lines,
    bool_or(lines.bilg_dr_code is not null) as has_doctor,
    bool_or(lines.bilg_dept_codg is not null) as has_department,
    bool_or(lines.bilg_dept_name is not null) as has_department_name,
    -- Western and Chinese drugs (101), slices (102), preparations of the hospital (104).
    bool_or(lines.list_type in ('101', '104')) as has_drugs,
    bool_or(lines.list_type = '102') as has_slices,
    bool_or(lines.list_type in ('101', '102', '104') and lines.rx_drord_no is not null)
        as has_prescription_number,
    bool_or(lines.list_type in ('101', '104') and lines.prd_days is not null)
        as has_drug_days,
    bool_or(lines.list_type = '102' and lines.prd_days is not null) as has_slice_days,
    count(*) filter (
        where lines.med_list_codg is null or unmapped_codes.med_list_codg is not null
    ) as unmapped_lines,
    count(*) filter (
        where
        abs(round(lines.cnt * lines.pric, 2) - lines.det_item_fee_sumamt)
        > greatest(abs(lines.cnt), 1) * {{ threshold('line_amount_tolerance', quarter_start()) }}
    ) as miscalculated_lines,
    count(*) filter (where lines.inscp_amt > lines.det_item_fee_sumamt and lines.cnt > 0)
        as overstated_lines
from {{ ref('int_raw_lines') }} as lines
left join {{ ref('int_unmapped_codes') }} as unmapped_codes
    on lines.med_list_codg = unmapped_codes.med_list_codg
where lines.setl_id is not null
group by lines.setl_id
