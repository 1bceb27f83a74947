"""Institutions of unlike size side by side: a share against what chance allows."""

from matplotlib.figure import Figure

from claim_review.reports.charts.style import (
    BLUE,
    BRICK,
    GREY,
    NAVY,
    SMALL,
    canvas,
    number,
)
from claim_review.reports.document import Chart

_TICKS = (1, 3, 10, 30, 100, 300, 1000, 3000, 10_000, 30_000, 100_000)


def draw(chart: Chart) -> Figure:
    """Return a funnel plot: points [size, percentage, name] and limits around the mean.

    `limits` are [size, upper percentage], rising by size; a point with a name is marked
    with it. All are formatted text.
    """
    figure, axes = canvas(82)
    axes.set_xscale("log")
    points = [(number(x), number(y), name) for x, y, name in chart["points"]]
    limits = [(number(x), number(y)) for x, y in chart["limits"]]
    plain = [(x, y) for x, y, name in points if not name]
    axes.scatter(*_columns(plain), s=9, color=BLUE, alpha=0.7, linewidths=0)
    axes.plot(*_columns(limits), color=BRICK, linewidth=1, linestyle="--")
    mean = number(chart["mean"])
    axes.axhline(mean, color=NAVY, linewidth=0.9)
    axes.annotate(
        f"全州 {chart['mean']}",
        (0, mean),
        (4, 3),
        xycoords=("axes fraction", "data"),
        textcoords="offset points",
        fontsize=SMALL,
        color=NAVY,
    )
    middle = sorted(x for x, _, _ in points)[len(points) // 2]
    for place, (x, y, name) in enumerate(sorted(p for p in points if p[2])):
        axes.scatter([x], [y], s=16, color=BRICK, marker="D", linewidths=0)
        axes.annotate(
            name,
            (x, y),
            (4 if x < middle else -4, 4 + 8 * (place % 2)),
            textcoords="offset points",
            ha="left" if x < middle else "right",
            fontsize=SMALL,
            color=BRICK,
        )
    axes.set_xlabel(chart["x"])
    axes.set_ylabel(chart["y"])
    largest = max(y for _, y, _ in points)
    # Limits of the smallest institutions would push everything else to the ground.
    axes.set_ylim(0, max(largest, mean * 2) * 1.12)
    sizes = [x for x, _, _ in points]
    shown = [size for size in _TICKS if min(sizes) <= size <= max(sizes)]
    axes.set_xticks(shown, [f"{size:,}" for size in shown])
    axes.minorticks_off()
    axes.spines["right"].set_visible(False)
    axes.grid(axis="y", color=GREY, alpha=0.2, linewidth=0.5)
    return figure


def _columns(rows: list[tuple[float, float]]) -> tuple[list[float], list[float]]:
    return [row[0] for row in rows], [row[1] for row in rows]
