"""How every chart looks: palette, sizes, and numbers read back from their cells."""

from pathlib import Path
from typing import Any

from matplotlib import font_manager
from matplotlib.axes import Axes
from matplotlib.figure import Figure

# Chosen to differ in brightness too, for printers without colour and for readers who do
# not tell red from green; the order matters.
NAVY, BRICK, BLUE, OCHRE, SKY, SAND = PALETTE = (
    "#12305A",
    "#9C2F1E",
    "#3E7CB1",
    "#D18B1F",
    "#8CBBE0",
    "#E9DCBE",
)
GREY = "#5F6670"
WIDTH_MM = 150
SMALL = 7.5
_INCHES_PER_MM = 1 / 25.4


def settings(font: Path) -> dict[str, Any]:
    """Return the settings under which all charts are drawn, set in the font."""
    font_manager.fontManager.addfont(font)
    return {
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


def canvas(height_mm: float) -> tuple[Figure, Axes]:
    """Return a figure as wide as the text, and its axes."""
    size = (WIDTH_MM * _INCHES_PER_MM, height_mm * _INCHES_PER_MM)
    figure = Figure(figsize=size, layout="constrained")
    return figure, figure.add_subplot()


def number(text: str) -> float | None:
    """Return the number of a formatted cell (1,284.31 or 1.80%); None for a dash."""
    if text in ("", "—"):
        return None
    return float(text.replace(",", "").rstrip("%*"))


def numbers(texts: list[str]) -> list[float]:
    """Return the numbers of cells, 0 for a dash."""
    return [number(text) or 0.0 for text in texts]
