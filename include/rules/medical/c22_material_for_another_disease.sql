-- A material for certain diseases, used where no diagnosis of the encounter is one of them.
with diagnosed as (
    select distinct
        mdtrt_id,
        set_id
    from {{ ref('int_listed_diagnoses') }}
    where list_id = 'diagnosis_sets'
),

materials as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.kp_id,
        lines.quantity,
        limits.item_name,
        limits.set_id,
        diagnosed.mdtrt_id is not null as has_diagnosis
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('disease_limited_materials') }} as limits
        on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
    left join diagnosed
        on
            lines.mdtrt_id = diagnosed.mdtrt_id
            and limits.set_id = diagnosed.set_id
    where lines.list_id = 'disease_limited_materials'
),

-- A material may be for several sets of diseases; one of them will do.
judged as (
    select
        *,
        bool_or(has_diagnosis) over (partition by bkkp_sn) as has_any_diagnosis,
        row_number() over (partition by bkkp_sn order by kp_id) as position
    from materials
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    quantity as violating_quantity,
    null as violating_amount,
    null as verdict,
    item_name || ' 限特定疾病使用，本次就诊没有相应的诊断' as hit_reason,
    {{ evidence({
        'set_id': 'set_id',
        'quantity': 'quantity'
    }) }} as evidence
from judged
where
    not has_any_diagnosis
    and position = 1
