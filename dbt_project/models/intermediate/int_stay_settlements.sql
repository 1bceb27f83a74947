-- The net settlements of inpatient stays; a stay settled midway has several. A rule that flags
-- a stay flags those of the quarter: one settlement flagged twice would be one hit in two quarters.
select
    mdtrt_id,
    setl_id,
    setl_time,
    fund_pay_sumamt,
    quarter = '{{ var("quarter") }}' as is_in_quarter
from {{ ref('int_settlements') }}
where
    med_type_group = '住院'
    and standing = 'net'
