-- An antibiotic around a clean operation that the guideline does not name for it, or that was
-- given for longer than prevention takes.
with named as (
    select distinct lines.bkkp_sn
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('int_operation_guidelines') }} as guided
        on
            lines.mdtrt_id = guided.mdtrt_id
            and lines.kp_id = guided.kp_id
            and {{ in_force('guided', 'lines.fee_date') }}
    where lines.list_id = 'prophylaxis_drugs'
),

antibiotics as (
    select
        lines.*,
        grades.item_name,
        operated.first_operated_on,
        operated.last_operated_on,
        named.bkkp_sn is not null as is_named,
        {{ days_between('lines.fee_date', 'operated.last_operated_on') }} as days_after,
        -- Of the heart, prevention takes longer.
        {{ threshold('prophylaxis_days', 'lines.fee_date') }}
        * case
            when operated.has_heart_operation
                then {{ threshold('prophylaxis_cardiac_factor', 'lines.fee_date') }}
            else 1
        end as days_allowed
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('antibiotic_grades') }} as grades
        on lines.kp_id = grades.kp_id and {{ in_force('grades', 'lines.fee_date') }}
    inner join {{ ref('int_clean_operations') }} as operated on lines.mdtrt_id = operated.mdtrt_id
    left join named on lines.bkkp_sn = named.bkkp_sn
    where
        lines.list_id = 'antibiotic_grades'
        and lines.inscp_amount > 0
        -- What was given on days before was no prevention.
        and lines.fee_date >= operated.first_operated_on
        -- Of other operations the guideline says nothing.
        and exists (
            select 1
            from {{ ref('int_operation_guidelines') }} as guided
            where
                guided.mdtrt_id = lines.mdtrt_id
                and {{ in_force('guided', 'lines.fee_date') }}
        )
        -- Infections are treated, and who is allergic gets another drug.
        and not exists (
            select 1
            from {{ ref('int_listed_diagnoses') }} as diagnoses
            where
                diagnoses.mdtrt_id = lines.mdtrt_id
                and diagnoses.list_id = 'diagnosis_sets'
                and diagnoses.set_id
                in ('infection', 'infection_disease', 'allergy_or_contraindication')
        )
)

select
    setl_id,
    bkkp_sn,
    kp_id,
    quantity as violating_quantity,
    null as violating_amount,
    null as verdict,
    item_name || ' ' || fee_date || ' 用于清洁手术（' || last_operated_on || '）'
    || case
        when not is_named then '的预防，不在该手术的推荐品种之内'
        else '后第 ' || days_after || ' 天，预防用药不超过 ' || {{ number_text('days_allowed') }} || ' 天'
    end as hit_reason,
    {{ evidence({
        'fee_date': 'fee_date',
        'first_operated_on': 'first_operated_on',
        'last_operated_on': 'last_operated_on',
        'is_named': 'is_named',
        'days_allowed': 'days_allowed'
    }) }} as evidence
from antibiotics
where
    not is_named
    or days_after > days_allowed
