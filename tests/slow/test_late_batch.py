"""What comes after a report: late data, a decision and another list make versions."""

import csv
import json
from concurrent.futures import ProcessPoolExecutor
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from multiprocessing import get_context
from pathlib import Path
from types import SimpleNamespace

import psycopg
import pytest
from tests import pipeline
from tests.integration.cases.casework import Case
from tests.pipeline import QUARTER, rows
from tests.reextraction import without_cell
from tests.slow.late import gone_and_new, listed, write_late

from claim_review.knowledge.release import freeze
from claim_review.province.demo import write_province
from claim_review.reports import publishing
from claim_review.reports.approval import APPROVE
from claim_review.reports.document import tables
from claim_review.settings import Settings

pytestmark = pytest.mark.slow

FIRST = datetime(2025, 4, 20, tzinfo=UTC)
SECOND = FIRST + timedelta(days=20)
THIRD, FOURTH = SECOND + timedelta(days=1), SECOND + timedelta(days=2)
ANSWER = {
    "chosen_options": [APPROVE],
    "responded_by_user": {"id": "1", "name": "agency-1"},
    "responded_at": "2025-04-21T01:00:00+00:00",
    "params_input": {"remark": "看过了"},
}
# Settlements that one case alone is about, by the rule on intervals.
LONE = """
select setl_id from marts.fct_rule_hits
group by setl_id having count(*) = 1 and bool_and(is_case and rule_id = 'P-26')
order by setl_id
"""
# A point that hits of a rule on items for one sex are about.
POINT = "select min(kp_id) from marts.fct_rule_hits where rule_id = 'C-02' and is_case"
COUNTED = {"命中疑点（条）", "疑点涉及费用（万元）", "纳入人工审核（条）"}
# The tables of the quarterly report that a decision of the first review changes.
OF_CASES = {"主要指标", "各环节办理情况", "在办疑点账龄", "审核人员工作量"}
OF_CASES |= {"审核办理情况", "正文数据"}
VERSIONS = {"v1", "v2", "v3", "v4"}
MAILS = "select dedupe_key from notify.outbox order by dedupe_key"
CASES = "select count(*) as cases from review.hit"


def files(folder: Path) -> dict[str, bytes]:
    paths = [path for path in folder.rglob("*") if path.is_file()]
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def workbooks(folder: Path) -> dict[str, Path]:
    return {path.name.partition("（第")[0]: path for path in folder.glob("*.xlsx")}


def mails(url: str) -> list[str]:
    return [row["dedupe_key"] for row in rows(url, MAILS)]


class Story:
    """A quarter that is reviewed and reported as time goes by."""

    def __init__(self, url: str, var_dir: Path) -> None:
        self.url, self.settings = url, Settings(var_dir=var_dir)
        self.shelf = var_dir / "reports" / QUARTER

    def publish(self, as_of: datetime) -> dict:
        return publishing.quarter(self.url, self.settings, QUARTER, as_of)

    def publish_twice_together(self, as_of: datetime) -> list[dict]:
        asked = (self.url, self.settings, QUARTER, as_of)
        with ProcessPoolExecutor(2, get_context("spawn")) as processes:
            at_work = [processes.submit(publishing.quarter, *asked) for _ in range(2)]
            return [each.result() for each in at_work]

    def release(self, told: dict, answer: dict | None = ANSWER) -> list[str]:
        return publishing.release(self.url, self.settings, told, answer)

    def land_late(self, added: str, taken_back: str) -> None:
        landing = self.settings.var_dir / "landing"
        write_late(self.url, landing, added, taken_back)
        pipeline.land(self.url, landing, self.settings.var_dir / "quality", QUARTER)

    def take_off_the_list(self) -> tuple[str, int]:
        """Freeze a release without one point; return it and how many hits it had."""
        folder = self.settings.var_dir / "lists"
        path = folder / "sex_limited_services.csv"
        with psycopg.connect(self.url) as connection:
            (point,) = connection.execute(POINT).fetchone()
            found = "select count(*) from marts.fct_rule_hits where kp_id = %s"
            (hits,) = connection.execute(found, (point,)).fetchone()
            with path.open(encoding="utf-8", newline="") as file:
                kept = [row for row in csv.DictReader(file) if row["kp_id"] != point]
            with path.open("w", encoding="utf-8", newline="") as file:
                writer = csv.DictWriter(file, kept[0])
                writer.writeheader()
                writer.writerows(kept)
            name = f"kb_{QUARTER}.v2"
            freeze(connection, name, "示例", "删除一个知识点", FOURTH, folder)
        return point, hits

    def told(self, version: int) -> dict:
        """Return what a version of the quarterly report says."""
        path = self.shelf / f"v{version}" / "context" / "quarterly.json"
        return json.loads(path.read_text("utf-8"))

    def clear_a_case(self) -> None:
        with psycopg.connect(self.url) as connection:
            (hit_id,) = connection.execute(
                "select min(hit_id) from review.hit"
            ).fetchone()
            Case(connection, hit_id, now=SECOND).does("first_clear")


