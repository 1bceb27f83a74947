"""When there is nothing to preview, a preview says so and builds nothing."""

from datetime import timedelta

import psycopg
import pytest
from tests.integration.backfill.stories import (
    NOW,
    QUARTER,
    REVIEWED,
    load,
    preview,
)

from claim_review.preview import running
from claim_review.preview.difference import difference
from claim_review.warehouse import RefusedError

COLUMNS = """
    hit_id text, rule_id text, verdict text, quarter text, fixmedins_code text,
    is_case boolean, hit_fee_amount numeric, hit_inscp_amount numeric,
    hit_fund_amount numeric, attributed_fund_amount numeric, hit_reason text
"""
TABLES = f"""
create schema marts;
create schema preview_marts;
create schema preview_hits;
create table marts.fct_rule_hits ({COLUMNS});
create table preview_marts.fct_rule_hits ({COLUMNS});
create table marts.dim_institution (fixmedins_code text, fixmedins_name text);
create table preview_hits.rule_cards (rule_id text, rule_name text);
insert into preview_hits.rule_cards values ('P-26', '示例规则');
"""


def refusal(url: str, preview_id: str = "x") -> str:
    with pytest.raises(RefusedError) as refused:
        running.preview(url, preview_id, QUARTER, NOW, NOW)
    return str(refused.value)


def test_a_preview_needs_a_batch_and_an_earlier_review(warehouse_url):
    assert refusal(warehouse_url).startswith("no batch of 2025Q1 is loaded")
    load(warehouse_url, "2025Q1-regular-1", REVIEWED - timedelta(days=1))
    assert refusal(warehouse_url).startswith("nothing was reviewed yet")
    preview(warehouse_url, "seen")
    assert refusal(warehouse_url, "seen").startswith("preview seen was made before")


def hits(connection: psycopg.Connection, schema: str, *rows: tuple) -> None:
    """Put hits of P-26 at H1: id, quarter, fund amount, reason."""
    for hit_id, quarter, fund, reason in rows:
        connection.execute(
            f"insert into {schema}.fct_rule_hits values "
            "(%s, 'P-26', 'hard', %s, 'H1', true, 10, 10, 10, %s, %s)",
            (hit_id, quarter, fund, reason),
        )


def test_hits_appear_vanish_change_or_stay(warehouse_url):
    with psycopg.connect(warehouse_url) as connection:
        connection.execute(TABLES)
        hits(
            connection,
            "marts",
            *(("stays", QUARTER, 1, "a"), ("changes", QUARTER, 2, "a")),
            *(("vanishes", QUARTER, 4, "a"), ("elsewhere", "2024Q4", 9, "a")),
        )
        hits(
            connection,
            "preview_marts",
            *(("stays", QUARTER, 1, "other words"), ("changes", QUARTER, 3, "a")),
            *(("appears", QUARTER, 7, "a"), ("elsewhere", "2024Q4", 9, "a")),
        )
        told = difference(connection, QUARTER)
    counts = [told.count(kind) for kind in ("appeared", "vanished", "changed")]
    assert counts == [1, 1, 1]
    assert [row["fund"] for row in told.by_change] == [7, -4, 1]
    assert (told.total["fund_before"], told.total["fund_after"]) == (7, 11)
    assert [(row["id"], row["name"]) for row in told.by_rule] == [("P-26", "示例规则")]
    assert [row["hit_id"] for row in told.examples] == [
        "appears",
        "changes",
        "vanishes",
    ]
    assert told.cases == []
