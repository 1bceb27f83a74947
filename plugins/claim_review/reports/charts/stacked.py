"""Horizontal bars of parts that make up a whole."""

from matplotlib.figure import Figure

from claim_review.reports.charts.style import PALETTE, SMALL, canvas, numbers
from claim_review.reports.document import Chart

# What is narrower has no room for its figure.
_ROOM = 5.5
_DARK = PALETTE[:3]


def draw(chart: Chart) -> Figure:
    """Return one bar per label, made of `series` ({name, values} in percent).

    The first label is on top; parts too narrow for their figure show none.
    """
    figure, axes = canvas(16 + 7 * len(chart["labels"]))
    places = range(len(chart["labels"]), 0, -1)
    ends = [0.0] * len(places)
    for series, colour in zip(chart["series"], PALETTE, strict=False):
        values = numbers(series["values"])
        axes.barh(
            places,
            values,
            left=ends,
            height=0.62,
            color=colour,
            edgecolor="white",
            linewidth=0.5,
            label=series["name"],
        )
        for place, end, value, text in zip(
            places, ends, values, series["values"], strict=True
        ):
            if value >= _ROOM:
                axes.text(
                    end + value / 2,
                    place,
                    text.rstrip("%"),
                    ha="center",
                    va="center",
                    fontsize=SMALL,
                    color="white" if colour in _DARK else "black",
                )
        ends = [end + value for end, value in zip(ends, values, strict=True)]
    axes.set_yticks(places, chart["labels"])
    axes.set_xlim(0, max(100, *ends))
    axes.set_xlabel(chart["unit"])
    axes.spines["right"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    figure.legend(loc="outside upper center", ncols=6, frameon=False)
    return figure
