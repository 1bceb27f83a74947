-- The calendar of workdays, for queries and reports that count in them.
select
    region,
    day,
    is_workday,
    layer,
    is_provisional,
    workday_number,
    name as holiday_name,
    source
from {{ ref('stg_workday') }}
