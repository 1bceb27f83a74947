-- Local item codes and the national code that each stands for, of the release in force.
select
    local_code,
    national_code,
    valid_from,
    valid_to,
    is_approved
from {{ source('knowledge', 'release_crosswalk') }}
where release_id = '{{ knowledge_release() }}'
