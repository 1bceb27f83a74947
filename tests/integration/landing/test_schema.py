"""The schema raw is what the dictionary and the contract say."""

from pathlib import Path

from tests.integration.landing.loading import fetch

from claim_review.landing.dictionary import tables
from claim_review.migrations import upgrade

CONTRACT = {
    "batch": "batch_id quarter kind status reason loaded_at",
    "batch_table": "batch_id table_name rows_in_file rows_loaded rows_set_aside",
    "row_set_aside": "batch_id table_name line_number column_name value reason",
}


def _columns(url: str) -> dict[str, list[str]]:
    rows = fetch(
        url,
        "select table_name, column_name from information_schema.columns "
        "where table_schema = 'raw' order by table_name, ordinal_position",
    )
    found: dict[str, list[str]] = {}
    for row in rows:
        found.setdefault(row["table_name"], []).append(row["column_name"])
    return found


def test_raw_tables_have_the_columns_of_the_dictionary_in_its_order(
    warehouse_url: str,
) -> None:
    found = _columns(warehouse_url)

    for table in tables().values():
        names = [column.name for column in table.columns]
        ours = ["batch_id", "line_number", "other_columns", "batch_quarter"]
        assert sorted(found[table.name]) == sorted([*ours, *names])
        assert [name for name in found[table.name] if name not in ours] == names


def test_raw_tables_hold_text_only(warehouse_url: str) -> None:
    typed = fetch(
        warehouse_url,
        "select table_name, column_name from information_schema.columns "
        "where table_schema = 'raw' and table_name = any(%s) and data_type <> 'text' "
        "and column_name not in ('line_number', 'other_columns')",
        list(tables()),
    )

    assert typed == []


def test_the_contract_finds_its_relations(warehouse_url: str) -> None:
    found = _columns(warehouse_url)

    for relation, names in CONTRACT.items():
        assert set(names.split()) <= set(found[relation])


def test_upgrading_again_changes_nothing(warehouse_url: str) -> None:
    before = _columns(warehouse_url)

    upgrade(warehouse_url)

    assert _columns(warehouse_url) == before


def test_every_migration_file_is_named_by_its_revision() -> None:
    folder = Path(upgrade.__code__.co_filename).parent / "versions"

    for file in folder.glob("*.py"):
        assert f'revision = "{file.stem}"' in file.read_text("utf-8")
