"""What people's facts take from facts that count over all: did it change for others?

An institution whose times of day are no longer believed, or that now delivers
operations, is judged otherwise for everybody it treated, not only for those whom new
rows touch.
"""

from psycopg import Connection

# The parts of such facts that facts and rules about one person read, by name: what they
# say, of which institution or item. intermediate.* is what the last review left.
_SAID = {
    "gates": "select fixmedins_code, missing from intermediate.int_institution_gates",
    "times": """
        select fixmedins_code, month, time_grade from intermediate.int_time_credibility
    """,
    "senders": "select distinct fixmedins_code from intermediate.int_trace_codes",
    "items": """
        select list_id, kp_id, med_list_codg, hilist_code, hilist_name, at_level,
            above_price, looks_back, is_unapproved_mapping
        from intermediate.int_listed_items
    """,
    "inputs": "select input_id, is_delivered from intermediate.int_inputs",
}

_OF_INSTITUTIONS = """
insert into touched.person
select distinct coalesce(psn_no, '')
from intermediate.int_settlements
where quarter = %(quarter)s and fixmedins_code in (
    select fixmedins_code
    from (
        (table touched.{name} except {said}) union ({said} except table touched.{name})
    ) as changed
)
on conflict do nothing
"""
_OF_ITEMS = """
insert into touched.person
select distinct coalesce(lines.psn_no, '')
from (
    (table touched.items except {said}) union ({said} except table touched.items)
) as changed
inner join intermediate.int_fee_lines as lines
    on
        lines.med_list_codg = changed.med_list_codg
        and lines.hilist_code is not distinct from changed.hilist_code
        and lines.hilist_name is not distinct from changed.hilist_name
on conflict do nothing
"""
_INPUTS_CHANGED = """
select exists(
    ({said} except table touched.inputs) union (table touched.inputs except {said})
)
"""


def remember(connection: Connection) -> None:
    """Keep what the facts in place say, before they are changed."""
    for name, said in _SAID.items():
        connection.execute(f"drop table if exists touched.{name}")
        connection.execute(f"create unlogged table touched.{name} as {said}")


def inputs_changed(connection: Connection) -> bool:
    """Return whether some input is now delivered that was not before, or no longer."""
    query = _INPUTS_CHANGED.format(said=_SAID["inputs"])
    return connection.execute(query).fetchone()[0]


def take_in_others(connection: Connection, quarter: str) -> int:
    """Touch whoever is judged otherwise because of others' rows; return how many."""
    added = 0
    for name in ("gates", "times", "senders"):
        query = _OF_INSTITUTIONS.format(name=name, said=_SAID[name])
        added += connection.execute(query, {"quarter": quarter}).rowcount
    return added + connection.execute(_OF_ITEMS.format(said=_SAID["items"])).rowcount
