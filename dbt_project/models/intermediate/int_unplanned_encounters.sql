-- Encounters of acute need of dialysis or of intensive care, where no plan of treatment holds.
select mdtrt_id
from {{ ref('int_listed_diagnoses') }}
where
    list_id = 'diagnosis_sets'
    and set_id = 'dialysis_acute'
    and mdtrt_id is not null
union
select mdtrt_id
from {{ ref('int_settlements') }}
where
    -- Rescue in the emergency department.
    med_type = '1301'
    and mdtrt_id is not null
union
select mdtrt_id
from {{ ref('int_listed_lines') }}
where
    list_id = 'per_diem_items'
    and med_list_codg = '001109000030000' -- 监护病房床位费
    and mdtrt_id is not null
