"""Codes and shorthand in readers' words."""

import pytest

from claim_review.rulebook import words


@pytest.mark.parametrize(
    ("shorthand", "told"),
    [
        ("R38(3)(7)", "条例第38条第（三）（七）项"),
        ("R41", "条例第41条"),
        ("X31(三)", "实施细则第31条第（三）项"),
        ("X9", "实施细则第9条"),
        (
            "PRC 项目内涵；PL#26",
            "医疗服务价格项目规范 项目内涵；典型问题清单（医疗机构）第26条",
        ),
        ("PH#11–#13", "典型问题清单（零售药店）第11–13条"),
        ("CAT 备注：限儿童", "国家医保药品目录 备注：限儿童"),
        ("L", "知识库、规则库管理办法"),
        ("ZB10000205008000", "ZB10000205008000"),
        ("M-15 豁免：产科", "M-15 豁免：产科"),
    ],
)
def test_shorthand_of_the_lists_is_spelt_out(shorthand, told):
    assert words.basis_words(shorthand) == told


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        ("0.20", "比例", "20%"),
        ("0.995", "比例", "99.5%"),
        ("1", "比例", "100%"),
        ("15", "天", "15 天"),
        ("0.05", "元", "0.05 元"),
        ("1.50", "倍", "1.5 倍"),
        ("200", "元", "200 元"),
    ],
)
def test_a_threshold_is_read_aloud(value, unit, told):
    assert words.measure(value, unit) == told


def test_folded_chinese_has_no_gaps_and_other_words_keep_theirs():
    assert words.plain("一行\n  二行 ICD-10\n编码。\n") == "一行二行 ICD-10 编码。"


def test_the_title_of_a_list_is_its_first_chinese_words():
    assert words.chinese_title("药品清单；另有编码。Drugs. And codes.") == "药品清单"


def test_a_dagger_says_that_a_source_is_unconfirmed():
    assert words.source_words("domain notes §8 †") == "整理资料 §8（待核实）"


def test_many_different_values_end_with_their_number():
    assert words.several(["甲", "乙", "", "甲", "丙"], 2, "项") == "甲、乙 等 3 项"
    assert words.several(["甲", "乙"], 2, "项") == "甲、乙"


@pytest.mark.parametrize(
    ("first", "last", "told"),
    [
        ("2025-01-01", "", "2025-01-01 起"),
        ("2025-01-01", "2025-12-31", "2025-01-01 至 2025-12-31"),
        ("", "2025-12-31", "至 2025-12-31"),
        ("", "", ""),
    ],
)
def test_a_period_names_the_days_it_has(first, last, told):
    assert words.period(first, last) == told
