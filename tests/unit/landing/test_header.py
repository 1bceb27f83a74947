import pytest

from claim_review.landing.dictionary import never_kept, tables
from claim_review.landing.header import match_header
from claim_review.landing.refused import Refused

PERSONS = tables()["psn_info_b"]
NAMES = ["psn_no", "psn_name", "gend", "brdy", "surv_stas", "deth_date"]


def test_known_unknown_and_identifying_columns_get_their_places() -> None:
    header = match_header(PERSONS, [*NAMES, "hlcon", "certno"], "psn.csv")

    assert header.targets == (*NAMES, "extra_7", "extra_8")
    assert header.unknown == {"extra_7": "hlcon"}
    assert header.dropped == {"extra_8": "certno"}


def test_a_required_column_that_is_missing_is_named_with_its_table() -> None:
    with pytest.raises(Refused) as refusal:
        match_header(PERSONS, NAMES[:-1], "psn.csv")

    assert str(refusal.value) == (
        "psn.csv: required column psn_info_b.deth_date is missing"
    )


def test_an_unknown_column_that_comes_twice_is_refused() -> None:
    with pytest.raises(Refused, match=r"line 1: column 'x' comes 2 times"):
        match_header(PERSONS, [*NAMES, "x", "X "], "psn.csv")


def test_a_row_of_data_in_the_place_of_the_header_is_refused_without_its_cells() -> (
    None
):
    cells = ["900000000001", "参保人00001", "参保人00001", "900000000001"]
    with pytest.raises(
        Refused, match=r"column 1 comes 2 times.*column 2 comes"
    ) as told:
        match_header(PERSONS, cells, "psn.csv")
    assert "参保人" not in str(told.value)
    assert "900000000001" not in str(told.value)


def test_every_required_column_is_in_the_dictionary_once() -> None:
    for table in tables().values():
        names = [column.name for column in table.columns]
        assert len(names) == len(set(names))
        assert table.key
        assert all(column.is_required for column in table.key)


def test_an_alias_means_one_column_of_its_table() -> None:
    for table in tables().values():
        names = [column.name for column in table.columns]
        aliases = [alias for column in table.columns for alias in column.aliases]
        assert len(aliases) == len(set(aliases))
        assert not set(aliases) & set(names)


def test_only_the_register_of_persons_may_keep_a_name() -> None:
    kept = {
        (table.name, column.name)
        for table in tables().values()
        for column in table.columns
        if column.name in never_kept()
    }

    assert kept == {("psn_info_b", "psn_name")}
