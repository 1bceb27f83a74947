import re

import pytest

from claim_review.landing.gate.shapes import (
    DIAGNOSIS_CODE,
    INSTITUTION_CODE,
    ITEM_CODE,
)

NATIONAL = [
    (ITEM_CODE, "XL02BBA326A001010102180"),
    (ITEM_CODE, "ZD03AAA0043010100166"),
    (ITEM_CODE, "T000700200"),
    (ITEM_CODE, "001103000010000"),
    (ITEM_CODE, "C" + "0" * 19),
    (ITEM_CODE, "C" + "0" * 26),
    (DIAGNOSIS_CODE, "A00.000x001"),
    (DIAGNOSIS_CODE, "I10.x00x002"),
    (DIAGNOSIS_CODE, "I10.X00X002"),
    (DIAGNOSIS_CODE, "E11.900"),
    (DIAGNOSIS_CODE, "J44"),
    (DIAGNOSIS_CODE, "A01.002+G01*"),
    (INSTITUTION_CODE, "H43028100255"),
    (INSTITUTION_CODE, "P62300100001"),
]
OTHER = [
    (ITEM_CODE, "XB05BBP072B002"),
    (ITEM_CODE, "411100"),
    (ITEM_CODE, "339486E"),
    (DIAGNOSIS_CODE, "822"),
    (DIAGNOSIS_CODE, "高血压"),
    (DIAGNOSIS_CODE, "J44.100 "),
    (INSTITUTION_CODE, "H4302810025"),
]


@pytest.mark.parametrize(("pattern", "code"), NATIONAL)
def test_a_national_code_has_its_shape(pattern: str, code: str) -> None:
    assert re.search(pattern, code)


@pytest.mark.parametrize(("pattern", "code"), OTHER)
def test_a_truncated_or_local_code_has_not(pattern: str, code: str) -> None:
    assert not re.search(pattern, code)
