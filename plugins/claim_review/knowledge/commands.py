"""`claim-review knowledge …`: what the person who keeps the knowledge types."""

import argparse
import getpass
from datetime import date, datetime
from pathlib import Path

from claim_review import warehouse
from claim_review.knowledge.attachment import Attachment, read_attachment
from claim_review.knowledge.counts import count_lists, to_table
from claim_review.knowledge.crosswalk import read_crosswalk
from claim_review.knowledge.crosswalk_loading import load_crosswalk
from claim_review.knowledge.diff import compare
from claim_review.knowledge.diff_pages import to_markdown, write_csv
from claim_review.knowledge.loading import Loaded, default_valid_from, load_attachment
from claim_review.knowledge.points import Terms
from claim_review.knowledge.problems import KnowledgeRefusedError, Problem
from claim_review.knowledge.release import freeze
from claim_review.knowledge.standing import decide, find_source

_STANDINGS = {"approve": "approved", "suspend": "suspended", "withdraw": "withdrawn"}


def add_commands(subparsers) -> None:
    """Add `knowledge` and its commands to the parser of `claim-review`."""
    parser = subparsers.add_parser("knowledge", help="the knowledge base")
    commands = parser.add_subparsers(dest="command", required=True)
    load = commands.add_parser("load", help="load an official attachment (xlsx, xls)")
    load.add_argument("file", type=Path)
    load.add_argument("--published-at", type=date.fromisoformat)
    load.add_argument("--valid-from", type=date.fromisoformat)
    load.add_argument("--valid-to", type=date.fromisoformat)
    load.add_argument(
        "--scope", choices=("national", "province", "prefecture"), default="national"
    )
    load.add_argument("--replaces", help="loaded file that this one takes the place of")
    load.add_argument("--layout", help="layout id, where the file does not tell")
    load.add_argument("--by", default=getpass.getuser())
    load.set_defaults(run=_load)
    crosswalk = commands.add_parser("crosswalk", help="load national to local codes")
    crosswalk.add_argument("file", type=Path)
    crosswalk.add_argument("--by", default=getpass.getuser())
    crosswalk.set_defaults(run=_crosswalk)
    for name, standing in _STANDINGS.items():
        command = commands.add_parser(name, help=f"points of a file become {standing}")
        command.add_argument("--file", required=True, help="id, hash or file name")
        command.add_argument("--point", help="kp_id, for one point only")
        command.add_argument("--by", required=True)
        command.add_argument("--document", required=True)
        command.set_defaults(run=_decide)
    release = commands.add_parser("release", help="freeze what is approved")
    release.add_argument("release_id")
    release.add_argument("--by", required=True)
    release.add_argument("--document", required=True)
    release.set_defaults(run=_release)
    diff = commands.add_parser("diff", help="what changed between two releases")
    diff.add_argument("old")
    diff.add_argument("new")
    diff.add_argument("--out", type=Path, help="write the changes as CSV too")
    diff.set_defaults(run=_diff)
    lists = commands.add_parser("lists", help="points per list, by standing")
    lists.set_defaults(run=_lists)


def _load(arguments: argparse.Namespace, now: datetime) -> str:
    attachment = read_attachment(arguments.file, arguments.layout)
    with warehouse.connect() as connection:
        replaces = (
            find_source(connection, arguments.replaces).source_id
            if arguments.replaces
            else None
        )
        terms = _terms(arguments, attachment)
        loaded = load_attachment(
            connection, attachment, terms, replaces, arguments.by, now
        )
    return report(attachment, terms, loaded)


def _terms(arguments: argparse.Namespace, attachment: Attachment) -> Terms:
    published_at = arguments.published_at or attachment.published_at
    if published_at is None:
        why = "the title has no date of publication; give --published-at"
        raise KnowledgeRefusedError(attachment.file_name, Problem("", why))
    valid_from = arguments.valid_from or default_valid_from(published_at)
    if arguments.valid_to is not None and arguments.valid_to < valid_from:
        why = f"--valid-to {arguments.valid_to} is before {valid_from}"
        raise KnowledgeRefusedError(attachment.file_name, Problem("", why))
    return Terms(published_at, valid_from, arguments.valid_to, arguments.scope)


def report(attachment: Attachment, terms: Terms, loaded: Loaded) -> str:
    """Return what the person who loaded a file has to know."""
    per_list = ", ".join(f"{n} {name}" for name, n in loaded.points_by_list.items())
    if not loaded.is_new:
        return (
            f"{attachment.file_name}: nothing changed, loaded before as "
            f"{loaded.source_id} ({per_list})"
        )
    lines = [
        f"{attachment.file_name}: loaded as {loaded.source_id}, proposed",
        f"  layout   {', '.join(attachment.layouts)}",
        f"  counts   {attachment.knowledge_points} knowledge points, "
        f"{attachment.rows} rows by code, {attachment.repeated_rows} repeats",
        f"  lists    {per_list}",
        f"  valid    {terms.valid_from} to {terms.valid_to or 'further notice'}, "
        f"published {terms.published_at}, {terms.scope}",
    ]
    lines += [f"  footnote {text}" for text in attachment.footnotes]
    lines += [f"  look at  {text}" for text in attachment.notices]
    return "\n".join(lines)


def _crosswalk(arguments: argparse.Namespace, now: datetime) -> str:
    crosswalk = read_crosswalk(arguments.file)
    with warehouse.connect() as connection:
        source_id, is_new = load_crosswalk(connection, crosswalk, arguments.by, now)
    if not is_new:
        return f"{crosswalk.file_name}: nothing changed, loaded before as {source_id}"
    count = len(crosswalk.mappings)
    return f"{crosswalk.file_name}: loaded as {source_id}, {count} rows proposed"


def _decide(arguments: argparse.Namespace, now: datetime) -> str:
    standing = _STANDINGS[arguments.command]
    with warehouse.connect() as connection:
        source = find_source(connection, arguments.file)
        changed = decide(
            connection,
            source,
            standing,
            arguments.by,
            arguments.document,
            now,
            arguments.point,
        )
    return f"{source.file_name}: {changed} rows {standing}"


def _release(arguments: argparse.Namespace, now: datetime) -> str:
    with warehouse.connect() as connection:
        count = freeze(
            connection, arguments.release_id, arguments.by, arguments.document, now
        )
    return f"{arguments.release_id}: {count} points, frozen"


def _diff(arguments: argparse.Namespace, now: datetime) -> str:
    with warehouse.connect() as connection:
        diff = compare(connection, arguments.old, arguments.new)
    if arguments.out is not None:
        write_csv(diff, arguments.out)
    return to_markdown(diff).rstrip("\n")


def _lists(arguments: argparse.Namespace, now: datetime) -> str:
    with warehouse.connect() as connection:
        return to_table(count_lists(connection))
