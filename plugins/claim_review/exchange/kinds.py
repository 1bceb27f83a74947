"""The kinds of workbooks: those that come back, and those that reviewers are sent."""

from claim_review.exchange import (
    appeal_answers,
    appeal_review,
    final_review,
    review_answers,
)

REVIEWS = review_answers.QUESTIONS | appeal_review.QUESTIONS | final_review.QUESTIONS
KINDS = (
    review_answers.KINDS
    | appeal_answers.KINDS
    | appeal_review.KINDS
    | final_review.KINDS
)
LAYOUTS = {name: kind.layout for name, kind in KINDS.items()}
