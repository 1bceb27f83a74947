-- Which sets of diagnoses a person has had in the quarter and the months looked back on, by the
-- beginnings of the encounters.
select
    psn_no,
    set_id,
    min(began_on) as first_on,
    max(began_on) as last_on
from {{ ref('int_listed_diagnoses') }}
where
    list_id = 'diagnosis_sets'
    and psn_no is not null
group by psn_no, set_id
