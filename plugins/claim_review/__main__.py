"""`claim-review`: the commands that people type."""

import argparse
import sys
from datetime import UTC, datetime

from claim_review.knowledge.commands import add_commands
from claim_review.knowledge.problems import KnowledgeRefusedError


def main(argv: list[str] | None = None) -> int:
    """Run one command; return 0, or 1 when it refused and said why."""
    parser = argparse.ArgumentParser(prog="claim-review", description=__doc__)
    subparsers = parser.add_subparsers(dest="room", required=True)
    add_commands(subparsers)
    arguments = parser.parse_args(argv)
    try:
        print(arguments.run(arguments, datetime.now(UTC)))
    except KnowledgeRefusedError as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
