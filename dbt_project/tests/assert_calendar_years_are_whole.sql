-- Guards deadlines against a calendar with a hole, or a year with far too many days off. Local
-- holidays come on top, and a year that is not announced still lacks most of its holidays.
select
    region,
    extract(year from day) as year,
    count(*) as days,
    count(*) filter (where is_workday) as workdays
from {{ ref('dim_workday') }}
group by region, extract(year from day)
having
    count(*) <> make_date(extract(year from min(day))::int + 1, 1, 1)
    - make_date(extract(year from min(day))::int, 1, 1)
    or region = '000000'
    and not bool_or(is_provisional)
    and count(*) filter (where is_workday) not between 245 and 255
