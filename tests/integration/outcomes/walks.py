"""The cases of cases.yml in a database, and the numbers of the other files."""

from collections.abc import Callable
from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

import psycopg
import yaml
from tests.integration.cases.casework import HIT, START, Case, insert, opened, warehouse
from tests.integration.cases.panels import PANEL, sit

from claim_review.moments import ZONE
from claim_review.review import desk

HERE = Path(__file__).parent
AS_OF = datetime(2025, 8, 20, 12, tzinfo=ZONE)
STEP = timedelta(minutes=10)
# What dbt builds, as far as the figures need it.
MARTS = """
create schema marts;
create table marts.dim_rule (rule_id text, rule_name text);
insert into marts.dim_rule values ('P-26', '超日限量'), ('M-03', '限定适应症');
create table marts.dim_institution (
    fixmedins_code text, fixmedins_name text, institution_class text,
    hospital_level_name text, county text
);
insert into marts.dim_institution values
('H1', '示例医院', '综合医院', '二级', '合作市'),
('H2', '示例卫生院', '乡镇卫生院', '一级及以下', '临潭县');
create table marts.mart_review_breakdown (
    quarter text, dimension text, code text, settlements integer
);
insert into marts.mart_review_breakdown values
('2025Q1', 'total', 'all', 500), ('2025Q1', 'class', '综合医院', 400),
('2025Q1', 'class', '乡镇卫生院', 100), ('2024Q4', 'total', 'all', 9);
create table marts.fct_screening_coverage (
    quarter text, rule_id text, settlements_in_scope integer
);
insert into marts.fct_screening_coverage values ('2025Q1', 'M-03', 60);
create table marts.mart_institution_quarter (
    quarter text, fixmedins_code text, settlements integer
);
insert into marts.mart_institution_quarter values ('2025Q1', 'H1', 400);
"""
MANNERS: dict[str, dict[str, Any]] = {
    "in_full": {"amount": 100, "fund_amount": 80, "reason_code": None},
    "as_dispatched": {"amount": 90, "fund_amount": 72, "reason_code": None},
    "of_60": {"amount": 60, "fund_amount": 40},
    "of_40": {"amount": 50, "fund_amount": 40},
    "of_h2": {"payload": {"batch_id": "B2"}},
    "unfounded": {
        "amount": 90,
        "fund_amount": 72,
        "reason_code": None,
        "payload": {"opinion": "UNFOUNDED"},
    },
    "departing": {
        "amount": 90,
        "fund_amount": 72,
        "reason_code": None,
        "payload": {"basis": "依据", "departure": "目录已限定"},
    },
    "rule_fault": {"reason_code": "RULE_FAULT"},
    "data_fault": {"reason_code": "DATA_FAULT"},
    "clinical": {"reason_code": "CLIN_JUSTIFIED"},
    "late": {"reason_code": "EVID_LATE"},
}
FOUNDED = {"amount": 0, "fund_amount": 0, "payload": {"opinion": "FOUNDED"}}


def walked(make_database: Callable[[], str], until: datetime = AS_OF) -> str:
    """Return a warehouse in which the cases went their ways until then (a URL)."""
    url = warehouse(make_database, MARTS)
    with psycopg.connect(url) as connection:
        desk.approve_batch(connection, "B2", "H2", "A2", "agency-1", START)
        contact = ("H2", "MAIL", "office2@example.org", "agency-1", START)
        desk.verify_contact(connection, *contact)
        for kind in ("DISPATCH", "PHONE"):
            proof = {"delivered_at": _at("07-23"), "source_ref": "电话记录"}
            insert(connection, "delivery_proof", batch_id="B1", kind=kind, **proof)
        for number, said in numbers("cases.yml").items():
            _walk(connection, number, said, until)
    return url


def numbers(name: str) -> Any:
    """Return what a file of this folder says; amounts and shares as Decimal."""
    return yaml.load((HERE / name).read_text("utf-8"), _Exactly)


def _walk(
    connection: psycopg.Connection, number: str, said: dict[str, Any], until: datetime
) -> None:
    amount, fund_amount = said.get("amounts", (HIT["amount"], HIT["fund_amount"]))
    rule = said["rule"]
    case = opened(
        connection,
        number,
        rule_id=rule,
        rule_version=said.get("version", "v1"),
        rule_class="medical" if rule == "M-03" else "policy",
        quarter=said.get("quarter", "2025Q1"),
        setl_id=f"S-{number}",
        bkkp_sn=f"L-{number}",
        fixmedins_code=said.get("institution", "H1"),
        amount=amount,
        fund_amount=fund_amount,
        opened_at=_at(said.get("opened", "07-21")),
    )
    for place, step in enumerate(said["steps"]):
        day, event, *manner = step.split()
        case.now = _at(day) + place * STEP
        if case.now <= until:
            _do(case, event, *manner)


def _do(case: Case, event: str, manner: str = "") -> None:
    if event == "sit":
        sit(case, *PANEL)
    elif event == "refuse":
        case.refuses(manner)
    else:
        changes = MANNERS[manner] if manner else {}
        if (event, manner) == ("opinion", "rule_fault"):
            changes = changes | FOUNDED
        case.does(event, occurred_at=case.now, **changes)


def _at(day: str) -> datetime:
    return datetime.strptime(f"2025-{day} 10", "%Y-%m-%d %H").replace(tzinfo=ZONE)


class _Exactly(yaml.SafeLoader):
    """Numbers with a point as Decimal, so that 0.1 is what was written."""


_Exactly.add_constructor(
    "tag:yaml.org,2002:float",
    lambda loader, node: Decimal(loader.construct_scalar(node)),
)
