-- A doctor who sees outpatients in two counties on one day, or more of them than a day allows.
-- Orders of stays run on by themselves, and pharmacies sell what was prescribed elsewhere.
with visits as (
    select distinct
        lines.fixmedins_code,
        institutions.county_code,
        lines.bilg_dr_code,
        lines.fee_date,
        lines.mdtrt_id
    from {{ ref('int_fee_lines') }} as lines
    inner join {{ ref('int_institutions') }} as institutions
        on lines.fixmedins_code = institutions.fixmedins_code
    where
        lines.is_in_quarter
        -- What is settled long after its day is no matter of this quarter's days.
        and lines.fee_date >= {{ quarter_start() }}
        and lines.fee_date < {{ quarter_end() }}
        and lines.med_type_group in ('门诊', '慢特病')
        and lines.bilg_dr_code is not null
),

several_sites as (
    select distinct dr_code
    from {{ ref('int_practitioners') }}
    where is_multi_site
),

two_counties as (
    select
        min(visits.fixmedins_code) as fixmedins_code,
        visits.bilg_dr_code,
        visits.fee_date,
        'doctor_two_counties' as metric_id,
        count(distinct visits.county_code) as observed,
        1 as expected,
        count(distinct visits.fixmedins_code) as institutions,
        count(distinct visits.mdtrt_id) as visits
    from visits
    left join several_sites on visits.bilg_dr_code = several_sites.dr_code
    where
        several_sites.dr_code is null
        -- A national code is one person's; a hospital's own may be another's elsewhere.
        and {{ matches('visits.bilg_dr_code', "'^D[0-9]{12}$'") }}
    group by visits.bilg_dr_code, visits.fee_date
    having count(distinct visits.county_code) > 1
),

overloaded as (
    select
        fixmedins_code,
        bilg_dr_code,
        fee_date,
        'doctor_visits_day' as metric_id,
        count(distinct mdtrt_id) as observed,
        {{ threshold('doctor_visits_day_max', 'visits.fee_date') }} as expected,
        1 as institutions,
        count(distinct mdtrt_id) as visits
    from visits
    group by fixmedins_code, bilg_dr_code, fee_date
    having count(distinct mdtrt_id) > {{ threshold('doctor_visits_day_max', 'visits.fee_date') }}
),

days as (
    select * from two_counties
    union all
    select * from overloaded
)

select
    fixmedins_code,
    bilg_dr_code as practitioner_code,
    cast(null as text) as subject,
    metric_id,
    fee_date as period_start,
    fee_date as period_end,
    observed,
    expected,
    cast(null as numeric(18, 6)) as spread,
    cast(null as numeric(18, 3)) as robust_z,
    cast(null as int) as peers,
    cast(null as numeric(16, 2)) as amount,
    cast(null as text) as verdict,
    case metric_id
        when 'doctor_two_counties'
            then
                '该医师 ' || fee_date || ' 在 ' || observed || ' 个县的 ' || institutions
                || ' 家机构接诊门诊患者'
        else
            '该医师 ' || fee_date || ' 接诊门诊 ' || observed || ' 人次，超过 '
            || {{ number_text('expected') }} || ' 人次'
    end as signal_reason,
    {{ evidence({
        'visits': 'visits',
        'institutions': 'institutions'
    }) }} as evidence
from days
