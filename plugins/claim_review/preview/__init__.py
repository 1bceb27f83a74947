"""What a review of a quarter would find, built apart and laid beside what was found."""

from claim_review.preview.running import judged_at, preview

__all__ = ["judged_at", "preview"]
