"""The lists of the rule library, as the demo province needs them."""

import csv
from functools import cache

from claim_review.settings import REPO_DIR

LISTS_DIR = REPO_DIR / "include" / "rules" / "knowledge"


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    """Return the rows of the list `name` as they are in its CSV file."""
    with (LISTS_DIR / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))
