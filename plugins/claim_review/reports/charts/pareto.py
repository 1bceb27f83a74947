"""Bars in falling order with the cumulative share as a line."""

from matplotlib.figure import Figure

from claim_review.reports.charts.style import BLUE, BRICK, SMALL, canvas, numbers
from claim_review.reports.document import Chart

_CROWDED = 12


def draw(chart: Chart) -> Figure:
    """Return the bars of `labels` and `values` as given, largest first, in `unit`."""
    values = numbers(chart["values"])
    shares = [sum(values[: i + 1]) / sum(values) * 100 for i in range(len(values))]
    figure, axes = canvas(58)
    places = range(len(values))
    axes.bar(places, values, width=0.62 if len(values) > 3 else 0.3, color=BLUE)
    crowded = len(values) > _CROWDED
    axes.set_xticks(
        places, [_short(label) for label in chart["labels"]], rotation=60 * crowded
    )
    axes.set_ylabel(chart["unit"])
    axes.set_ylim(0, max(values) * 1.15)
    axes.locator_params(axis="y", nbins=5)
    axes.set_xlim(-0.7, len(values) - 0.3)
    for place, text, value in zip(places, chart["values"], values, strict=True):
        if not crowded:
            _tell(axes, text, (place, value), 2)
    line = axes.twinx()
    line.plot(places, shares, color=BRICK, marker="o", markersize=3.5, linewidth=1.2)
    line.set_ylim(0, 115)
    line.set_yticks(range(0, 101, 20))
    line.set_ylabel("累计占比（%）", color=BRICK)
    line.spines["right"].set_visible(True)
    last = f"{shares[-1]:.0f}%"
    _tell(line, last, (len(shares) - 1, shares[-1]), 5, color=BRICK)
    return figure


def _tell(axes, text: str, at: tuple[float, float], above: float, **look) -> None:
    axes.annotate(
        text,
        at,
        (0, above),
        textcoords="offset points",
        ha="center",
        fontsize=SMALL,
        **look,
    )


def _short(name: str) -> str:
    return name if len(name) <= 6 else f"{name[:2]}\n{name[2:]}"
