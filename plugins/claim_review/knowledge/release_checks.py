"""What keeps candidates from becoming a release."""

import psycopg
from psycopg.types.json import Jsonb

from claim_review.knowledge.list_columns import columns, keys
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
# A point as the row of its list; the macro take_over_release makes the same of it.
_SAID = """
create temp table said on commit drop as
select
    list_id,
    kp_id,
    valid_from,
    valid_to,
    case when source_id is not null then source end as source,
    facts,
    facts || jsonb_build_object(
        'kp_id', kp_id, 'item_name', item_name, 'basis', basis, 'source', source,
        'published_at', published_at, 'valid_from', valid_from, 'valid_to', valid_to,
        'scope', scope
    ) as cells
from knowledge.release_point
where release_id = %(release_id)s
"""
_WRONG_CELLS = """
select list_id, kp_id, name, cells ->> name, why, source
from said
inner join jsonb_to_recordset(%(columns)s) as rule (
    list_id text, name text, type text, is_filled boolean, allowed text[]
) using (list_id)
cross join lateral (
    select case
        when cells ->> name is null then case when is_filled then 'is empty' end
        when not pg_input_is_valid(cells ->> name, type) then 'is not of type ' || type
        when cells ->> name <> all(allowed)
            then 'is none of ' || array_to_string(allowed, ', ')
    end as why
) as judged
where why is not null
order by list_id, kp_id, name
limit 20
"""
# What an attachment says of every point is no column of any list.
_NO_COLUMN = """
select said.list_id, said.kp_id, name, facts ->> name, 'is no column of it', source
from said
cross join lateral jsonb_object_keys(facts) as name
left join jsonb_to_recordset(%(columns)s) as rule (list_id text, name text)
    using (list_id, name)
where rule.name is null and name not in ('detection_logic', 'exemptions', 'note')
order by list_id, kp_id, name
limit 20
"""
# As the lists' test validity_does_not_overlap.
_OVERLAPS = """
select
    list_id, kp_id, array_to_string(columns, ', '), array_to_string(key, ', '), why,
    source
from (
    select
        said.*,
        columns,
        key,
        case
            when valid_from is null then 'has no first day'
            when array_remove(key, null) = '{}' then 'is empty'
            when valid_from <= lag(coalesce(valid_to, 'infinity')) over (
                partition by said.list_id, columns, key order by valid_from
            ) then 'has two rows on ' || valid_from
        end as why
    from said
    inner join jsonb_to_recordset(%(keys)s) as key (list_id text, columns text[])
        using (list_id)
    cross join lateral (
        select array_agg(cells ->> name order by place) as key
        from unnest(columns) with ordinality as part (name, place)
    ) as named
) as dated
where why is not null
order by list_id, kp_id
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


def check_points(connection: psycopg.Connection, release_id: str) -> None:
    """Refuse points that their list could not hold, each by list, kp_id and column.

    What the lists' yml says is asked: columns, types, what is never empty, allowed
    values, and one row of a key on any day.
    """
    connection.execute(_SAID, {"release_id": release_id})
    connection.execute("analyze said")
    values = {"columns": Jsonb(columns()), "keys": Jsonb(keys())}
    problems = [
        Problem(f"{list_id}, {kp_id}, {name}", why + _remedy(source), value)
        for query in (_NO_COLUMN, _WRONG_CELLS, _OVERLAPS)
        for list_id, kp_id, name, value, why, source in connection.execute(
            query, values
        )
    ]
    connection.execute("drop table said")
    if problems:
        raise KnowledgeRefusedError(release_id, *problems)


def _remedy(source: str | None) -> str:
    """Return where a loaded point comes from and what helps, nothing for a starter."""
    return f" ({source}; suspend it, or say it in a starter row)" if source else ""
