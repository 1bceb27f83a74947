"""What must hold within a report and between reports, by what their cells say."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from claim_review.reports.document import Content, tables
from claim_review.reports.gates.cells import Cell, Table, cells, figure, money, unit

_WAN = 10_000
# One hundredth of 万元, in yuan.
_ROUNDING = 100
_SUMMED = ("家", "笔", "笔次", "条", "人次", "件", "次", "万元", "元")
# Whoever is in two rows is once in their total.
_DISTINCT = ("人", "例", "名")
# A settlement is in the row of each rule or item that hit it.
_OVERLAPPING = ("规则", "项目", "病种", "指标")
# An institution is of one kind and in one place only.
_OF_INSTITUTIONS = ("机构类别", "机构等级", "级别", "县市", "所有制")
_NO_SUMS = ("每", "均", "单条", "中位", "九成", "最长", "最大", "单价", "天数")
_CLAIMS = (
    "疑点",
    "涉及",
    "命中",
    "下发",
    "申诉",
    "认定",
    "拒付",
    "扣款",
    "推翻",
    "违规",
)
_NO_SHARES = ("同比", "环比", "增长", "贡献", "政策", "变化", "百元")
_NOW = ("本季度", "本期", "本季")
# No amount is ten times the whole it is part of; 元 as 万元 is ten thousand times.
_SLACK = 10


@dataclass(frozen=True)
class Whole:
    """The largest quarter's fees and claims in yuan, and figures by their names.

    `known` are those of the quarter under review as every report has to show them.
    """

    fees: Decimal
    claims: Decimal
    known: Mapping[str, str]


def problems(contents: Sequence[Content], whole: Whole) -> list[str]:
    """Return what contradicts itself, with place and both values; none is good."""
    found: list[str] = []
    for content in contents:
        every = list(cells(content))
        for table in tables(content):
            found += _totals(content, table)
        for cell in every:
            found += _shares(cell)
            found += _amounts(cell, whole)
        found += _units(content, every)
    found += _agreement(contents, whole)
    return list(dict.fromkeys(found))


def _totals(content: Content, table: Table) -> Iterator[str]:
    """Yield columns whose 合计 is not what their rows come to."""
    if not table["total"] or "合计" not in table["total"][0]:
        return
    # 其中 is a part of the row before it.
    rows = [row for row in table["rows"] if not row[0].startswith("其中")]
    first = table["columns"][0]["head"]
    for at, column in enumerate(table["columns"]):
        head, total = column["head"], figure(table["total"][at])
        parts = [figure(row[at]) for row in rows]
        if column["align"] != "right" or total is None or None in parts:
            continue
        added, of = sum(parts), unit(head) or unit(table["title"])
        is_share = "占比" in head and table["total"][at] == "100.00%"
        is_summed = of in _SUMMED and not _is_any(_NO_SUMS, head)
        overlaps = _overlaps(of, first)
        # Each cell is rounded by itself.
        exponent = min(part.as_tuple().exponent for part in (total, *parts))
        slack = Decimal(5).scaleb(exponent - 1) * (len(parts) + 1) if exponent else 0
        if overlaps:
            is_wrong = not max(parts, default=0) <= total <= added
        else:
            is_wrong = (is_share or is_summed) and abs(added - total) > slack
        if is_wrong:
            yield (
                f"{content['title']} {table['number']}, {head}: "
                f"rows add up to {added:,}, 合计 is {table['total'][at]}"
            )


def _overlaps(of: str, first: str) -> bool:
    """Return whether what is counted may be in several rows that begin with `first`."""
    if of == "家":
        return not _is_any(_OF_INSTITUTIONS, first)
    return of in _DISTINCT or (of == "笔" and _is_any(_OVERLAPPING, first))


def _shares(cell: Cell) -> Iterator[str]:
    """Yield shares that are less than nothing or more than the whole."""
    name = cell.head if _is_share(cell.head) else cell.label
    if (
        _is_share(name)
        and cell.text.endswith("%")
        and not _is_any(_NO_SHARES, cell.head)
        and not 0 <= cell.figure <= 100
    ):
        yield f"{cell.place}: {cell.text} is no share of a whole"


def _is_share(name: str) -> bool:
    bare = name.partition("（")[0]
    is_named = "占比" in bare or bare.endswith(("率", "比重"))
    return is_named and not _is_any(_NO_SHARES, name)


def _amounts(cell: Cell, whole: Whole) -> Iterator[str]:
    """Yield amounts that are larger than what they are part of can be."""
    if cell.unit not in ("元", "万元") or cell.figure is None:
        return
    if cell.text.endswith("%"):
        return
    yuan = abs(cell.figure) * (_WAN if cell.unit == "万元" else 1)
    # A column of amounts has in each row the amount of something else.
    about = cell.label + cell.head if "金额" in cell.head else cell.name
    about_claims = _is_any(_CLAIMS, about)
    limit = whole.claims if about_claims else whole.fees
    if yuan > _SLACK * limit + _ROUNDING:
        of = "疑点涉及费用" if about_claims else "医疗总费用"
        yield (
            f"{cell.place}: {cell.text}{cell.unit} is {yuan:,} yuan, "
            f"more than {_SLACK} times the largest quarter's {of}, {limit:,} yuan"
        )


def _units(content: Content, every: Sequence[Cell]) -> Iterator[str]:
    """Yield amounts that sentences tell in another unit than the tables do."""
    units: dict[str, set[str]] = {}
    for cell in every:
        if cell.figure:
            units.setdefault(cell.text.rstrip("*"), set()).add(cell.unit)
    for sentence, amount, of in money(content):
        known = units.get(amount, set())
        # A cell that says no unit may be of either.
        if known and known < {"元", "万元"} and of not in known:
            yield (
                f"{content['title']}: {amount}{of} is {amount}{min(known)} in a table; "
                f"“{sentence[:60]}”"
            )


def _agreement(contents: Sequence[Content], whole: Whole) -> Iterator[str]:
    """Yield figures of the quarter that two reports, or a mart, show differently."""
    first: dict[str, tuple[str, str]] = {}
    for content in contents:
        for table in tables(content):
            heads = [column["head"] for column in table["columns"]]
            now = next((head for head in heads if head in _NOW), None)
            if now is None or heads[0] != "指标":
                continue
            for row in table["rows"]:
                text, name = row[heads.index(now)], row[0]
                place = f"{content['title']} {table['number']}"
                known = whole.known.get(name, text)
                if text != known:
                    yield f"{place}, {name}: {text}, in the marts {known}"
                other, before = first.setdefault(name, (place, text))
                if text != before:
                    yield f"{name}: {text} in {place}, {before} in {other}"


def _is_any(words: Sequence[str], text: str) -> bool:
    return any(word in text for word in words)
