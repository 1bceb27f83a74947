-- Batches that were loaded.
select
    batch_id,
    quarter,
    kind,
    (extracted_to at time zone 'Asia/Shanghai')::date as extracted_on
from {{ source('raw', 'batch') }}
where status = 'loaded'
