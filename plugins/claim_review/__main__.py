"""`claim-review`: the commands that people type."""

import argparse
import sys
from datetime import UTC, datetime

from claim_review.archive import commands as archive
from claim_review.backfill import commands as backfill
from claim_review.exchange import commands as exchange
from claim_review.exchange.appeals import UnknownBatchError
from claim_review.exchange.problems import WorkbookRefusedError
from claim_review.exchange.seal import SealKeyError
from claim_review.exchange.taking import ChangedSincePreviewError
from claim_review.exchange.worklist import NotOnTheListError
from claim_review.knowledge import commands as knowledge
from claim_review.knowledge.problems import KnowledgeRefusedError
from claim_review.panel import commands as panel
from claim_review.panel.choosing import NotEnoughExpertsError
from claim_review.panel.register import RegisterRefusedError
from claim_review.panel.seats import PanelRefusedError
from claim_review.platform import commands as platform
from claim_review.platform.codes import UnknownCodeError
from claim_review.platform.delivery import PlatformRefusedError
from claim_review.platform.export import TooLongError
from claim_review.preview import commands as preview
from claim_review.province.extract import commands as extraction
from claim_review.reminders import commands as reminders
from claim_review.reminders.evidence import DeliveryRefusedError
from claim_review.reminders.planning import NoCalendarError
from claim_review.reports import fonts_command as fonts
from claim_review.review import commands as cases
from claim_review.review.commands import BrokenChainError
from claim_review.review.reference import ReferenceRefusedError
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
    NotOnTheListError,
    DeliveryRefusedError,
    NoCalendarError,
    NotEnoughExpertsError,
    RegisterRefusedError,
    PanelRefusedError,
    PlatformRefusedError,
    TooLongError,
    UnknownCodeError,
    ReferenceRefusedError,
)


def main(argv: list[str] | None = None) -> int:
    """Run one command; return 0, or 1 when it refused and said why."""
    parser = argparse.ArgumentParser(prog="claim-review", description=__doc__)
    subparsers = parser.add_subparsers(dest="room", required=True)
    rooms = (
        extraction,
        knowledge,
        cases,
        exchange,
        reminders,
        panel,
        platform,
        statements,
        preview,
        backfill,
        fonts,
        archive,
    )
    for room in rooms:
        room.add_commands(subparsers)
    arguments = parser.parse_args(argv)
    try:
        print(arguments.run(arguments, datetime.now(UTC)))
    except _REFUSALS as refusal:
        print(refusal, file=sys.stderr)
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
