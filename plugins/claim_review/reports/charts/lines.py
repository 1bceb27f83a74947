"""Lines over quarters; a quarter without a figure is a gap."""

from matplotlib.figure import Figure

from claim_review.reports.charts.style import PALETTE, SMALL, canvas, number
from claim_review.reports.document import Chart

_MARKS = "osD^vP"


def draw(chart: Chart) -> Figure:
    """Return one line per series over `labels`, in `unit`; the ends show their figure.

    `series` is a list of {name, values}.
    """
    figure, axes = canvas(58)
    places = range(len(chart["labels"]))
    for series, colour, mark in zip(chart["series"], PALETTE, _MARKS, strict=False):
        values = [number(text) for text in series["values"]]
        gaps = [float("nan") if value is None else value for value in values]
        axes.plot(
            places,
            gaps,
            color=colour,
            marker=mark,
            markersize=4,
            linewidth=1.4,
            label=series["name"],
        )
        known = [place for place in places if values[place] is not None]
        for place in {known[0], known[-1]} if known else ():
            axes.annotate(
                series["values"][place],
                (place, values[place]),
                (0, 5),
                textcoords="offset points",
                ha="center",
                fontsize=SMALL,
                color=colour,
            )
    axes.set_xticks(places, chart["labels"])
    axes.set_xlim(-0.4, len(chart["labels"]) - 0.6)
    axes.margins(y=0.18)
    axes.set_ylabel(chart["unit"])
    axes.locator_params(axis="y", nbins=5)
    axes.spines["right"].set_visible(False)
    if len(chart["series"]) > 1:
        figure.legend(loc="outside upper center", ncols=3, frameon=False)
    return figure
