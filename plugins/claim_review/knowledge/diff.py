"""What changed between two releases: additions, deletions and changes by list."""

from dataclasses import dataclass

import psycopg
from psycopg.rows import dict_row

from claim_review.knowledge.problems import KnowledgeRefusedError, Problem

# Rows of one key are compared in pairs; what has no partner is added or deleted.
_DIFF = """
with one as (
    select
        list_id, item_key, kp_id, item_code, item_name, facts, valid_from, valid_to,
        scope
    from knowledge.release_point
    where release_id = %(old)s
),
two as (
    select
        list_id, item_key, kp_id, item_code, item_name, facts, valid_from, valid_to,
        scope
    from knowledge.release_point
    where release_id = %(new)s
),
gone as (
    select *, row_number() over same_key as pair
    from (select * from one except select * from two) as only_old
    window same_key as (partition by list_id, item_key order by kp_id, valid_from)
),
come as (
    select *, row_number() over same_key as pair
    from (select * from two except select * from one) as only_new
    window same_key as (partition by list_id, item_key order by kp_id, valid_from)
)
select list_id, to_jsonb(gone) as before, to_jsonb(come) as after
from gone
full join come using (list_id, item_key, pair)
order by list_id collate "C", item_key collate "C", pair
"""
_COUNTS = """
select
    list_id,
    count(*) filter (where release_id = %(old)s),
    count(*) filter (where release_id = %(new)s)
from knowledge.release_point
where release_id in (%(old)s, %(new)s)
group by list_id
"""
_COMPARED = {
    "kp_id": "知识点",
    "item_name": "名称",
    "valid_from": "生效",
    "valid_to": "失效",
    "scope": "范围",
}


@dataclass(frozen=True)
class Change:
    """One row that differs; `before` or `after` is None where there is none."""

    list_id: str
    before: dict | None
    after: dict | None

    @property
    def kind(self) -> str:
        if self.before is None:
            return "added"
        return "deleted" if self.after is None else "changed"

    @property
    def row(self) -> dict:
        return self.after or self.before

    def differences(self) -> list[str]:
        """Return what changed, such as `max_quantity 1 → 2`; empty for the others."""
        if self.kind != "changed":
            return []
        pairs = [
            (label, self.before[name], self.after[name])
            for name, label in _COMPARED.items()
        ]
        old, new = self.before["facts"], self.after["facts"]
        pairs += [(name, old.get(name), new.get(name)) for name in sorted({*old, *new})]
        return [f"{name} {a or '空'} → {b or '空'}" for name, a, b in pairs if a != b]


@dataclass(frozen=True)
class Diff:
    """All changes from one release to another, and the rows of each list in both."""

    old: str
    new: str
    changes: list[Change]
    rows: dict[str, tuple[int, int]]


def compare(connection: psycopg.Connection, old: str, new: str) -> Diff:
    """Return what changed from `old` to `new`; refuse releases that do not exist."""
    known = "select release_id from knowledge.release where point_count is not null"
    releases = {row[0] for row in connection.execute(known)}
    for release_id in (old, new):
        if release_id not in releases:
            frozen = ", ".join(sorted(releases)) or "none"
            why = f"is no frozen release (frozen: {frozen})"
            raise KnowledgeRefusedError(release_id, Problem("", why))
    values = {"old": old, "new": new}
    with connection.cursor(row_factory=dict_row) as cursor:
        changes = [
            Change(row["list_id"], row["before"], row["after"])
            for row in cursor.execute(_DIFF, values)
        ]
    counts = connection.execute(_COUNTS, values).fetchall()
    return Diff(old, new, changes, {name: (a, b) for name, a, b in counts})
