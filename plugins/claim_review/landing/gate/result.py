"""What one check said; a value, so that nothing else needs Great Expectations."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class CheckResult:
    """One check of one batch; `tolerance` is the share of rows that may fail."""

    table_name: str
    check_id: str
    description_zh: str
    severity: str
    passed: bool
    failed_rows: int | None
    total_rows: int | None
    details: dict[str, Any] = field(default_factory=dict)

    @property
    def failed_share(self) -> float:
        """The share of failed rows, 0 where there were none to look at."""
        return (self.failed_rows or 0) / self.total_rows if self.total_rows else 0.0
