-- Metrics of what the stays of the quarter were charged for: lines of earlier quarters are not
-- read again, so there is no history of these.
with stays as (
    select
        stays.mdtrt_id,
        stays.fixmedins_code,
        stays.admitted_on,
        stays.discharged_on,
        stays.length_of_stay,
        costs.fee_amount,
        costs.drug_amount,
        costs.exam_lab_amount,
        costs.treatment_amount,
        costs.material_amount
    from {{ ref('int_stays') }} as stays
    inner join {{ ref('int_stay_costs') }} as costs on stays.mdtrt_id = costs.mdtrt_id
    where stays.is_in_quarter and costs.fee_amount > 0
),

totals as (
    select
        fixmedins_code,
        count(*)::int as stays,
        sum(fee_amount) as fee_amount,
        sum(drug_amount) as drug_amount,
        sum(exam_lab_amount) as exam_lab_amount,
        sum(treatment_amount) as treatment_amount,
        sum(material_amount) as material_amount,
        count(*) filter (
            where
            exam_lab_amount > fee_amount * {{ threshold('low_need_exam_share', quarter_start()) }}
            and length_of_stay <= {{ threshold('low_need_days', quarter_start()) }}
        )::int as check_up_stays
    from stays
    group by fixmedins_code
),

-- 03 is an examination; names are looked at once per institution, not once per line.
examinations as (
    select
        lines.fixmedins_code,
        lines.hilist_name,
        sum(lines.fee_amount) as fee_amount
    from {{ ref('int_fee_lines') }} as lines
    inner join stays on lines.mdtrt_id = stays.mdtrt_id
    where lines.med_chrgitm_type = '03'
    group by lines.fixmedins_code, lines.hilist_name
),

scans as (
    select
        fixmedins_code,
        -- Not OCT, SPECT or ECT.
        sum(fee_amount) filter (where {{ matches('hilist_name', "'(^|[^A-Za-z])CT'") }})
            as ct_amount,
        sum(fee_amount) filter (where {{ matches('hilist_name', "'磁共振|核磁'") }}) as mri_amount
    from examinations
    group by fixmedins_code
),

-- Saturdays and Sundays strictly inside each stay: as many as lie before the day of discharge,
-- less those before the day after admission. 1900-01-01 was a Monday.
numbered as (
    select
        mdtrt_id,
        fixmedins_code,
        {{ days_between('discharged_on', "date '1900-01-01'") }} as last_number,
        {{ days_between('admitted_on + 1', "date '1900-01-01'") }} as first_number
    from stays
    where discharged_on > admitted_on
),

weekends as (
    select
        mdtrt_id,
        fixmedins_code,
        floor(last_number / 7.0)::int * 2 + greatest(0, last_number % 7 - 5)
        - floor(first_number / 7.0)::int * 2 - greatest(0, first_number % 7 - 5) as weekend_days
    from numbered
),

worked as (
    select
        days.mdtrt_id,
        count(*)::int as worked_days
    from {{ ref('int_stay_days') }} as days
    inner join stays on days.mdtrt_id = stays.mdtrt_id
    where
        days.fee_date > stays.admitted_on
        and days.fee_date < stays.discharged_on
        and days.clinical_lines > 0
        and extract(isodow from days.fee_date) in (6, 7)
    group by days.mdtrt_id
),

blanks as (
    select
        weekends.fixmedins_code,
        count(*)::int as stays,
        sum(weekends.weekend_days) as weekend_days,
        sum(weekends.weekend_days - coalesce(worked.worked_days, 0)) as blank_days
    from weekends
    left join worked on weekends.mdtrt_id = worked.mdtrt_id
    where weekends.weekend_days > 0
    group by weekends.fixmedins_code
),

shares as (
    {% for name in ['drug', 'exam_lab', 'material', 'treatment'] -%}
    select
        '{{ name }}_share' as metric_id,
        fixmedins_code,
        {{ name }}_amount as numerator,
        fee_amount as denominator,
        stays
    from totals
    union all
    {% endfor -%}
    select
        'ct_share' as metric_id,
        totals.fixmedins_code,
        coalesce(scans.ct_amount, 0) as numerator,
        totals.fee_amount as denominator,
        totals.stays
    from totals
    left join scans on totals.fixmedins_code = scans.fixmedins_code
    union all
    select
        'mri_share' as metric_id,
        totals.fixmedins_code,
        coalesce(scans.mri_amount, 0) as numerator,
        totals.fee_amount as denominator,
        totals.stays
    from totals
    left join scans on totals.fixmedins_code = scans.fixmedins_code
    union all
    select
        'check_up_stay_share' as metric_id,
        fixmedins_code,
        check_up_stays as numerator,
        stays as denominator,
        stays
    from totals
    union all
    select
        'weekend_blank_share' as metric_id,
        fixmedins_code,
        blank_days as numerator,
        weekend_days as denominator,
        stays
    from blanks
)

select
    metric_id,
    '{{ var("quarter") }}' as quarter,
    fixmedins_code,
    numerator,
    denominator,
    stays as cases,
    stays >= 10 as is_enough
from shares
