-- Encounters whose diagnoses grant an exemption: one row per encounter and exemption.
-- Prefixes are matched against the distinct codes once, never per line.
with codes as (
    select distinct diag_code
    from {{ ref('int_encounter_diagnoses') }}
),

exempt_codes as (
    select distinct
        codes.diag_code,
        exemptions.exemption_id
    from codes
    inner join {{ ref('exempt_diagnoses') }} as exemptions
        on starts_with(codes.diag_code, exemptions.icd_prefix)
)

select distinct
    diagnoses.mdtrt_id,
    exempt_codes.exemption_id
from {{ ref('int_encounter_diagnoses') }} as diagnoses
inner join exempt_codes on diagnoses.diag_code = exempt_codes.diag_code
