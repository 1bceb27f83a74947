-- Parameters of the procedure as published; the value is text in its unit.
select
    key,
    name,
    value,
    unit,
    region,
    valid_from,
    valid_to,
    confirmed_by
from {{ source('review', 'parameter') }}
