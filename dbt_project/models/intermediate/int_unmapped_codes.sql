-- Item codes of the quarter that have the shape of no national catalogue and that no crosswalk
-- maps. The shape is asked once per code: once per line it took longer than all rules together.
with codes as (
    select distinct med_list_codg
    from {{ ref('int_raw_lines') }}
    -- Keeps the engine from asking before it has made them distinct.
    order by med_list_codg offset 0
)

select med_list_codg
from codes
where
    med_list_codg is not null
    and not {{ has_national_code('med_list_codg') }}
    and med_list_codg not in (
        select crosswalk.local_code
        from {{ ref('stg_crosswalk') }} as crosswalk
    )
