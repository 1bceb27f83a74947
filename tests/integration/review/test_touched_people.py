"""Whom a later batch touches, in the quarter it is about and in those around it."""

import psycopg
import pytest
from tests import pipeline
from tests.batches import (
    Rows,
    diagnosis,
    encounter,
    fee_line,
    institution,
    person,
    settlement,
    write_batch,
)
from tests.integration.backfill import stories

from claim_review.settings import Settings
from claim_review.touched import people, quarters

LATER = {"exch_updt_time": "2025-05-01 00:00:00"}
STAY = {"med_type": "21"}


def visit(name: str, **changes: str) -> Rows:
    """Return one settlement of a person, with its encounter, line and register row."""
    setl_id, day = f"S-{name}", changes.pop("day", "2025-02-03")
    mine = {"psn_no": name} | changes
    when = {"setl_time": f"{day} 11:00:00"}
    return {
        "setl_d": [settlement(setl_id, mdtrt_id=f"M-{name}", **mine, **when)],
        "mdtrt_d": [encounter(f"M-{name}", begntime=f"{day} 10:00:00", **mine)],
        "fee_list_d": [fee_line(f"L-{name}", setl_id, mdtrt_id=f"M-{name}", **mine)],
        "setl_diag_list_d": [diagnosis(f"D-{name}", f"M-{name}", psn_no=name)],
        "psn_info_b": [person(name)],
        "fixmedins_b": [],
        "fee_trac_d": [],
    }


def together(*parts: Rows) -> Rows:
    tables = {table for part in parts for table in part}
    rows = {
        table: [r for part in parts for r in part.get(table, [])] for table in tables
    }
    return rows | {"fixmedins_b": [institution()]}


def scan(name: str, code: str) -> dict[str, str]:
    return {
        "bkkp_sn": f"L-{name}",
        "drug_trac_codg": code,
        "setl_id": f"S-{name}",
        "mdtrt_id": f"M-{name}",
        "psn_no": name,
        "fixmedins_code": "H62300100001",
        "med_list_codg": "",
        "scan_time": "2025-02-03 10:00:00",
    }


def before() -> Rows:
    names = ("untouched", "cancelled", "diagnosed", "moved-from", "moved-to", "first")
    seen = [visit(name) for name in (*names, "renamed", "sent-again", "line-later")]
    return together(*seen, {"fee_trac_d": [scan("first", "T1")]})


def after() -> Rows:
    back = {"init_setl_id": "S-cancelled", "refd_setl_flag": "1"}
    cancelled = visit("cancelled", day="2025-05-20")
    reversal = settlement(
        "S-cancelled-R",
        "-100.00",
        mdtrt_id="M-cancelled-R",
        psn_no="cancelled",
        setl_time="2025-05-20 11:00:00",
        **back,
    )
    return together(
        visit("newcomer"),
        visit("second"),
        visit("next-quarter", day="2025-04-20"),
        visit("admitted-soon", day="2025-04-20", **STAY),
        visit("admitted-late", day="2025-06-20", **STAY),
        {
            "setl_d": [reversal],
            "mdtrt_d": [{**cancelled["mdtrt_d"][0], "mdtrt_id": "M-cancelled-R"}],
            "setl_diag_list_d": [
                diagnosis("D-more", "M-diagnosed", psn_no="diagnosed")
            ],
            "fee_list_d": [
                fee_line(
                    "L-moved-from",
                    "S-moved-to",
                    mdtrt_id="M-moved-to",
                    psn_no="moved-to",
                    **LATER,
                ),
                fee_line("L2", "S-line-later", mdtrt_id="M-line-later"),
            ],
            "psn_info_b": [person("renamed", gend="2"), person("sent-again")],
            "fee_trac_d": [scan("second", "T1")],
        },
    )


@pytest.fixture(scope="module")
def url(make_database, tmp_path_factory) -> str:
    url, folder = make_database(), tmp_path_factory.mktemp("touched")
    write_batch(folder / "landing", "1-before", before())
    write_batch(folder / "landing", "2-after", after(), kind="late")
    pipeline.land(url, folder / "landing", folder / "quality", "2025Q1")
    with psycopg.connect(url) as connection:
        connection.execute(
            """
            create schema if not exists lists;
            drop table if exists lists.med_types;
            create table lists.med_types as
            select * from (values ('11', '门诊'), ('21', '住院'))
                as types (med_type, med_type_group)
            """
        )
    return url


def touched(url: str, quarter: str) -> set[str]:
    with psycopg.connect(url) as connection:
        query = "select load_number from raw.batch where batch_id = '1-before'"
        (before_load,) = connection.execute(query).fetchone()
        people.find(connection, quarter, ["2-after"], before_load)
        return {name for (name,) in connection.execute("table touched.person")}


IN_QUARTER = {
    *("newcomer", "second", "first", "diagnosed", "moved-from", "moved-to"),
    *("renamed", "line-later", "cancelled"),
}


def test_new_and_changed_rows_touch_whose_they_are_and_were(url):
    assert touched(url, "2025Q1") == IN_QUARTER | {"admitted-soon"}


def test_the_quarters_that_look_back_are_touched_too(url):
    later = {"next-quarter", "admitted-soon", "admitted-late"}
    assert touched(url, "2025Q2") == IN_QUARTER | later


def test_a_quarter_before_all_rows_is_not_touched(url):
    assert touched(url, "2024Q3") == set()


def test_all_settlements_and_encounters_of_the_touched_are_taken(url):
    touched(url, "2025Q1")
    with psycopg.connect(url) as connection:
        settlements = {s for (s,) in connection.execute("table touched.settlement")}
        encounters = {m for (m,) in connection.execute("table touched.encounter")}
    assert {"S-cancelled", "S-cancelled-R", "S-moved-from"} <= settlements
    assert {"M-cancelled", "M-cancelled-R", "M-admitted-soon"} <= encounters
    assert not {"S-untouched", "S-sent-again"} & settlements


def reviewed(url: str, *quarters_before: str) -> None:
    """Record reviews of the quarters that read the first batch only."""
    for quarter in quarters_before:
        stories.review(url, f"run-{quarter}", stories.REVIEWED, quarter)
    with psycopg.connect(url) as connection:
        connection.execute(
            """
            update review.run set newest_load = (
                select load_number from raw.batch where batch_id = '1-before'
            )
            """
        )


def test_open_quarters_follow_a_load_and_of_closed_ones_the_operator_hears_once(url):
    reviewed(url, "2024Q3", "2025Q1", "2025Q2")
    told = Settings(operator_address="operator@example.org")
    loaded = "2025Q3"
    assert quarters.to_review(url, told, loaded) == ["2025Q1", "2025Q2", loaded]
    stories.release(url, "2025Q1")
    for _ in range(2):
        assert quarters.to_review(url, told, loaded) == ["2025Q2", loaded]
    mails = pipeline.rows(url, "select recipients, subject from notify.outbox")
    assert [mail["recipients"] for mail in mails] == [["operator@example.org"]]
    assert "2025Q1" in mails[0]["subject"]
    assert quarters.to_review(url, told, "2025Q1") == ["2025Q1", "2025Q2"]
