-- How many came back within 15 and 30 days (K19–K21), by the institution that discharged them.
-- Only discharges whose days of follow-up lie within what has been delivered are asked, so the
-- numbers of a quarter are final once the next one has landed.
{{ config(materialized='incremental', pre_hook='{{ replace_quarter() }}') }}
with delivered as (
    select
        max(least(
            extracted_on - 1,
            case
                when quarter = '{{ var("quarter") }}' then {{ quarter_end() }} - 1
                else ({{ quarter_end() }} + interval '3 months')::date - 1
            end
        )) as delivered_to
    from {{ ref('stg_batch') }}
    where
        kind = 'regular'
        and quarter in (
            '{{ var("quarter") }}', {{ quarter_of(quarter_end() ~ "::timestamp") }}
        )
),

-- Discharges alive; a newborn is settled on its mother.
discharges as (
    select
        stays.mdtrt_id,
        stays.psn_no,
        stays.fixmedins_code,
        left(institutions.county_code, 4) as prefecture,
        stays.admitted_on,
        stays.discharged_on,
        left(admissions.main_diagnosis, 3) as illness
    from {{ ref('int_stays') }} as stays
    left join {{ ref('int_admissions') }} as admissions on stays.mdtrt_id = admissions.mdtrt_id
    left join {{ ref('int_persons') }} as persons on stays.psn_no = persons.psn_no
    left join {{ ref('int_institutions') }} as institutions
        on stays.fixmedins_code = institutions.fixmedins_code
    where
        stays.is_in_quarter
        and stays.discharged_on is not null
        and not stays.is_newborn
        and coalesce(stays.dscg_way, '1') <> '5' -- died
        and coalesce(persons.died_on > stays.discharged_on, true)
),

later_admissions as (
    select
        discharges.mdtrt_id,
        admissions.main_diagnosis,
        {{ days_between('admissions.admitted_on', 'discharges.discharged_on') }} as gap_days,
        admissions.fixmedins_code = discharges.fixmedins_code as is_here,
        -- An institution that is not registered is taken for one of the prefecture.
        coalesce(left(institutions.county_code, 4) = discharges.prefecture, true)
            as is_in_prefecture,
        left(admissions.main_diagnosis, 3) = discharges.illness as is_same_illness,
        -- A stay that is settled at the turn of the year becomes two encounters.
        discharges.discharged_on >= {{ turn_of_year('admissions.admitted_on') }} - 1
        and admissions.admitted_on <= {{ turn_of_year('admissions.admitted_on') }}
            as is_at_turn_of_year,
        row_number() over (
            partition by discharges.mdtrt_id
            order by admissions.admitted_on, admissions.mdtrt_id
        ) as turn
    from discharges
    inner join {{ ref('int_admissions') }} as admissions
        on
            discharges.psn_no = admissions.psn_no
            and discharges.discharged_on <= admissions.admitted_on
            -- Of two stays that begin on one day, the second follows the first.
            and (
                discharges.admitted_on < admissions.admitted_on
                or discharges.mdtrt_id < admissions.mdtrt_id
            )
    left join {{ ref('int_institutions') }} as institutions
        on admissions.fixmedins_code = institutions.fixmedins_code
),

judged as (
    select
        discharges.fixmedins_code,
        delivered.delivered_to,
        coalesce(discharges.discharged_on + 15 <= delivered.delivered_to, false) as is_followed_15,
        coalesce(discharges.discharged_on + 30 <= delivered.delivered_to, false) as is_followed_30,
        next.gap_days,
        next.is_here,
        next.is_in_prefecture,
        coalesce(next.is_same_illness, false) as is_same_illness,
        coalesce(next.gap_days <= 1 and not next.is_here, false) as is_transfer,
        coalesce(next.gap_days <= 30, false)
        and exists (
            select 1
            from {{ ref('exempt_diagnoses') }} as exempt
            where
                exempt.exemption_id = 'planned_readmission'
                and starts_with(next.main_diagnosis, exempt.icd_prefix)
        ) as is_planned
    from discharges
    cross join delivered
    left join later_admissions as next on discharges.mdtrt_id = next.mdtrt_id and next.turn = 1
    -- The stay goes on in the next one: that was no discharge.
    where not coalesce(next.is_here and next.is_at_turn_of_year, false)
),

unplanned as (
    select
        *,
        coalesce(is_in_prefecture, false) and not is_transfer and not is_planned as is_unplanned
    from judged
),

readmitted as (
    select
        *,
        is_followed_15 and is_unplanned and gap_days <= 15 as is_within_15,
        is_followed_30 and is_unplanned and gap_days <= 30 as is_within_30
    from unplanned
),

counted as (
    select
        fixmedins_code,
        delivered_to,
        count(*) as discharges,
        count(*) filter (where is_followed_15) as followed_15,
        count(*) filter (where is_followed_30) as followed_30,
        count(*) filter (where is_transfer) as transfers,
        count(*) filter (where is_planned and not is_transfer) as planned_readmissions,
        count(*) filter (where is_within_15) as readmissions_15,
        count(*) filter (where is_within_15 and is_here) as readmissions_here_15,
        count(*) filter (where is_within_30) as readmissions_30,
        count(*) filter (where is_within_30 and is_here) as readmissions_here_30,
        count(*) filter (where is_within_15 and is_same_illness) as same_illness_15,
        count(*) filter (where is_within_15 and is_same_illness and is_here) as same_illness_here_15
    from readmitted
    group by fixmedins_code, delivered_to
)

select
    '{{ var("quarter") }}'::text as quarter,
    fixmedins_code,
    delivered_to,
    discharges::int as discharges,
    followed_15::int as followed_15,
    followed_30::int as followed_30,
    {{ ratio('followed_15', 'discharges', 4) }} as coverage_15,
    {{ ratio('followed_30', 'discharges', 4) }} as coverage_30,
    followed_30 < discharges as is_provisional,
    transfers::int as transfers,
    planned_readmissions::int as planned_readmissions,
    readmissions_15::int as readmissions_15,
    {{ ratio('readmissions_15', 'followed_15', 4) }} as readmission_rate_15,
    readmissions_here_15::int as readmissions_here_15,
    {{ ratio('readmissions_here_15', 'followed_15', 4) }} as readmission_rate_here_15,
    readmissions_30::int as readmissions_30,
    {{ ratio('readmissions_30', 'followed_30', 4) }} as readmission_rate_30,
    readmissions_here_30::int as readmissions_here_30,
    {{ ratio('readmissions_here_30', 'followed_30', 4) }} as readmission_rate_here_30,
    same_illness_15::int as same_illness_15,
    {{ ratio('same_illness_15', 'followed_15', 4) }} as same_illness_rate_15,
    same_illness_here_15::int as same_illness_here_15,
    {{ ratio('same_illness_here_15', 'followed_15', 4) }} as same_illness_rate_here_15
from counted
