"""A quarter whose figures contradict each other is not published."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from tests.integration.cases import casework

from claim_review.quarters import Quarter
from claim_review.reports import gates
from claim_review.reports.document import Column, Document

QUARTER = Quarter.parse("2025Q1")
MARTS = Path(__file__).with_name("sound.sql").read_text("utf-8")
LATER = casework.START + timedelta(days=365)


@pytest.fixture(scope="module")
def url(make_database: Callable[[], str]) -> str:
    return casework.warehouse(make_database, MARTS)


@pytest.fixture
def connection(url: str) -> Iterator[psycopg.Connection]:
    yield from casework.undone(url)


def problems(connection: psycopg.Connection) -> list[str]:
    return gates.problems(connection, QUARTER, LATER, [])


def test_a_sound_quarter_passes(connection):
    assert problems(connection) == []
    gates.check(connection, QUARTER, LATER, [])


@pytest.mark.parametrize(
    ("mart", "change", "where", "told"),
    [
        (
            "mart_review_breakdown",
            "hits = 6",
            "code = '合作市'",
            [
                "mart_review_breakdown by county of hits adds up to 8, "
                "the prefecture has 7"
            ],
        ),
        (
            "mart_review_breakdown",
            "attributed_fund_amount = 99",
            "code = 'M-15'",
            [
                "mart_review_breakdown by rule of attributed_fund_amount adds up to "
                "2099.00, the prefecture has 2100.00"
            ],
        ),
        (
            "mart_review_breakdown",
            "dimension = 'other'",
            "dimension = 'verdict' and code = 'hard'",
            [
                f"mart_review_breakdown by verdict of {name} adds up to 0, "
                f"the prefecture has {whole}"
                for name, whole in (
                    ("attributed_fund_amount", "2100.00"),
                    ("hit_fee_amount", "4200.00"),
                    ("hit_fund_amount", "2200.00"),
                    ("hits", "7"),
                )
            ],
        ),
        # In two categories.
        (
            "mart_review_breakdown",
            "institutions = 2",
            "code = '一级'",
            [
                "mart_review_breakdown by level of institutions adds up to 3, "
                "the prefecture has 2"
            ],
        ),
        (
            "mart_institution_quarter",
            "settlements = 151",
            "fixmedins_code = 'H1'",
            [
                "mart_institution_quarter of settlements adds up to 201, "
                "the prefecture has 200"
            ],
        ),
        (
            "fct_rule_hits",
            "rule_status = 'shadow'",
            "hit_fee_amount = 100",
            [
                "fct_rule_hits of attributed_fund_amount adds up to 2000.00, "
                "the prefecture has 2100.00",
                "fct_rule_hits of hit_fee_amount adds up to 4000.00, "
                "the prefecture has 4200.00",
                "fct_rule_hits of hits adds up to 5, the prefecture has 7",
            ],
        ),
        (
            "mart_review_breakdown",
            "fund_pay_amount = fund_pay_amount + case dimension when 'class' then 1 "
            "else 0 end, attributed_fund_amount = attributed_fund_amount",
            "dimension = 'class'",
            [
                "mart_review_breakdown by class of fund_pay_amount adds up to "
                "300101.00, the prefecture has 300100.00"
            ],
        ),
        (
            "fct_screening_coverage",
            "settlements_screened = 201",
            "true",
            ["rule P-26: 201 of 200 settlements in scope screened, 1 not judged"],
        ),
        (
            "mart_institution_quarter",
            "drug_share = 1.3",
            "fixmedins_code = 'H1'",
            ["drug_share of institution H1: 1.3 is no share of a whole"],
        ),
        (
            "mart_fund_kpi",
            "drug_share = -0.1",
            "view = 'discharged' and locality = 'all'",
            [
                "drug_share of mart_fund_kpi discharged all total all: -0.1 "
                "is no share of a whole"
            ],
        ),
        (
            "dim_institution",
            "fixmedins_code = 'H1'",
            "county = '夏河县'",
            [
                "institution H1 has 2 rows in dim_institution: classes 综合医院, "
                "levels 一级, 二级, counties 合作市, 夏河县"
            ],
        ),
        (
            "mart_fund_kpi",
            "inpatient_total_fee = 1",
            "view = 'settled' and code = '夏河县'",
            [
                f"mart_fund_kpi, settled, {locality}: inpatient_total_fee by county "
                "adds up to 400001, in total it is 400000"
                for locality in ("all", "local")
            ],
        ),
        (
            "mart_fund_kpi",
            "inpatient_visits = 59",
            "view = 'discharged' and locality = 'local'",
            [
                "mart_fund_kpi, discharged: inpatient_visits of total all is 59 "
                "local and elsewhere, in all 60"
            ],
        ),
        (
            "mart_fund_kpi",
            "pooled_fund_amount = 20",
            "code in ('合作市', 'all') and view = 'settled'",
            [
                "pooled_fund_amount is 20 in mart_fund_kpi and 200000 in "
                "mart_institution_quarter"
            ],
        ),
    ],
)
def test_a_figure_that_is_changed_is_told(connection, mart, change, where, told):
    connection.execute(f"update marts.{mart} set {change} where {where}")
    assert problems(connection) == told


def test_claims_above_what_the_fund_paid_are_told(connection):
    connection.execute(
        """
        update marts.mart_review_breakdown set attributed_fund_amount = 101
        where code = '一级'
        """
    )
    assert "level 一级: attributed fund 101.00 exceeds what the fund paid, 100.00" in (
        problems(connection)
    )


@pytest.mark.parametrize(
    ("factor", "told"),
    [
        (10_000, "42000000.00 yuan in 7 cases is 6000000.0000"),
        (0.00001, "0.04 yuan in 7 cases is 0.0057"),
    ],
)
def test_hits_that_are_worth_too_much_or_too_little_are_told(connection, factor, told):
    for mart in ("mart_review_breakdown", "fct_rule_hits"):
        connection.execute(
            f"update marts.{mart} set hit_fee_amount = hit_fee_amount * %s", [factor]
        )
    expected = f"total all: {told} yuan for one, not between 0.01 and 200,000"
    assert expected in problems(connection)


def refused(
    connection: psycopg.Connection, quarter: str, amount: str, hit_id: str
) -> None:
    """Put a case on the list of refusals, as no guard would let it come about."""
    worth = {"amount": amount, "fund_amount": amount, "line_fund_cap": amount}
    changes = {**worth, "settlement_fund_cap": amount, "quarter": quarter}
    case = casework.opened(
        connection, hit_id, bkkp_sn=hit_id, setl_id=hit_id, **changes
    )
    case.goes("ingest")
    for step, role in (("first_suspect", {}), ("second_agree", {})):
        case.does(step, amount=amount, fund_amount=amount, **role)
    for step in ("dispatch", "accept"):
        case.does(step)
    case.does("final_confirm", amount=amount, fund_amount=amount, reason_code=None)
    case.does("window_closed")
    case.refuses(amount)
    case.does("list_refusal")


@pytest.mark.parametrize(
    ("before", "now", "is_told"),
    [("48.00", "48000.00", False), ("0.40", "480.00", True), ("480.00", "0.40", True)],
)
def test_refusals_unlike_those_of_the_quarter_before_are_told(
    connection, before, now, is_told
):
    refused(connection, "2024Q4", before, "P-26-1")
    refused(connection, "2025Q1", now, "P-26-2")
    expected = [
        f"refused per case: {now} yuan in 2025Q1 (1 cases), "
        f"{before} yuan in 2024Q4 (1 cases)"
    ]
    assert problems(connection) == (expected if is_told else [])


def test_more_refused_than_decided_is_told(connection):
    refused(connection, "2025Q1", "48.00", "P-26-1")
    assert problems(connection) == []
    connection.execute("alter table review.refusal disable trigger user")
    connection.execute("update review.refusal set amount = 48.01")
    assert problems(connection) == [
        "institution H1, rule P-26: 1 cases worth 48.00, 1 dispatched worth 48.00, "
        "decided 48.00, 1 refused worth 48.01"
    ]


KEPT = """
insert into knowledge.release values ('kb', 'a', '{}', '2025-01-01');
insert into review.run (
    run_id, quarter, as_of, fingerprint, knowledge_release, status, started_at
)
select run_id, '2025Q1', '2025-04-16', run_id, 'kb', status, started_at::timestamptz
from (
    values ('old', 'reviewed', '2025-04-15'), ('one', 'reviewed', '2025-04-16'),
        ('two', 'running', '2025-04-17')
) as run (run_id, status, started_at);
insert into review.run_rule
select run_id, 'P-26', 'live', 'v1', 'c', '{}'
from review.run
where status = 'reviewed';
insert into review.run_hit (
    run_id, quarter, hit_id, rule_id, rule_version, rule_status, verdict, is_case,
    setl_id, fixmedins_code, hit_fee_amount, hit_fund_amount, attributed_fund_amount,
    line_fund_cap, settlement_fund_cap, knowledge_release
)
select
    'one', '2025Q1', n, 'P-26', 'v1', case when n < 9 then 'live' else 'shadow' end,
    case when n < 8 then 'hard' else 'gate' end, n < 8, n, 'H1', fee, fee, fee / 2, 0,
    0, 'kb'
