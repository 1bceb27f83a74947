"""What came between two versions of a report, as the database has it."""

from datetime import timedelta
from decimal import Decimal

import psycopg
import pytest
from tests.integration.cases import casework
from tests.integration.cases.following import (
    LATER,
    SCREENING,
    case_of,
    decides,
    find,
    lands,
    review,
)
from tests.reextraction import without_cell

from claim_review.reports.document import Document, tables
from claim_review.reports.fonts import find_fonts
from claim_review.reports.revision import causes, differences, standing
from claim_review.reports.revision.differences import AMOUNTS
from claim_review.reports.shelf import Bundle, Publication, publish

DAY = timedelta(days=1)
SECOND, THIRD = LATER + DAY, LATER + 2 * DAY
PARTIES = {"client": "示例医保局", "contractor": "示例审核机构"}
BACK = {"setl_id": "S-AR", "mdtrt_id": "M-A", "init_setl_id": "S-A"}
BACK |= {"medfee_sumamt": "-100", "vali_flag": "1", "refd_setl_flag": "1"}
NEW = {"setl_id": "S-N", "mdtrt_id": "M-N", "medfee_sumamt": "100", "vali_flag": "1"}


@pytest.fixture(scope="module")
def url(make_database) -> str:
    return casework.warehouse(make_database, SCREENING)


@pytest.fixture
def connection(url):
    yield from casework.undone(url)


def stands(connection: psycopg.Connection, as_of=LATER) -> standing.Standing:
    return standing.of_quarter(connection, "2025Q1", as_of)


def change(connection: psycopg.Connection, what: str, *values: object) -> None:
    connection.execute(f"update marts.{what}", values)


@pytest.fixture
def first(connection) -> standing.Standing:
    """What the first version stands on: five hits that count, two that do not."""
    trial = "(rule_id, status, sql_sha256, lists) values ('X-1', 'shadow', 'v1', '{}')"
    connection.execute(f"insert into marts.dim_rule {trial}")
    case_of(connection, "A").goes_to("S91")
    for hit_id in ("B", "C", "D"):
        find(connection, hit_id)
    find(connection, "E", rule_id="M-15", hit_fee_amount=40)
    find(connection, "shadow", rule_status="shadow", verdict="alert", is_case=False)
    find(connection, "gate", verdict="gate", is_case=False)
    review(connection, "first", LATER)
    return stands(connection)


def goes_on(connection: psycopg.Connection) -> None:
    """A is taken back, N comes, B changes with the text of its rule; then a review."""
    lands(connection, "late", setl_d=[BACK, NEW])
    connection.execute("delete from marts.fct_rule_hits where hit_id = 'A'")
    find(connection, "N", hit_fee_amount="33.33", attributed_fund_amount="0.01")
    changed = "set sql_sha256 = 'v2' where rule_id in ('M-15', 'X-1')"
    change(connection, f"dim_rule {changed}")
    change(connection, "fct_rule_hits set hit_fee_amount = 41.5 where hit_id = 'E'")
    review(connection, "second", SECOND)


def balanced(reviews: differences.Reviews) -> bool:
    before, now = reviews.totals
    return all(
        before[name] + sum(row[name] for row in reviews.hits) == now[name]
        for name in AMOUNTS
    )


def by_cause(reviews: differences.Reviews) -> set[tuple]:
    keys = ("cause", "change", "hits", "batch_id", "fee_amount")
    return {tuple(row[key] for key in keys) for row in reviews.hits}


def test_the_hits_that_reports_count_differ_by_cause_and_add_up(connection, first):
    goes_on(connection)
    found = differences.read(connection, first, stands(connection, SECOND))
    assert [row["hits"] for row in found.reviews.totals] == [5, 5]
    assert by_cause(found.reviews) == {
        ("reversal", "vanished", 1, "late", Decimal("-100.00")),
        ("late_rows", "appeared", 1, "late", Decimal("33.33")),
        ("rule_change", "changed", 1, None, Decimal("1.50")),
    }
    assert balanced(found.reviews)
    assert found.reviews.rules == ["M-15"]
    assert [row["batch_id"] for row in found.reviews.batches] == ["late"]


def test_hits_of_a_rule_that_goes_live_are_new_by_a_change_of_rules(connection, first):
    live = "set rule_status = 'live' where hit_id = 'shadow'"
    change(connection, f"fct_rule_hits {live}")
    review(connection, "second", SECOND)
    found = differences.read(connection, first, stands(connection, SECOND)).reviews
    assert by_cause(found) == {("rule_change", "appeared", 1, None, Decimal(100))}
    assert balanced(found)


