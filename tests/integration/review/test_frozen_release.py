"""A frozen release judges: its points, on their days, under its name."""

from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
from tests import attachments as files
from tests import pipeline
from tests.batches import (
    diagnosis,
    encounter,
    fee_line,
    person,
    settlement,
    tiny_batch,
    write_batch,
)
from tests.integration.knowledge.knowing import NOW, approve, load_approved

from claim_review import review_runs
from claim_review.knowledge.crosswalk import read_crosswalk
from claim_review.knowledge.crosswalk_loading import load_crosswalk
from claim_review.knowledge.release import freeze
from claim_review.knowledge_release import LISTS_DIR

# Two reviews and a release between them.
pytestmark = pytest.mark.slow

QUARTER = "2025Q1"
RELEASE = "kb_2025Q1.v1"
ITEM = files.service(1)
POINT = f"daily_cap-{ITEM}"
# Who was charged two of the item on one day, by the code it was charged under.
CHARGED = {"1": ITEM, "2": "G-APPROVED", "3": "G-PROPOSED"}
HITS = """
    select setl_id, verdict, kp_id, knowledge_release
    from marts.fct_rule_hits where rule_id = 'P-26' order by setl_id
"""


@dataclass(frozen=True)
class Reviews:
    """What one quarter's reviews before and after the release left behind."""

    hits_before: list[dict]
    hits: list[dict]
    was_current: bool
    lists_before: dict[str, list[dict]]
    lists: dict[str, list[dict]]


@pytest.fixture(scope="module")
def reviews(make_database, tmp_path_factory) -> Reviews:
    """A quarter reviewed, a cap loaded, approved and released, reviewed again."""
    folder = tmp_path_factory.mktemp("release")
    url = make_database()
    write_batch(folder / "landing", rows=charges())
    pipeline.land(url, folder / "landing", folder / "quality", QUARTER)
    pipeline.review(url, QUARTER)
    review_runs.mark_reported(url, QUARTER, NOW)
    hits_before, lists_before = pipeline.rows(url, HITS), all_lists(url)
    released(url, folder)
    with psycopg.connect(url) as connection:
        was_current = review_runs.is_current(connection, QUARTER)
    pipeline.review(url, QUARTER)
    hits = pipeline.rows(url, HITS)
    return Reviews(hits_before, hits, was_current, lists_before, all_lists(url))


def charges() -> dict[str, list[dict[str, str]]]:
    rows = tiny_batch() | {
        "setl_d": [],
        "mdtrt_d": [],
        "fee_list_d": [],
        "setl_diag_list_d": [],
        "psn_info_b": [],
    }
    for number, code in CHARGED.items():
        psn = {"psn_no": f"PERSON{number}"}
        item = {"med_list_codg": code, "hilist_code": code, "hilist_name": "甲项目"}
        line = item | psn | {"cnt": "2", "pric": "50.00"}
        rows["setl_d"].append(settlement(f"S{number}", **psn))
        rows["mdtrt_d"].append(encounter(f"M{number}", **psn))
        rows["setl_diag_list_d"].append(diagnosis(f"D{number}", f"M{number}", **psn))
        rows["fee_list_d"].append(fee_line(f"L{number}", f"S{number}", **line))
        rows["psn_info_b"].append(person(**psn))
    return rows


def released(url: str, folder: Path) -> None:
    load_approved(url, files.caps(folder / "caps.xlsx", [(ITEM, 1, "日")]))
    for standing in ("APPROVED", "PROPOSED"):
        path = folder / f"{standing}.csv"
        path.write_text(
            "national_code,local_code,system,valid_from\n"
            f"{ITEM},G-{standing},service,2025-01-01\n"
        )
        with psycopg.connect(url) as connection:
            load_crosswalk(connection, read_crosswalk(path), "张三", NOW)
    approve(url, "APPROVED.csv")
    with psycopg.connect(url) as connection:
        freeze(connection, RELEASE, "李四", "会议纪要2号", NOW)


def all_lists(url: str) -> dict[str, list[dict]]:
    return {
        path.stem: pipeline.rows(url, f"select * from lists.{path.stem}")
        for path in LISTS_DIR.glob("*.csv")
    }


def test_a_point_hits_once_it_is_released_and_the_hit_names_both(reviews) -> None:
    assert reviews.hits_before == []
    assert {hit["setl_id"] for hit in reviews.hits} == {"S1", "S2", "S3"}
    assert {hit["kp_id"] for hit in reviews.hits} == {POINT}
    assert {hit["knowledge_release"] for hit in reviews.hits} == {RELEASE}


def test_a_mapping_that_nobody_approved_makes_a_suspicion_only(reviews) -> None:
    assert [hit["verdict"] for hit in reviews.hits] == ["hard", "hard", "suspect"]


def test_a_new_release_makes_the_quarter_stale(reviews) -> None:
    assert not reviews.was_current


def test_the_other_rows_of_all_lists_are_what_they_were(reviews) -> None:
    def said(rows: list[dict]) -> set[tuple]:
        return {tuple(row.items()) for row in rows if row.get("kp_id") != POINT}

    for name, rows in reviews.lists_before.items():
        assert said(reviews.lists[name]) == said(rows), name
    (point,) = [row for row in reviews.lists["daily_caps"] if row["kp_id"] == POINT]
    assert point["med_list_codg"] == ITEM
    assert (point["hilist_name"], point["item_name"]) == (None, "项目0001")
    assert (point["max_quantity"], point["unit"]) == (1, "日")
    assert str(point["valid_from"]) == "2025-01-01"
