-- Price ceilings by item, hospital level and date; a later ceiling ends an earlier one
-- even where the platform left its end open.
-- hilist_lmtpric_type is read as the level the ceiling is for (1 一级及以下, 2 二级, 3 三级),
-- as lmtpric_hosp_lv is coded; the province has not confirmed this reading.
select
    hilist_code,
    hilist_lmtpric_type::int as level_number,
    hilist_pric_uplmt_amt,
    begndate,
    least(
        enddate,
        lead(begndate) over (partition by hilist_code, hilist_lmtpric_type order by begndate) - 1
    ) as enddate
from {{ ref('stg_hilist_lmtpric_d') }}
where hilist_lmtpric_type in ('1', '2', '3')
