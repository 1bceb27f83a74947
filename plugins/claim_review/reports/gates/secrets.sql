-- Names and numbers of persons with hits in the quarter or with a case, names of their
-- doctors, and the names that reports may show.
with settlement as (
    select hits.setl_id
    from marts.fct_rule_hits as hits
    where hits.quarter = %(quarter)s
    union
    select cases.setl_id
    from review.hit as cases
),

person as (
    select settled.setl_id, settled.psn_no, settled.mdtrt_id
    from staging.stg_setl_d as settled
    inner join settlement on settled.setl_id = settlement.setl_id
)

select 'name' as kind, persons.psn_name as text
from raw.psn_info_b as persons
where persons.psn_name <> '' and persons.psn_no in (select person.psn_no from person)
union
select 'name', doctors.dr_name
from raw.dr_info_b as doctors
where doctors.dr_name <> ''
union
select 'number', numbers.number
from person
cross join lateral (
    values (person.setl_id), (person.psn_no), (person.mdtrt_id)
) as numbers (number)
where numbers.number <> ''
union
select 'number', settlement.setl_id
from settlement
union
select 'public', institutions.fixmedins_name
from marts.dim_institution as institutions
where institutions.fixmedins_name <> ''
union
select 'public', rules.rule_name
from marts.dim_rule as rules
