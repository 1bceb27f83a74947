-- Price ceilings by item, hospital level and date; a later ceiling ends an earlier one
-- even where the platform left its end open. Only ceilings of the prefecture, its counties, its
-- province and the nation count; where several rows name one day (areas, spellings of the
-- level), the highest ceiling stands: the mildest reading.
-- hilist_lmtpric_type is read as the level the ceiling is for (1 一级及以下, 2 二级, 3 三级),
-- as lmtpric_hosp_lv is coded; the province has not confirmed this reading.
with ceilings as (
    select
        hilist_code,
        hilist_lmtpric_type::int as level_number,
        begndate,
        max(hilist_pric_uplmt_amt) as hilist_pric_uplmt_amt,
        max(coalesce(enddate, date '9999-12-31')) as enddate
    from {{ ref('stg_hilist_lmtpric_d') }}
    where
        hilist_lmtpric_type in ('1', '2', '3')
        and (
            coalesce(insu_admdvs, '000000')
            in ('000000', '100000', '{{ var("prefecture")[:2] }}0000')
            or starts_with(insu_admdvs, '{{ var("prefecture")[:4] }}')
        )
        and begndate is not null
        and hilist_pric_uplmt_amt is not null
    group by hilist_code, hilist_lmtpric_type, begndate
)

select
    hilist_code,
    level_number,
    hilist_pric_uplmt_amt,
    begndate,
    least(
        nullif(enddate, date '9999-12-31'),
        lead(begndate) over (partition by hilist_code, level_number order by begndate) - 1
    ) as enddate
from ceilings
