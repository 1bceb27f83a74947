-- An antibiotic around a clean operation that the guideline does not name for it, or that was
-- given for longer than prevention takes.
with operated as (
    select
        mdtrt_id,
        min(operated_on) as first_operated_on,
        max(operated_on) as last_operated_on,
        -- Of the heart (ICD-9-CM-3 35 to 37), prevention takes twice as long.
        max(
            case when left(oprn_oprt_code, 2) in ('35', '36', '37') then 2 else 1 end
        ) as duration_factor
    from {{ ref('int_operations') }}
    group by mdtrt_id
    -- Every operation of the stay is clean (class Ⅰ) and has its day.
    having
        min(case when incision_class = 1 and operated_on is not null then 1 else 0 end) = 1
),

-- Operations that the guideline has drugs for; of others it says nothing.
guided as (
    select distinct
        operations.mdtrt_id,
        guideline.kp_id,
        guideline.valid_from,
        guideline.valid_to
    from {{ ref('int_operations') }} as operations
    inner join {{ ref('prophylaxis_drugs') }} as guideline
        on starts_with(operations.oprn_oprt_code, guideline.op_prefix)
),

-- Infections are treated, and who is allergic gets another drug.
treated as (
    select distinct mdtrt_id
    from {{ ref('int_listed_diagnoses') }}
    where
        list_id = 'diagnosis_sets'
        and set_id in ('infection', 'infection_disease', 'allergy_or_contraindication')
),

named as (
    select distinct lines.bkkp_sn
    from {{ ref('int_listed_lines') }} as lines
    inner join guided
        on
            lines.mdtrt_id = guided.mdtrt_id
            and lines.kp_id = guided.kp_id
            and {{ in_force('guided', 'lines.fee_date') }}
    where lines.list_id = 'prophylaxis_drugs'
),

antibiotics as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.kp_id,
        lines.quantity,
        lines.fee_date,
        grades.item_name,
        operated.first_operated_on,
        operated.last_operated_on,
        named.bkkp_sn is not null as is_named,
        {{ days_between('lines.fee_date', 'operated.last_operated_on') }} as days_after,
        {{ threshold('prophylaxis_days', 'lines.fee_date') }} * operated.duration_factor
            as days_allowed
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('antibiotic_grades') }} as grades
        on lines.kp_id = grades.kp_id and {{ in_force('grades', 'lines.fee_date') }}
    inner join operated on lines.mdtrt_id = operated.mdtrt_id
    left join named on lines.bkkp_sn = named.bkkp_sn
    left join treated on lines.mdtrt_id = treated.mdtrt_id
    where
        lines.list_id = 'antibiotic_grades'
        and lines.inscp_amount > 0
        -- What was given on days before was no prevention.
        and lines.fee_date >= operated.first_operated_on
        and treated.mdtrt_id is null
        and exists (
            select 1
            from guided
            where
                guided.mdtrt_id = lines.mdtrt_id
                and {{ in_force('guided', 'lines.fee_date') }}
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
