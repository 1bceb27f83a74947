-- A drug or service for which the patient has none of the diagnoses on its label, now or in the
-- year before.
with found as (
    select distinct
        mdtrt_id,
        set_id
    from {{ ref('int_listed_diagnoses') }}
    where list_id = 'diagnosis_sets'
),

look_back as (
    select {{ threshold('indication_look_back_days', quarter_start()) }} as days
),

-- Of several indications any one will do; an indication without a set can't be asked for.
off_label as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.quantity,
        diagnosed.icd_main_diagnosis as main_diagnosis,
        min(limits.kp_id) as kp_id,
        min(limits.item_name) as item_name,
        min(limits.machine_checkable) as machine_checkable,
        min(limits.grade) as mildest_grade
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('label_indications') }} as limits
        on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
    cross join look_back
    inner join {{ ref('int_main_diagnoses') }} as diagnosed
        on lines.mdtrt_id = diagnosed.mdtrt_id
    left join found on lines.mdtrt_id = found.mdtrt_id and limits.set_id = found.set_id
    left join {{ ref('int_person_sets') }} as earlier
        on
            lines.psn_no = earlier.psn_no
            and limits.set_id = earlier.set_id
            and lines.fee_date >= earlier.first_on
            and {{ days_between('lines.fee_date', 'earlier.last_on') }} <= look_back.days
    where
        lines.list_id = 'label_indications'
        -- The sets are of ICD-10: Chinese and house codes alone can't be compared with them.
        and diagnosed.icd_main_diagnosis is not null
    group by lines.setl_id, lines.bkkp_sn, lines.quantity, diagnosed.icd_main_diagnosis
    having
        count(found.mdtrt_id) = 0
        and count(earlier.psn_no) = 0
        and count(limits.set_id) = count(*)
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    quantity as violating_quantity,
    null as violating_amount,
    -- A label may also ask for genes, scores or treatments that no diagnosis tells.
    case when machine_checkable = 0 or mildest_grade = 'alert' then 'alert' end as verdict,
    item_name || ' 没有说明书上的适应症，本次及近一年的诊断均不相符，主要诊断为 '
    || main_diagnosis as hit_reason,
    {{ evidence({
        'main_diagnosis': 'main_diagnosis',
        'machine_checkable': 'machine_checkable'
    }) }} as evidence
from off_label
