"""The charts of reports, drawn from the cells of their tables, the same way twice."""

from pathlib import Path

from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from claim_review.reports.charts import (
    bars,
    box,
    flow,
    limits,
    lines,
    pareto,
    stacked,
    style,
)
from claim_review.reports.document import Content

KINDS = {
    "bars": bars.draw,
    "box": box.draw,
    "flow": flow.draw,
    "limits": limits.draw,
    "lines": lines.draw,
    "pareto": pareto.draw,
    "stacked": stacked.draw,
}


def draw_all(content: Content, font: Path, folder: Path) -> dict[str, Path]:
    """Write each chart as .svg and .png into the folder; return stems by number (图1).

    Raises KeyError for a kind of chart that is not in KINDS.
    """
    drawn = {}
    with rc_context(style.settings(font)):
        for block in content["blocks"]:
            if block["kind"] == "figure":
                stem = folder / f"figure{len(drawn) + 1}"
                chart = block["chart"]
                drawn[block["number"]] = _save(KINDS[chart["kind"]](chart), stem)
    return drawn


def _save(figure: Figure, stem: Path) -> Path:
    FigureCanvasAgg(figure)
    figure.savefig(stem.with_suffix(".svg"), metadata={"Date": None, "Creator": None})
    figure.savefig(stem.with_suffix(".png"), dpi=200, metadata={"Software": None})
    return stem
