"""分类分析 by institution: refused amounts, and shares against what chance allows."""

from decimal import Decimal

from claim_review.reports import numbers
from claim_review.reports.document import Chart, Column, Document
from claim_review.reports.quarterly.facts import Facts, Row
from claim_review.reports.quarterly.words import SMALL_SAMPLE, few

INSTITUTIONS_SHOWN = 10
# Of institutions that are like all others, one in a thousand lies above it by chance.
_REACH = Decimal("3.09")
_REFUSED = (
    Column("机构名称", 44, "left"),
    Column("县市", 15, "left"),
    Column("终审认定（条）", 18),
    Column("拒付金额（元）", 20),
    Column("每万元基金拒付（元）", 20),
    Column("认定结算占比", 20),
    Column("控制上限", 19),
)
_BEYOND = (
    Column("机构名称", 50, "left"),
    Column("县市", 20, "left"),
    Column("结算（笔）", 20),
    Column("有认定疑点的结算（笔）", 26),
    Column("认定结算占比", 20),
    Column("控制上限", 20),
)
# Sizes at which the limit is drawn.
_SIZES = (1, 2, 3, 5, 8, 12, 20, 30, 50, 80, 120, 200, 300, 500, 800, 1200, 2000, 3000)


def write(doc: Document, facts: Facts) -> None:
    """Add the section; without any confirmed case there is nothing to compare."""
    doc.section("按机构分析")
    mean = confirmed_share(facts)
    if not mean:
        doc.text("截至本报告时点，本季度尚无终审认定的疑点，不作机构比较。")
        return
    refused = [row for row in facts.institutions if row["net_refused_amount"] > 0]
    refused.sort(key=lambda r: (-r["net_refused_amount"], r["fixmedins_code"]))
    shown = refused[:INSTITUTIONS_SHOWN]
    if shown:
        many = doc.cell("有拒付的机构（家）", numbers.count(len(refused)))
        which = f"，金额居前{len(shown)}家" if len(refused) > len(shown) else ""
        doc.text(
            f"已列入拒付的机构{many}家{which}见{doc.next_table}，其中"
            f"{name(shown[0])}最多，为{numbers.yuan(shown[0]['net_refused_amount'])}元。"
        )
        rows = [_refused_row(row, mean) for row in shown]
        doc.table("拒付金额居前的机构", _REFUSED, rows)
        if any(row[5].endswith("*") for row in rows):
            doc.note(f"标*者结算不足{SMALL_SAMPLE}笔，占比仅供参考。")
    _beyond(doc, facts, mean)


def _beyond(doc: Document, facts: Facts, mean: Decimal) -> None:
    beyond = beyond_limit(facts)
    told = doc.cell("全州认定结算占比", numbers.percent(mean))
    chart = f"见{doc.next_figure}"
    start = (
        "机构大小不一，单看占比高低容易误判。以有终审认定疑点的结算占全部结算的比例衡量，"
        f"全州为{told}；按各机构结算笔数计算偶然波动的上限（三倍标准误，约千分之一），"
    )
    if beyond:
        many = doc.cell("超过控制上限的机构（家）", str(len(beyond)))
        doc.text(
            f"{start}有{many}家机构超过上限，值得重点关注，{chart}和{doc.next_table}。"
        )
        rows = [
            [
                name(row),
                row["county"] or "未登记",
                numbers.count(row["settlements"]),
                numbers.count(row["confirmed_settlements"]),
                numbers.percent(_share(row)),
                numbers.percent(limit(mean, row["settlements"])),
            ]
            for row in beyond
        ]
        doc.table("认定结算占比超过控制上限的机构", _BEYOND, rows)
    else:
        doc.text(f"{start}没有机构超过上限，{chart}。")
    doc.figure("各机构认定结算占比与控制上限", _chart(facts, mean, beyond))
    doc.note(
        f"图中每点为一家机构，实线为全州占比，虚线为控制上限；结算不足{SMALL_SAMPLE}笔的"
        "机构不作判断。"
    )


def name(row: Row) -> str:
    """Return the name of an institution, its code where it has none."""
    return row["fixmedins_name"] or row["fixmedins_code"]


def confirmed_share(facts: Facts) -> Decimal | None:
    """Return the share of settlements that a confirmed case is about."""
    done = sum(row["confirmed_settlements"] for row in facts.institutions)
    return numbers.ratio(done, sum(row["settlements"] for row in facts.institutions))


def limit(mean: Decimal, settlements: int) -> Decimal:
    """Return the share that an ordinary institution of that size stays below."""
    spread = (mean * (1 - mean) / settlements).sqrt()
    return min(mean + _REACH * spread, Decimal(1))


def beyond_limit(facts: Facts) -> list[Row]:
    """Return the institutions above their limit, furthest share first."""
    mean = confirmed_share(facts)
    if not mean:
        return []
    rows = [
        row
        for row in facts.institutions
        if row["settlements"] >= SMALL_SAMPLE
        and _share(row) > limit(mean, row["settlements"])
    ]
    return sorted(rows, key=lambda row: (-_share(row), row["fixmedins_code"]))


def _share(row: Row) -> Decimal:
    return Decimal(row["confirmed_settlements"]) / row["settlements"]


def _refused_row(row: Row, mean: Decimal) -> list[str]:
    per_wan = numbers.ratio(row["net_refused_amount"], row["total_fund_pay_amount"])
    return [
        name(row),
        row["county"] or "未登记",
        numbers.count(row["confirmed"]),
        numbers.yuan(row["net_refused_amount"]),
        numbers.yuan(None if per_wan is None else per_wan * 10_000),
        few(numbers.percent(_share(row)), row["settlements"]),
        numbers.percent(limit(mean, row["settlements"])),
    ]


def _chart(facts: Facts, mean: Decimal, beyond: list[Row]) -> Chart | None:
    if len(facts.institutions) < 2:
        return None
    named = {row["fixmedins_code"] for row in beyond}
    largest = max(row["settlements"] for row in facts.institutions)
    smallest = min(row["settlements"] for row in facts.institutions)
    sizes = [size for size in _SIZES if smallest <= size < largest] + [largest]
    return {
        "kind": "limits",
        "points": [
            [
                numbers.count(row["settlements"]),
                numbers.percent(_share(row)),
                name(row) if row["fixmedins_code"] in named else "",
            ]
            for row in facts.institutions
        ],
        "limits": [
            [numbers.count(size), numbers.percent(limit(mean, size))] for size in sizes
        ],
        "mean": numbers.percent(mean),
        "x": "结算（笔，对数刻度）",
        "y": "认定结算占比（%）",
    }
