"""Batches of the province: from a folder of files to partitions of `raw`.

`contract`: a batch is loaded whole or refused whole; single rows that cannot be
typed are set aside; nothing in the landing folder is ever changed.
"""

from claim_review.landing.load import (
    LoadResult,
    TableCount,
    find_batches,
    load_batch,
    load_quarter,
    load_quarter_or_fail,
)
from claim_review.landing.refused import BatchRefusedError

__all__ = [
    "BatchRefusedError",
    "LoadResult",
    "TableCount",
    "find_batches",
    "load_batch",
    "load_quarter",
    "load_quarter_or_fail",
]
