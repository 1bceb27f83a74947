"""What keeps candidates from becoming a release."""

import psycopg
from psycopg.types.json import Jsonb

from claim_review.knowledge.problems import KnowledgeRefusedError, Problem

# Two files of one rank that speak of one item: nobody has said which of them holds.
_CONTRADICTIONS = """
select one.list_id, one.item_key, one.source, other.source
from candidate as one
inner join candidate as other using (list_id, item_key, scope, published_at)
where
    one.is_loaded and other.is_loaded
    and one.source_id < other.source_id
    and one.validity && other.validity
    and (one.kp_id, one.facts) is distinct from (other.kp_id, other.facts)
order by one.list_id, one.item_key, one.source
limit 20
"""
_UNKNOWN_OVERRIDES = """
select source, override_of, list_id from candidate as override
where override_of is not null and not exists (
    select from candidate as row
    where row.list_id = override.list_id and row.kp_id = override.override_of
)
order by source
limit 20
"""
_INCOMPLETE = """
select candidate.list_id, candidate.source, need.fact
from candidate
inner join jsonb_each(%(needs)s) as list on candidate.list_id = list.key
cross join lateral jsonb_array_elements_text(list.value) as need (fact)
where candidate.is_loaded and candidate.facts ->> need.fact is null
order by candidate.list_id, candidate.row_id, need.fact
limit 20
"""


def check_sources(connection: psycopg.Connection, release_id: str) -> None:
    """Refuse files that contradict each other, and overrides of what is not there."""
    problems = [
        Problem("", f"{list_id}: {one} and {other} contradict each other on {key}")
        for list_id, key, one, other in connection.execute(_CONTRADICTIONS)
    ]
    problems += [
        Problem("", f"{source} overrides {kp_id}, which {list_id} does not have")
        for source, kp_id, list_id in connection.execute(_UNKNOWN_OVERRIDES)
    ]
    if problems:
        raise KnowledgeRefusedError(release_id, *problems)


def check_complete(
    connection: psycopg.Connection, release_id: str, needs: Jsonb
) -> None:
    """Refuse loaded points without a fact that their list needs, by list."""
    problems = [
        Problem("", f"{source} does not say {fact}, which {list_id} needs; suspend it")
        for list_id, source, fact in connection.execute(_INCOMPLETE, {"needs": needs})
    ]
    if problems:
        raise KnowledgeRefusedError(release_id, *problems)
