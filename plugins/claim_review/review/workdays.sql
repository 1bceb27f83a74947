-- The calendar from the notices. Statements are separated by a line of dashes.
create temporary table made_workday as
with notice as (
    select distinct on (region, day) *
    from review.holiday
    order by region, day, announced_on desc
),

announced as (
    select distinct notice_year as year
    from review.holiday
    where region = '000000'
),

region as (
    select '000000' as region
    union
    select %(prefecture)s
    union
    select region from review.holiday
),

-- All that the law itself fixes by date (article 2). The other holidays follow the moon or
-- the sun, and bridges between days off are arranged year by year.
fixed as (
    select
        month,
        day_of_month,
        name,
        false as is_workday,
        '全国年节及纪念日放假办法（国务院令第795号）' as source
    from (
        values (1, 1, '元旦'), (5, 1, '劳动节'), (5, 2, '劳动节'),
        (10, 1, '国庆节'), (10, 2, '国庆节'), (10, 3, '国庆节')
    ) as days (month, day_of_month, name)
),

bounds as (
    select
        make_date(min(year), 1, 1) as first_day,
        greatest(%(last_day)s, (select max(day) from review.workday)) as last_day
    from announced
),

layered as (
    select
        region.region,
        moment::date as day,
        announced.year is null as is_provisional,
        extract(isodow from moment) < 6 as is_weekday,
        case
            when local.day is not null then 'LOCAL'
            when state.day is not null or fixed.name is not null then 'STATE_COUNCIL'
            else 'WEEKDAY'
        end as layer,
        coalesce(local.is_workday, state.is_workday, fixed.is_workday) as arranged,
        coalesce(local.name, state.name, fixed.name) as name,
        coalesce(local.source, state.source, fixed.source) as source
    from region
    cross join bounds
    cross join generate_series(bounds.first_day::timestamp, bounds.last_day, '1 day') as moment
    left join announced on extract(year from moment) = announced.year
    left join notice as state on state.region = '000000' and moment::date = state.day
    -- The division's own notice counts before its prefecture's.
    left join lateral (
        select notice.*
        from notice
        where
            notice.region in (region.region, left(region.region, 4) || '00')
            and notice.region <> '000000'
            and notice.day = moment::date
        order by notice.region = region.region desc
        limit 1
    ) as local on true
    left join fixed
        on
            announced.year is null
            and extract(month from moment) = fixed.month
            and extract(day from moment) = fixed.day_of_month
),

judged as (
    select
        *,
        coalesce(arranged, is_weekday) as is_workday,
        -- A weekend of a year without a notice may yet be worked to make up for a bridge.
        coalesce(arranged, is_weekday or is_provisional) as may_be_workday
    from layered
)

select
    region,
    day,
    is_workday,
    layer,
    is_provisional,
    count(*) filter (where is_workday) over until_then as workday_number,
    count(*) filter (where may_be_workday) over until_then as most_workdays,
    name,
    source
from judged
window until_then as (partition by region order by day)
----
insert into review.calendar_version (
    content_sha256, first_day, last_day, changed_from, changed_to, published_at
)
with made as (
    select region, day, is_workday, layer, is_provisional, name, source from made_workday
),

-- A division that has rows for the first time was looked up in a wider one until now.
before as (
    select
        region.region,
        old.day,
        old.is_workday,
        old.layer,
        old.is_provisional,
        old.name,
        old.source
    from (select distinct region from made) as region
    inner join review.workday as old on review.calendar_region(region.region) = old.region
),

changed as (
    (select * from made except select * from before)
    union all
    (select * from before except select * from made)
)

select
    (
        select encode(sha256(convert_to(string_agg(
            concat_ws('|', region, day, is_workday, layer, is_provisional, name, source),
            e'\n' order by region, day
        ), 'UTF8')), 'hex')
        from made
    ),
    (select min(day) from made),
    (select max(day) from made),
    min(day),
    max(day),
    %(now)s
from changed
having count(*) > 0
----
delete from review.workday
----
insert into review.workday (
    region, day, is_workday, layer, is_provisional, workday_number, most_workdays, name, source
)
select region, day, is_workday, layer, is_provisional, workday_number, most_workdays, name, source
from made_workday
----
drop table made_workday
