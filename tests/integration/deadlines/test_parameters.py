"""Settings are dated, and the narrowest division has the word."""

from datetime import date

import psycopg
import pytest
from tests.integration.deadlines.clocks import (
    AS_OF,
    COUNTY,
    NATION,
    PREFECTURE,
    folder_with,
    value,
)

from claim_review.review import reference


def setting(connection, day: str, region: str = COUNTY, key: str = "appeal_wd") -> str:
    query = "value from review.parameter_of(%s, %s, %s::date)"
    return value(connection, query, key, region, day)


def appeal(value: int, region: str, valid_from: str, valid_to: str = "") -> tuple:
    days = (valid_from, valid_to)
    return ("appeal_wd", "申诉期限", value, "WORKDAY", region, *days, "试验", "", "")


def test_the_row_that_began_last_counts(connection, tmp_path) -> None:
    rows = [
        appeal(7, NATION, "2026-01-01"),
        appeal(15, NATION, "2026-03-01", "2026-03-31"),
    ]
    reference.publish(connection, AS_OF, folder_with(tmp_path, parameters=rows))

    assert setting(connection, "2025-12-31") == "10"
    assert setting(connection, "2026-02-28") == "7"
    assert setting(connection, "2026-03-31") == "15"
    assert setting(connection, "2026-04-01") == "7"


def test_the_county_counts_before_the_prefecture_and_that_before_the_nation(
    connection, tmp_path
) -> None:
    rows = [appeal(7, PREFECTURE, "2026-01-01"), appeal(5, COUNTY, "2026-02-01")]
    reference.publish(connection, AS_OF, folder_with(tmp_path, parameters=rows))

    assert setting(connection, "2026-01-31", COUNTY) == "7"
    assert setting(connection, "2026-02-01", COUNTY) == "5"
    assert setting(connection, "2026-02-01", "623022") == "7"
    assert setting(connection, "2026-02-01", "620102") == "10"


def test_a_day_before_all_settings_is_refused(connection) -> None:
    with pytest.raises(psycopg.Error, match="CR-302 parameter appeal_wd has no value"):
        setting(connection, "2023-12-31")


def test_no_setting_is_confirmed_yet(connection) -> None:
    rows = (
        "count(*) filter (where confirmed_by is null), count(*) from review.parameter"
    )
    unconfirmed, settings = connection.execute(f"select {rows}").fetchone()
    assert unconfirmed == settings > 30


def test_all_steps_together_fit_into_a_quarter(connection) -> None:
    keys = (
        *("first_review_wd", "second_review_wd", "dispatch_wd", "appeal_wd"),
        *("appeal_review_wd", "final_wd"),
    )
    day = str(date(2026, 1, 1))
    assert sum(int(setting(connection, day, key=key)) for key in keys) == 42
