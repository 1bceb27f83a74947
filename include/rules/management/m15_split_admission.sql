-- A stay cut in two: the same person admitted again to the same institution within days
-- of discharge, for what looks like the same illness.
with pairs as (
    select
        second.*,
        first.mdtrt_id as first_mdtrt_id,
        {{ days_between('second.admitted_on', 'first.discharged_on') }} as gap_days,
        second.adm_dept_codg = first.adm_dept_codg as is_same_department,
        left(second.dscg_maindiag_code, 3) = left(first.dscg_maindiag_code, 3)
            as is_same_illness
    from {{ ref('int_stays') }} as second
    inner join {{ ref('int_stays') }} as first
        on
            second.psn_no = first.psn_no
            and second.fixmedins_code = first.fixmedins_code
            and second.mdtrt_id <> first.mdtrt_id
            and second.admitted_on >= first.discharged_on
            and {{ days_between('second.admitted_on', 'first.discharged_on') }}
            <= {{ threshold('split_admission_gap_days', 'second.admitted_on') }}
    where
        second.is_in_quarter
        and left(second.dscg_maindiag_code, 1) = left(first.dscg_maindiag_code, 1)
        -- 2 transferred out, 4 left against advice, 5 died: not the hospital's choice.
        and coalesce(first.dscg_way, '1') not in ('2', '4', '5')
        -- A stay that is settled at the turn of the year becomes two encounters.
        and not (
            first.discharged_on >= {{ turn_of_year('second.admitted_on') }} - 1
            and second.admitted_on <= {{ turn_of_year('second.admitted_on') }}
        )
        and second.med_type <> '24'
        -- A newborn is settled on its mother: the two stays are of two people.
        and not (first.is_newborn or second.is_newborn)
        and not exists (
            select 1
            from {{ ref('exempt_diagnoses') }} as exempt
            where
                (
                    exempt.exemption_id in ('planned_readmission', 'second_eye')
                    and (
                        starts_with(second.dscg_maindiag_code, exempt.icd_prefix)
                        or starts_with(first.dscg_maindiag_code, exempt.icd_prefix)
                    )
                )
                or (
                    exempt.exemption_id = 'emergency_reattack'
                    and starts_with(second.dscg_maindiag_code, exempt.icd_prefix)
                )
        )
),

scored as (
    select
        *,
        case when is_same_department then 1 else 0 end
        + case when is_same_illness then 2 else 0 end
        + case
            when gap_days <= {{ threshold('split_admission_near_gap_days', 'admitted_on') }} then 2
            else 0
        end as score,
        row_number() over (
            partition by mdtrt_id
            order by gap_days, first_mdtrt_id
        ) as nearness
    from pairs
)

select
    settled.setl_id,
    null as bkkp_sn,
    'split_admission' as kp_id,
    null as violating_quantity,
    null as violating_amount,
    null as verdict,
    '出院 ' || scored.gap_days || ' 天后同院再次入院，主诊断 ' || scored.dscg_maindiag_code
    || '，疑似分解住院（' || scored.score || ' 分）' as hit_reason,
    {{ evidence({
        'first_mdtrt_id': 'scored.first_mdtrt_id',
        'gap_days': 'scored.gap_days',
        'score': 'scored.score',
        'is_same_department': 'scored.is_same_department',
        'is_same_illness': 'scored.is_same_illness'
    }) }} as evidence
from scored
inner join {{ ref('int_stay_settlements') }} as settled on scored.mdtrt_id = settled.mdtrt_id
where
    scored.nearness = 1
    and settled.is_in_quarter
    and scored.score >= {{ threshold('split_admission_min_score', 'scored.admitted_on') }}
