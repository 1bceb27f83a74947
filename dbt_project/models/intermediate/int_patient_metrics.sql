-- How many of an institution's patients of a quarter some other institution treated too.
with patients as (
    select distinct
        quarter,
        fixmedins_code,
        psn_no
    from {{ ref('int_settlements') }}
    where
        standing = 'net'
        and med_type_group in ('住院', '门诊', '慢特病')
),

counted as (
    select
        *,
        count(*) over (partition by quarter, psn_no) as institutions
    from patients
)

select
    'shared_patient_share' as metric_id,
    quarter,
    fixmedins_code,
    count(*) filter (where institutions > 1) as numerator,
    count(*) as denominator,
    count(*)::int as cases,
    count(*) >= 200 as is_enough
from counted
group by quarter, fixmedins_code
