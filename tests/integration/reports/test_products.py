"""What dashboard and training packs read of a database."""

from datetime import timedelta

import psycopg
import pytest
from tests.integration.cases import casework
from tests.integration.reports import products

from claim_review.quarters import Quarter
from claim_review.reports import editions
from claim_review.reports.dashboard import content, page
from claim_review.reports.dashboard import facts as dashboard
from claim_review.reports.periods import NothingToReportError
from claim_review.reports.training import facts as training
from claim_review.reports.training import handout, pack, slides

QUARTER = Quarter.parse("2025Q1")
PARTIES = {"client": "示例医保局", "contractor": "示例公司"}


@pytest.fixture(scope="module")
def connection(make_database):
    url = casework.warehouse(make_database)
    with psycopg.connect(url) as filling:
        products.fill(filling)
    yield from casework.undone(url)


@pytest.fixture(scope="module")
def end(connection):
    """A moment after all that happened."""
    return connection.execute("select max(occurred_at) from review.event").fetchone()[0]


def test_the_dashboard_counts_cases_as_they_stood_at_its_moment(connection, end):
    now = dashboard.read(connection, QUARTER, end).outcomes["2025Q1"]
    assert (now["cases"], now["dispatched"], now["appealed"]) == (8, 2, 1)
    assert (now["confirmed"], now["refused_amount"]) == (1, 48)
    [reminders] = dashboard.read(connection, QUARTER, end).reminders.values()
    assert (reminders["alerts"], reminders["followed_amount"]) == (7, 33)
    before = dashboard.read(connection, QUARTER, casework.START + timedelta(minutes=1))
    assert before.outcomes == {}


def test_the_dashboard_counts_no_data_gate_and_no_rule_on_trial(connection, end):
    read = dashboard.read(connection, QUARTER, end)
    assert [rule["rule_id"] for rule in read.rules] == ["P-26"]
    assert sum(row["hits"] for row in read.heat) == read.totals["2025Q1"]["hits"] == 8


def test_the_dashboard_of_a_database_is_a_page(connection, end):
    built = content.build(dashboard.read(connection, QUARTER, end))
    html = page.render(editions.edition(built, 1, None, PARTIES)).decode()
    assert "合作市" in html
    assert "PERSON" not in html


def test_a_quarter_without_data_has_neither_dashboard_nor_packs(connection, end):
    with pytest.raises(NothingToReportError, match="2031Q4"):
        dashboard.read(connection, Quarter.parse("2031Q4"), end)
    with pytest.raises(NothingToReportError, match="2031Q4"):
        training.read(connection, Quarter.parse("2031Q4"), end)


def test_packs_show_the_county_that_has_enough_persons(connection, end):
    facts = training.read(connection, QUARTER, end)
    first, second = (pack.build(facts, county) for county in facts.counties)
    assert (first["county"], second["county"]) == ("合作市", "夏河县")
    assert [row[2:] for row in first["by_count"]] == [["6", "未列"]]
    assert [row[2:] for row in second["by_count"]] == [["<5人", "未列"]]
    assert first["by_amount"][0][2:] == ["6", "<5人", "—"]
    assert first["cards"][0]["papers"] == "医嘱单"
    assert "数量2，涉及费用约100元" in first["cards"][0]["example"]


def test_packs_count_the_institutions_with_settlements(connection, end):
    facts = training.read(connection, QUARTER, end)
    told = dict(pack.build(facts, facts.counties[0])["scale"])
    assert told["定点医药机构（家）"] == "1"
    assert told["审核结算（笔）"] == "150"


def test_packs_tell_errors_of_uploading_and_what_is_to_be_answered(connection, end):
    facts = training.read(connection, QUARTER, end)
    first, second = (pack.build(facts, county) for county in facts.counties)
    assert second["uploads"] == [["缺少诊断", "<5人", "1"]]
    assert first["uploads"] == []
    assert [row[1:] for row in first["due"]] == [["申诉", "1"]]
    assert second["due"] == []


def test_packs_of_a_database_hold_nobody(connection, end):
    facts = training.read(connection, QUARTER, end)
    for county in facts.counties:
        built = pack.build(facts, county)
        text = str(built) + str(handout.build(built))
        for told in ("PERSON", "'S1'", "P-26-1", "1980-05", "H1"):
            assert told not in text
        assert slides.render(built)
