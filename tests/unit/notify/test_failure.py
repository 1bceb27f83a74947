import pytest

from claim_review.notify.failure import without_personal_data


@pytest.mark.parametrize(
    ("error", "said"),
    [
        (KeyError("setl_id"), "KeyError: 'setl_id'"),
        (
            "batch 2025Q1-late, setl_d.csv.gz line 12",
            "batch 2025Q1-late, setl_d.csv.gz",
        ),
        ('relation "raw.batch" does not exist', "raw.batch"),
        ("batch of 20250416 refused", "20250416"),
        (None, "无错误信息"),
    ],
)
def test_the_operator_reads_what_broke(error, said):
    assert said in without_personal_data(error)


@pytest.mark.parametrize(
    ("error", "secret"),
    [
        ("duplicate key\nDETAIL:  Key (psn_name)=(参保人甲) exists.", "参保人甲"),
        ("bad\nCONTEXT:  COPY psn_info_b, line 3: P7,参保人乙,1", "参保人乙"),
        ("failed [SQL: select 1]\n[parameters: {'n': '参保人丙'}]", "参保人丙"),
        ('invalid value "参保人丁" for gend', "参保人丁"),
        ("person 9990000000000001234X is unknown", "9990000000000001234"),
    ],
)
def test_no_row_name_or_number_of_a_person_is_mailed(error, secret):
    assert secret not in without_personal_data(error)


def test_a_long_error_is_cut():
    assert len(without_personal_data("x" * 10_000)) < 1_000
