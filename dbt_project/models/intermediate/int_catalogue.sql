-- The catalogue as it binds here: per item, spans of days with the mildest grade that the nation,
-- the province, the prefecture or one of its counties gives it (01 甲类 before 02 乙类 before
-- 03 丙类). A later row of one area ends its earlier one, even where the platform left it open;
-- an end before the beginning is a made-up date. Days that no area covers are in no span.
with listed as (
    select
        hilist_code,
        coalesce(insu_admdvs, '000000') as area,
        begndate,
        min(hilist_name) as hilist_name,
        min(list_type) as list_type,
        min(chrgitm_lv) as grade,
        max(case when enddate >= begndate then enddate else date '9999-12-31' end) as enddate
    from {{ ref('stg_hilist_b') }}
    where
        begndate is not null
        and (
            coalesce(insu_admdvs, '000000')
            in ('000000', '100000', '{{ var("prefecture")[:2] }}0000')
            or starts_with(insu_admdvs, '{{ var("prefecture")[:4] }}')
        )
    group by hilist_code, coalesce(insu_admdvs, '000000'), begndate
),

spans as (
    select
        hilist_code,
        hilist_name,
        list_type,
        grade,
        begndate,
        least(enddate, lead(begndate) over (partition by hilist_code, area order by begndate) - 1)
            as enddate
    from listed
),

-- Where anything changes for an item, a new span begins.
changes as (
    select
        hilist_code,
        begndate as changed_on
    from spans
    union
    select
        hilist_code,
        enddate + 1 as changed_on
    from spans
    where enddate < date '9999-12-31'
),

pieces as (
    select
        hilist_code,
        changed_on as valid_from,
        coalesce(
            lead(changed_on) over (partition by hilist_code order by changed_on) - 1,
            date '9999-12-31'
        ) as valid_to
    from changes
)

select
    pieces.hilist_code,
    min(spans.hilist_name) as hilist_name,
    min(spans.list_type) as list_type,
    min(spans.grade) as grade,
    pieces.valid_from,
    nullif(pieces.valid_to, date '9999-12-31') as valid_to
from pieces
inner join spans
    on
        pieces.hilist_code = spans.hilist_code
        and pieces.valid_from between spans.begndate and spans.enddate
group by pieces.hilist_code, pieces.valid_from, pieces.valid_to
