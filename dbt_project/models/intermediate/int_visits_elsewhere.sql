-- Outpatient visits and purchases in another institution while the person lay in a hospital, the
-- days of admission and discharge left out.
select
    stays.mdtrt_id,
    visits.setl_id,
    visits.visited_on,
    visits.fund_pay_sumamt
from {{ ref('int_stays') }} as stays
inner join {{ ref('int_visits') }} as visits
    on
        stays.psn_no = visits.psn_no
        and stays.fixmedins_code <> visits.fixmedins_code
        and stays.admitted_on < visits.visited_on
        and stays.discharged_on > visits.visited_on
where visits.med_type_group in ('门诊', '慢特病', '购药')
