"""The two charts of the quarterly report, drawn the same way every time."""

from pathlib import Path
from typing import Any

from matplotlib import font_manager, rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

# Chosen to differ in brightness too, for printers without colour.
NAVY, BRICK, BLUE = "#12305A", "#9C2F1E", "#3E7CB1"
GREY = "#5F6670"
_INCHES_PER_MM = 1 / 25.4
_WIDTH_MM = 150

Bars = list[list[str]]


def draw(figures: dict[str, Any], font: Path, folder: Path) -> dict[str, Path]:
    """Write each chart as .svg and .png into the folder; return the paths' stems.

    A chart without bars is not drawn and not in the result.
    """
    drawers = {"county": _ranked, "rule": _pareto}
    font_manager.fontManager.addfont(font)
    settings = {
        "font.family": font_manager.FontProperties(fname=font).get_name(),
        "font.size": 9,
        "axes.unicode_minus": False,
        "axes.spines.top": False,
        "axes.edgecolor": GREY,
        "axes.linewidth": 0.6,
        "xtick.color": GREY,
        "ytick.color": GREY,
        "xtick.labelcolor": "black",
        "ytick.labelcolor": "black",
        "svg.fonttype": "path",
        # Without a salt the ids inside an SVG differ from run to run.
        "svg.hashsalt": "claim-review",
    }
    drawn = {}
    for name, drawer in drawers.items():
        if figures[name]["bars"]:
            with rc_context(settings):
                drawn[name] = _save(drawer(figures[name]["bars"]), folder / name)
    return drawn


def _save(figure: Figure, stem: Path) -> Path:
    FigureCanvasAgg(figure)
    figure.savefig(stem.with_suffix(".svg"), metadata={"Date": None, "Creator": None})
    figure.savefig(stem.with_suffix(".png"), dpi=200, metadata={"Software": None})
    return stem


def _number(text: str) -> float:
    return float(text.replace(",", ""))


def _canvas(height_mm: float) -> Figure:
    size = (_WIDTH_MM * _INCHES_PER_MM, height_mm * _INCHES_PER_MM)
    return Figure(figsize=size, layout="constrained")


def _ranked(bars: Bars) -> Figure:
    """Return horizontal bars, the largest on top, each with its figure."""
    ranked = sorted(bars, key=lambda bar: _number(bar[1]))
    values = [_number(bar[1]) for bar in ranked]
    figure = _canvas(11 + 5.6 * len(ranked))
    axes = figure.add_subplot()
    places = range(len(ranked))
    axes.barh(places, values, height=0.62, color=NAVY)
    axes.set_yticks(places, [bar[0] for bar in ranked])
    for place, bar, value in zip(places, ranked, values, strict=True):
        axes.annotate(
            bar[1], (value, place), (4, 0), textcoords="offset points", va="center"
        )
    axes.set_xlim(0, max(values) * 1.14)
    axes.locator_params(axis="x", nbins=5)
    axes.set_xlabel("涉及费用（万元）")
    axes.spines["right"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    return figure


def _pareto(bars: Bars) -> Figure:
    """Return bars by rule with the cumulative share as a line."""
    values = [_number(bar[1]) for bar in bars]
    shares = [sum(values[: i + 1]) / sum(values) * 100 for i in range(len(values))]
    figure = _canvas(58)
    axes = figure.add_subplot()
    places = range(len(bars))
    axes.bar(places, values, width=0.62 if len(bars) > 3 else 0.3, color=BLUE)
    crowded = len(bars) > 12
    axes.set_xticks(
        places, [_short(bar[0]) for bar in bars], rotation=60 if crowded else 0
    )
    axes.set_ylabel("涉及费用（万元）")
    axes.set_ylim(0, max(values) * 1.15)
    axes.locator_params(axis="y", nbins=5)
    axes.set_xlim(-0.7, len(bars) - 0.3)
    for place, bar, value in zip(places, bars, values, strict=True):
        if not crowded:
            axes.annotate(
                bar[1],
                (place, value),
                (0, 2),
                textcoords="offset points",
                ha="center",
                fontsize=7.5,
            )
    line = axes.twinx()
    line.plot(places, shares, color=BRICK, marker="o", markersize=3.5, linewidth=1.2)
    line.set_ylim(0, 115)
    line.set_yticks(range(0, 101, 20))
    line.set_ylabel("累计占比（%）", color=BRICK)
    line.spines["right"].set_visible(True)
    line.annotate(
        "100%",
        (len(shares) - 1, shares[-1]),
        (0, 5),
        textcoords="offset points",
        ha="center",
        fontsize=7.5,
        color=BRICK,
    )
    return figure


def _short(name: str) -> str:
    return name if len(name) <= 6 else f"{name[:2]}\n{name[2:]}"
