import copy
from decimal import Decimal

import pytest

from claim_review.landing.manifest import check_manifest, parse_json
from claim_review.landing.refused import Refused

REQUIRED = (
    "setl_d",
    "mdtrt_d",
    "fee_list_d",
    "setl_diag_list_d",
    "fixmedins_b",
    "psn_info_b",
)
GOOD = {
    "format": "claim-review/batch@1",
    "batch_id": "2025Q1-regular-1",
    "source": "test",
    "quarter": "2025Q1",
    "kind": "regular",
    "extracted_from": "2025-01-01T00:00:00+08:00",
    "extracted_to": "2025-04-16T00:00:00+08:00",
    "tables": {
        name: {"file": f"{name}.csv", "rows": 0, "sha256": "a" * 64}
        for name in REQUIRED
    },
}
ID_RULE = "it must be printable text that can name a file, of at most 200 bytes"


def _changed(**changes: object) -> dict:
    return GOOD | changes


def _entry(**changes: object) -> dict:
    value = copy.deepcopy(GOOD)
    value["tables"]["setl_d"] |= changes
    return value


def test_a_good_manifest_is_read_whole() -> None:
    value = _entry(sums={"medfee_sumamt": "10.50", "psn_cash_pay": 3})

    manifest = check_manifest(value)

    assert str(manifest.quarter) == "2025Q1"
    assert manifest.extracted_to.isoformat() == "2025-04-16T00:00:00+08:00"
    assert [entry.table.name for entry in manifest.entries] == list(REQUIRED)
    # An interface name in the sums means the return-flow column.
    assert manifest.entries[0].sums == {
        "medfee_sumamt": Decimal("10.50"),
        "cash_payamt": Decimal("3"),
    }


def test_tables_that_are_not_ours_are_named() -> None:
    tables = GOOD["tables"] | {"setl_fee_stt_d": {"file": "x"}}

    assert check_manifest(_changed(tables=tables)).unknown_tables == ("setl_fee_stt_d",)


DEFECTS = [
    (
        _changed(format="batch@2"),
        'manifest.json: format is "batch@2", not "claim-review/batch@1"',
    ),
    (_changed(batch_id=""), f'manifest.json: batch_id is ""; {ID_RULE}'),
    (_changed(batch_id="../x"), f'manifest.json: batch_id is "../x"; {ID_RULE}'),
    (_changed(batch_id=7), f"manifest.json: batch_id is 7; {ID_RULE}"),
    (_changed(batch_id=".x"), f'manifest.json: batch_id is ".x"; {ID_RULE}'),
    (
        _changed(kind="monthly"),
        'manifest.json: kind is "monthly", not one of regular, late, correction',
    ),
    (
        _changed(quarter="2025Q5"),
        'manifest.json: quarter is "2025Q5", not such as 2025Q1',
    ),
    (_changed(quarter=2025), "manifest.json: quarter is 2025, not such as 2025Q1"),
    (
        _changed(extracted_from="2025-01-01T00:00:00"),
        'manifest.json: extracted_from is "2025-01-01T00:00:00", not a time with its '
        "zone such as 2025-04-16T00:00:00+08:00",
    ),
    (
        _changed(extracted_from="2025-05-01T00:00:00+08:00"),
        "manifest.json: extracted_from is not before extracted_to",
    ),
    (_changed(tables=[]), "manifest.json: tables is not an object"),
    (
        _changed(tables={name: GOOD["tables"][name] for name in REQUIRED[1:]}),
        "manifest.json: required table setl_d is not listed",
    ),
    (
        _entry(file="a/b.csv"),
        'manifest.json: tables.setl_d.file is "a/b.csv", '
        "not the name of a file beside it",
    ),
    (
        _entry(file=".."),
        'manifest.json: tables.setl_d.file is "..", not the name of a file beside it',
    ),
    (
        _entry(rows="5"),
        'manifest.json: tables.setl_d.rows is "5", not a number of rows',
    ),
    (
        _entry(rows=True),
        "manifest.json: tables.setl_d.rows is true, not a number of rows",
    ),
    (_entry(rows=-1), "manifest.json: tables.setl_d.rows is -1, not a number of rows"),
    (
        _entry(sha256="abc"),
        'manifest.json: tables.setl_d.sha256 is "abc", not 64 hexadecimal digits',
    ),
    (
        _entry(sums={"gend": "1"}),
        "manifest.json: tables.setl_d.sums names gend, "
        "which is not an amount of this table",
    ),
    (
        _entry(sums={"medfee_sumamt": "1,000"}),
        'manifest.json: tables.setl_d.sums.medfee_sumamt is "1,000", not an amount',
    ),
    (
        _entry(sums={"medfee_sumamt": "NaN"}),
        'manifest.json: tables.setl_d.sums.medfee_sumamt is "NaN", not an amount',
    ),
]


@pytest.mark.parametrize(("value", "reason"), DEFECTS, ids=[why for _, why in DEFECTS])
def test_a_defect_is_named(value: dict, reason: str) -> None:
    with pytest.raises(Refused) as refusal:
        check_manifest(value)

    assert str(refusal.value) == reason


@pytest.mark.parametrize("name", ["format", "batch_id", "quarter", "kind"])
def test_a_missing_entry_is_named(name: str) -> None:
    value = {key: GOOD[key] for key in GOOD if key != name}

    with pytest.raises(Refused, match=f"{name} is missing"):
        check_manifest(value)


def test_all_defects_are_named_at_once() -> None:
    with pytest.raises(Refused) as refusal:
        check_manifest({})

    assert len(refusal.value.defects) == 7


def test_text_that_is_no_json_object_is_refused() -> None:
    with pytest.raises(Refused, match="is not JSON"):
        parse_json(b"\xff{}")
    with pytest.raises(Refused, match="is not a JSON object"):
        parse_json(b"[]")


def test_characters_that_no_database_stores_do_not_get_into_the_reason() -> None:
    value = parse_json(b'{"kind": "\\ud800\\u0000"}')

    with pytest.raises(Refused) as refusal:
        check_manifest(value)

    str(refusal.value).encode("utf-8")
