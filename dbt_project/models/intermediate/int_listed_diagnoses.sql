-- Diagnoses of encounters that stand and that some list is about. Prefixes meet the distinct
-- codes once, by equality of their heads. Rules join their list by kp_id and ask its dates;
-- sets are asked here, since rules name them without joining them: what counts is that a row is
-- valid in the quarter, whenever the diagnosis was made.
with prefixes as (
    select
        'diagnosis_sets' as list_id,
        kp_id,
        set_id,
        icd_prefix
    from {{ ref('diagnosis_sets') }}
    where
        valid_from < {{ quarter_end() }}
        and coalesce(valid_to, date '9999-12-31') >= {{ quarter_start() }}
    {%- for list_id in [
        'age_limited_diagnoses', 'diagnosis_evidence', 'operation_diagnoses',
        'sex_limited_diagnoses'
    ] %}
    union all
    select
        '{{ list_id }}' as list_id,
        kp_id,
        null as set_id,
        icd_prefix
    from {{ ref(list_id) }}
    {%- endfor %}
),

lengths as (
    select distinct length(icd_prefix) as length
    from prefixes
),

codes as (
    select distinct diag_code
    from {{ ref('int_encounter_diagnoses') }}
),

heads as (
    select
        codes.diag_code,
        left(codes.diag_code, lengths.length) as head
    from codes
    inner join lengths on length(codes.diag_code) >= lengths.length
),

listed_codes as (
    select distinct
        heads.diag_code,
        prefixes.list_id,
        prefixes.kp_id,
        prefixes.set_id
    from heads
    inner join prefixes on heads.head = prefixes.icd_prefix
)

select
    listed_codes.list_id,
    listed_codes.kp_id,
    listed_codes.set_id,
    diagnoses.mdtrt_id,
    encounters.psn_no,
    encounters.setl_id,
    encounters.fixmedins_code,
    diagnoses.diag_code,
    diagnoses.is_main,
    encounters.is_in_quarter,
    encounters.began_on
from {{ ref('int_encounter_diagnoses') }} as diagnoses
inner join listed_codes on diagnoses.diag_code = listed_codes.diag_code
inner join {{ ref('int_encounters') }} as encounters on diagnoses.mdtrt_id = encounters.mdtrt_id
