"""Boxes of the middle half of each group, with every value as a point."""

from matplotlib.figure import Figure

from claim_review.reports.charts.style import BRICK, GREY, NAVY, SKY, canvas, numbers
from claim_review.reports.document import Chart


def draw(chart: Chart) -> Figure:
    """Return one horizontal box per label over its `values`, in `unit`.

    `marked` names for each label the places of the values that stand out.
    """
    groups = [numbers(values) for values in chart["values"]]
    figure, axes = canvas(14 + 7.5 * len(groups))
    places = range(len(groups), 0, -1)
    axes.boxplot(
        groups,
        positions=list(places),
        orientation="horizontal",
        widths=0.5,
        showfliers=False,
        patch_artist=True,
        boxprops={"facecolor": SKY, "edgecolor": NAVY, "linewidth": 0.8},
        medianprops={"color": NAVY, "linewidth": 1.8},
        whiskerprops={"color": GREY, "linewidth": 0.8},
        capprops={"color": GREY, "linewidth": 0.8},
    )
    for place, values, marked in zip(places, groups, chart["marked"], strict=True):
        usual = [value for at, value in enumerate(values) if at not in marked]
        out = [values[at] for at in marked]
        axes.plot(usual, [place] * len(usual), "o", color=NAVY, markersize=2.6)
        axes.plot(out, [place] * len(out), "D", color=BRICK, markersize=5)
    axes.set_yticks(list(places), chart["labels"])
    axes.set_ylim(0.4, len(groups) + 0.6)
    axes.margins(x=0.05)
    axes.locator_params(axis="x", nbins=6)
    axes.xaxis.set_major_formatter("{x:,g}")
    axes.set_xlabel(chart["unit"])
    axes.spines["right"].set_visible(False)
    axes.tick_params(axis="y", length=0)
    return figure
