"""Which column of the warehouse each column of a file goes to."""

import re
from collections import Counter
from dataclasses import dataclass

from claim_review.landing.dictionary import Table, never_kept
from claim_review.landing.refused import Refused

_NAME = re.compile(r"[a-z][a-z0-9_]*")


@dataclass(frozen=True)
class Header:
    """The header row of one file, matched with the dictionary.

    `targets` has one name per file column: a column of the table, or a name from
    `unknown` (target to name in the file) or `dropped` (the same, never stored).
    """

    targets: tuple[str, ...]
    unknown: dict[str, str]
    dropped: dict[str, str]


def match_header(table: Table, names: list[str], where: str) -> Header:
    """Return the matched header; raise Refused on double or missing columns."""
    # Some exports write the names in capitals.
    names = [name.strip().lower() for name in names]
    targets = [_target(table, name, names) for name in names]
    defects = [
        f"{where} line 1: column {_called(name, names)} comes {count} times"
        for name, count in Counter(targets_or_names(targets, names)).items()
        if count > 1
    ]
    defects += [
        f"{where}: required column {table.name}.{column.name} is missing"
        for column in table.columns
        if column.is_required and column.name not in targets
    ]
    if defects:
        raise Refused(*defects)
    unknown, dropped = {}, {}
    for position, name in enumerate(names):
        if targets[position] is None:
            targets[position] = f"extra_{position + 1}"
            kind = dropped if name in never_kept() else unknown
            kind[targets[position]] = name
    return Header(tuple(targets), unknown, dropped)


def _called(name: str, names: list[str]) -> str:
    """Return how a column is told: by its place where its name may be a person."""
    return repr(name) if _NAME.fullmatch(name) else f"{names.index(name) + 1}"


def targets_or_names(targets: list[str | None], names: list[str]) -> list[str]:
    return [target or name for target, name in zip(targets, names, strict=True)]


def _target(table: Table, name: str, names: list[str]) -> str | None:
    """Return the table's column for a name; a column's own name beats its alias.

    A file with both bkkp_sn and feedetl_sn means two different numbers.
    """
    column = table.column(name)
    if column is None or (name != column.name and column.name in names):
        return None
    return column.name
