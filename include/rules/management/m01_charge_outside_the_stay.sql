-- A fee line dated before admission or after discharge.
select
    lines.setl_id,
    lines.bkkp_sn,
    'stay_dates' as kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    case
        when
            abs(lines.days_outside_stay) <= {{ threshold('stay_margin_days', 'lines.fee_date') }}
            then 'suspect'
    end as verdict,
    case
        when lines.days_outside_stay < 0 then '计费日期早于入院 '
        else '计费日期晚于出院 '
    end || abs(lines.days_outside_stay) || ' 天' as hit_reason,
    {{ evidence({
        'fee_date': 'lines.fee_date',
        'days_outside_stay': 'lines.days_outside_stay'
    }) }} as evidence
from {{ ref('int_fee_lines') }} as lines
where
    lines.days_outside_stay <> 0
    -- Tests before admission are merged into the stay, reports may be posted after it.
    and not (
        lines.med_chrgitm_type in ('03', '04')
        and lines.days_outside_stay between
        -{{ threshold('preadmission_exam_days', 'lines.fee_date') }}
        and {{ threshold('late_posting_exam_days', 'lines.fee_date') }}
    )
