"""What the lists' yml says of their columns: types, allowed values, keys."""

from functools import cache

import yaml

from claim_review.knowledge_release import LISTS_DIR


@cache
def columns() -> list[dict]:
    """Return every column of every list of points.

    Each as `list_id`, `name`, `type`, `is_filled` (never empty) and `allowed`, the
    values it may have, None for any.
    """
    found = []
    for seed in _point_lists():
        tests = {column["name"]: dict(_tests(column)) for column in seed["columns"]}
        for name, kind in seed["config"]["column_types"].items():
            own = tests.get(name, {})
            one_of = own.get("is_one_of") or own.get("accepted_values") or {}
            values = one_of.get("arguments", {}).get("values")
            found.append(
                {
                    "list_id": seed["name"],
                    "name": name,
                    "type": kind,
                    "is_filled": "not_null" in own or "is_one_of" in own,
                    "allowed": values and [str(value) for value in values],
                }
            )
    return found


@cache
def keys() -> list[dict]:
    """Return, by `list_id`, each combination of `columns` that one row of a day has."""
    return [
        {"list_id": seed["name"], "columns": test["arguments"]["key"]}
        for seed in _point_lists()
        for name, test in _tests(seed)
        if name == "validity_does_not_overlap"
    ]


def _point_lists() -> list[dict]:
    seeds = [
        seed
        for path in sorted(LISTS_DIR.glob("_*.yml"))
        for seed in yaml.safe_load(path.read_text("utf-8"))["seeds"]
    ]
    return [seed for seed in seeds if "kp_id" in seed["config"]["column_types"]]


def _tests(entry: dict) -> list[tuple[str, dict]]:
    """Return the data tests of a list or column: name, and what they are given."""
    return [
        (test, {}) if isinstance(test, str) else next(iter(test.items()))
        for test in entry.get("data_tests", ())
    ]
