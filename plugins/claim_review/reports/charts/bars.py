"""Horizontal bars, the largest on top, each with its figure."""

from matplotlib.figure import Figure

from claim_review.reports.charts.style import NAVY, canvas, numbers
from claim_review.reports.document import Chart


def draw(chart: Chart) -> Figure:
    """Return the bars of `labels` and `values`, formatted text in `unit`."""
    texts, values = chart["values"], numbers(chart["values"])
    ranked = sorted(range(len(values)), key=lambda place: values[place])
    figure, axes = canvas(11 + 5.6 * len(ranked))
    places = range(len(ranked))
    axes.barh(places, [values[i] for i in ranked], height=0.62, color=NAVY)
    axes.set_yticks(places, [chart["labels"][i] for i in ranked])
    for place, i in zip(places, ranked, strict=True):
        axes.annotate(
            texts[i],
            (max(values[i], 0), place),
            (4, 0),
            textcoords="offset points",
            va="center",
        )
    axes.set_xlim(min(*values, 0), (max(values) or 1) * 1.14)
    axes.locator_params(axis="x", nbins=5)
    axes.set_xlabel(chart["unit"])
    axes.spines["right"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    return figure
