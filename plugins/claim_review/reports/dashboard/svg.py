"""Charts as SVG inside a page: drawn from the cells, sharp on screen and on paper."""

from html import escape

from claim_review.reports.document import Chart
from claim_review.reports.numbers import MISSING

NAVY, BRICK, BLUE, GREY = "#12305A", "#9C2F1E", "#3E7CB1", "#5F6670"
WIDTH = 520
_ROW = 26
_LABEL = 132


def draw(chart: Chart) -> str:
    """Return the chart as SVG; raise KeyError for a kind not drawn here."""
    return _KINDS[chart["kind"]](chart)


def _number(text: str) -> float:
    return 0.0 if text == MISSING else float(text.replace(",", "").rstrip("%"))


def _svg(height: float, parts: list[str], told: str) -> str:
    return (
        f'<svg viewBox="0 0 {WIDTH} {height:.0f}" role="img" '
        f'aria-label="{escape(told)}">{"".join(parts)}</svg>'
    )


def _text(x: float, y: float, text: str, anchor: str = "start", more: str = "") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{more}>'
        f"{escape(text)}</text>"
    )


def _bars(chart: Chart) -> str:
    """Return horizontal bars in the order given, each with its figure."""
    values = [_number(text) for text in chart["values"]]
    return _rows(chart, values, [NAVY] * len(values), chart["values"])


def _funnel(chart: Chart) -> str:
    """Return one bar per step; the figure is followed by its share of the first."""
    values = [_number(text) for text in chart["values"]]
    pairs = zip(chart["values"], chart["shares"], strict=True)
    figures = [f"{value}　{share}" for value, share in pairs]
    return _rows(chart, values, [BLUE] * (len(values) - 1) + [NAVY], figures)


def _rows(
    chart: Chart, values: list[float], colours: list[str], figures: list[str]
) -> str:
    most = max(values, default=0) or 1
    room = WIDTH - _LABEL - 110
    parts = []
    for place, (value, colour) in enumerate(zip(values, colours, strict=True)):
        y = place * _ROW
        long = room * max(value, 0) / most
        parts.append(_text(_LABEL - 8, y + 17, chart["labels"][place], "end"))
        parts.append(
            f'<rect x="{_LABEL}" y="{y + 5}" width="{long:.1f}" height="16" '
            f'fill="{colour}"/>'
        )
        parts.append(_text(_LABEL + long + 6, y + 17, figures[place]))
    return _svg(len(values) * _ROW + 4, parts, _told(chart, figures))


def _pareto(chart: Chart) -> str:
    """Return a bar per rule and the running share as a line with its own axis."""
    values = [_number(text) for text in chart["values"]]
    top, floor, left, right = 18, 190, 8, WIDTH - 44
    step = (right - left) / len(values)
    most = max(values) or 1
    parts = [_text(right + 6, top + 4, "100%", more=f' fill="{BRICK}"')]
    parts.append(
        _text(right + 6, (top + floor) / 2 + 4, "50%", more=f' fill="{BRICK}"')
    )
    for share in (0.5, 1.0):
        y = floor - (floor - top) * share
        parts.append(f'<path d="M{left} {y:.1f}H{right}" stroke="#DDE3EA"/>')
    points = []
    for place, value in enumerate(values):
        x = left + step * place
        high = (floor - top) * value / most
        title = f"{chart['names'][place]}：{chart['values'][place]}{chart['unit']}"
        parts.append(
            f'<rect x="{x + step * 0.15:.1f}" y="{floor - high:.1f}" '
            f'width="{step * 0.7:.1f}" height="{high:.1f}" fill="{BLUE}">'
            f"<title>{escape(title)}</title></rect>"
        )
        parts.append(_text(x + step / 2, floor + 15, chart["labels"][place], "middle"))
        share = _number(chart["shares"][place]) / 100
        points.append((x + step / 2, floor - (floor - top) * share))
    line = " ".join(f"{x:.1f},{y:.1f}" for x, y in points)
    parts.append(
        f'<polyline points="{line}" fill="none" stroke="{BRICK}" stroke-width="2"/>'
    )
    parts += [
        f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3" fill="{BRICK}"/>' for x, y in points
    ]
    parts.append(f'<path d="M{left} {floor}H{right}" stroke="{GREY}"/>')
    return _svg(floor + 24, parts, _told(chart, chart["values"]))


def _lines(chart: Chart) -> str:
    """Return one line over the quarters; a quarter without a figure is a gap."""
    [series] = chart["series"]
    texts = series["values"]
    known = [_number(text) for text in texts if text != MISSING]
    top, floor, left, right = 24, 150, 40, WIDTH - 40
    most = max(known, default=0) or 1
    step = (right - left) / max(len(texts) - 1, 1)
    parts, runs = [f'<path d="M{left} {floor}H{right}" stroke="{GREY}"/>'], [[]]
    for place, text in enumerate(texts):
        x = left + step * place
        parts.append(_text(x, floor + 16, chart["labels"][place], "middle"))
        if text == MISSING:
            runs.append([])
            continue
        y = floor - (floor - top) * _number(text) / most
        runs[-1].append(f"{x:.1f},{y:.1f}")
        parts.append(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3.5" fill="{NAVY}"/>')
        parts.append(_text(x, y - 8, text, "middle"))
    for run in runs:
        points = " ".join(run)
        parts.append(
            f'<polyline points="{points}" fill="none" stroke="{NAVY}" '
            'stroke-width="2"/>'
        )
    return _svg(floor + 24, parts, _told(chart, texts))


def _told(chart: Chart, figures: list[str]) -> str:
    """Return the chart in words, for those who cannot see it."""
    pairs = zip(chart["labels"], figures, strict=True)
    return "，".join(f"{label} {figure}" for label, figure in pairs)


_KINDS = {"bars": _bars, "funnel": _funnel, "pareto": _pareto, "lines": _lines}
