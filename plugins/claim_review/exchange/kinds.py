"""The kinds of workbooks that come back."""

from claim_review.exchange import appeal_answers, review_answers

KINDS = review_answers.KINDS | appeal_answers.KINDS
LAYOUTS = {name: kind.layout for name, kind in KINDS.items()}
