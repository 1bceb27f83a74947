"""Backfills: quarters that are gone through again, for a reason that was reviewed."""

from claim_review.backfill.closed import ClosedQuarterError, refuse_closed

__all__ = ["ClosedQuarterError", "refuse_closed"]
