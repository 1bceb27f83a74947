-- More kinds of drugs on one prescription, or from one institution on one day, than is allowed;
-- the cheapest kinds are the ones beyond the limit.
with drugs as (
    select *
    from {{ ref('int_dispensed_drugs') }}
    where
        med_type_group in ('门诊', '慢特病')
        and inscp_amount > 0
),

-- Few have that many lines at all: only these are counted kind by kind.
long_days as (
    select
        psn_no,
        fixmedins_code,
        fee_date
    from drugs
    group by psn_no, fixmedins_code, fee_date
    having count(*) > (
        select min(thresholds.value)
        from {{ ref('thresholds') }} as thresholds
        where thresholds.threshold_id = 'drug_kinds_day_max'
    )
),

-- Chronic patients are given the drugs of several diseases on one prescription: only their day
-- is counted. Without a number nobody knows what was on one prescription.
limited as (
    select
        'drug_kinds_of_prescription' as kp_id,
        drugs.prescription_id as limited_to,
        {{ threshold('drug_kinds_max', 'drugs.fee_date') }} as max_kinds,
        drugs.*
    from drugs
    inner join {{ ref('int_prescriptions') }} as prescriptions
        on drugs.prescription_id = prescriptions.prescription_id
    where
        drugs.med_type_group = '门诊'
        and prescriptions.has_rx_number
        and prescriptions.drug_kinds > (
            select min(thresholds.value)
            from {{ ref('thresholds') }} as thresholds
            where thresholds.threshold_id = 'drug_kinds_max'
        )
    union all
    select
        'drug_kinds_of_day' as kp_id,
        drugs.psn_no || '/' || drugs.fixmedins_code || '/' || drugs.fee_date as limited_to,
        {{ threshold('drug_kinds_day_max', 'drugs.fee_date') }} as max_kinds,
        drugs.*
    from drugs
    inner join long_days
        on
            drugs.psn_no = long_days.psn_no
            and drugs.fixmedins_code = long_days.fixmedins_code
            and drugs.fee_date = long_days.fee_date
),

kinds as (
    select
        kp_id,
        limited_to,
        generic_code,
        min(max_kinds) as max_kinds,
        count(*) over (partition by kp_id, limited_to) as kinds,
        row_number() over (
            partition by kp_id, limited_to
            order by sum(fee_amount) desc, generic_code
        ) as place
    from limited
    group by kp_id, limited_to, generic_code
)

select
    lines.setl_id,
    lines.bkkp_sn,
    lines.kp_id,
    lines.quantity as violating_quantity,
    null as violating_amount,
    null as verdict,
    case lines.kp_id when 'drug_kinds_of_day' then '同日' else '同一处方' end
    || '开具药品 ' || kinds.kinds || ' 种，上限 ' || {{ number_text('kinds.max_kinds') }}
    || ' 种，' || coalesce(lines.hilist_name, lines.med_list_codg) || '为金额较低的超出品种'
        as hit_reason,
    {{ evidence({
        'fee_date': 'lines.fee_date',
        'prescription_id': 'lines.prescription_id',
        'kinds': 'kinds.kinds',
        'max_kinds': 'kinds.max_kinds'
    }) }} as evidence
from limited as lines
inner join kinds
    on
        lines.kp_id = kinds.kp_id
        and lines.limited_to = kinds.limited_to
        and lines.generic_code = kinds.generic_code
where kinds.place > kinds.max_kinds
