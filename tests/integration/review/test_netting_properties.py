"""Netting of random encounters, by the project's own SQL on rows as they land."""

from collections import defaultdict

import pytest
from hypothesis import given
from hypothesis import strategies as st
from tests.batches import Rows
from tests.integration.review import compiled
from tests.integration.review.encounters import PRICE, Landing, many


@pytest.fixture(scope="module")
def models(make_database):
    """Return the URL of a warehouse with empty models, and their SQL."""
    url = make_database()
    select = ["+int_fee_lines", "+int_unmatched_refunds"]
    return url, compiled.built(url, select)


def net(models, rows: Rows) -> tuple[list[dict], list[dict]]:
    """Return the net lines and the refunds without a place, by line."""
    url, queries = models
    with compiled.undone(url) as connection:
        for table, table_rows in rows.items():
            compiled.write_raw(connection, table, table_rows)
        compiled.run(connection, "intermediate", queries)
        return tuple(
            connection.execute(
                f"select * from intermediate.{name} order by bkkp_sn"
            ).fetchall()
            for name in ("int_fee_lines", "int_unmatched_refunds")
        )


def by_group(landing: Landing, lines: list[dict]) -> dict[tuple, int]:
    department = {
        row["bkkp_sn"]: row["bilg_dept_codg"] for row in landing.rows["fee_list_d"]
    }
    quantities = defaultdict(int)
    for line in lines:
        key = line["setl_id"], line["med_list_codg"], line["fee_date"].day
        quantities[*key, department[line["bkkp_sn"]]] += line["quantity"]
    return quantities


@compiled.OFTEN
@given(many)
def test_what_is_left_of_an_item_and_day_is_charged_less_refunded(models, drawn):
    landing = Landing(drawn)
    lines, unplaced = net(models, landing.rows)
    assert by_group(landing, lines) == landing.net
    left_over = {row["bkkp_sn"]: int(row["left_over"]) for row in unplaced}
    assert left_over == landing.unplaced
    for line in lines:
        assert line["setl_id"] not in landing.gone
        charge = landing.charges[line["bkkp_sn"]]
        assert 0 < line["quantity"] <= charge.quantity
        assert line["fee_amount"] == PRICE * line["quantity"]
        assert line["inscp_amount"] == max(0, charge.in_scope) * line["quantity"]


@compiled.OFTEN
@given(many, st.randoms())
def test_the_order_of_rows_and_of_refunds_does_not_matter(models, drawn, random):
    rows = Landing(drawn).rows
    shuffled = {table: random.sample(rows[table], len(rows[table])) for table in rows}
    assert net(models, shuffled) == net(models, rows)
