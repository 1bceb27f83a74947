"""The report on institutions and portraits, read from marts as their contracts say."""

from datetime import UTC, datetime
from decimal import Decimal

import psycopg
import pytest
from tests.integration.reports.contracts import create_marts
from tests.integration.reports.marts import CUT_OFF, insert, load_batch

from claim_review.quarters import Quarter
from claim_review.reports.document import tables
from claim_review.reports.institutions import content
from claim_review.reports.institutions.facts import NothingToReportError, read
from claim_review.reports.portraits import content as page
from claim_review.reports.portraits import facts as portraits

QUARTER = Quarter(2025, 1)
AS_OF = datetime(2025, 7, 1, tzinfo=UTC)
FIRST, SECOND = "H62300100001", "H62300100002"
NAME = "虚构县医院"
MARTS = (
    "dim_institution",
    "dim_rule",
    "fct_rule_hits",
    "mart_fund_kpi",
    "mart_institution_peer",
    "mart_prereminder_kpi",
    "mart_readmission",
)
LIMITS = """
create schema lists;
create table lists.thresholds (
    threshold_id text,
    value numeric,
    valid_from date,
    valid_to date,
    confirmed_by text
);
insert into lists.thresholds values
('profile_case_min', 30, '2025-01-01', null, '虚构人员'),
('profile_peer_min', 8, '2025-01-01', null, '虚构人员'),
('profile_history_min', 4, '2025-01-01', null, '虚构人员'),
('profile_z_max', 3, '2025-01-01', '2025-03-31', null),
('profile_z_max', 4, '2025-04-01', null, null),
('profile_z_max', 2, '2024-01-01', '2024-12-31', null),
('profile_growth_excess', 0.20, '2025-01-01', null, '虚构人员'),
('another_rule_max', 7, '2025-01-01', null, '虚构人员');
"""


def kpis(connection, dimension: str, code: str, label: str, visits: int, **changes):
    row = {
        "quarter": "2025Q1",
        "view": "settled",
        "locality": "local",
        "dimension": dimension,
        "code": code,
        "label": label,
        "is_small_sample": visits < 30,
        "settlements": visits + 5,
        "medfee_amount": 2_000 * visits,
        "inpatient_visits": visits,
        "inpatient_total_fee": 1_000 * visits,
        "pooled_fund_amount": 600 * visits,
        "inpatient_persons": visits,
        "fee_per_visit": 1_000,
        "drug_share": Decimal("0.2500"),
    }
    insert(connection, "marts.mart_fund_kpi", row | changes)


def hit(connection, **changes):
    row = {
        "quarter": "2025Q1",
        "rule_id": "P-26",
        "rule_status": "live",
        "verdict": "hard",
        "fixmedins_code": FIRST,
        "hit_fee_amount": 10,
        "attributed_fund_amount": 5,
    }
    insert(connection, "marts.fct_rule_hits", row | changes)


@pytest.fixture
def connection(warehouse_url):
    with psycopg.connect(warehouse_url) as connection:
        create_marts(connection, *MARTS)
        connection.execute(LIMITS)
        load_batch(connection)
        fill(connection)
        yield connection


def fill(connection: psycopg.Connection) -> None:
    for code in (FIRST, SECOND):
        place = {"institution_class": "综合医院", "hospital_level_name": "二级"}
        named = {"fixmedins_code": code, "fixmedins_name": NAME, "county": "合作市"}
        insert(connection, "marts.dim_institution", named | place)
        visits = 40 if code == FIRST else 12
        kpis(connection, "institution", code, NAME, visits)
        kpis(connection, "institution", code, NAME, visits + 1, locality="all")
        kpis(connection, "institution", code, NAME, 7, quarter="2024Q4")
        kpis(connection, "institution", code, NAME, 9, view="discharged")
        peer = {"quarter": "2025Q1", "fixmedins_code": code, "kpi": "fee_per_visit"}
        compared = {"position": 4, "value": 1_000, "is_small_sample": visits < 30}
        group = {"peer_group": "综合医院/二级", "peers": 1, "own_quarters": 0}
        quartiles = ("peer_median", "peer_p25", "peer_p75", "peer_p90")
        compared |= dict.fromkeys(quartiles, 1_000)
        far = {"departs_from_peers": False, "departs_from_past": False}
        flags = far | {"outgrows_peers": False, "is_flagged": False}
        every = peer | compared | group | flags | place
        insert(connection, "marts.mart_institution_peer", every)
    kpis(connection, "class", "综合医院", "综合医院", 52)
    kpis(connection, "total", "all", "全州", 52)
    rule = {"rule_id": "P-26", "rule_name": "限定频次"}
    insert(connection, "marts.dim_rule", rule)


def test_two_hospitals_of_one_name_are_told_apart_and_each_has_its_numbers(connection):
    report = content.build(read(connection, QUARTER, AS_OF), {})
    (table,) = (t for t in tables(report) if t["title"] == "综合医院住院规模与增长")
    assert [row[:5] for row in table["rows"]] == [
        [f"{NAME}（{FIRST}）", "二级", "4.00", "2.40", "40"],
        [f"{NAME}（{SECOND}）*", "二级", "1.20", "0.72", "12"],
    ]


def test_the_limits_are_those_in_force_in_the_quarter(connection):
    facts = read(connection, QUARTER, AS_OF)
    assert facts.limits["profile_z_max"] == 3
    assert len(facts.limits) == 5
    assert not facts.are_confirmed
    assert facts.cut_off == CUT_OFF


def test_a_quarter_without_a_review_or_a_batch_is_not_reported(connection):
    with pytest.raises(NothingToReportError, match="2024Q3 has no review"):
        read(connection, Quarter(2024, 3), AS_OF)
    kpis(connection, "total", "all", "全州", 52, quarter="2024Q3")
    with pytest.raises(NothingToReportError, match="2024Q3 has no loaded batch"):
        read(connection, Quarter(2024, 3), AS_OF)


def test_portraits_count_the_hits_of_live_rules_of_the_quarter(connection):
    hit(connection)
    hit(connection, hit_fee_amount=4)
    hit(connection, rule_status="shadow")
    hit(connection, verdict="gate")
    hit(connection, verdict="alert")
    hit(connection, quarter="2024Q4")
    told = portraits.read(connection, QUARTER, AS_OF)
    first, second = (page.build(told, each) for each in told.institutions)
    assert first["rules"] == [["P-26", "限定频次", "2", "14.00", "10.00"]]
    assert second["rules"] == []


def test_portraits_have_all_settlements_and_the_stays_of_eight_quarters(connection):
    kpis(connection, "institution", FIRST, NAME, 7, quarter="2023Q1")
    told = portraits.read(connection, QUARTER, AS_OF)
    first = told.institutions[0]
    assert first.institution["settlements"] == 46
    assert {key: row["inpatient_visits"] for key, row in first.history.items()} == {
        "2024Q4": 7,
        "2025Q1": 40,
    }


def test_who_settled_nothing_has_no_portrait(connection):
    connection.execute(
        "update marts.mart_fund_kpi set settlements = 0 where code = %s", (FIRST,)
    )
    told = portraits.read(connection, QUARTER, AS_OF)
    codes = [each.institution["fixmedins_code"] for each in told.institutions]
    assert codes == [SECOND]
