"""Each day of an item is judged by one row: the narrower, the later, the loaded."""

from datetime import date
from itertools import pairwise, permutations

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from tests import attachments as files
from tests.integration.knowledge.knowing import (
    FIRST,
    ITEM,
    approve,
    approve_on,
    cap_file,
    days,
    load,
    load_approved,
    load_on,
    release,
    release_on,
    starter_caps,
    starter_list,
)

from claim_review.knowledge.points import Terms
from claim_review.knowledge.problems import KnowledgeRefusedError


def test_a_loaded_point_overrides_the_starter_on_the_days_of_both(
    warehouse_url, tmp_path
) -> None:
    lists = starter_caps(tmp_path, (ITEM, 1, "2025-01-01", "", "national"))
    load_approved(
        warehouse_url,
        cap_file(tmp_path / "a.xlsx", 2),
        valid_from=date(2025, 7, 1),
        valid_to=date(2025, 9, 30),
    )

    assert days(release(warehouse_url, FIRST, lists), "max_quantity") == [
        ("1", "2025-01-01", "2025-06-30"),
        ("2", "2025-07-01", "2025-09-30"),
        ("1", "2025-10-01", ""),
    ]


def test_the_later_published_file_overrides_the_earlier_ones(
    warehouse_url, tmp_path
) -> None:
    lists = starter_caps(tmp_path)
    # Several, so that no order by chance looks like the right one.
    for cap in (4, 2, 5, 1, 3):
        load_approved(
            warehouse_url,
            cap_file(tmp_path / f"{cap}.xlsx", cap),
            published_at=date(2025, cap, 1),
            valid_from=date(2025, cap, 1),
        )

    assert days(release(warehouse_url, FIRST, lists), "max_quantity") == [
        ("1", "2025-01-01", "2025-01-31"),
        ("2", "2025-02-01", "2025-02-28"),
        ("3", "2025-03-01", "2025-03-31"),
        ("4", "2025-04-01", "2025-04-30"),
        ("5", "2025-05-01", ""),
    ]


def test_the_narrower_scope_overrides_the_wider_whenever_it_was_published(
    warehouse_url, tmp_path
) -> None:
    lists = starter_caps(tmp_path, (ITEM, 1, "2025-01-01", "", "national"))
    for name, cap, scope, year in (
        ("a", 5, "prefecture", 2024),
        ("b", 4, "province", 2025),
        ("c", 3, "national", 2026),
    ):
        load_approved(
            warehouse_url,
            cap_file(tmp_path / f"{name}.xlsx", cap),
            scope=scope,
            published_at=date(year, 2, 1),
            valid_to=date(2025, 3, 31) if scope == "prefecture" else None,
        )

    assert days(release(warehouse_url, FIRST, lists), "max_quantity") == [
        ("5", "2025-01-01", "2025-03-31"),
        ("4", "2025-04-01", ""),
    ]


def test_a_prefecture_row_of_a_starter_list_overrides_a_loaded_national_one(
    warehouse_url, tmp_path
) -> None:
    lists = starter_caps(tmp_path, (ITEM, 9, "2025-01-01", "", "prefecture"))
    load_approved(warehouse_url, cap_file(tmp_path / "a.xlsx", 2))

    rows = release(warehouse_url, FIRST, lists)

    assert days(rows, "max_quantity") == [("9", "2025-01-01", "")]


def test_a_point_can_name_the_point_it_overrides(warehouse_url, tmp_path) -> None:
    other = files.service(2)
    lists = starter_caps(tmp_path, (ITEM, 1, "2025-01-01", "", "national"))
    header = (*files.CAPS, "替代知识点")
    logic = "使用项目的数量总计超过上限数量"
    row = (1, "甲", 5, logic, "日", other, "", f"daily_cap-{ITEM}")
    path = files.write(tmp_path / "a.xlsx", header, [row])
    load_approved(warehouse_url, path, scope="prefecture")

    rows = release(warehouse_url, FIRST, lists)

    assert days(rows, "item_code", "max_quantity") == [(other, "5", "2025-01-01", "")]


def test_an_override_of_nothing_is_refused(warehouse_url, tmp_path) -> None:
    header = (*files.CAPS, "替代知识点")
    logic = "使用项目的数量总计超过上限数量"
    row = (1, "甲", 5, logic, "日", ITEM, "", "daily_cap-x")
    load_approved(warehouse_url, files.write(tmp_path / "a.xlsx", header, [row]))

    with pytest.raises(KnowledgeRefusedError, match="overrides daily_cap-x, which"):
        release(warehouse_url, FIRST, starter_caps(tmp_path))