@pytest.fixture(scope="module")
def reviewed(make_database, tmp_path_factory) -> tuple[str, Path]:
    """A small quarter that was reviewed, its URL and its folder."""
    url, var_dir = make_database(), tmp_path_factory.mktemp("var")
    write_province(var_dir / "landing", var_dir / "truth", 7, 0.001, [QUARTER])
    pipeline.release_demo(url, var_dir / "lists")
    pipeline.land(url, var_dir / "landing", var_dir / "quality", QUARTER)
    pipeline.review(url, QUARTER, FIRST, with_tests=False)
    return url, var_dir


@pytest.fixture(scope="module")
def told(reviewed) -> SimpleNamespace:
    """All that happens, and what there was after each step."""
    story = Story(*reviewed)
    both = story.publish_twice_together(FIRST)
    first = both[0]
    unanswered = story.release(first, None)
    sent_first = story.release(first)
    v1 = files(story.shelf / "v1")
    added, taken_back = [row["setl_id"] for row in rows(story.url, LONE)][:2]
    story.land_late(added, taken_back)
    pipeline.review(story.url, QUARTER, SECOND, with_tests=False)
    second = story.publish(SECOND)
    waiting = story.release(second, None), mails(story.url)
    sent_second = story.release(second)
    again = story.publish(SECOND)
    sent_again = story.release(again, None) + story.release(first)
    v2 = files(story.shelf / "v2")
    story.clear_a_case()
    third = story.publish(THIRD)
    point, listed_hits = story.take_off_the_list()
    pipeline.review(story.url, QUARTER, FOURTH, with_tests=False)
    fourth = story.publish(FOURTH)
    quarterlies = [
        next((story.shelf / f"v{number}").glob("*季度分析报告*.xlsx"))
        for number in (1, 2, 3, 4)
    ]
    return SimpleNamespace(**locals())


def test_two_publications_started_together_are_one_version(told):
    assert told.both[0] == told.both[1]
    assert {path.name for path in told.story.shelf.iterdir()} == VERSIONS
    extracts = told.story.settings.var_dir / "exchange" / "out" / "clinical" / QUARTER
    assert {path.name for path in extracts.iterdir()} == VERSIONS


def test_a_late_batch_makes_a_second_version_once(told):
    assert (told.first["version"], told.second["version"]) == (1, 2)
    assert told.second["is_undecided"] is True
    assert (told.again["version"], told.again["is_undecided"]) == (2, False)


def test_the_first_version_stays_as_it_was(told):
    assert files(told.story.shelf / "v1") == told.v1
    assert files(told.story.shelf / "v2") == told.v2


def test_each_version_is_mailed_once_and_only_when_it_was_approved(told):
    assert told.unanswered == []
    assert told.waiting == ([], sorted(told.sent_first))
    assert told.sent_again == []
    assert mails(told.story.url) == sorted(told.sent_first + told.sent_second)
    assert {key.rpartition("|")[2] for key in told.sent_first} == {"v1"}
    assert {key.rpartition("|")[2] for key in told.sent_second} == {"v2"}


def test_a_late_batch_adds_what_it_brings_and_drops_what_it_takes_back(told):
    found = "select setl_id from marts.fct_rule_hits where rule_id = 'P-26'"
    hit = {row["setl_id"] for row in rows(told.story.url, found)}
    assert f"{told.added}L" in hit
    assert told.taken_back not in hit
    gone, new = gone_and_new(*told.quarterlies[:2])
    for figures in (gone, new):
        assert {row for _, row, *_ in figures} >= COUNTED


def test_a_decision_on_a_case_changes_figures_of_cases_alone(told):
    gone, new = gone_and_new(*told.quarterlies[1:3])
    assert {table for table, *_ in (gone | new)} == OF_CASES
    assert not COUNTED & {row for _, row, *_ in (gone | new)}


