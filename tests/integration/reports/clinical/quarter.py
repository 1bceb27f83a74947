"""A small reviewed quarter: marts and staging as tables, cases as they are worked."""

from datetime import date, datetime
from typing import Any

import psycopg
from tests.integration.cases.casework import HIT, START, Case, opened

from claim_review.review import desk

TABLES = """
create schema if not exists marts;
create schema if not exists staging;
create schema if not exists lists;
create table marts.fct_screening_coverage (quarter text, rule_id text);
create table marts.dim_rule (
    rule_id text, rule_name text, rule_class text, status text, description text,
    basis text, lists text[], sql_sha256 text
);
create table marts.dim_institution (
    fixmedins_code text, fixmedins_name text, institution_class text
);
create table marts.fct_rule_hits (
    hit_id text, rule_id text, kp_id text, quarter text, setl_id text, bkkp_sn text,
    psn_no text, fixmedins_code text, is_case boolean, hit_fee_amount numeric(16, 2),
    attributed_fund_amount numeric(16, 2)
);
create table staging.stg_setl_d (
    setl_id text, mdtrt_id text, psn_no text, fixmedins_code text, gend text, brdy date,
    setl_time timestamp
);
create table staging.stg_setl_diag_list_d (
    mdtrt_id text, psn_no text, inout_diag_type text, maindiag_flag text,
    diag_code text, diag_name text
);
create table staging.stg_fee_list_d (
    bkkp_sn text, setl_id text, fixmedins_code text, med_list_codg text,
    hilist_name text, cnt numeric(16, 4), bilg_dept_name text, bilg_dr_code text,
    fee_ocur_time timestamp
);
create table staging.stg_hilist_b (
    hilist_code text, hilist_name text, chrgitm_lv text, begndate date, enddate date
);
create table lists.course_limited_drugs (
    kp_id text, max_days int, course_scope text, start_within_hours int, basis text,
    source text, published_at date, valid_from date, valid_to date
);
create table lists.diagnosis_sets (
    set_id text, diagnosis_name text, icd_prefix text
);
"""
# People of H1 who differ from each other in nothing that is told.
CROWD = 5
AS_OF = datetime.fromisoformat("2025-09-01T00:00:00+08:00")


def row(connection: psycopg.Connection, table: str, **values: Any) -> None:
    """Insert one row."""
    names = ", ".join(values)
    places = ", ".join(f"%({name})s" for name in values)
    connection.execute(f"insert into {table} ({names}) values ({places})", values)


def prepare(connection: psycopg.Connection) -> None:
    """Make the tables, the rules and institutions, and people who had no hit."""
    connection.execute(TABLES)
    row(
        *(connection, "raw.batch"),
        batch_id="2025Q1-1",
        content_sha256="0" * 64,
        quarter="2025Q1",
        extracted_to="2025-04-15",
        status="loaded",
        seen_at="2025-04-16",
        loaded_at="2025-04-16",
        folder="2025Q1-1",
        report="{}",
    )
    row(connection, "marts.fct_screening_coverage", quarter="2025Q1", rule_id="P-09")
    for rule_id, kind in (("P-09", "policy"), ("C-01", "medical"), ("P-13", "policy")):
        row(
            *(connection, "marts.dim_rule"),
            rule_id=rule_id,
            rule_name=f"示例规则{rule_id}",
            rule_class=kind,
            status="live",
            description="示例说明。",
            basis="示例依据",
            lists=["course_limited_drugs", "thresholds"],
            sql_sha256="a" * 64,
        )
    row(
        *(connection, "lists.course_limited_drugs"),
        kp_id="course-1",
        max_days=14,
        course_scope="stay",
        basis="CAT",
        source="示例",
        valid_from=date(2025, 1, 1),
    )
    row(
        *(connection, "staging.stg_hilist_b"),
        hilist_code="X1",
        hilist_name="示例注射液",
        chrgitm_lv="02",
        begndate=date(2020, 1, 1),
    )
    for code, name in (("H1", "示例县医院"), ("H2", "示例乡卫生院")):
        row(
            *(connection, "marts.dim_institution"),
            fixmedins_code=code,
            fixmedins_name=name,
            institution_class="综合医院",
        )
    for number in range(CROWD):
        bill(connection, f"crowd{number}", "H1")
    desk.approve_batch(connection, "B2", "H2", "A2", "agency-1", START)
    desk.verify_contact(
        connection, "H2", "MAIL", "second@example.org", "agency-1", START
    )


def bill(
    connection: psycopg.Connection,
    name: str,
    institution: str,
    diagnosis: tuple[str, str] = ("J18.900", "肺炎"),
    **person: Any,
) -> None:
    """Add a bill with one line; all that tells of it has its name."""
    row(
        *(connection, "staging.stg_setl_d"),
        setl_id=f"setl_{name}",
        mdtrt_id=f"mdtrt_{name}",
        psn_no=f"psn_{name}",
        fixmedins_code=institution,
        setl_time="2025-02-17 10:00",
        **{"gend": "1", "brdy": date(1962, 5, 6), **person},
    )
    row(
        *(connection, "staging.stg_setl_diag_list_d"),
        mdtrt_id=f"mdtrt_{name}",
        psn_no=f"psn_{name}",
        inout_diag_type="2",
        maindiag_flag="1",
        diag_code=diagnosis[0],
        diag_name=diagnosis[1],
    )
    row(
        *(connection, "staging.stg_fee_list_d"),
        bkkp_sn=f"line_{name}",
        setl_id=f"setl_{name}",
        fixmedins_code=institution,
        med_list_codg="X1",
        hilist_name=f"注射液_{name}",
        cnt=2,
        bilg_dept_name="内科",
        bilg_dr_code=f"doctor_{name}",
        fee_ocur_time="2025-02-13 09:00",
    )


def case(
    connection: psycopg.Connection,
    name: str,
    institution: str = "H1",
    rule_id: str = "P-09",
    is_case: bool = True,
    **bill_changes: Any,
) -> Case:
    """Add a bill with a hit on its line, opened as a case before its first event."""
    bill(connection, name, institution, **bill_changes)
    hit_id = f"{rule_id}-{name}"
    row(
        *(connection, "marts.fct_rule_hits"),
        hit_id=hit_id,
        rule_id=rule_id,
        kp_id="course-1",
        quarter="2025Q1",
        setl_id=f"setl_{name}",
        bkkp_sn=f"line_{name}",
        psn_no=f"psn_{name}",
        fixmedins_code=institution,
        is_case=is_case,
        hit_fee_amount=HIT["amount"],
        attributed_fund_amount=HIT["fund_amount"],
    )
    return opened(
        connection,
        hit_id,
        rule_id=rule_id,
        rule_version="a" * 64,
        setl_id=f"setl_{name}",
        mdtrt_id=f"mdtrt_{name}",
        bkkp_sn=f"line_{name}",
        fixmedins_code=institution,
    )


def dispatched(case: Case) -> Case:
    """Take a case to its institution."""
    case.goes("ingest", "first_suspect", "second_agree")
    batch = {"H1": "B1", "H2": "B2"}[case.fact("fixmedins_code")]
    case.does("dispatch", payload={"batch_id": batch})
    return case
