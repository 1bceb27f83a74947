"""`claim-review preview …`: what a review of a quarter would change, before it does."""

import argparse
from datetime import datetime
from pathlib import Path

from claim_review import warehouse
from claim_review.moments import ZONE
from claim_review.preview.running import Preview, judged_at, preview
from claim_review.settings import settings


def add_commands(subparsers) -> None:
    """Add `preview` to the parser of `claim-review`."""
    parser = subparsers.add_parser("preview", help="what a review would change")
    parser.add_argument("quarter", help="such as 2025Q1")
    parser.set_defaults(run=_preview)


def _preview(arguments: argparse.Namespace, now: datetime) -> str:
    return told(write(arguments.quarter, now))


def write(quarter: str, now: datetime) -> tuple[Preview, Path]:
    """Preview a quarter, write its page into var/previews, return both."""
    preview_id = f"{quarter}-{now.astimezone(ZONE):%Y%m%dT%H%M%S}"
    made = preview(warehouse.url(), preview_id, quarter, judged_at(quarter, now), now)
    path = settings().var_dir / "previews" / f"{preview_id}.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(made.page, "utf-8")
    return made, path


def told(written: tuple[Preview, Path]) -> str:
    """Return what a command says of a preview."""
    made, path = written
    return f"{made.summary}\n{path}\npreview {made.preview_id}"
