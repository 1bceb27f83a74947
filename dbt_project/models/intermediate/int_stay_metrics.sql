-- Metrics of an institution's stays, for every quarter of the history; a stay counts in the
-- quarter of its last settlement.
with fees as (
    select
        mdtrt_id,
        sum(medfee_sumamt + reversed_amount) as fee_amount
    from {{ ref('int_settlements') }}
    where standing = 'net' and med_type_group = '住院'
    group by mdtrt_id
),

stays as (
    select
        *,
        lag(mdtrt_id) over previously as previous_mdtrt_id,
        lag(discharged_on) over previously as previous_discharged_on,
        lag(dscg_way) over previously as previous_dscg_way
    from {{ ref('int_stays') }}
    window previously as (partition by psn_no, fixmedins_code order by admitted_on, mdtrt_id)
),

-- Planned or unavoidable, as in M-15: it is no fault of the institution.
expected_readmissions as (
    select stays.mdtrt_id
    from stays
    inner join {{ ref('int_exempt_encounters') }} as exempt on stays.mdtrt_id = exempt.mdtrt_id
    where exempt.exemption_id in ('planned_readmission', 'second_eye', 'emergency_reattack')
    union
    select stays.mdtrt_id
    from stays
    inner join {{ ref('int_exempt_encounters') }} as exempt
        on stays.previous_mdtrt_id = exempt.mdtrt_id
    where exempt.exemption_id in ('planned_readmission', 'second_eye')
),

minor_illness as (
    select distinct mdtrt_id
    from {{ ref('int_listed_diagnoses') }}
    where list_id = 'diagnosis_sets' and set_id = 'minor_illness' and is_main
),

comorbidity as (
    select distinct mdtrt_id
    from {{ ref('int_listed_diagnoses') }}
    where list_id = 'diagnosis_sets' and set_id = 'major_comorbidity'
),

marked as (
    select
        stays.fixmedins_code,
        {{ quarter_of('stays.last_settled_at') }} as quarter,
        stays.length_of_stay,
        fees.fee_amount,
        minor_illness.mdtrt_id is not null as is_minor,
        comorbidity.mdtrt_id is not null as has_comorbidity,
        expected_readmissions.mdtrt_id is null
        and {{ days_between('stays.admitted_on', 'stays.previous_discharged_on') }}
        between 0 and {{ threshold('readmission_days', 'stays.admitted_on') }}
        -- 2 transferred out, 4 left against advice, 5 died.
        and coalesce(stays.previous_dscg_way, '1') not in ('2', '4', '5')
        -- A stay that is settled at the turn of the year becomes two encounters.
        and not (
            stays.previous_discharged_on >= {{ turn_of_year('stays.admitted_on') }} - 1
            and stays.admitted_on <= {{ turn_of_year('stays.admitted_on') }}
        )
        and coalesce(stays.med_type, '') <> '24'
        and not stays.is_newborn as is_readmission
    from stays
    inner join fees on stays.mdtrt_id = fees.mdtrt_id
    left join expected_readmissions on stays.mdtrt_id = expected_readmissions.mdtrt_id
    left join minor_illness on stays.mdtrt_id = minor_illness.mdtrt_id
    left join comorbidity on stays.mdtrt_id = comorbidity.mdtrt_id
),

counted as (
    select
        quarter,
        fixmedins_code,
        count(*)::int as stays,
        sum(fee_amount) as fee_amount,
        count(length_of_stay)::int as closed_stays,
        sum(length_of_stay) as days,
        count(*) filter (where is_minor)::int as minor_stays,
        count(*) filter (where has_comorbidity)::int as comorbidity_stays,
        count(*) filter (where is_readmission)::int as readmissions
    from marked
    group by quarter, fixmedins_code
)

select
    'fee_per_stay' as metric_id,
    quarter,
    fixmedins_code,
    fee_amount as numerator,
    stays as denominator,
    stays as cases,
    stays >= 10 as is_enough
from counted
union all
select
    'length_of_stay' as metric_id,
    quarter,
    fixmedins_code,
    days as numerator,
    closed_stays as denominator,
    closed_stays as cases,
    closed_stays >= 10 as is_enough
from counted
where closed_stays > 0
union all
select
    'minor_stay_share' as metric_id,
    quarter,
    fixmedins_code,
    minor_stays as numerator,
    stays as denominator,
    stays as cases,
    stays >= 10 as is_enough
from counted
union all
select
    'comorbidity_stay_share' as metric_id,
    quarter,
    fixmedins_code,
    comorbidity_stays as numerator,
    stays as denominator,
    stays as cases,
    stays >= 10 as is_enough
from counted
union all
select
    'unplanned_readmission_31' as metric_id,
    quarter,
    fixmedins_code,
    readmissions as numerator,
    stays as denominator,
    stays as cases,
    stays >= 20 as is_enough
from counted
