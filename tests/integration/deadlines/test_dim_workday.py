"""The calendar as a mart, and what dbt says of a calendar with a hole."""

import psycopg
import pytest
from tests.integration.deadlines.clocks import AS_OF
from tests.pipeline import rows, run_dbt

from claim_review import dbt
from claim_review.dbt import DbtError
from claim_review.review import reference


@pytest.fixture
def url(warehouse_url: str) -> str:
    """The URL of a warehouse with a calendar, at which dbt points."""
    with psycopg.connect(warehouse_url) as connection:
        reference.publish(connection, AS_OF)
    dbt.connect_by(warehouse_url)
    return warehouse_url


def test_the_mart_has_whole_years_and_passes_its_tests(url) -> None:
    statuses = {str(result.status) for result in run_dbt("build", "-s", "+dim_workday")}
    assert statuses == {"success", "pass"}

    days = rows(
        url,
        """
        select holiday_name, is_workday, layer from marts.dim_workday
        where region = '623000' and day between '2026-02-27' and '2026-03-01'
        order by day
        """,
    )
    assert [tuple(day.values()) for day in days] == [
        (None, True, "WEEKDAY"),
        ("春节", True, "STATE_COUNCIL"),
        (None, False, "WEEKDAY"),
    ]


def test_a_damaged_calendar_fails_the_build(url) -> None:
    with psycopg.connect(url) as connection:
        connection.execute(
            """
            delete from review.workday where region = '623000' and day = '2026-08-03';
            update review.workday set is_workday = false
            where region = '000000' and day between '2025-08-04' and '2025-08-08'
            """
        )
    with pytest.raises(DbtError, match="assert_calendar_years_are_whole"):
        run_dbt("build", "-s", "+dim_workday")

    found = rows(
        url,
        "select region, year, days, workdays "
        "from failures.assert_calendar_years_are_whole order by year",
    )
    assert [tuple(row.values()) for row in found] == [
        ("000000", 2025, 365, 243),
        ("623000", 2026, 364, 247),
    ]