def test_a_review_of_the_same_differs_in_nothing(connection, first):
    review(connection, "second", SECOND)
    found = differences.read(connection, first, stands(connection, SECOND))
    assert not found.is_same_review
    assert found.reviews.hits == found.reviews.batches == found.reviews.rules == []
    assert found.events == found.proposals == {}


def test_a_review_begun_anew_under_the_same_name_is_another_one(connection, first):
    connection.execute("update review.run set started_at = %s", (SECOND,))
    found = differences.read(connection, first, stands(connection, SECOND))
    assert not found.is_same_review
    assert found.reviews is None


def test_what_is_entered_late_for_an_earlier_day_counts_as_done_since(
    connection, first
):
    late = casework.opened(connection, "late", setl_id="S-late")
    late.does("ingest")
    now = stands(connection)
    assert now.as_of == first.as_of
    assert differences.read(connection, first, now).events == {
        "ingest": {
            "times": 1,
            "by_people": 0,
            "fee_amount": Decimal("100.00"),
            "fund_amount": Decimal("80.00"),
        }
    }


def test_proposals_and_the_money_that_goes_back_are_those_of_the_ledger(
    connection, first
):
    goes_on(connection)
    waits = differences.read(connection, first, stands(connection, SECOND)).proposals
    nothing = {"agreed": 0, "declined": 0, "lapsed": 0, "reversed_amount": 0}
    assert waits == {"reversal": nothing | {"proposed": 1, "waiting": 1}}
    second = stands(connection, SECOND)
    decides(connection, "A", THIRD)
    found = differences.read(connection, second, stands(connection, THIRD))
    back = Decimal("48.00")
    agreed = nothing | {"agreed": 1, "reversed_amount": back, "proposed": 0}
    assert found.proposals == {"reversal": agreed | {"waiting": 0}}
    ledger = "select sum(amount) from review.refusal where kind = 'REVERSE'"
    assert connection.execute(ledger).fetchone() == (-back,)
    assert found.money == {"before": back, "refused": 0, "reversed": -back, "now": 0}
    assert set(found.events) == {"unlist", "void"}


def published(connection, shelf, figure: str, now: standing.Standing) -> Publication:
    doc = Document()
    doc.chapter("概要")
    doc.text(f"命中{doc.cell('命中', figure)}条。")
    told = doc.content(
        title="示例分析报告",
        title_lines=["示例", "分析报告"],
        period="2025年1月1日至3月31日",
        cut_off="2025年4月16日0时",
        cut_off_at="2025-04-16T00:00:00+08:00",
    )
    bundle = Bundle(
        "quarter",
        "2025Q1",
        {"quarterly": told, "clinical": told | {"title": "另一报告"}},
        stands_on=now.told(),
        explain=causes.explain(connection, now, "quarterly", "clinical"),
    )
    fonts, day = find_fonts(None), LATER.date()
    return publish(shelf, bundle, fonts, day, PARTIES, lambda folder: None)


def test_a_version_tells_why_in_each_report_and_all_figures_are_cells(
    connection, first, tmp_path
):
    published(connection, tmp_path, "5", first)
    goes_on(connection)
    decides(connection, "A", SECOND)
    second = published(connection, tmp_path, "6", stands(connection, SECOND))
    for report in ("quarterly", "clinical"):
        told = second.context(report)
        assert told["causes"] == ["迟到数据", "冲正或撤销", "规则调整", "人工处理"]
        assert told["changes"] == [["正文数据", "概要", "命中", "5", "6"]]
    titles = [table["title"] for table in tables(second.context("quarterly"))]
    assert titles == [
        "疑点增减及原因",
        "疑点增减涉及的规则",
        "其间载入的批次",
        "审核结果变化后的处理建议",
        "其间的办理",
        "与上一版的差异",
    ]
    assert [table["number"] for table in tables(second.context("clinical"))] == [
        "修订表1"
    ]
    for word in second.folder.glob("*.docx"):
        book = word.with_suffix(".xlsx").read_bytes()
        assert without_cell(word.read_bytes(), book) == []


def test_a_version_before_this_was_kept_leaves_the_causes_untold(
    connection, first, tmp_path
):
    old = published(connection, tmp_path, "5", first)
    manifest = old.folder / "manifest.json"
    kept = manifest.read_text("utf-8").replace('"stands_on"', '"other"')
    manifest.write_text(kept, "utf-8")
    second = published(connection, tmp_path, "6", first).context("quarterly")
    assert second["causes"] == []
    assert "差异不能按原因列示" in second["blocks"][2]["text"]
