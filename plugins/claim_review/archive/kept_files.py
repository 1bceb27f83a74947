"""Whether the files that the warehouse tells of lie where it says, as they were."""

import hashlib
import json
from pathlib import Path

from psycopg import Connection

from claim_review.archive.check import Outcome
from claim_review.reports.shelf import MANIFEST

_PUBLICATIONS = """
select version, content_sha256
from notify.publication
where kind = 'quarter' and period = %s
order by version
"""
_ENCLOSED = """
select dedupe_key, enclosed ->> 'path', enclosed ->> 'sha256'
from notify.outbox
cross join jsonb_array_elements(attachments) as enclosed
where status <> 'cancelled'
order by 1, 2
"""


def file_outcomes(connection: Connection, quarter: str, var_dir: Path) -> list[Outcome]:
    """Return whether published versions, enclosures of mails and evidence are whole."""
    shelf, evidence = var_dir / "reports" / quarter, var_dir / "exchange" / "evidence"
    versions = connection.execute(_PUBLICATIONS, [quarter]).fetchall()
    enclosed = connection.execute(_ENCLOSED).fetchall()
    attached = connection.execute("select sha256 from review.attachment order by 1")
    return [
        Outcome(
            "Files of published versions are those of their manifests.",
            [
                line
                for version, content in versions
                for line in _version(shelf / f"v{version}", content)
            ],
        ),
        Outcome(
            "Files that mails enclose, in all quarters, are as they were queued.",
            [
                f"{key}: {why}"
                for key, path, sha256 in enclosed
                if (why := difference(var_dir / path, sha256))
            ],
        ),
        Outcome(
            "Evidence that came with answers, in all quarters, is as it came.",
            [
                why
                for (sha256,) in attached
                if (why := difference(evidence / sha256, sha256))
            ],
        ),
    ]


def difference(file: Path, sha256: str) -> str | None:
    """Return how a file differs from what it should be, None when it does not."""
    if not file.is_file():
        return f"{file} is missing"
    with file.open("rb") as opened:
        found = hashlib.file_digest(opened, "sha256").hexdigest()
    if found != sha256:
        return f"{file} has sha256 {found[:12]}, not {sha256[:12]}"
    return None


def _version(folder: Path, content_sha256: str) -> list[str]:
    if not (folder / MANIFEST).is_file():
        return [f"{folder / MANIFEST} is missing"]
    manifest = json.loads((folder / MANIFEST).read_text("utf-8"))
    broken = [
        why
        for entry in manifest["files"]
        if (why := difference(folder / entry["name"], entry["sha256"]))
    ]
    if manifest["content_sha256"] != content_sha256:
        broken.append(f"{folder} says something else than what was published")
    return broken
