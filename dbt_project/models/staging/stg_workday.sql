-- Which days are worked in each region, as published.
select
    region,
    day,
    is_workday,
    layer,
    is_provisional,
    workday_number,
    name,
    source
from {{ source('review', 'workday') }}
