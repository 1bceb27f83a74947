"""The book as one HTML page that needs no network, and as Markdown, rule by rule."""

import re

from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from claim_review.rulebook.book import Book
from claim_review.settings import REPO_DIR

TEMPLATE_DIR = REPO_DIR / "include" / "reports" / "rulebook"


def render_html(book: Book) -> str:
    """Return the page with table of contents and search box."""
    return _templates().get_template("book.html.j2").render(book=book)


def render_markdown(book: Book) -> dict[str, str]:
    """Return the text of each file by its name: README.md and one per rule."""
    templates = _templates()
    rule = templates.get_template("rule.md.j2")
    files = {"README.md": templates.get_template("index.md.j2").render(book=book)}
    for chapter in book.chapters:
        for page in chapter.pages:
            files[f"{page.rule_id}.md"] = rule.render(page=page)
    return files


def _templates() -> Environment:
    templates = Environment(
        loader=FileSystemLoader(TEMPLATE_DIR),
        undefined=StrictUndefined,
        autoescape=select_autoescape(["html.j2"]),
        trim_blocks=True,
        lstrip_blocks=True,
    )
    templates.filters["md"] = _markdown
    return templates


def _markdown(text: str) -> str:
    """Return the text so that Markdown shows it as it is."""
    text = text.replace("&", "&amp;").replace("<", "&lt;")
    return re.sub(r"([\\`*_\[\]|#~])", r"\\\1", text)
