"""Who gets a report: by the dated list of roles and the list of staff."""

from datetime import timedelta
from pathlib import Path

import psycopg
import pytest
from tests.integration.cases.casework import START

from claim_review.reports.gates import addressees
from claim_review.review.reference import ReferenceRefusedError
from claim_review.review.staff import load
from claim_review.settings import Settings

HEAD = "report,role,kind,valid_from,valid_to\n"
SETTINGS = Settings(bureau_address="bureau@example.org")
REPORTS = ("quarterly", "institutions", "clinical", "monthly", "dashboard", "training")


@pytest.fixture
def connection(warehouse_url: str):
    with psycopg.connect(warehouse_url) as connection:
        yield connection


def staffed(connection, tmp_path: Path, *rows: str, after: int = 0) -> None:
    file = tmp_path / "staff.csv"
    text = "\n".join(["person_id,role,region,address", *rows])
    file.write_text(text, encoding="utf-8")
    load(connection, file, "lead-a", START + timedelta(days=after))


def listed(tmp_path: Path, *rows: str) -> Path:
    path = tmp_path / "report_addressees.csv"
    path.write_text("\ufeff" + HEAD + "\n".join(rows), encoding="utf-8")
    return path


def test_a_report_goes_to_the_staff_in_force_at_the_moment(connection, tmp_path):
    staffed(
        connection,
        tmp_path,
        "leader-a,AGENCY_LEADER,623000,leader@example.org",
        "agency-a,AGENCY,623000,agency@example.org",
        "agency-b,AGENCY,623000,Agency@example.org",
        "agency-c,AGENCY,623000,",
        "lead-a,LEAD,623000,leader@example.org",
        "lead-b,LEAD,623000,lead@example.org",
        "county-a,AGENCY,623001,county@example.org",
    )
    staffed(connection, tmp_path, "a,AGENCY,623000,new@example.org", after=2)
    told = addressees.of(connection, "quarterly", START, SETTINGS)
    assert told.to == ("leader@example.org", "agency@example.org")
    assert told.cc == ("lead@example.org",)
    assert told.all == (*told.to, *told.cc)
    later = START + timedelta(days=2)
    told = addressees.of(connection, "quarterly", later, SETTINGS)
    assert told.all == ("new@example.org",)


def test_a_county_gets_its_own_and_without_one_the_bureau_does(connection, tmp_path):
    staffed(connection, tmp_path, "c,COUNTY_BUREAU,623001,county@example.org")
    of = ("training", START, SETTINGS)
    assert addressees.of(connection, *of, "623001").to == ("county@example.org",)
    assert addressees.of(connection, *of, "623022").to == ("bureau@example.org",)


@pytest.mark.parametrize("report", REPORTS)
def test_without_a_list_of_staff_every_report_goes_to_the_bureau(connection, report):
    told = addressees.of(connection, report, START, SETTINGS)
    assert told == addressees.Recipients(("bureau@example.org",), ())


def test_a_report_for_nobody_is_refused(connection, tmp_path):
    no_bureau = Settings(bureau_address="")
    with pytest.raises(addressees.NobodyToTellError, match="names AGENCY_LEADER, AGEN"):
        addressees.of(connection, "quarterly", START, no_bureau)
    with pytest.raises(addressees.NobodyToTellError, match="invented of 623000"):
        addressees.of(connection, "invented", START, SETTINGS)
    path = listed(tmp_path, "quarterly,LEAD,to,2024-01-01,")
    with pytest.raises(addressees.NobodyToTellError, match="names LEAD"):
        addressees.of(connection, "quarterly", START, SETTINGS, path=path)


def test_a_row_counts_from_its_first_to_its_last_day(connection, tmp_path):
    path = listed(tmp_path, "quarterly,AGENCY,to,2025-07-21,2025-07-22")
    for days, is_told in ((-1, False), (0, True), (1, True), (2, False)):
        of = ("quarterly", START + timedelta(days=days), SETTINGS)
        if is_told:
            assert addressees.of(connection, *of, path=path).to
        else:
            with pytest.raises(addressees.NobodyToTellError, match="names no role"):
                addressees.of(connection, *of, path=path)


@pytest.mark.parametrize(
    ("row", "why"),
    [
        ("quarterly,AGENCY,bcc,2024-01-01,", "line 2, kind: 'bcc' is not to or cc"),
        ("quarterly,BOSS,to,2024-01-01,", "line 2, role: 'BOSS' is no role"),
        ("quarterly,AGENCY,to,2024,", "line 2: Invalid isoformat string"),
        ("quarterly,AGENCY,to,2024-01-02,2024-01-01", "it ends before it begins"),
        ("quarterly,AGENCY,to", "line 2: not as many cells as the header"),
    ],
)
def test_a_wrong_row_is_refused_with_its_line(connection, tmp_path, row, why):
    path = listed(tmp_path, row)
    with pytest.raises(ReferenceRefusedError, match=why):
        addressees.of(connection, "monthly", START, SETTINGS, path=path)


def test_a_list_with_another_header_is_refused(connection, tmp_path):
    path = tmp_path / "report_addressees.csv"
    path.write_text("report,role\n", encoding="utf-8")
    with pytest.raises(ReferenceRefusedError, match="line 1: the header has to be"):
        addressees.of(connection, "monthly", START, SETTINGS, path=path)
