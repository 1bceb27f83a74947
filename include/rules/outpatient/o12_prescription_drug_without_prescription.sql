-- A pharmacy sells a prescription drug to the pooled fund without a prescription, or on one of a
-- doctor who signed more prescriptions that day than one can see patients.
with signed as (
    select
        bilg_dr_code,
        fee_date,
        count(*) as prescriptions
    from {{ ref('int_prescriptions') }}
    where has_rx_number and bilg_dr_code is not null
    group by bilg_dr_code, fee_date
)

select
    lines.setl_id,
    lines.bkkp_sn,
    drugs.kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    case when lines.rx_drord_no is not null then 'suspect' end as verdict,
    case
        when lines.rx_drord_no is null
            then drugs.item_name || ' 为处方药，由统筹基金支付，没有处方号'
        else
            drugs.item_name || ' 的处方医师 ' || lines.fee_date || ' 一日开具处方 '
            || signed.prescriptions || ' 张，超过 '
            || {{ number_text(threshold('doctor_prescriptions_day_max', 'lines.fee_date')) }}
            || ' 张'
    end as hit_reason,
    {{ evidence({
        'fee_date': 'lines.fee_date',
        'rx_drord_no': 'lines.rx_drord_no',
        'bilg_dr_code': 'lines.bilg_dr_code',
        'prescriptions_of_day': 'signed.prescriptions'
    }) }} as evidence
from {{ ref('int_listed_lines') }} as lines
inner join {{ ref('prescription_only_drugs') }} as drugs
    on lines.kp_id = drugs.kp_id and {{ in_force('drugs', 'lines.fee_date') }}
inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
left join signed
    on lines.bilg_dr_code = signed.bilg_dr_code and lines.fee_date = signed.fee_date
where
    lines.list_id = 'prescription_only_drugs'
    and lines.med_type_group = '购药'
    -- From the personal account, policies allow it.
    and not settlements.is_account_only
    and (
        -- What was prescribed elsewhere and sent on has its number on the platform.
        (lines.rx_drord_no is null and coalesce(lines.rx_circ_flag, '0') <> '1')
        or (
            lines.rx_drord_no is not null
            and signed.prescriptions
            > {{ threshold('doctor_prescriptions_day_max', 'lines.fee_date') }}
        )
    )
