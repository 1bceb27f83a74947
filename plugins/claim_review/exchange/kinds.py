"""The kinds of workbooks that come back."""

from claim_review.exchange import appeals, worklist

KINDS = worklist.KINDS | appeals.KINDS
LAYOUTS = {name: kind.layout for name, kind in KINDS.items()}
