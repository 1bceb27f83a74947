"""What a report has to pass before it leaves: plausibility, leaks, addressees."""

from claim_review.reports.gates.plausibility import (
    ImplausibleReportError,
    check,
    check_alone,
    problems,
)

__all__ = ["ImplausibleReportError", "check", "check_alone", "problems"]
