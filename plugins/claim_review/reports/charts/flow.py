"""How many cases went which way: a band that loses branches from step to step."""

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.patches import PathPatch, Rectangle
from matplotlib.path import Path

from claim_review.reports.charts.style import (
    BLUE,
    BRICK,
    NAVY,
    SKY,
    SMALL,
    canvas,
    numbers,
)
from claim_review.reports.document import Chart

# Shares of the distance between two steps.
_BAR, _BRANCH = 0.1, 0.34
# A branch of one case among thousands must still be seen.
_THINNEST = 0.006


def draw(chart: Chart) -> Figure:
    """Return the steps from left to right and, below, what left the way before each.

    `steps` are [name, value, branches before the next step as [name, value]], formatted
    text; what neither goes on nor branches off must be nothing.
    """
    steps = chart["steps"]
    heights = numbers([value for _, value, _ in steps])
    whole = heights[0]
    figure, axes = canvas(74)
    ends = [0.0]
    for place, (name, shown, branches) in enumerate(steps):
        high = heights[place] / whole
        axes.add_patch(
            Rectangle((place, 1 - high), _BAR, high, color=NAVY, linewidth=0)
        )
        axes.text(place, 1.03, f"{name}\n{shown}", va="bottom", fontsize=SMALL + 1)
        if place + 1 < len(steps):
            kept = heights[place + 1] / whole
            axes.add_patch(
                Rectangle(
                    (place + _BAR, 1 - kept), 1 - _BAR, kept, color=SKY, linewidth=0
                )
            )
            ends.append(_branches(axes, place + _BAR, 1 - kept, branches, whole))
    axes.set_xlim(-0.05, len(steps) - 0.4)
    axes.set_ylim(min(ends) - 0.08, 1.25)
    axes.axis("off")
    return figure


def _branches(
    axes: Axes, start: float, top: float, branches: list[list[str]], whole: float
) -> float:
    """Let each branch bend down from the band, the uppermost on top; return the end."""
    end = min(top - 0.05, 0.55)
    values = numbers([shown for _, shown in branches])
    for (name, shown), value in zip(branches, values, strict=True):
        if not value:
            continue
        thick = max(value / whole, _THINNEST)
        axes.add_patch(_bend(start, top, start + _BRANCH, end, thick))
        axes.text(
            start + _BRANCH + 0.02,
            end - thick / 2,
            f"{name} {shown}",
            va="center",
            fontsize=SMALL,
            color=BRICK,
        )
        top -= thick
        end -= max(thick + 0.03, 0.1)
    return end


def _bend(left: float, top: float, right: float, low: float, thick: float) -> PathPatch:
    middle = (left + right) / 2
    points = [
        (left, top),
        *((middle, top), (middle, low), (right, low)),
        (right, low - thick),
        *((middle, low - thick), (middle, top - thick), (left, top - thick)),
        (left, top),
    ]
    codes = [
        Path.MOVETO,
        *[Path.CURVE4] * 3,
        Path.LINETO,
        *[Path.CURVE4] * 3,
        Path.CLOSEPOLY,
    ]
    return PathPatch(Path(points, codes), facecolor=BLUE, alpha=0.75, linewidth=0)
