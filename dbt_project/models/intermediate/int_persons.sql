-- The register of insured persons. Systems write the 1 January where they know the year
-- only; a date of death of somebody alive, or from before the birth, is none.
with persons as (
    select
        psn_no,
        gend,
        brdy,
        live_admdvs,
        case when deth_date >= coalesce(brdy, deth_date) then deth_date end as deth_date,
        coalesce(surv_stas = '3', deth_date is not null) as is_recorded_dead
    from {{ ref('stg_psn_info_b') }}
)

select
    psn_no,
    gend,
    brdy as born_on,
    coalesce(extract(month from brdy) = 1 and extract(day from brdy) = 1, false)
        as is_default_birth_date,
    is_recorded_dead,
    case when is_recorded_dead then deth_date end as died_on,
    live_admdvs
from persons
