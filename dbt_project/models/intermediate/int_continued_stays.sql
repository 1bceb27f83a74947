-- Stays that are no new ones: an earlier stay of the person goes on in them within a day, after a
-- transfer (2), leaving against advice (4) or a settlement at the turn of the year.
select distinct stays.mdtrt_id
from {{ ref('int_stays') }} as stays
inner join {{ ref('int_stays') }} as earlier
    on
        stays.psn_no = earlier.psn_no
        and stays.admitted_on > earlier.admitted_on
        and stays.admitted_on between earlier.discharged_on and earlier.discharged_on + 1
where
    earlier.dscg_way in ('2', '4')
    or (
        stays.fixmedins_code = earlier.fixmedins_code
        and earlier.discharged_on >= {{ turn_of_year('stays.admitted_on') }} - 1
        and stays.admitted_on <= {{ turn_of_year('stays.admitted_on') }}
    )
