-- A person admitted again and again within a year, in whatever institutions; the last stay
-- stands for all of them.
with counted as (
    select stays.*
    from {{ ref('int_stays') }} as stays
    where
        not stays.is_newborn
        -- 24 from the emergency department, 3 sent by another institution.
        and coalesce(stays.med_type, '') <> '24'
        and coalesce(stays.adm_way, '') <> '3'
        -- Treatment in cycles, the other eye, an emergency that came back: as in M-15.
        and not exists (
            select 1
            from {{ ref('exempt_diagnoses') }} as exempt
            where
                exempt.exemption_id in ('planned_readmission', 'second_eye', 'emergency_reattack')
                and starts_with(stays.dscg_maindiag_code, exempt.icd_prefix)
        )
        and not exists (
            select 1
            from {{ ref('int_listed_diagnoses') }} as diagnoses
            where
                diagnoses.mdtrt_id = stays.mdtrt_id
                and diagnoses.set_id = 'tb_haemophilia'
        )
        -- Transferred, left against advice or settled at the turn of the year, a stay goes on.
        and not exists (
            select 1
            from {{ ref('int_continued_stays') }} as continued
            where continued.mdtrt_id = stays.mdtrt_id
        )
),

last_stays as (
    select
        mdtrt_id,
        psn_no,
        admitted_on,
        born_on,
        {{ threshold('admissions_year_days', 'admitted_on') }}::int as year_days,
        {{ threshold('admissions_recent_days', 'admitted_on') }}::int as recent_days,
        row_number() over (partition by psn_no order by admitted_on desc, mdtrt_id desc) as turn
    from counted
    where is_in_quarter and admitted_on is not null
),

persons as (
    select
        latest.mdtrt_id,
        latest.psn_no,
        latest.admitted_on,
        latest.born_on,
        latest.year_days,
        latest.recent_days,
        count(*) as year_stays,
        count(*) filter (where counted.admitted_on > latest.admitted_on - latest.recent_days)
            as recent_stays,
        sum(counted.length_of_stay)::int as bed_days
    from last_stays as latest
    inner join counted
        on
            latest.psn_no = counted.psn_no
            and latest.admitted_on - latest.year_days < counted.admitted_on
            and latest.admitted_on >= counted.admitted_on
    where latest.turn = 1
    group by
        latest.mdtrt_id, latest.psn_no, latest.admitted_on, latest.born_on, latest.year_days,
        latest.recent_days
),

frequent as (
    select
        *,
        year_stays >= {{ threshold('admissions_year_max', 'admitted_on') }}
        or recent_stays >= {{ threshold('admissions_90_days_max', 'admitted_on') }} as is_often
    from persons
)

select
    settled.setl_id,
    null as bkkp_sn,
    'frequent_admissions' as kp_id,
    null as violating_quantity,
    null as violating_amount,
    -- Many days in few stays may well be one long illness.
    case when not frequent.is_often then 'alert' end as verdict,
    '截至 ' || frequent.admitted_on || ' 入院，' || frequent.year_days || ' 天内住院 '
    || frequent.year_stays || ' 次（其中 ' || frequent.recent_days || ' 天内 '
    || frequent.recent_stays || ' 次），共 ' || frequent.bed_days
    || ' 天' as hit_reason,
    {{ evidence({
        'year_stays': 'frequent.year_stays',
        'recent_stays': 'frequent.recent_stays',
        'bed_days': 'frequent.bed_days'
    }) }} as evidence
from frequent
inner join {{ ref('int_stay_settlements') }} as settled on frequent.mdtrt_id = settled.mdtrt_id
where
    settled.is_in_quarter
    and (
        frequent.is_often
        or frequent.bed_days > {{ threshold('bed_days_year_max', 'frequent.admitted_on') }}
    )
    -- Of the old with several grave illnesses it is to be expected.
    and not (
        coalesce(
            {{ age_months('frequent.born_on', 'frequent.admitted_on') }}
            >= 12 * {{ threshold('grave_illness_age', quarter_start()) }},
            false
        )
        and exists (
            select 1
            from {{ ref('int_listed_diagnoses') }} as diagnoses
            where
                diagnoses.psn_no = frequent.psn_no
                and diagnoses.set_id = 'major_comorbidity'
            group by diagnoses.psn_no
            having
                count(distinct diagnoses.kp_id)
                >= {{ threshold('grave_illnesses_min', quarter_start()) }}
        )
    )
