"""What is known of rules and items: texts, catalogue and restrictions."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import psycopg
from psycopg.rows import dict_row

from claim_review.quarters import Quarter
from claim_review.reports.clinical import queries, restrictions, scope
from claim_review.reports.clinical.items import Item

Row = dict[str, Any]


@dataclass(frozen=True)
class Knowledge:
    """Rules in scope with their `group`; of some items, rows of catalogue and lists.

    `restrictions` holds the rows of the lists by knowledge point.
    """

    rules: list[Row]
    catalogue: list[Row]
    restrictions: dict[str, list[Row]]


def read_rules(connection: psycopg.Connection) -> list[Row]:
    """Return the rules in scope with their `group`, by id."""
    with connection.cursor(row_factory=dict_row) as cursor:
        cursor.execute(queries.RULES, {"listed": scope.LISTED_RULES})
        return [
            {**rule, "group": scope.group_of(rule["rule_id"], rule["rule_class"])}
            for rule in cursor.fetchall()
        ]


def read(
    connection: psycopg.Connection,
    quarter: Quarter,
    rules: list[Row],
    items: Sequence[Item],
) -> Knowledge:
    """Return the rules with what is known of the items in the quarter."""
    points = {hit["kp_id"] for item in items for hit in item.hits if hit["kp_id"]}
    lists = {name for rule in rules for name in rule["lists"]}
    values = {
        "items": [item.code for item in items],
        "first_day": quarter.first_day,
        "day_after": quarter.next.first_day,
    }
    with connection.cursor(row_factory=dict_row) as cursor:
        catalogue = cursor.execute(queries.CATALOGUE, values).fetchall()
    found = restrictions.read(connection, sorted(lists), sorted(points))
    return Knowledge(rules, catalogue, found)
