"""Two implementations of the same cards, SQL and pandas, agree hit by hit.

A demo province is clear of everything but its cases, so chance has to mix three of them
(tests/second/scramble.py): the rules then meet thousands of hits that nobody planned.
"""

from pathlib import Path

import pytest
from tests import pipeline
from tests.second.province import Province, settled_in
from tests.second.rules import RULES, all_hits
from tests.second.scramble import scramble

from claim_review.province import demo

pytestmark = pytest.mark.slow
LOWERED = {"hard": "suspect", "suspect": "alert", "alert": "alert"}
Key = tuple[str, str, str]


@pytest.fixture(
    scope="module",
    params=[(101, "2025Q1"), (105, "2025Q1"), (103, "2025Q2")],
    ids=lambda param: f"seed {param[0]}",
)
def hits(
    request, make_database, tmp_path_factory
) -> tuple[dict[Key, dict], dict[Key, str]]:
    """Return the hits of the pipeline and the verdicts of the second rules, by key."""
    seed, quarter = request.param
    folder = tmp_path_factory.mktemp("scrambled")
    landing = folder / "landing"
    for batch in demo.write_province(landing, folder / "truth", seed, 0.01, [quarter]):
        scramble(batch, seed, quarter)
    url = make_database()
    pipeline.land(url, landing, folder / "quality", quarter)
    pipeline.release_demo(url, folder / "lists")
    pipeline.review(url, quarter)
    return first_hits(url), second_hits(landing, quarter)


def first_hits(url: str) -> dict[Key, dict]:
    """Return what the rules in SQL find, those rules only that are written twice."""
    query = "select * from marts.fct_rule_hits where rule_id = any(%s)"
    hits = pipeline.rows(url, query, list(RULES))
    return {(h["rule_id"], h["setl_id"], h["bkkp_sn"] or ""): h for h in hits}


def second_hits(landing: Path, quarter: str) -> dict[Key, str]:
    """Return what the rules in pandas find, with the verdict before any gate."""
    province = Province(sorted(landing.iterdir()))
    judged = settled_in(province, quarter)
    found = {hit for hit in all_hits(province) if hit[1] in judged}
    verdicts = {hit[:3]: hit[3] for hit in found}
    assert len(verdicts) == len(found), "two verdicts on one line"
    return verdicts


def test_both_find_the_same_lines_and_settlements(hits):
    first, second = hits
    assert sorted(first.keys() - second.keys()) == []
    assert sorted(second.keys() - first.keys()) == []


def test_both_are_equally_sure_but_where_a_data_gate_failed(hits):
    first, second = hits
    lowered = {
        key: LOWERED[verdict] if first[key]["fails_a_gate"] else verdict
        for key, verdict in second.items()
        if key in first
    }
    wrong = {
        key for key, verdict in lowered.items() if first[key]["verdict"] != verdict
    }
    assert sorted(wrong) == []


def test_every_rule_that_is_written_twice_finds_something(hits):
    first, _ = hits
    assert len(RULES) >= 15
    assert {rule_id for rule_id, _, _ in first} == set(RULES)
