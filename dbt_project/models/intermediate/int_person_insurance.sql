-- When a person was insured. The register keeps the first day, the day of the current insurance
-- and the last pause. A pause after the current day ends it. A pause before it lies between two
-- times: from the first day to the pause, and from the current day on. Without a pause nothing
-- says that there was a gap, so the first day counts.
with insurances as (
    select
        psn_insu_rlts_id,
        psn_no,
        insutype,
        psn_insu_stas,
        coalesce(psn_insu_date, date '1900-01-01') as first_on,
        crt_insu_date,
        -- A pause from before the first day is a made-up date.
        case when paus_insu_date >= coalesce(psn_insu_date, paus_insu_date) then paus_insu_date end
            as paused_on,
        coalesce(
            crt_insu_date >= paus_insu_date
            and paus_insu_date >= coalesce(psn_insu_date, paus_insu_date),
            false
        ) as is_insured_again
    from {{ ref('stg_psn_insu_d') }}
)

select
    psn_insu_rlts_id,
    psn_no,
    insutype,
    case
        when is_insured_again then crt_insu_date
        when first_on > date '1900-01-01' then least(first_on, crt_insu_date)
        else coalesce(crt_insu_date, first_on)
    end as insured_from,
    case when not is_insured_again then paused_on end as insured_to,
    psn_insu_stas
from insurances
union all
select
    psn_insu_rlts_id,
    psn_no,
    insutype,
    first_on as insured_from,
    paused_on as insured_to,
    psn_insu_stas
from insurances
where is_insured_again
