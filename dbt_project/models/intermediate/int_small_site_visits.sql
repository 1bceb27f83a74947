-- Outpatient visits of the quarter at township hospitals, community centres and clinics.
select
    visits.setl_id,
    visits.fixmedins_code,
    visits.medfee_sumamt,
    count(*) over (partition by visits.fixmedins_code) as site_visits
from {{ ref('int_visits') }} as visits
inner join {{ ref('int_institutions') }} as institutions
    on visits.fixmedins_code = institutions.fixmedins_code
where
    visits.is_in_quarter
    and visits.med_type_group in ('门诊', '慢特病')
    and institutions.institution_class in ('乡镇卫生院', '社区卫生服务机构', '诊所及村卫生室')
