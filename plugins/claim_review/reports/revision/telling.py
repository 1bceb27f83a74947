"""Why a version differs from the one before it: sentences and tables of 修订说明."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from claim_review.reports.document import Document
from claim_review.reports.numbers import count, yuan
from claim_review.reports.periods import in_words
from claim_review.reports.revision import tables
from claim_review.reports.revision.differences import Differences, Reviews, Row
from claim_review.reports.revision.tables import BATCH_KINDS, CHANGES, OF_HITS

WORK, BY_ITSELF = "人工处理", "期限届满等自动办理"
# New cases come of hits, whatever brought those.
_OPENING = ("ingest", "fast_track")
MOST_NAMED = 5


def write(doc: Document, found: Differences, *, with_tables: bool) -> list[str]:
    """Add why the versions differ; return the names of the causes that are at work.

    Without its tables, the sentences alone, for reports beside the one that has them.
    """
    causes = []
    if found.reviews is not None:
        causes += _reviews(doc, found.reviews, with_tables)
    elif found.is_same_review:
        if found.now.run_id is not None:
            doc.text("两版依据同一次智能审核，疑点没有变化。")
    else:
        doc.text("上一版所依据的智能审核未留存命中结果，疑点变化不能按原因列示。")
    _proposals(doc, found, with_tables)
    causes += _work(doc, found, with_tables)
    if not causes and (found.reviews is not None or found.is_same_review):
        doc.text(
            "差异来自报告文字，或机构名称、工作日历等参考资料的修改，以及在办时长的推移。"
        )
    return causes


def _reviews(doc: Document, found: Reviews, with_tables: bool) -> list[str]:
    """Add batches, rules and hits; return the causes that they are."""
    doc.text(_batches(doc, found) + _rules(doc, found), _hits(doc, found, with_tables))
    if with_tables:
        doc.table("疑点增减及原因", tables.HITS, *tables.balance(found))
        doc.table("疑点增减涉及的规则", tables.RULES, tables.rules(found.hits))
        doc.table("其间载入的批次", tables.BATCHES, tables.batches(found))
    at_work = {row["cause"] for row in found.hits}
    # They change figures of settlements, coverage and data quality too.
    if found.batches:
        at_work.add("late_rows")
    if found.rules:
        at_work.add("rule_change")
    if len(set(found.releases)) > 1:
        at_work.add("list_change")
    return [name for cause, name in OF_HITS.items() if cause in at_work]


def _batches(doc: Document, found: Reviews) -> str:
    if not found.batches:
        return "其间没有载入新的数据批次。"
    kinds = "、".join(
        f"{name}{doc.cell(f'其间载入的{name}（个）', count(many))}个"
        for kind, name in BATCH_KINDS.items()
        if (many := sum(row["kind"] == kind for row in found.batches))
    )
    settled = count(sum(row["settlements"] for row in found.batches))
    return (
        f"其间载入数据批次{doc.cell('其间载入批次（个）', count(len(found.batches)))}个"
        f"（{kinds}），含结算记录{doc.cell('其间载入结算（笔）', settled)}笔。"
    )


def _rules(doc: Document, found: Reviews) -> str:
    before, now = found.releases
    lists = "知识库版本没有变化" if before == now else f"知识库版本由{before}改为{now}"
    if not found.rules:
        return f"启用的审核规则没有调整，{lists}。"
    named = "、".join(found.rules[:MOST_NAMED])
    more = "等" if len(found.rules) > MOST_NAMED else ""
    many = doc.cell("其间调整的规则（条）", count(len(found.rules)))
    return f"启用的审核规则调整{many}条（{named}{more}），{lists}。"


def _hits(doc: Document, found: Reviews, with_tables: bool) -> str:
    before, now = found.totals
    if not found.hits:
        return (
            f"重新审核后疑点仍为{doc.cell('本版疑点（条）', count(now['hits']))}条，"
            "没有新增、不再命中或金额改变的疑点。"
        )
    by_cause = {
        name: [row for row in found.hits if row["cause"] == cause]
        for cause, name in OF_HITS.items()
    }
    told = "；".join(
        f"{name}{_by_change(doc, name, rows)}"
        for name, rows in by_cause.items()
        if rows
    )
    idle = "、".join(name for name, rows in by_cause.items() if not rows)
    without = f"；{idle}未引起疑点变化" if idle else ""
    see = f"，见{doc.next_table}" if with_tables else ""
    return (
        f"疑点由{doc.cell('上一版疑点（条）', count(before['hits']))}条变为"
        f"{doc.cell('本版疑点（条）', count(now['hits']))}条，涉及费用由"
        f"{doc.cell('上一版疑点涉及费用（元）', yuan(before['fee_amount']))}元变为"
        f"{doc.cell('本版疑点涉及费用（元）', yuan(now['fee_amount']))}元。"
        f"按原因：{told}{without}{see}。"
    )


def _by_change(doc: Document, name: str, rows: Sequence[Row]) -> str:
    """Return how many hits a cause brought, took away and changed; no zeros."""
    return "、".join(
        f"{what}{doc.cell(f'{name}{what}（条）', count(many))}条"
        for change, what in CHANGES.items()
        if (many := tables.hits_of(rows, change))
    )


def _proposals(doc: Document, found: Differences, with_tables: bool) -> None:
    """Add what was proposed for cases that the review no longer bears out."""
    if found.now.run_id is None:
        return
    rows = found.proposals.values()
    if not rows:
        doc.text("没有疑点因审核结果变化而需要重新处理。")
        return
    made, agreed, declined, waiting = (
        doc.cell(f"处理建议{name}（件）", count(sum(row[key] for row in rows)))
        for key, name in (
            ("proposed", "提出"),
            ("agreed", "同意"),
            ("declined", "不同意"),
            ("waiting", "待决定"),
        )
    )
    back = yuan(-sum(row["reversed_amount"] for row in rows))
    see = f"，见{doc.next_table}" if with_tables else ""
    doc.text(
        f"对审核不再命中或金额减少的疑点，其间提出处理建议{made}件，同意{agreed}件、"
        f"不同意{declined}件，尚有{waiting}件待决定，同意后冲回"
        f"{doc.cell('处理建议同意后冲回（元）', back)}元{see}。"
    )
    if with_tables:
        doc.table(
            "审核结果变化后的处理建议",
            tables.PROPOSALS,
            *tables.proposals(found.proposals),
        )


def _work(doc: Document, found: Differences, with_tables: bool) -> list[str]:
    """Add what was done with cases, and the money; return the causes that they are."""
    money, events = found.money, found.events
    doc.text(_steps(doc, found, with_tables) + _money(doc, money))
    if with_tables and events:
        doc.table("其间的办理", tables.WORK, *tables.work(events))
    is_moved = money["refused"] or money["reversed"]
    is_by_people = any(row["by_people"] for row in events.values())
    is_by_itself = any(
        row["times"] > row["by_people"]
        for event, row in events.items()
        if event not in _OPENING
    )
    return [
        *([WORK] if is_by_people or is_moved else []),
        *([BY_ITSELF] if is_by_itself else []),
    ]


def _steps(doc: Document, found: Differences, with_tables: bool) -> str:
    then, now = (datetime.fromisoformat(s.as_of) for s in (found.before, found.now))
    # What is told up to the same moment can only have been entered later.
    text, some, none = "", "上一版之后补记疑点办理", "上一版之后没有补记疑点办理"
    if then != now:
        text = f"办理情况由截至{in_words(then)}改为截至{in_words(now)}。"
        some, none = "其间办理疑点", "其间没有办理疑点"
    if not found.events:
        return f"{text}{none}。"
    times, people = (
        count(sum(row[key] for row in found.events.values()))
        for key in ("times", "by_people")
    )
    see = f"，见{doc.next_table}" if with_tables else ""
    return (
        f"{text}{some}{doc.cell('其间办理（件次）', times)}件次，"
        f"其中人员办理{doc.cell('其中人员办理（件次）', people)}件次{see}。"
    )


def _money(doc: Document, money: dict[str, Decimal]) -> str:
    if not money["refused"] and not money["reversed"]:
        return "拒付和冲回没有变化。"

    def cell(name: str, key: str) -> str:
        return f"{doc.cell(f'{name}（元）', yuan(money[key]))}元"

    return (
        f"拒付净额由{cell('上一版拒付净额', 'before')}变为"
        f"{cell('本版拒付净额', 'now')}：其间拒付{cell('其间拒付', 'refused')}、"
        f"冲回{cell('其间冲回', 'reversed')}。"
    )
