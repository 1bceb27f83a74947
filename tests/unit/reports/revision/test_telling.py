"""Why a version differs is told by cause and adds up; nothing is told as nothing."""

from datetime import UTC, datetime
from decimal import Decimal
from typing import Any

import pytest
from tests.figures import unknown

from claim_review.reports.document import Document, sentences, tables
from claim_review.reports.revision import telling
from claim_review.reports.revision.differences import Differences, Reviews
from claim_review.reports.revision.standing import Standing

FIRST, SECOND = "2025-04-20T08:00:00+08:00", "2025-05-10T08:00:00+08:00"


def standing(run_id: str | None, as_of: str = FIRST, **changes: Any) -> Standing:
    values = {
        "as_of": as_of,
        "run_id": run_id,
        "run_started_at": as_of if run_id else None,
        "events": {},
        "proposals": {},
        "refused_amount": "10.00",
        "reversed_amount": "0",
    }
    return Standing(**values | changes)


BEFORE, NOW = standing("one"), standing("two", SECOND)


def total(hits: int, fee: str, fund: str) -> dict[str, Any]:
    amounts = {"fee_amount": Decimal(fee), "fund_amount": Decimal(fund)}
    return {"hits": hits, **amounts}


def hit(cause: str, change: str, *sums: Any, rule: str = "P-26", batch: str = "late-1"):
    names = {"rule_id": rule, "rule_name": "限定频次", "batch_id": batch}
    return {"cause": cause, "change": change, **names, **total(*sums)}


HITS = [
    hit("late_rows", "appeared", 3, "300.00", "200.00"),
    hit("reversal", "vanished", 1, "-50.00", "-40.00"),
    hit("rule_change", "changed", 2, "-10.01", "-5.00", rule="C-02", batch=""),
]
BATCH = {
    "batch_id": "late-1",
    "kind": "late",
    "quarter": "2025Q1",
    "extracted_to": datetime(2025, 5, 6, 2, tzinfo=UTC),
    "rows": 27,
    "settlements": 2,
}


def reviews(**changes: Any) -> Reviews:
    values = {
        "totals": (total(38, "4000.00", "3000.00"), total(40, "4239.99", "3155.00")),
        "hits": HITS,
        "batches": [BATCH],
        "rules": ["C-02"],
        "releases": ("kb-1", "kb-1"),
    }
    return Reviews(**values | changes)


NOTHING = reviews(
    totals=(total(38, "1.00", "1.00"),) * 2, hits=[], batches=[], rules=[]
)


class Told:
    def __init__(
        self,
        reviewed: Reviews | None,
        before: Standing = BEFORE,
        now: Standing = NOW,
        with_tables: bool = True,
        **found: dict,
    ) -> None:
        made = {"events": {}, "proposals": {}} | found
        doc = Document("修订表")
        self.causes = telling.write(
            doc, Differences(before, now, reviewed, **made), with_tables=with_tables
        )
        content = doc.content()
        self.text = "\n".join(sentences(content))
        self.cells = [cell[-1] for cell in content["cells"]]
        self.tables = {table["title"]: table for table in tables(content)}


def test_the_hits_of_one_version_and_the_changes_add_up_to_those_of_the_other():
    table = Told(reviews()).tables["疑点增减及原因"]
    assert table["rows"] == [
        ["上一版", "—", "—", "—", "38", "4,000.00", "3,000.00"],
        ["迟到数据", "3", "0", "0", "3", "300.00", "200.00"],
        ["冲正或撤销", "0", "1", "0", "-1", "-50.00", "-40.00"],
        ["规则调整", "0", "0", "2", "0", "-10.01", "-5.00"],
        ["目录调整", "0", "0", "0", "0", "0.00", "0.00"],
    ]
    assert table["total"] == ["本版", "3", "1", "2", "40", "4,239.99", "3,155.00"]
    for place in (-3, -2, -1):
        cells = [Decimal(row[place].replace(",", "")) for row in table["rows"]]
        assert sum(cells) == Decimal(table["total"][place].replace(",", ""))


def test_each_cause_is_told_and_so_is_what_had_no_effect():
    told = Told(reviews())
    assert told.causes == ["迟到数据", "冲正或撤销", "规则调整"]
    assert "其间载入数据批次1个（补传1个），含结算记录2笔。" in told.text
    assert "启用的审核规则调整1条（C-02），知识库版本没有变化。" in told.text
    assert (
        "疑点由38条变为40条，涉及费用由4,000.00元变为4,239.99元。按原因：迟到数据新增3条；"
        "冲正或撤销不再命中1条；规则调整金额改变2条；目录调整未引起疑点变化，见修订表1。"
    ) in told.text


def test_batches_say_how_many_hits_they_changed():
    assert Told(reviews()).tables["其间载入的批次"]["rows"] == [
        ["late-1", "补传", "2025年5月6日10时", "2", "27", "4"]
    ]


def test_rules_stand_in_order_of_money_and_the_others_are_one_row():
    many = [
        hit("late_rows", "appeared", 1, f"{fee}.00", "1.00", rule=f"P-{fee}")
        for fee in range(1, 13)
    ]
    rows = Told(reviews(hits=many)).tables["疑点增减涉及的规则"]["rows"]
    assert rows[0] == ["P-12 限定频次", "迟到数据", "1", "12.00", "1.00"]
    assert rows[10:] == [["其他2项", "—", "2", "3.00", "2.00"]]


