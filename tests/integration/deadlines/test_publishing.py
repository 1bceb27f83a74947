"""Reference data is published once, and what contradicts it is named by its line."""

import shutil

import pytest
from tests.integration.deadlines.clocks import (
    AS_OF,
    COUNTY,
    NATION,
    at,
    folder_with,
    local_day_off,
    value,
)

from claim_review.review import reference
from claim_review.review.reference import ReferenceRefusedError

LINES = len((reference.PROCESS_DIR / "state_holidays.csv").read_text().splitlines())


def refused(connection, folder, as_of=AS_OF) -> str:
    with pytest.raises(ReferenceRefusedError) as refusal:
        reference.publish(connection, as_of, folder)
    return str(refusal.value)


def state(day: str, is_workday: str = "false", announced_on: str = "2026-06-01"):
    return (NATION, day, is_workday, "试验节", day[:4], announced_on, "试验通知")


def contents(connection) -> list[tuple]:
    """Return all that publishing writes, as it stands."""
    return [
        connection.execute(f"select * from review.{table} order by 1, 2").fetchall()
        for table in ("holiday", "parameter", "workday", "calendar_version")
    ]


def test_publishing_again_changes_nothing(connection) -> None:
    before = contents(connection)

    reference.publish(connection, AS_OF)
    # An earlier day takes nothing back.
    reference.publish(connection, at("2025-03-01"))
    assert contents(connection) == before


def test_the_calendar_reaches_through_the_year_after(connection) -> None:
    before = reference.publish(connection, at("2026-12-31", 23))
    assert str(value(connection, "max(day) from review.workday")) == "2027-12-31"

    assert reference.publish(connection, at("2027-01-01", 0)) > before
    assert str(value(connection, "max(day) from review.workday")) == "2028-12-31"
    query = "changed_from::text from review.calendar_version order by version_id desc"
    assert value(connection, query) == "2028-01-01"


def test_a_version_says_which_days_are_not_as_before(connection, tmp_path) -> None:
    local = [
        local_day_off("2026-08-03", "试验节"),
        # Until now the county was looked up in its prefecture.
        local_day_off("2026-08-05", "试验节", region=COUNTY),
    ]
    version = reference.publish(connection, AS_OF, folder_with(tmp_path, local=local))

    row = connection.execute(
        "select changed_from::text, changed_to::text from review.calendar_version "
        "where version_id = %s",
        (version,),
    ).fetchone()
    assert row == ("2026-08-03", "2026-08-05")


def test_a_changed_row_is_refused_by_file_and_line(connection, tmp_path) -> None:
    folder = folder_with(tmp_path)
    path = folder / "parameters.csv"
    path.write_text(path.read_text().replace("申诉期限,10,", "申诉期限,15,"))

    assert refused(connection, folder) == (
        "parameters.csv line 6: value is 15, published was 10. "
        "A published row never changes; write a new one with a later date"
    )


def test_a_row_that_was_taken_out_is_named(connection, tmp_path) -> None:
    folder = folder_with(tmp_path)
    path = folder / "parameters.csv"
    kept = [line for line in path.read_text().splitlines() if "final_wd" not in line]
    path.write_text("\n".join(kept) + "\n")

    assert refused(connection, folder).startswith(
        "parameters.csv: the row final_wd, 000000, 2024-01-01 is missing."
    )


def test_a_refusal_publishes_nothing(connection, tmp_path) -> None:
    before = contents(connection)
    rows = [state("2026-08-03"), state("2026-08-04", "true")]
    refused(connection, folder_with(tmp_path, state=rows))

    assert contents(connection) == before


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (state("2026-08-03", "true"), "only a weekend day is made up for"),
        (
            state("2026-08-03", "maybe"),
            'invalid input syntax for type boolean: "maybe"',
        ),
        (state("2026-08-03", announced_on="June"), "'June' is not a day such as"),
        (
            (*state("2026-08-03")[:4], 2028, "2026-06-01", "x"),
            "notice is about its year",
        ),
        (("0000", *state("2026-08-03")[1:]), "holiday region check"),
        ((NATION, "2026-08-03"), "not as many cells as the header"),
        (("", *state("2026-08-03")[1:]), 'null value in column "region"'),
    ],
)
def test_a_wrong_notice_is_refused_by_its_line(connection, tmp_path, row, why) -> None:
    said = refused(connection, folder_with(tmp_path, state=[row]))
    assert said.startswith(f"state_holidays.csv line {LINES + 1}")
    assert why in said


@pytest.mark.parametrize(
    ("value", "unit"),
    [
        *(("0", "WORKDAY"), ("1.5", "WORKDAY"), ("", "CHOICE"), ("yes", "BOOL")),
        *(("5000", "YUAN"), ("25:00", "TIME"), ("1;2", "OFFSETS"), ("3", "WEEK")),
    ],
)
def test_a_setting_that_does_not_fit_its_unit_is_refused(
    connection, tmp_path, value, unit
) -> None:
    row = ("lunch", "午休", value, unit, NATION, "2024-01-01", "", "试验", "", "")
    said = refused(connection, folder_with(tmp_path, parameters=[row]))
    assert said.startswith("parameters.csv line 41: ")


def test_a_file_saved_by_a_spreadsheet_reads_the_same(connection, tmp_path) -> None:
    folder = folder_with(tmp_path)
    path = folder / "parameters.csv"
    path.write_text(path.read_text(), "utf-8-sig", newline="\r\n")
    before = contents(connection)
    reference.publish(connection, AS_OF, folder)
    assert contents(connection) == before


def test_a_header_that_is_not_as_expected_is_refused(connection, tmp_path) -> None:
    folder = folder_with(tmp_path)
    (folder / "local_holidays.csv").write_text("day,name\n")
    assert refused(connection, folder).startswith(
        "local_holidays.csv line 1: the header has to be region,day,is_workday"
    )


def test_a_year_that_was_typed_in_part_is_refused(connection, tmp_path) -> None:
    row = state("2027-01-01")
    said = refused(connection, folder_with(tmp_path, state=[row]))
    assert said.startswith("state_holidays.csv: 2027 lacks 元旦、春节、清明")


def test_a_year_without_its_make_up_days_is_refused(empty, tmp_path) -> None:
    folder = shutil.copytree(reference.PROCESS_DIR, tmp_path / "process")
    path = folder / "state_holidays.csv"
    kept = [line for line in path.read_text().splitlines() if ",true," not in line]
    path.write_text("\n".join(kept) + "\n")

    assert refused(empty, folder) == (
        "state_holidays.csv: 2024 has 243 workdays, 2025 has 243 workdays, "
        "2026 has 242 workdays; a year has 245 to 255"
    )


def test_a_folder_without_any_notice_is_refused(empty, tmp_path) -> None:
    folder = shutil.copytree(reference.PROCESS_DIR, tmp_path / "process")
    path = folder / "state_holidays.csv"
    path.write_text(path.read_text().splitlines()[0] + "\n")
    assert refused(empty, folder) == "state_holidays.csv: no year is announced"
