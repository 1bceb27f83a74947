"""The dashboard as one HTML file without anything from outside."""

from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from claim_review.reports.dashboard.svg import draw
from claim_review.reports.document import Chart, Content
from claim_review.settings import REPO_DIR

TEMPLATE_DIR = REPO_DIR / "include" / "reports" / "dashboard"
_SHADES = 4


def render(edition: Content) -> bytes:
    """Return the page of one edition of a dashboard (see editions.edition).

    The same edition gives the same bytes.
    """
    environment = Environment(
        loader=FileSystemLoader(TEMPLATE_DIR),
        undefined=StrictUndefined,
        autoescape=True,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.globals.update(draw=draw, shades=shades)
    page = environment.get_template("page.html.j2")
    return page.render(edition, cards=cards(edition)).encode()


def cards(edition: Content) -> list[dict[str, Any]]:
    """Return the chapters, each with its blocks; narrow ones stand side by side."""
    found: list[dict[str, Any]] = []
    for block in edition["blocks"]:
        if block["kind"] == "heading" and block["level"] == 1:
            title = block["text"].partition("、")[2] or block["text"]
            found.append({"title": title, "blocks": []})
        else:
            found[-1]["blocks"].append(block)
    for card in found:
        kinds = [block["kind"] for block in card["blocks"]]
        is_long = "table" in kinds or len(kinds) > 1
        card["is_wide"] = is_long and "figure" not in kinds
    # What a version changed is for those who know the one before.
    found.sort(key=lambda card: card["title"] == "修订说明")
    return found


def shades(chart: Chart) -> list[list[int]]:
    """Return how dark each cell of a heat table is: 0 for nothing, then 1 to 4."""
    values = [[int(text.replace(",", "")) for text in row] for row in chart["values"]]
    most = max((value for row in values for value in row), default=0)
    return [
        [0 if not value else 1 + (value * _SHADES - 1) // most for value in row]
        for row in values
    ]