def test_nothing_is_told_as_nothing():
    told = Told(NOTHING)
    assert told.causes == []
    assert told.tables.keys() == {"疑点增减及原因"}
    for sentence in (
        "其间没有载入新的数据批次。启用的审核规则没有调整，知识库版本没有变化。",
        "重新审核后疑点仍为38条，没有新增、不再命中或金额改变的疑点。",
        "没有疑点因审核结果变化而需要重新处理。",
        "其间没有办理疑点。拒付和冲回没有变化。",
        "差异来自报告文字，",
    ):
        assert sentence in told.text


def test_batches_rules_and_lists_are_causes_where_no_hit_changed():
    totals = NOTHING.totals
    for change, cause in (
        ({"batches": [BATCH]}, "迟到数据"),
        ({"rules": ["C-02"]}, "规则调整"),
        ({"releases": ("kb-1", "kb-2")}, "目录调整"),
    ):
        values = {"totals": totals, "hits": [], "batches": [], "rules": []} | change
        assert Told(reviews(**values)).causes == [cause]


def test_reviews_that_were_not_kept_are_said_to_be_and_no_cause_is_made_up():
    told = Told(None)
    assert "未留存命中结果，疑点变化不能按原因列示" in told.text
    assert "差异来自" not in told.text
    assert told.causes == []


def test_two_versions_of_one_review_differ_by_work_alone():
    once = standing("one", SECOND, run_started_at=FIRST, refused_amount="30.50")
    later = Standing(**vars(once) | {"reversed_amount": "-4.25"})
    work = {"times": 2, "by_people": 2, "fee_amount": Decimal(5), "fund_amount": 3}
    opened = work | {"by_people": 0}
    told = Told(
        None,
        now=later,
        events={"dispatch": work, "ingest": opened, "hold": work},
    )
    assert told.causes == ["人工处理"]
    assert "两版依据同一次智能审核，疑点没有变化。" in told.text
    assert "办理情况由截至2025年4月20日8时改为截至2025年5月10日8时。" in told.text
    assert "其间办理疑点6件次，其中人员办理4件次，见修订表1。" in told.text
    assert "拒付净额由10.00元变为26.25元：其间拒付20.50元、冲回-4.25元。" in told.text
    table = told.tables["其间的办理"]
    assert table["rows"] == [
        ["新增疑点", "2", "0", "5.00", "3.00"],
        ["下发", "2", "2", "5.00", "3.00"],
        ["其他环节", "2", "2", "5.00", "3.00"],
    ]
    assert table["total"] == ["合计", "6", "4", "—", "—"]


def test_a_time_that_ran_out_is_no_work_of_people():
    over = {"times": 1, "by_people": 0, "fee_amount": 0, "fund_amount": 0}
    assert Told(NOTHING, events={"deem_accept": over}).causes == ["期限届满等自动办理"]
    assert Told(NOTHING, events={"ingest": over}).causes == []


def test_proposals_are_told_by_cause_with_the_money_that_went_back():
    row = {"proposed": 2, "agreed": 1, "declined": 0, "lapsed": 0, "waiting": 1}
    found = {"reversal": row | {"reversed_amount": Decimal("48.00")}}
    told = Told(reviews(), proposals=found)
    assert "提出处理建议2件，同意1件、不同意0件，尚有1件待决定，同意后冲回-48.00元" in (
        told.text
    )
    table = told.tables["审核结果变化后的处理建议"]
    line = ["2", "1", "0", "0", "1", "-48.00"]
    assert table["rows"] == [["冲正或撤销", *line]]
    assert table["total"] == ["合计", *line]


def test_a_month_tells_what_was_entered_after_it():
    month = standing(None)
    done = {"times": 1, "by_people": 1, "fee_amount": 0, "fund_amount": 0}
    told = Told(None, month, month, events={"first_clear": done})
    assert told.text.startswith("上一版之后补记疑点办理1件次")
    assert "审核" not in told.text
    assert "上一版之后没有补记疑点办理。" in Told(None, month, month).text


@pytest.mark.parametrize("with_tables", [True, False])
def test_every_figure_of_a_sentence_is_a_cell(with_tables):
    row = {"proposed": 2, "agreed": 1, "declined": 0, "lapsed": 0, "waiting": 1}
    work = {"times": 7, "by_people": 5, "fee_amount": 0, "fund_amount": 0}
    told = Told(
        reviews(),
        now=standing("two", SECOND, refused_amount="31.00", reversed_amount="-1.00"),
        with_tables=with_tables,
        events={"dispatch": work},
        proposals={"late_rows": row | {"reversed_amount": Decimal(1)}},
    )
    assert bool(told.tables) is with_tables
    assert "修订表" not in told.text or with_tables
    moments = ["2025年4月20日8时", "2025年5月10日8时", "修订表1", "C-02"]
    places = [f"修订表{number}" for number in range(2, 6)]
    text = told.text
    for known in (*moments, *places):
        text = text.replace(known, "")
    assert unknown(text, told.cells) == []
