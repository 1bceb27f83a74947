"""What the report DAGs do: publish a quarter or a month, release a version."""

from datetime import datetime, timedelta
from typing import Any

import psycopg

from claim_review.moments import ZONE
from claim_review.reports import month as month_report
from claim_review.reports import publications, releasing
from claim_review.reports import quarter as quarter_report
from claim_review.reports.approval import decision
from claim_review.reports.shelf import Publication, version_of
from claim_review.settings import Settings

Told = dict[str, Any]


def quarter(url: str, settings: Settings, quarter: str, as_of: datetime) -> Told:
    """Publish the reports of a quarter and return what approval and release need."""
    with psycopg.connect(url) as connection:
        published = quarter_report.publish_quarter(connection, settings, quarter, as_of)
        return _told(connection, published, as_of)


def month(url: str, settings: Settings, day: datetime) -> Told:
    """Publish the report of the month before a day."""
    first = day.astimezone(ZONE).replace(day=1)
    before = f"{first - timedelta(days=1):%Y-%m}"
    with psycopg.connect(url) as connection:
        published = month_report.publish_month(connection, settings, before, day)
        return _told(connection, published, day)


def release(
    url: str, settings: Settings, told: Told, answer: dict[str, Any] | None
) -> list[str]:
    """Record the answer, if one was asked for, and queue the mails of the version.

    Returns the keys of mails that were not queued before.
    """
    folder = settings.var_dir / "reports" / told["period"]
    published = version_of(folder, told["kind"], told["version"])
    with psycopg.connect(url) as connection:
        if answer is not None:
            publications.decide(connection, published, decision(answer))
        as_of = datetime.fromisoformat(told["as_of"])
        return releasing.release(connection, published, settings, as_of)


def _told(
    connection: psycopg.Connection, published: Publication, as_of: datetime
) -> Told:
    manifest = published.manifest
    lines = [
        f"第{published.version}版，{len(manifest['files'])}个文件：`{published.folder}`"
    ]
    for name, made in manifest["reports"].items():
        content = published.context(name)
        lines += [f"**{made['title']}**", *content["summary"]]
        if causes := content.get("causes"):
            lines.append(f"与上一版不同的原因：{'、'.join(causes)}")
        if made.get("held"):
            lines.append(f"**本版不报送此报告**：{'；'.join(made['held'])}")
    return {
        "kind": published.kind,
        "period": published.period,
        "version": published.version,
        "as_of": as_of.isoformat(),
        "title": manifest["title"],
        "summary": "\n\n".join(lines),
        "is_undecided": publications.decision_of(connection, published) is None,
    }