def test_a_replaced_file_ends_the_day_before_its_successor_begins(
    warehouse_url, tmp_path
) -> None:
    old = load_approved(
        warehouse_url,
        files.caps(tmp_path / "a.xlsx", [(files.service(n), n, "日") for n in (1, 2)]),
    )
    new = load(
        warehouse_url,
        cap_file(tmp_path / "b.xlsx", 7),
        published_at=date(2026, 1, 28),
        valid_from=date(2026, 1, 1),
        replaces=old.source_id,
    )
    lists = starter_caps(tmp_path)

    before = release(warehouse_url, FIRST, lists)
    approve(warehouse_url, new.source_id)
    after = release(warehouse_url, "kb_2025Q3.v2", lists)

    assert days(before, "max_quantity") == [
        ("1", "2025-01-01", ""),
        ("2", "2025-01-01", ""),
    ]
    assert days(after, "max_quantity") == [
        ("1", "2025-01-01", "2025-12-31"),
        ("7", "2026-01-01", ""),
        ("2", "2025-01-01", "2025-12-31"),
    ]


def test_a_starter_row_known_by_name_gives_way_to_its_codes(
    warehouse_url, tmp_path
) -> None:
    lists = starter_list(
        tmp_path / "lists",
        "level_limited_drugs",
        "kp_id,med_list_codg,hilist_name,min_level,first_prescription_only,basis,source,"
        "valid_from,valid_to,scope",
        "level_limit-甲药,,甲药,2,0,依据,出处,2025-01-01,,national",
        "level_limit-乙药,,乙药,2,0,依据,出处,2025-01-01,,national",
    )
    logic = "使用药品的医疗机构级别低于限定级别"
    path = files.write(
        tmp_path / "a.xlsx",
        (*files.DRUG, files.COUNT),
        [(1, "甲药", logic, "限二级及以上医疗机构", 2)],
        [(1, "甲药", files.patent(1)), ("", "", files.patent(2))],
    )
    load_approved(warehouse_url, path)

    rows = release(warehouse_url, FIRST, lists)

    assert {row["kp_id"] for row in rows} == {
        "level_limit-乙药",
        f"level_limit-{files.patent(1)}",
        f"level_limit-{files.patent(2)}",
    }


def test_files_that_contradict_each_other_are_refused(warehouse_url, tmp_path) -> None:
    load_approved(warehouse_url, cap_file(tmp_path / "a.xlsx", 2))
    load_approved(warehouse_url, cap_file(tmp_path / "b.xlsx", 3))

    with pytest.raises(KnowledgeRefusedError, match="contradict each other"):
        release(warehouse_url, FIRST, starter_caps(tmp_path))


# What a file may be: codes and caps, then the terms it is loaded on.
FILES = st.lists(
    st.tuples(
        st.dictionaries(st.integers(1, 4), st.integers(1, 3), min_size=1, max_size=3),
        st.sampled_from([date(2025, 5, 23), date(2025, 8, 1), date(2026, 1, 28)]),
        st.sampled_from([date(2025, 1, 1), date(2025, 6, 1), date(2026, 1, 1)]),
        st.sampled_from([None, date(2026, 6, 30)]),
        st.sampled_from(["national", "province", "prefecture"]),
    ),
    min_size=2,
    max_size=3,
    unique_by=lambda entry: (entry[1], entry[4]),
)


@settings(
    max_examples=40,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(entries=FILES)
def test_any_order_of_loading_gives_the_same_release(
    warehouse_url, tmp_path, entries
) -> None:
    lists = starter_caps(
        tmp_path, *((files.service(n), n, "2025-01-01", "", "national") for n in (1, 2))
    )
    loads = [
        (
            files.caps(
                tmp_path / f"{number}.xlsx",
                [(files.service(code), cap, "日") for code, cap in caps.items()],
                title=(f"第{number}号文件", "", ""),
            ),
            Terms(*terms),
        )
        for number, (caps, *terms) in enumerate(entries)
    ]

    with psycopg.connect(warehouse_url) as connection:
        first, *others = [
            _released(connection, order, lists) for order in permutations(loads)
        ]

    assert others == [first] * len(others)
    by_item = sorted(first[1], key=lambda row: (row["item_code"], row["valid_from"]))
    for one, two in pairwise(by_item):
        if one["item_code"] == two["item_code"]:
            assert one["valid_to"] is not None
            assert one["valid_to"] < two["valid_from"]


def _released(connection, order, lists) -> tuple[str, list[dict]]:
    """Load the files in this order, release them, and leave no trace of it."""
    with connection.transaction(force_rollback=True):
        for path, terms in order:
            approve_on(connection, load_on(connection, path, terms).source_id)
        rows = release_on(connection, FIRST, lists)
        (digest,) = connection.execute(
            "select content_sha256 from knowledge.release where release_id = %s",
            (FIRST,),
        ).fetchone()
    return digest, rows
