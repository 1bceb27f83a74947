"""The kinds of workbooks: to reviewers, to institutions, and all that come back."""

from claim_review.exchange import (
    appeal_answers,
    appeal_review,
    final_review,
    follow_up_answers,
    notice,
    reconsider,
    review_answers,
    supplement,
)
from claim_review.panel import ballots

REVIEWS = (
    review_answers.QUESTIONS
    | appeal_review.QUESTIONS
    | final_review.QUESTIONS
    | reconsider.QUESTIONS
)
TO_INSTITUTIONS = supplement.QUESTIONS | notice.QUESTIONS
KINDS = (
    review_answers.KINDS
    | appeal_answers.KINDS
    | appeal_review.KINDS
    | supplement.KINDS
    | final_review.KINDS
    | notice.KINDS
    | reconsider.KINDS
    | ballots.KINDS
    | follow_up_answers.KINDS
)
LAYOUTS = {name: kind.layout for name, kind in KINDS.items()}
