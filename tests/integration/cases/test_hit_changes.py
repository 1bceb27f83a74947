"""Two reviews of a quarter laid side by side: what changed, and why."""

from datetime import timedelta

import psycopg
import pytest
from tests.integration.cases import casework
from tests.integration.cases.following import LATER, SCREENING, find, lands, review

DAY = timedelta(days=1)
FIRST = {
    "setl_d": [
        {
            "setl_id": f"S-{hit_id}",
            "mdtrt_id": f"M-{hit_id}",
            "psn_no": f"PERSON-{hit_id}",
            "medfee_sumamt": "500.00",
        }
        for hit_id in "AB"
    ],
    "fee_list_d": [
        {
            "bkkp_sn": f"L-{hit_id}",
            "setl_id": f"S-{hit_id}",
            "mdtrt_id": f"M-{hit_id}",
            "psn_no": f"PERSON-{hit_id}",
            "med_list_codg": "X1",
            "cnt": "2",
        }
        for hit_id in "AB"
    ],
}
# What arrives, and that it is a reversal of A's.
TAKING_BACK = {
    "the reversal names the settlement": {
        "setl_d": [{"setl_id": "R", "init_setl_id": "S-A", "medfee_sumamt": "-500.00"}]
    },
    "the reversal is of the same encounter and amount": {
        "setl_d": [{"setl_id": "R", "mdtrt_id": "M-A", "medfee_sumamt": "-500.00"}]
    },
    "the settlement is marked as refunded": {
        "setl_d": [{"setl_id": "S-A", "medfee_sumamt": "500", "refd_setl_flag": "1"}]
    },
    "the settlement is withdrawn": {"setl_d": [{"setl_id": "S-A", "vali_flag": "0"}]},
    "the line is withdrawn": {"fee_list_d": [{"bkkp_sn": "L-A", "vali_flag": "0"}]},
    "the refund names the line": {
        "fee_list_d": [{"bkkp_sn": "R", "init_feedetl_sn": "L-A", "cnt": "-1"}]
    },
    "the refund is of the same encounter and item": {
        "fee_list_d": [
            {"bkkp_sn": "R", "mdtrt_id": "M-A", "med_list_codg": "X1", "cnt": "-1"}
        ]
    },
}


@pytest.fixture(scope="module")
def url(make_database) -> str:
    return casework.warehouse(make_database, SCREENING)


@pytest.fixture
def connection(url):
    """A warehouse whose first review found A, on delivered rows of A and B."""
    for opened in casework.undone(url):
        lands(opened, "regular", **FIRST)
        find(opened, "A")
        review(opened, "first", LATER)
        yield opened


def loses(connection: psycopg.Connection, hit_id: str = "A") -> None:
    connection.execute("delete from marts.fct_rule_hits where hit_id = %s", (hit_id,))


def changes(
    connection: psycopg.Connection,
    columns: str = "hit_id, change, cause, batch_id",
    release: str = "starter",
) -> list[tuple]:
    review(connection, "second", LATER + DAY, release)
    query = f"select {columns} from review.hit_changes('first', 'second')"
    return connection.execute(query).fetchall()


def test_a_review_of_the_same_finds_no_change(connection):
    lands(connection, "late", setl_d=[{"setl_id": "S-C"}])
    assert changes(connection) == []


@pytest.mark.parametrize("name", TAKING_BACK)
def test_what_is_taken_back_is_a_reversal(connection, name):
    lands(connection, "late", **TAKING_BACK[name])
    loses(connection)
    assert changes(connection) == [("A", "vanished", "reversal", "late")]


def test_a_reversal_of_another_settlement_is_none_of_this_one(connection):
    lands(
        connection,
        "late",
        setl_d=[{"setl_id": "R", "init_setl_id": "S-B", "medfee_sumamt": "-500.00"}],
    )
    loses(connection)
    assert changes(connection) == [("A", "vanished", "late_rows", "late")]


def test_the_first_rows_of_a_settlement_are_late_rows_whatever_else_changed(connection):
    lands(connection, "late", setl_d=[{"setl_id": "S-C", "psn_no": "PERSON-C"}])
    connection.execute("update marts.dim_rule set sql_sha256 = 'v2'")
    find(connection, "C")
    assert changes(connection) == [("C", "appeared", "late_rows", "late")]


