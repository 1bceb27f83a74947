"""What is asked of the source: rows that changed in a window, and what goes with them.

The queries are SQLAlchemy's, so that they can be put to any database it speaks to;
only `where` and `select` of the mapping are in the words of the source.
"""

from collections.abc import Mapping as Dict
from dataclasses import dataclass
from datetime import datetime

import sqlalchemy as sa
from sqlalchemy.sql.expression import ColumnElement, FromClause, Select

from claim_review.landing.dictionary import Column
from claim_review.landing.header import match_header
from claim_review.landing.refused import Refused
from claim_review.moments import ZONE
from claim_review.province.extract.mapping import Mapping, SourceTable
from claim_review.province.extract.window import Window
from claim_review.warehouse import RefusedError

# Added to the columns of a row; the second says that the next window meets it again.
DELETED, AGAIN = "is_deleted_", "is_met_again_"

# Systems without a time write 0001-01-01, 1900-01-01 or 1970-01-01.
_FIRST_REAL = datetime(2000, 1, 1, tzinfo=ZONE)


@dataclass(frozen=True)
class Found:
    """A table as the source has it; `names` maps our columns to the source's."""

    place: SourceTable
    relation: FromClause
    names: dict[str, str]
    deleted: str | None

    @property
    def columns(self) -> list[Column]:
        """The columns that go into the batch; a deletion is told by vali_flag."""
        return [
            column
            for column in self.place.table.columns
            if column.name in self.names
            or (column.name == "vali_flag" and self.deleted)
        ]

    def column(self, name: str) -> ColumnElement:
        return self.relation.c[self.names[name]]


def find(connection: sa.Connection, place: SourceTable) -> Found:
    """Return the table with the source's own names for its columns.

    Raises RefusedError when the source has no column for a required one.
    """
    nothing = sa.select(sa.text("*")).select_from(_relation(place, []))
    names = list(connection.execute(nothing.where(sa.text("1 = 0"))).keys())
    known = {name.lower(): name for name in names}
    ours = {source.lower(): column for column, source in place.columns.items()}
    where = f"{place.rows if not place.is_query else 'the query'} of the source"
    missing = [name for name in (*place.changed, *ours) if name.lower() not in known]
    if missing:
        raise RefusedError(f"{where}: there is no column {', '.join(missing)}")
    try:
        header = match_header(
            place.table, [ours.get(name, name) for name in known], where
        )
    except Refused as refusal:
        raise RefusedError("\n".join(refusal.defects)) from None
    columns = {column.name for column in place.table.columns}
    return Found(
        place=place,
        relation=_relation(place, names),
        names={
            target: name
            for target, name in zip(header.targets, known.values(), strict=True)
            if target in columns
        },
        deleted=known.get("deleted"),
    )


def _relation(place: SourceTable, names: list[str]) -> FromClause:
    columns = [sa.column(name) for name in names]
    if place.is_query:
        return sa.text(place.rows).columns(*columns).subquery(place.table.name)
    schema, _, name = place.rows.rpartition(".")
    return sa.table(name, *columns, schema=schema or None)


class Questions:
    """The queries of one extraction, with one window per table."""

    def __init__(
        self, mapping: Mapping, found: list[Found], windows: Dict[str, Window]
    ) -> None:
        self._times_are_text = mapping.times_are_text
        self._found = {each.place.table.name: each for each in found}
        self._windows = windows

    def of(self, name: str) -> list[Select]:
        """Return the queries of a table; no row is in the answer of two of them."""
        found = self._found[name]
        changed = self._changed(found)
        again = sa.or_(
            self._changed(found, is_again=True),
            self._goes_with(found, is_again=True),
        )
        own = self._rows(found, again).where(self._in_scope(found), changed)
        if not (found.place.of and found.place.changed):
            return [own]
        # Only the source's own scope keeps a row out of the first.
        taken = sa.and_(self._in_scope(found), changed)
        others = self._rows(found, again).where(
            self._goes_with(found), sa.case((taken, 0), else_=1) == 1
        )
        return [own, others]

    def _rows(self, found: Found, again: ColumnElement) -> Select:
        columns = [
            found.column(column.name) if column.name in found.names else sa.null()
            for column in found.columns
        ]
        deleted = found.relation.c[found.deleted] if found.deleted else sa.null()
        return sa.select(
            *(
                value.label(column.name)
                for value, column in zip(columns, found.columns, strict=True)
            ),
            deleted.label(DELETED),
            sa.case((again, 1), else_=0).label(AGAIN),
        ).select_from(found.relation)

    def _in_scope(self, found: Found) -> ColumnElement:
        where = found.place.where
        return sa.text(f"({where})") if where else sa.true()

    def _changed(self, found: Found, is_again: bool = False) -> ColumnElement:
        """Return whether a row changed in its window, or will be met by the next.

        A row whose times say nothing is in every window.
        """
        if not found.place.changed:
            return sa.true()
        window = self._windows[found.place.table.name]
        never, real = self._bound(window.never), self._bound(_FIRST_REAL)
        undated, within = [], []
        for name in found.place.changed:
            column = self._source_column(found, name)
            undated.append(sa.or_(column.is_(None), column < real, column >= never))
            begin = self._bound(window.again if is_again else window.begin)
            is_within = column >= begin
            if not is_again:
                is_within = sa.and_(is_within, column < self._bound(window.end))
            within.append(is_within)
        return sa.or_(sa.and_(*undated), *within)

    def _goes_with(self, found: Found, is_again: bool = False) -> ColumnElement:
        """Return whether a row goes with a changed row of another table."""
        belongs = []
        for parent, column in found.place.of.items():
            other = self._found[parent]
            keys = sa.select(other.column(column)).where(
                self._in_scope(other), self._changed(other, is_again)
            )
            belongs.append(found.column(column).in_(keys))
        return sa.or_(sa.false(), *belongs)

    @staticmethod
    def _source_column(found: Found, name: str) -> ColumnElement:
        by_lower = {column.name.lower(): column for column in found.relation.c}
        return by_lower[name.lower()]

    def _bound(self, moment: datetime) -> ColumnElement:
        """Return a bound as the source keeps times: of the province's clock."""
        local = moment.astimezone(ZONE).replace(tzinfo=None)
        if self._times_are_text:
            return sa.literal(local.isoformat(sep=" "))
        return sa.literal(local)