@pytest.mark.parametrize("version", [2, 3, 4])
def test_the_list_of_changes_holds_the_figures_that_changed_and_no_others(
    told, version
):
    before = workbooks(told.story.shelf / f"v{version - 1}")
    now = workbooks(told.story.shelf / f"v{version}")
    assert len(now) == 3
    for report, workbook in now.items():
        changed = gone_and_new(before[report], workbook)
        assert listed(workbook) == changed, report


def table(content: dict, title: str) -> list[list[str]]:
    """Return the rows of a table, its total last; none where it is not there."""
    found = [t for t in tables(content) if t["title"] == title]
    return [row for t in found for row in (*t["rows"], t["total"]) if row]


def by_cause(content: dict) -> dict[str, list[str]]:
    return {row[0]: row[1:] for row in table(content, "疑点增减及原因")}


def number(text: str) -> Decimal:
    return Decimal(text.replace(",", ""))


def test_late_rows_and_a_reversal_are_the_causes_that_a_late_batch_has(told):
    content = told.story.told(2)
    assert content["causes"] == ["迟到数据", "冲正或撤销"]
    found = by_cause(content)
    appeared, vanished, changed, *_ = found["迟到数据"]
    assert (number(appeared) >= 1, vanished, changed) == (True, "0", "0")
    appeared, vanished, changed, *_ = found["冲正或撤销"]
    assert (appeared, number(vanished) >= 1, changed) == ("0", True, "0")
    for cause in ("规则调整", "目录调整"):
        assert found[cause] == ["0", "0", "0", "0", "0.00", "0.00"]
    ((batch, kind, _, settlements, *_, hits),) = table(content, "其间载入的批次")
    assert (batch, kind, settlements) == ("2025Q1-late-1", "补传", "2")
    assert number(hits) == number(found["本版"][0]) + number(found["本版"][1])


def test_a_case_whose_settlement_is_taken_back_is_proposed_to_be_closed(told):
    rows_ = table(told.story.told(2), "审核结果变化后的处理建议")
    assert rows_[0] == ["冲正或撤销", "1", "0", "0", "0", "1", "0.00"]


def test_a_decision_is_the_only_cause_of_the_version_after_it(told):
    content = told.story.told(3)
    assert content["causes"] == ["人工处理"]
    assert "两版依据同一次智能审核，疑点没有变化。" in content["blocks"][2]["text"]
    work = table(content, "其间的办理")
    assert [row[:3] for row in work] == [["初审：不违规", "1", "1"], ["合计", "1", "1"]]


def test_a_point_that_is_taken_off_its_list_takes_its_hits_with_it(told):
    content = told.story.told(4)
    assert content["causes"] == ["目录调整"]
    found = by_cause(content)
    appeared, vanished, *_ = found["目录调整"]
    assert (appeared, vanished) == ("0", str(told.listed_hits))
    assert "知识库版本由kb_2025Q1.v1改为kb_2025Q1.v2" in content["blocks"][2]["text"]
    rules = table(content, "疑点增减涉及的规则")
    assert {tuple(row[0].split()[:1] + row[1:2]) for row in rules} == {
        ("C-02", "目录调整")
    }


@pytest.mark.parametrize("version", [2, 4])
def test_the_hits_of_two_versions_and_their_differences_add_up_to_the_cent(
    told, version
):
    found = by_cause(told.story.told(version))
    last = found.pop("本版")
    for place in (3, 4, 5):
        assert sum(number(row[place]) for row in found.values()) == number(last[place])
    # They are the figures of the report itself.
    headline = {row[0]: row[1] for row in table(told.story.told(version), "主要指标")}
    assert headline["命中疑点（条）"] == last[3]
    fees = number(last[4]) / 10_000 - number(headline["疑点涉及费用（万元）"])
    assert abs(fees) <= Decimal("0.005")
    before = by_cause(told.story.told(version - 2)) if version > 2 else {}
    assert found["上一版"][3:] == before.get("本版", found["上一版"])[-3:]


@pytest.mark.parametrize("version", [2, 3, 4])
def test_every_figure_of_why_is_a_cell_of_the_workbook(told, version):
    words = list((told.story.shelf / f"v{version}").glob("*.docx"))
    assert len(words) == 3
    for word in words:
        book = word.with_suffix(".xlsx").read_bytes()
        assert without_cell(word.read_bytes(), book) == []
