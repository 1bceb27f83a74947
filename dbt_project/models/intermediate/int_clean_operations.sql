-- Stays all of whose operations are clean (class Ⅰ) and have their day.
select
    mdtrt_id,
    min(operated_on) as first_operated_on,
    max(operated_on) as last_operated_on,
    -- ICD-9-CM-3 35 to 37.
    bool_or(left(oprn_oprt_code, 2) in ('35', '36', '37')) as has_heart_operation
from {{ ref('int_operations') }}
group by mdtrt_id
having min(case when incision_class = 1 and operated_on is not null then 1 else 0 end) = 1
