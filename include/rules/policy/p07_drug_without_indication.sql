-- A drug that is paid for certain diagnoses only, for a person with none of them, neither in
-- this encounter nor in the year before.
with clauses as (
    select
        lines.setl_id,
        lines.bkkp_sn,
        lines.mdtrt_id,
        lines.psn_no,
        lines.fee_date,
        lines.quantity,
        limits.kp_id,
        limits.item_name,
        limits.set_id,
        limits.clause_text,
        row_number() over (
            partition by lines.bkkp_sn, limits.item_name order by limits.clause_no, limits.kp_id
        ) as turn,
        count(*) over (partition by lines.bkkp_sn, limits.item_name) as clauses,
        max(case when limits.machine_checkable = 1 and limits.set_id is null then 1 else 0 end)
            over (partition by lines.bkkp_sn, limits.item_name) as is_in_words_only,
        min(limits.machine_checkable) over (partition by lines.bkkp_sn, limits.item_name)
            as machine_checkable
    from {{ ref('int_listed_lines') }} as lines
    inner join {{ ref('int_settlements') }} as settlements on lines.setl_id = settlements.setl_id
    inner join {{ ref('indication_limited_drugs') }} as limits
        on lines.kp_id = limits.kp_id and {{ in_force('limits', 'lines.fee_date') }}
    left join {{ ref('int_line_details') }} as details on lines.bkkp_sn = details.bkkp_sn
    where
        lines.list_id = 'indication_limited_drugs'
        and lines.inscp_amount > 0
        and settlements.med_type not in ('13', '1301')
        -- Approved beforehand.
        and coalesce(details.hosp_appr_flag, '0') <> '1'
),

-- One clause that is met is enough.
met as (
    select distinct
        clauses.bkkp_sn,
        clauses.item_name
    from clauses
    inner join {{ ref('int_listed_diagnoses') }} as diagnoses
        on
            clauses.psn_no = diagnoses.psn_no
            and clauses.set_id = diagnoses.set_id
    where
        diagnoses.list_id = 'diagnosis_sets'
        and (
            diagnoses.mdtrt_id = clauses.mdtrt_id
            or {{ days_between('clauses.fee_date', 'diagnoses.began_on') }}
            between 0 and {{ threshold('indication_look_back_days', 'clauses.fee_date') }}
        )
)

select
    clauses.setl_id,
    clauses.bkkp_sn,
    clauses.kp_id,
    clauses.quantity as violating_quantity,
    null as violating_amount,
    -- A gene test or a score does not stand in the diagnoses.
    case when clauses.machine_checkable = 0 then 'alert' end as verdict,
    clauses.item_name || ' 限' || coalesce(clauses.clause_text, '特定诊断')
    || '，本次及此前一年就诊均无相应诊断' as hit_reason,
    {{ evidence({
        'clauses': 'clauses.clauses',
        'machine_checkable': 'clauses.machine_checkable'
    }) }} as evidence
from clauses
left join met
    on
        clauses.bkkp_sn = met.bkkp_sn
        and clauses.item_name = met.item_name
where
    clauses.turn = 1
    and met.bkkp_sn is null
    -- A clause of which nobody has said yet what diagnoses it means may be the one that is met.
    and clauses.is_in_words_only = 0
