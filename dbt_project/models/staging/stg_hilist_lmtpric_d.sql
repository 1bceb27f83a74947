-- Price ceilings of the catalogue, typed: valid from begndate to enddate.
select
    hilist_code,
    {{ plain_code('hilist_lmtpric_type') }} as hilist_lmtpric_type,
    begndate::timestamp::date as begndate,
    enddate::timestamp::date as enddate,
    insu_admdvs,
    hilist_pric_uplmt_amt::numeric(16, 6) as hilist_pric_uplmt_amt,
    batch_id
from {{ current_rows('hilist_lmtpric_d') }} as current_row
where not {{ is_withdrawn() }}