@pytest.mark.parametrize(
    "change",
    [
        "update marts.dim_rule set sql_sha256 = 'v2'",
        "update marts.dim_rule set status = 'shadow'",
        "update lists.thresholds set value = 6",
        "delete from marts.dim_rule",
    ],
)
def test_another_text_card_or_threshold_is_a_change_of_the_rule(connection, change):
    lands(connection, "late", setl_d=FIRST["setl_d"][:1])
    connection.execute(change)
    loses(connection)
    assert changes(connection) == [("A", "vanished", "rule_change", None)]


def test_other_points_of_its_lists_are_a_change_of_a_list(connection):
    lands(connection, "late", setl_d=FIRST["setl_d"][:1])
    loses(connection)
    found = changes(connection, release="caps")
    assert found == [("A", "vanished", "list_change", None)]


def test_other_points_of_other_lists_are_no_change_of_its_list(connection):
    lands(connection, "late", setl_d=FIRST["setl_d"][:1])
    loses(connection)
    found = changes(connection, release="others")
    assert found == [("A", "vanished", "late_rows", "late")]


@pytest.mark.parametrize(
    ("point", "cause"),
    [("kp-1", "late_rows"), ("kp-2", "list_change")],
)
def test_of_frozen_releases_the_point_of_the_hit_counts(connection, point, cause):
    """Point kp-2 says 5 in the second release; kp-1 says the same in both."""
    for release, limit in (("kb_2025Q1.v1", 4), ("kb_2025Q1.v2", 5)):
        for kp_id, days in (("kp-1", 1), ("kp-2", limit)):
            connection.execute(
                """
                insert into knowledge.release_point
                (release_id, list_id, kp_id, content_sha256, item_key, facts, scope,
                 source)
                values (%s, 'daily_caps', %s, %s, %s, %s, 'national', '-')
                """,
                (release, kp_id, str(days), kp_id, f'{{"days": {days}}}'),
            )
        connection.execute(
            """
            insert into knowledge.release
            (release_id, content_sha256, lists, registered_at, released_by, point_count)
            values (%s, %s, '{}', %s, 'lead', 2)
            """,
            (release, release, LATER),
        )
    find(connection, "F", kp_id=point, setl_id="S-B", bkkp_sn="L-B", mdtrt_id="M-B")
    review(connection, "before", LATER + timedelta(hours=1), "kb_2025Q1.v1")
    lands(connection, "late", setl_d=FIRST["setl_d"][1:])
    loses(connection, "F")
    review(connection, "after", LATER + timedelta(hours=2), "kb_2025Q1.v2")
    query = "select hit_id, cause from review.hit_changes('before', 'after')"
    assert connection.execute(query).fetchall() == [("F", cause)]


def test_amounts_before_and_after_are_told(connection):
    lands(connection, "late", setl_d=FIRST["setl_d"][:1])
    connection.execute(
        "update marts.fct_rule_hits set hit_fee_amount = 40, hit_fund_amount = 30"
    )
    told = "change, fee_amount_before, fee_amount_after, fund_amount_after, batch_id"
    assert changes(connection, told) == [("changed", 100, 40, 30, "late")]


def test_hits_of_the_first_review_and_the_changes_are_those_of_the_second(connection):
    lands(connection, "late", setl_d=[{"setl_id": "S-C"}])
    find(connection, "B", hit_fee_amount=7)
    connection.execute(
        "update marts.fct_rule_hits set hit_fee_amount = 33.33 where hit_id = 'A'"
    )
    delta = "coalesce(fee_amount_after, 0) - coalesce(fee_amount_before, 0)"
    moved = sum(amount for (amount,) in changes(connection, delta))
    query = "select sum(hit_fee_amount) from review.run_hit where run_id = %s"
    before, after = (
        connection.execute(query, (run,)).fetchone()[0] for run in ("first", "second")
    )
    assert before + moved == after


def test_a_review_that_was_not_kept_is_no_review_without_hits(connection):
    with pytest.raises(psycopg.Error, match="was not kept"):
        connection.execute("select * from review.hit_changes('first', 'never')")
