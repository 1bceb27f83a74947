"""Joins what a new version and the one before it stand on to the reasons it tells."""

from collections.abc import Callable
from functools import partial

import psycopg

from claim_review.reports.document import Document
from claim_review.reports.revision import differences, standing, telling
from claim_review.reports.revision.chapter import Why
from claim_review.reports.revision.standing import Standing
from claim_review.reports.shelf import Publication


def explain(
    connection: psycopg.Connection, now: Standing, first: str, *beside: str
) -> Callable[[Publication], dict[str, Why]]:
    """Return what tells, for each report, why it differs from an older publication's.

    The report called `first` has sentences and tables, those `beside` it the sentences.
    """

    def why(last: Publication) -> dict[str, Why]:
        before = standing.kept(last.manifest)
        if before is None:
            return dict.fromkeys((first, *beside), _unknown)
        tell = partial(telling.write, found=differences.read(connection, before, now))
        return {
            first: partial(tell, with_tables=True),
            **dict.fromkeys(beside, partial(tell, with_tables=False)),
        }

    return why


def _unknown(doc: Document) -> list[str]:
    doc.text("上一版未留存其所依据的审核和办理情况，差异不能按原因列示。")
    return []
