"""Writes the 负面清单 for readers: `make rulebook`.

python -m claim_review.rulebook [--as-of 2025-12-31]
"""

import argparse
import json
import shutil
from datetime import date, datetime
from pathlib import Path

from claim_review import dbt
from claim_review.knowledge_release import LISTS_DIR, list_hashes, starter_release_id
from claim_review.moments import ZONE
from claim_review.rulebook.book import Book, build_book
from claim_review.rulebook.lists import list_reader
from claim_review.rulebook.pages import render_html, render_markdown
from claim_review.rulebook.project import read_project
from claim_review.rulebook.word_file import render_docx
from claim_review.settings import settings

NAME = "负面清单"


def publish(var_dir: Path, as_of: date) -> list[Path]:
    """Write the book as HTML, Word and Markdown; return the three paths.

    What was there before is replaced. Raises UnknownIdError or WordsError, naming
    the rule, before anything is written.
    """
    parsed = var_dir / "dbt" / "rulebook"
    # From scratch: dbt's partial parser trips over a description that moved.
    dbt.invoke(["parse", "--quiet", "--no-partial-parse"], parsed)
    manifest = json.loads((parsed / "manifest.json").read_text("utf-8"))
    state = starter_release_id(list_hashes())
    project, lists = read_project(manifest), list_reader(LISTS_DIR)
    book = build_book(project, lists, state, as_of)
    return _write(book, var_dir / "rulebook")


def _write(book: Book, folder: Path) -> list[Path]:
    html, word = render_html(book), render_docx(book)
    pages = render_markdown(book)
    shutil.rmtree(folder, ignore_errors=True)
    (folder / "rules").mkdir(parents=True)
    (folder / f"{NAME}.html").write_text(html, encoding="utf-8")
    (folder / f"{NAME}.docx").write_bytes(word)
    for name, text in pages.items():
        (folder / "rules" / name).write_text(text, encoding="utf-8")
    return [folder / f"{NAME}.html", folder / f"{NAME}.docx", folder / "rules"]


def main() -> None:
    """Write the book and print where it is."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--as-of",
        type=date.fromisoformat,
        default=datetime.now(ZONE).date(),
        help="the day whose lists and thresholds are shown, by default today",
    )
    for path in publish(settings().var_dir, parser.parse_args().as_of):
        print(path)


if __name__ == "__main__":
    main()
