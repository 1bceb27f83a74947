-- A stay that charges surgery without naming an operation, or names one without charging any.
with operated as (
    select distinct mdtrt_id
    from {{ ref('int_operations') }}
),

-- Births and accesses for dialysis have charges and codes of their own.
spared as (
    select distinct mdtrt_id
    from {{ ref('int_listed_diagnoses') }}
    where list_id = 'diagnosis_sets' and set_id in ('obstetric', 'dialysis')
),

-- Operations, interventions and anaesthesia, by national code or by kind of charge.
charged as (
    select
        bkkp_sn,
        setl_id,
        mdtrt_id,
        fee_date,
        quantity,
        fee_amount,
        is_in_quarter,
        med_chrgitm_type = '06' and left(med_list_codg, 4) = '0033' as is_surgery
    from {{ ref('int_fee_lines') }}
    where
        med_type_group = '住院'
        and (med_chrgitm_type = '06' or left(med_list_codg, 4) in ('0032', '0033'))
),

-- Small procedures need no code.
uncoded as (
    select charged.*
    from charged
    left join operated on charged.mdtrt_id = operated.mdtrt_id
    left join spared on charged.mdtrt_id = spared.mdtrt_id
    where
        charged.is_surgery
        and charged.is_in_quarter
        and charged.fee_amount >= {{ threshold('surgery_fee_min', 'charged.fee_date') }}
        and operated.mdtrt_id is null
        and spared.mdtrt_id is null
),

-- Chapters 00 and 87 to 99 of ICD-9-CM-3 are no operations: tests, imaging, infusions.
uncharged as (
    select
        operations.setl_id,
        min(operations.oprn_oprt_code) as oprn_oprt_code
    from {{ ref('int_operations') }} as operations
    inner join {{ ref('int_settlements') }} as settlements
        on operations.setl_id = settlements.setl_id
    left join spared on operations.mdtrt_id = spared.mdtrt_id
    where
        operations.is_in_quarter
        and operations.is_main
        and settlements.med_type_group = '住院'
        and {{ matches('operations.oprn_oprt_code', "'^(0[1-9]|[1-7][0-9]|8[0-6])[.]'") }}
        and spared.mdtrt_id is null
        and operations.mdtrt_id not in (select charged.mdtrt_id from charged)
    group by operations.setl_id
)

select
    setl_id,
    bkkp_sn,
    'surgery_without_code' as kp_id,
    quantity as violating_quantity,
    null as violating_amount,
    null as verdict,
    '收取手术费 ' || {{ number_text('fee_amount') }} || ' 元，结算清单没有手术操作编码' as hit_reason,
    {{ evidence({'fee_amount': 'fee_amount'}) }} as evidence
from uncoded
union all
select
    setl_id,
    null as bkkp_sn,
    'code_without_surgery' as kp_id,
    null as violating_quantity,
    0 as violating_amount,
    'alert' as verdict,
    '结算清单有主要手术 ' || oprn_oprt_code || '，住院期间没有手术、介入或麻醉费' as hit_reason,
    {{ evidence({'oprn_oprt_code': 'oprn_oprt_code'}) }} as evidence
from uncharged
