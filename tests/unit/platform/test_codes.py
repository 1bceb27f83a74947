"""The codes of the platform's columns, by day."""

from datetime import date
from pathlib import Path

import pytest

from claim_review.platform.codes import CODES_FILE, UnknownCodeError, codes_on
from claim_review.review.reference import ReferenceRefusedError

DAY = date(2025, 8, 1)
HEADER = CODES_FILE.read_text("utf-8").splitlines()[0]


def codes(folder: Path, *lines: str) -> Path:
    path = folder / "platform_codes.csv"
    path.write_text("\n".join([HEADER, *lines]), "utf-8")
    return path


def test_the_codes_that_come_along_are_proposals():
    proposed = codes_on(DAY)
    assert not proposed.are_confirmed
    assert proposed.means("appl_flag", "1") == "APPEALED"
    assert proposed.value("supn_suspt_stas", "SETTLED") == "92"
    assert proposed.name("supn_suspt_stas", "SETTLED") == "已扣款"
    assert proposed.name("supn_suspt_stas", None) == ""


def test_of_rows_for_a_value_the_one_that_began_last_counts_until_it_ends(tmp_path):
    path = codes(
        tmp_path,
        "det_flag,1,DEDUCTED,已扣款,2024-01-01,,x,bureau,2025-01-01",
        "det_flag,1,NOT_DEDUCTED,未扣款,2025-08-02,2025-08-31,x,bureau,2025-01-01",
    )
    assert codes_on(DAY, path).are_confirmed
    assert codes_on(DAY, path).means("det_flag", "1") == "DEDUCTED"
    later = codes_on(date(2025, 8, 2), path)
    assert later.means("det_flag", "1") == "NOT_DEDUCTED"
    with pytest.raises(UnknownCodeError, match="'1' is no code"):
        codes_on(date(2025, 9, 1), path).means("det_flag", "1")


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("det_flag,1,DEDUCTED,已扣款,1.1.2024,,x,,", "line 2, valid_from: '1.1.2024'"),
        ("det_flag,1", "line 2: not as many cells"),
    ],
)
def test_a_wrong_row_is_told(tmp_path, line, why):
    with pytest.raises(ReferenceRefusedError, match=why):
        codes_on(DAY, codes(tmp_path, line))


def test_a_meaning_without_a_code_is_told():
    with pytest.raises(UnknownCodeError, match="no code of det_flag for MAYBE"):
        codes_on(DAY).value("det_flag", "MAYBE")


def test_another_header_is_told(tmp_path):
    path = codes(tmp_path)
    path.write_text("column,value\n")
    with pytest.raises(ReferenceRefusedError, match="line 1: the header"):
        codes_on(DAY, path)
