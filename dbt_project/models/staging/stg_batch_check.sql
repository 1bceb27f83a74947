-- What the checks at the door found in the batches that were loaded.
select
    batches.batch_id,
    batches.quarter,
    checks.table_name,
    checks.check_id,
    checks.description_zh,
    checks.severity,
    checks.passed,
    checks.failed_rows,
    checks.total_rows
from {{ source('raw', 'batch_check') }} as checks
inner join {{ source('raw', 'batch') }} as batches
    on
        checks.batch_id = batches.batch_id
        and checks.content_sha256 = batches.content_sha256
where batches.status = 'loaded'
