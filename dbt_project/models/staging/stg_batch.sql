-- Batches that were loaded.
select
    batch_id,
    quarter,
    kind
from {{ source('raw', 'batch') }}
where status = 'loaded'
