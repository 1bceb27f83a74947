"""The list of people: loaded whole, dated, or refused with its line."""

from datetime import timedelta

import pytest
from tests.integration.cases.casework import START

from claim_review.review.staff import StaffRefusedError, load

HEAD = "person_id,role,region,address\n"
ROW = "reviewer-a,REVIEWER1,623001,reviewer-a@example.org\n"


def people(connection, as_of) -> list[tuple]:
    query = "select person_id, address from review.staff_at(%s) order by person_id"
    return connection.execute(query, (as_of,)).fetchall()


def test_a_list_counts_from_its_day_until_the_next(connection, tmp_path):
    assert people(connection, START) == []
    file = tmp_path / "staff.csv"
    file.write_text("\ufeff" + HEAD + ROW, encoding="utf-8")
    assert load(connection, file, "lead-a", START) == 1
    file.write_text(HEAD + "reviewer-b,REVIEWER1,623001,\n", encoding="utf-8")
    load(connection, file, "lead-a", START + timedelta(days=1))
    assert people(connection, START - timedelta(days=1)) == []
    assert people(connection, START) == [("reviewer-a", "reviewer-a@example.org")]
    assert people(connection, START + timedelta(days=1)) == [("reviewer-b", None)]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("person_id,role\n", "staff.csv line 1: the header has to be"),
        (HEAD, "staff.csv: it names nobody"),
        (HEAD + ROW + ROW, "staff.csv line 3: staff pkey"),
        (HEAD + ROW.replace("REVIEWER1", "BOSS"), "line 2: the role is known"),
        (HEAD + ROW.replace("623001", "甘南"), "line 2: the region is a division"),
        (HEAD + ROW.replace("@", " at "), "line 2: the address is one mailbox"),
        (HEAD + "reviewer-a,REVIEWER1\n", "line 2: not as many cells as the header"),
    ],
)
def test_a_wrong_list_is_refused_whole(connection, tmp_path, text, why):
    assert people(connection, START) == []
    file = tmp_path / "staff.csv"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(StaffRefusedError, match=why):
        load(connection, file, "lead-a", START)
    assert people(connection, START) == []
    assert connection.execute("select count(*) from review.staff_list").fetchone() == (
        0,
    )
