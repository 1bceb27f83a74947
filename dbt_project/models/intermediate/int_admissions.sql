-- Admissions to stays that stand, also those settled after the quarter or not at all yet: whether
-- a person came back after a discharge of the quarter shows later than its settlements.
with taken_back as (
    select
        original_setl_id,
        sum(reversed_amount) as reversed_amount
    from {{ ref('int_reversals') }}
    where original_setl_id is not null
    group by original_setl_id
),

-- As `standing` in int_settlements, which ends with the quarter.
settlements as (
    select
        settlements.mdtrt_id,
        settlements.med_type,
        settlements.nwb_flag,
        reversals.setl_id is null
        and case
            when taken_back.original_setl_id is null
                then coalesce(settlements.refd_setl_flag, '0') <> '1'
            else coalesce(settlements.medfee_sumamt + taken_back.reversed_amount > 0, true)
        end as is_net
    from {{ ref('stg_setl_d') }} as settlements
    left join {{ ref('int_reversals') }} as reversals on settlements.setl_id = reversals.setl_id
    left join taken_back on settlements.setl_id = taken_back.original_setl_id
    where settlements.mdtrt_id is not null
),

settled as (
    select
        mdtrt_id,
        bool_or(is_net) as stands,
        max(case when is_net then med_type end) as med_type,
        bool_or(nwb_flag = '1') as is_newborn
    from settlements
    group by mdtrt_id
),

listed as (
    select
        mdtrt_id,
        min(diag_code) as main_diagnosis
    from {{ ref('stg_setl_diag_list_d') }}
    where maindiag_flag = '1'
    group by mdtrt_id
)

select
    encounters.mdtrt_id,
    encounters.psn_no,
    encounters.fixmedins_code,
    encounters.begntime::date as admitted_on,
    coalesce(encounters.dscg_maindiag_code, listed.main_diagnosis) as main_diagnosis
from {{ ref('stg_mdtrt_d') }} as encounters
left join settled on encounters.mdtrt_id = settled.mdtrt_id
left join listed on encounters.mdtrt_id = listed.mdtrt_id
inner join {{ ref('med_types') }} as med_types
    on
        coalesce(settled.med_type, encounters.med_type) = med_types.med_type
        and med_types.med_type_group = '住院'
where
    encounters.begntime
    >= {{ quarter_start() }} - interval '{{ var("look_back_months") }} months'
    -- Nobody asks for a readmission after more than 30 days.
    and encounters.begntime < {{ quarter_end() }} + interval '31 days'
    -- A newborn is settled on its mother: the two stays are of two people.
    and not coalesce(settled.is_newborn, false)
    -- Who has not been discharged has no settlement yet.
    and coalesce(settled.stands, true)