from (
    select n, case when n <= 5 then 800 when n <= 7 then 100 else 7 end as fee
    from generate_series(1, 9) as n
) as made;
"""


def test_hits_that_are_not_those_of_the_newest_finished_review_are_told(connection):
    connection.execute(KEPT)
    assert problems(connection) == []
    connection.execute("delete from review.run_hit where hit_id = '7'")
    assert problems(connection) == [
        "review one found 6 hits (4100.00 yuan, attributed 2050.00), "
        "the marts have 7 (4200.00, 2100.00)"
    ]
    connection.execute("delete from review.run_rule")
    assert problems(connection) == []


def test_a_report_that_says_something_else_is_not_published(connection):
    doc = Document()
    columns = (Column("指标", 60, "left"), Column("本季度", 30))
    doc.table("主要指标", columns, [("审核结算（笔）", "201")])
    contents = [doc.content(title="季度报告")]
    with pytest.raises(gates.ImplausibleReportError) as refusal:
        gates.check(connection, QUARTER, LATER, contents)
    assert str(refusal.value) == (
        "reports of 2025Q1 not published: "
        "季度报告 表1, 审核结算（笔）: 201, in the marts 200"
    )


def test_a_report_of_a_month_is_held_against_the_largest_quarter(connection):
    def told(amount: str) -> dict:
        doc = Document()
        columns = (Column("指标", 60, "left"), Column("本期", 30))
        rows = [("审核结算（笔）", "9"), ("拒付金额（万元）", amount)]
        doc.table("主要指标", columns, rows)
        return doc.content(title="月度书面报告")

    gates.check_alone(connection, told("0.48"))
    with pytest.raises(
        gates.ImplausibleReportError, match="月度书面报告 not published"
    ):
        gates.check_alone(connection, told("4,800.00"))
