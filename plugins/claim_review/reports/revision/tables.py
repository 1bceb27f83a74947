"""The tables of 修订说明: hits by cause and by rule, batches, and what was done."""

from collections.abc import Sequence
from decimal import Decimal

from claim_review.reports.document import Column
from claim_review.reports.numbers import MISSING, count, yuan
from claim_review.reports.periods import in_words
from claim_review.reports.revision.differences import AMOUNTS, Reviews, Row
from claim_review.statements.report_words import CAUSES, EVENTS, OTHERS

CHANGES = {"appeared": "新增", "vanished": "不再命中", "changed": "金额改变"}
BATCH_KINDS = {"regular": "季度批次", "late": "补传", "correction": "更正"}
# Rows of the table by rules; the others are one.
MOST_RULES = 10

HITS = (
    Column("项目", 28, "left"),
    *(Column(f"{name}（条）", 20) for name in CHANGES.values()),
    Column("疑点（条）", 16),
    Column("涉及费用（元）", 26),
    Column("涉及基金（元）", 26),
)
RULES = (
    Column("规则", 58, "left"),
    Column("原因", 30, "left"),
    *HITS[-3:],
)
BATCHES = (
    Column("批次", 34, "left"),
    Column("类别", 16, "center"),
    Column("数据截止", 42, "center"),
    Column("结算（笔）", 18),
    Column("记录（条）", 20),
    Column("所致疑点变化（条）", 26),
)
WORK = (
    Column("环节", 46, "left"),
    Column("件次", 20),
    Column("其中人员办理", 28),
    Column("费用（元）", 31),
    Column("基金（元）", 31),
)

_PROPOSALS = {
    "proposed": "提出（件）",
    "agreed": "同意（件）",
    "declined": "不同意（件）",
    "lapsed": "失效（件）",
    "waiting": "待决定（件）",
}
PROPOSALS = (
    Column("原因", 36, "left"),
    *(Column(name, 19) for name in _PROPOSALS.values()),
    Column("同意后冲回（元）", 25),
)
# A review that is compared with one that was kept finds a cause for every hit.
OF_HITS = {cause: name for cause, name in CAUSES.items() if cause != "unknown"}

Rows = list[list[str]]


def hits_of(rows: Sequence[Row], change: str) -> int:
    """Return how many hits changed in this way."""
    return sum(row["hits"] for row in rows if row["change"] == change)


def balance(found: Reviews) -> tuple[Rows, list[str]]:
    """Return the rows that lead from the hits of one version to those of the other."""
    first, last = (
        [count(total["hits"]), *(yuan(total[name]) for name in AMOUNTS)]
        for total in found.totals
    )
    rows = [["上一版", *[MISSING] * len(CHANGES), *first]]
    for cause, name in OF_HITS.items():
        of_cause = [row for row in found.hits if row["cause"] == cause]
        rows.append([name, *_by_change(of_cause), *_net(of_cause)])
    return rows, ["本版", *_by_change(found.hits), *last]


def rules(hits: Sequence[Row]) -> Rows:
    """Return the rules with most money at stake, by cause; the others are one row."""
    by_rule: dict[tuple[str, str], list[Row]] = {}
    for row in hits:
        by_rule.setdefault((row["rule_id"], row["cause"]), []).append(row)
    ranked = sorted(
        by_rule.values(), key=lambda rows: -sum(abs(r["fee_amount"]) for r in rows)
    )
    shown, others = ranked[:MOST_RULES], ranked[MOST_RULES:]
    told = [[_rule(rows[0]), CAUSES[rows[0]["cause"]], *_net(rows)] for rows in shown]
    if others:
        rest = [row for rows in others for row in rows]
        told.append([f"其他{count(len(others))}项", MISSING, *_net(rest)])
    return told


def batches(found: Reviews) -> Rows:
    """Return the batches, each with the hits that it changed."""
    return [
        [
            row["batch_id"],
            BATCH_KINDS[row["kind"]],
            in_words(row["extracted_to"]) if row["extracted_to"] else MISSING,
            count(row["settlements"]),
            count(row["rows"]),
            count(
                sum(h["hits"] for h in found.hits if h["batch_id"] == row["batch_id"])
            ),
        ]
        for row in found.batches
    ]


def work(events: dict[str, Row]) -> tuple[Rows, list[str]]:
    """Return the steps in their order; a case is in as many rows as it went through."""
    rows = [
        _step(name, [events[event]])
        for event, name in EVENTS.items()
        if event in events
    ]
    others = [row for event, row in events.items() if event not in EVENTS]
    if others:
        rows.append(_step(OTHERS, others))
    whole = _step("合计", list(events.values()))
    return rows, [*whole[:3], MISSING, MISSING]


def proposals(found: dict[str, Row]) -> tuple[Rows, list[str]]:
    """Return what was proposed, by cause, and what became of it."""
    rows = [
        [CAUSES[cause], *_proposed([found[cause]])]
        for cause in CAUSES
        if cause in found
    ]
    return rows, ["合计", *_proposed(list(found.values()))]


def _proposed(rows: list[Row]) -> list[str]:
    counts = (count(sum(row[key] for row in rows)) for key in _PROPOSALS)
    return [*counts, yuan(-_sum(rows, "reversed_amount"))]


def _by_change(rows: Sequence[Row]) -> list[str]:
    return [count(hits_of(rows, change)) for change in CHANGES]


def _net(rows: Sequence[Row]) -> list[str]:
    """Return by how many hits and how much money rows change the whole."""
    hits = hits_of(rows, "appeared") - hits_of(rows, "vanished")
    return [count(hits), *(yuan(_sum(rows, name)) for name in AMOUNTS)]


def _sum(rows: Sequence[Row], name: str) -> Decimal:
    return sum((row[name] for row in rows), Decimal(0))


def _rule(row: Row) -> str:
    return f"{row['rule_id']} {row['rule_name'] or ''}".strip()


def _step(name: str, rows: list[Row]) -> list[str]:
    times, people = (sum(row[key] for row in rows) for key in ("times", "by_people"))
    amounts = (_sum(rows, key) for key in AMOUNTS)
    told = (yuan(amount) if amount else MISSING for amount in amounts)
    return [name, count(times), count(people), *told]
