-- Visits and purchases of the quarter with each closed stay of the same person that was paid by
-- group (40 DRG, 50 DIP).
select
    visits.setl_id,
    visits.med_type_group,
    visits.visited_on,
    stays.mdtrt_id as stay_mdtrt_id,
    stays.admitted_on,
    stays.discharged_on,
    -- Days before the admission or after the discharge, 0 within the stay.
    greatest(
        0,
        {{ days_between('stays.admitted_on', 'visits.visited_on') }},
        {{ days_between('visits.visited_on', 'stays.discharged_on') }}
    ) as days_apart,
    visits.fixmedins_code <> stays.fixmedins_code as is_elsewhere,
    -- The same main diagnosis, by three characters; a purchase has none.
    visits.med_type_group = '购药'
    or exists (
        select 1
        from {{ ref('int_encounter_diagnoses') }} as diagnoses
        where
            diagnoses.mdtrt_id = visits.mdtrt_id
            and diagnoses.is_main
            and left(diagnoses.diag_code, 3) = left(stays.dscg_maindiag_code, 3)
    ) as is_related
from {{ ref('int_stays') }} as stays
inner join {{ ref('int_visits') }} as visits on stays.psn_no = visits.psn_no
where
    stays.clr_way in ('40', '50')
    and stays.discharged_on is not null
    and visits.is_in_quarter
    and visits.med_type_group in ('门诊', '慢特病', '购药')
