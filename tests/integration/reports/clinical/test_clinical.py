import json
from collections.abc import Iterator

import psycopg
import pytest
from tests.integration.cases import casework
from tests.integration.reports.clinical import quarter
from tests.integration.reports.clinical.quarter import AS_OF, case, dispatched

from claim_review.quarters import Quarter
from claim_review.reports.clinical import facts
from claim_review.reports.clinical.content import build
from claim_review.reports.clinical.extract import extracts
from claim_review.reports.document import Content, tables

QUARTER = Quarter(2025, 1)


@pytest.fixture(scope="module")
def url(make_database) -> str:
    url = casework.warehouse(make_database)
    with psycopg.connect(url) as connection:
        quarter.prepare(connection)
    return url


@pytest.fixture
def connection(url) -> Iterator[psycopg.Connection]:
    yield from casework.undone(url)


def read(connection: psycopg.Connection) -> facts.Facts:
    return facts.read(connection, QUARTER, AS_OF)


def test_nothing_in_the_report_tells_a_person_a_bill_a_doctor_or_a_day(connection):
    dispatched(case(connection, "canary"))
    case(connection, "rare", diagnosis=("E84.000", "囊性纤维化"), gend="2")
    read_facts = read(connection)
    for said in (
        str(read_facts),
        json.dumps(build(read_facts, {}), ensure_ascii=False),
    ):
        assert "示例县医院" in said
        found = ("canary", "rare", "1962", "02-13", "02-17", "囊性纤维化", "E84")
        assert [each for each in found if each in said] == []


@pytest.mark.parametrize(
    ("diagnosis", "said"),
    [
        (("J18.900", "肺炎"), "J18.900 肺炎"),
        # Somebody typed more than the name of a diagnosis.
        (("J18.900", "肺炎（患者示例甲）"), "J18.900"),
        (("J18.100", "大叶性肺炎"), "J18类"),
        (("E84.000", "囊性纤维化"), "病例较少，不列"),
    ],
)
def test_a_diagnosis_that_few_people_share_is_told_less_exactly(
    connection, diagnosis, said
):
    case(connection, "one", diagnosis=diagnosis)
    assert [hit["diagnosis"] for hit in read(connection).hits] == [said]


@pytest.mark.parametrize(
    ("person", "band"),
    [
        ({}, "60–64岁"),
        # Few of that age, many who are as old or older.
        ({"brdy": "1950-01-01"}, "60岁及以上"),
        ({"brdy": "2000-01-01"}, "年龄不列"),
        ({"brdy": None}, "年龄未登记"),
    ],
)
def test_an_age_that_few_patients_share_is_told_less_exactly(connection, person, band):
    case(connection, "aged", **person)
    assert [hit["age_band"] for hit in read(connection).hits] == [band]


def test_only_cases_of_the_rules_in_scope_are_told(connection):
    case(connection, "policy")
    case(connection, "medical", rule_id="C-01")
    case(connection, "other", rule_id="P-13")
    case(connection, "trial", is_case=False)
    hits = read(connection).hits
    assert [(hit["rule_id"], hit["group"]) for hit in hits] == [
        ("C-01", "医疗类"),
        ("P-09", "限适应症与合理用药"),
    ]


def test_an_item_is_read_with_its_uses_and_its_restriction(connection):
    case(connection, "one")
    found = read(connection)
    assert found.uses == [
        {"item_code": "X1", "fixmedins_code": "H1", "uses": quarter.CROWD + 1}
    ]
    assert found.trend[0]["hits"] == 1
    rows = found.knowledge.restrictions["course-1"]
    assert [row["words"] for row in rows] == ["每次住院支付不超过14天"]


def test_a_case_is_told_as_it_was_then(connection):
    told = dispatched(case(connection, "one"))
    before = told.now
    told.goes("appeal", "opinion", "final_clear")
    assert [hit["is_upheld"] for hit in read(connection).hits] == [True]
    hits = facts.read(connection, QUARTER, before).hits
    assert [(hit["is_dispatched"], hit["is_upheld"]) for hit in hits] == [(True, False)]


def test_a_quarter_without_data_is_not_reported(connection):
    with pytest.raises(facts.NothingToReportError, match="2025Q2: no loaded batch"):
        facts.read(connection, Quarter(2025, 2), AS_OF)


def test_an_institution_gets_its_own_cases_and_nothing_of_others(connection):
    dispatched(case(connection, "first"))
    dispatched(case(connection, "second", "H2"))
    first, second = extracts(connection, QUARTER, AS_OF)
    assert (first["institution"], second["institution"]) == ("H1", "H2")
    said, others = (json.dumps(each, ensure_ascii=False) for each in (first, second))
    for mine, text in (("first", said), ("second", others)):
        for known in (f"setl_{mine}", f"line_{mine}", f"P-09-{mine}"):
            assert known in text
    assert [word for word in ("second", "H2", "示例乡卫生院") if word in said] == []
    assert [word for word in ("first", "H1", "示例县医院") if word in others] == []


def test_an_extract_masks_persons_and_names_no_doctor(connection):
    dispatched(case(connection, "12345678"))
    (extract,) = extracts(connection, QUARTER, AS_OF)
    said = json.dumps(extract, ensure_ascii=False)
    assert "5678" in said
    hidden = ("psn_", "doctor_", "1962", "J18", "肺炎", "mdtrt_")
    assert [word for word in hidden if word in said] == []


@pytest.mark.parametrize(
    ("steps", "is_given"),
    [
        ((), True),
        (("appeal", "opinion", "final_confirm"), True),
        (("appeal", "opinion", "final_clear"), False),
        (("void",), False),
        (("recall",), False),
    ],
)
def test_an_extract_has_what_was_sent_out_and_not_cleared_since(
    connection, steps, is_given
):
    dispatched(case(connection, "one")).goes(*steps)
    assert len(extracts(connection, QUARTER, AS_OF)) == is_given


def test_a_case_that_was_not_sent_out_is_in_no_extract(connection):
    case(connection, "one").goes("ingest", "first_suspect", "second_agree")
    assert extracts(connection, QUARTER, AS_OF) == []


def test_a_form_has_a_line_for_each_item(connection):
    dispatched(case(connection, "one"))
    dispatched(case(connection, "two"))
    (extract,) = extracts(connection, QUARTER, AS_OF)
    form = table(extract, "自查结果")
    assert form["rows"] == [["1", "示例注射液 X1", "2", "180.00", "", "", "", ""]]


def test_the_report_names_the_institutions_that_get_an_extract(connection):
    dispatched(case(connection, "one"))
    dispatched(case(connection, "two")).goes("appeal", "opinion", "final_clear")
    dispatched(case(connection, "three", "H2"))
    case(connection, "four", "H2").goes("ingest")
    rows = table(build(read(connection), {}), "需自查自纠的机构")["rows"]
    given = [
        (each["title_lines"][0], *table(each, "自查结果")["rows"][0][2:4])
        for each in extracts(connection, QUARTER, AS_OF)
    ]
    assert sorted((row[0], *row[3:]) for row in rows) == sorted(given)
    assert len(given) == 2


def table(content: Content, title: str) -> dict:
    return next(each for each in tables(content) if each["title"] == title)
