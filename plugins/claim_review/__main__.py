"""`claim-review`: the commands that people type."""

import argparse
import sys
from datetime import UTC, datetime

from claim_review.exchange import commands as exchange
from claim_review.exchange.appeals import UnknownBatchError
from claim_review.exchange.problems import WorkbookRefusedError
from claim_review.exchange.seal import SealKeyError
from claim_review.exchange.taking import ChangedSincePreviewError
from claim_review.knowledge import commands as knowledge
from claim_review.knowledge.problems import KnowledgeRefusedError
from claim_review.review import commands as cases
from claim_review.review.commands import BrokenChainError
from claim_review.review.staff import StaffRefusedError
from claim_review.statements import commands as statements
from claim_review.statements.drafts import UnbalancedError
from claim_review.warehouse import RefusedError

_REFUSALS = (
    KnowledgeRefusedError,
    WorkbookRefusedError,
    ChangedSincePreviewError,
    UnknownBatchError,
    SealKeyError,
    RefusedError,
    UnbalancedError,
    BrokenChainError,
    StaffRefusedError,
)


def main(argv: list[str] | None = None) -> int:
    """Run one command; return 0, or 1 when it refused and said why."""
    parser = argparse.ArgumentParser(prog="claim-review", description=__doc__)
    subparsers = parser.add_subparsers(dest="room", required=True)
    knowledge.add_commands(subparsers)
    cases.add_commands(subparsers)
    exchange.add_commands(subparsers)
    statements.add_commands(subparsers)
    arguments = parser.parse_args(argv)
    try:
        print(arguments.run(arguments, datetime.now(UTC)))
    except _REFUSALS as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
