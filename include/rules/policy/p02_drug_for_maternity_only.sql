-- A drug that is paid for childbirth only, without any sign of pregnancy or childbirth.
select
    lines.setl_id,
    lines.bkkp_sn,
    limits.kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    null as verdict,
    limits.item_name || ' 限生育保险支付，本次就诊无妊娠、分娩诊断，也无分娩项目' as hit_reason,
    {{ evidence({
        'med_type': 'settlements.med_type',
        'insutype': 'settlements.insutype'
    }) }} as evidence
from {{ ref('int_listed_lines') }} as lines
inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
inner join {{ ref('insurance_limited_drugs') }} as limits
    on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
where
    lines.list_id = 'insurance_limited_drugs'
    and limits.insurance = '生育'
    and lines.inscp_amount > 0
    and not settlements.is_account_only
    -- Maternity is settled by employees' and residents' insurance too: what counts is
    -- the childbirth, not who pays.
    and settlements.med_type not in ('51', '52', '2106', '2107')
    and coalesce(settlements.insutype, '') <> '510'
    and not exists (
        select 1
        from {{ ref('int_listed_diagnoses') }} as diagnoses
        where
            diagnoses.mdtrt_id = lines.mdtrt_id
            and diagnoses.list_id = 'diagnosis_sets'
            and diagnoses.set_id = 'obstetric'
    )
    and not exists (
        select 1
        from {{ ref('int_listed_lines') }} as others
        inner join {{ ref('item_sets') }} as items on others.kp_id = items.kp_id
        where
            others.mdtrt_id = lines.mdtrt_id
            and others.list_id = 'item_sets'
            and items.set_id = 'delivery'
    )
