"""Box plots and stacked bars: the figures of their cells, drawn the same way twice."""

from pathlib import Path

import pytest
from matplotlib import rc_context
from matplotlib.backends.backend_agg import FigureCanvasAgg
from matplotlib.figure import Figure

from claim_review.reports.charts import box, stacked, style
from claim_review.reports.fonts import find_fonts

BOX = {
    "kind": "box",
    "labels": ["综合医院/二级", "专科医院/二级"],
    "values": [["1,000.50", "2,000.00", "3,000.00", "9,000.00"], ["1.00", "2.00"]],
    "marked": [[3], []],
    "unit": "人次均费用（元）",
}
STACKED = {
    "kind": "stacked",
    "labels": ["综合医院", "合计"],
    "series": [
        {"name": "药品", "values": ["60.00%", "4.00%"]},
        {"name": "其他", "values": ["40.00%", "96.00%"]},
    ],
    "unit": "占比（%）",
}
DRAWN = {"box": (box.draw, BOX), "stacked": (stacked.draw, STACKED)}


def saved(figure: Figure, path: Path) -> bytes:
    FigureCanvasAgg(figure)
    figure.savefig(path, metadata={"Date": None, "Creator": None})
    return path.read_bytes()


@pytest.mark.parametrize("kind", DRAWN)
def test_a_chart_is_drawn_the_same_way_twice(kind, tmp_path):
    draw, chart = DRAWN[kind]
    with rc_context(style.settings(find_fonts(None).chart)):
        first, second = (
            saved(draw(chart), tmp_path / f"{turn}.svg") for turn in range(2)
        )
    assert first == second


def test_only_the_marked_values_are_drawn_as_standing_out():
    (axes,) = box.draw(BOX).axes
    marked = [line.get_xdata() for line in axes.lines if line.get_marker() == "D"]
    usual = [line.get_xdata() for line in axes.lines if line.get_marker() == "o"]
    assert [list(values) for values in marked] == [[9000.0], []]
    assert [list(values) for values in usual] == [[1000.5, 2000.0, 3000.0], [1.0, 2.0]]


def test_parts_follow_each_other_and_narrow_ones_show_no_figure():
    (axes,) = stacked.draw(STACKED).axes
    bars = [(bar.get_x(), bar.get_width()) for bar in axes.patches]
    assert bars == [(0, 60), (0, 4), (60, 40), (4, 96)]
    assert [text.get_text() for text in axes.texts] == ["60.00", "40.00", "96.00"]


def test_thousands_on_the_axis_are_parted_as_in_the_tables():
    with rc_context(style.settings(find_fonts(None).chart)):
        figure = box.draw(BOX)
        FigureCanvasAgg(figure).draw()
    (axes,) = figure.axes
    assert "2,000" in [label.get_text() for label in axes.get_xticklabels()]
