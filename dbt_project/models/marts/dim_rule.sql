-- One row per rule: its card, and the hash of the text it is judged by.
select
    rule_id,
    model_name,
    rule_name,
    rule_class,
    official_code,
    verdict,
    status,
    basis,
    description,
    owner,
    effective_from,
    effective_to,
    priority,
    scenes,
    needs,
    sql_sha256
from {{ ref('rule_cards') }}
