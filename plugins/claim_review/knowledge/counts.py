"""How many points each list has, by standing."""

from pathlib import Path

import psycopg

from claim_review.knowledge.layouts import lists
from claim_review.knowledge.starter import starter_rows
from claim_review.knowledge_release import LISTS_DIR

_STANDINGS = ("proposed", "approved", "suspended", "withdrawn")
_HEADER = ("清单", "名称", "自带", "待批准", "已批准", "已暂停", "已撤回", "最近版本")
_LOADED = """
select list_id, status, count(*) from knowledge.point group by list_id, status
"""
_NEWEST = """
select list_id, count(*) from knowledge.release_point
where release_id = (
    select release_id from knowledge.release
    where point_count is not null
    order by registered_at desc, release_id desc limit 1
)
group by list_id
"""


def count_lists(
    connection: psycopg.Connection, lists_dir: Path = LISTS_DIR
) -> list[tuple]:
    """Return per list: id, title, starter rows, points by standing, newest release."""
    starters: dict[str, int] = {}
    for row in starter_rows(lists_dir):
        starters[row.list_id] = starters.get(row.list_id, 0) + 1
    loaded = {(name, status): n for name, status, n in connection.execute(_LOADED)}
    newest = dict(connection.execute(_NEWEST).fetchall())
    names = sorted({*lists(), *starters, *newest, *(name for name, _ in loaded)})
    return [
        (
            name,
            lists()[name].title if name in lists() else "",
            starters.get(name, 0),
            *(loaded.get((name, status), 0) for status in _STANDINGS),
            newest.get(name, 0),
        )
        for name in names
    ]


def to_table(rows: list[tuple]) -> str:
    """Return the counts as a Markdown table."""
    lines = [_HEADER, ("---", "---", *["--:"] * 6), *rows]
    return "\n".join("| " + " | ".join(map(str, line)) + " |" for line in lines)
