"""Which batches lie in the landing folder, and what the warehouse says of them."""

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import psycopg

from claim_review.landing.folder import SeenBatch, find_batches, look_at
from claim_review.quarters import Quarter

_RECORDED = """
select status, reason from raw.batch where batch_id = %s and content_sha256 = %s
"""


@dataclass(frozen=True)
class Batch:
    """A batch folder as it lies there; `quarter` is None when nothing names it."""

    seen: SeenBatch
    quarter: str | None


@dataclass(frozen=True)
class Recorded:
    """What `raw.batch` says of a batch with exactly this content."""

    status: str
    reason: str | None


def read_batch(folder: Path) -> Batch:
    """Return the batch of a folder, whatever the state of its manifest.

    Where the manifest names no quarter, the folder's name may begin with one.
    """
    seen = look_at(folder)
    for text in ((seen.json or {}).get("quarter"), folder.name[:6]):
        with suppress(ValueError, TypeError):
            return Batch(seen, str(Quarter.parse(text)))
    return Batch(seen, None)


def find(landing_dir: Path) -> list[Batch]:
    """Return the complete batches of the landing folder."""
    return [read_batch(folder) for folder in find_batches(landing_dir)]


def quarters(batches: list[Batch]) -> list[str]:
    """Return the quarters that the manifests name, in time order."""
    return sorted({batch.quarter for batch in batches if batch.quarter})


def recorded(warehouse: psycopg.Connection, batch: Batch) -> Recorded | None:
    """Return what became of this very content, None when it was never tried."""
    key = [batch.seen.batch_id, batch.seen.content_sha256]
    found = warehouse.execute(_RECORDED, key).fetchone()
    return Recorded(*found) if found else None
