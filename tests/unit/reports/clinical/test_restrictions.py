import pytest

from claim_review.reports.clinical.restrictions import words

COURSE = {"max_days": 14, "course_scope": "stay", "start_within_hours": 48}
PAIR = {
    "item_a_name": "急诊监护费",
    "item_b_name": "急诊诊查费",
    "pair_window": "same_day",
    "rationale": "内涵含诊查",
}
AGES = {"min_months": None, "max_months": 168}


@pytest.mark.parametrize(
    ("row", "said"),
    [
        ({"allowed_gend": "2"}, "限女性使用"),
        (COURSE, "每次住院支付不超过14天，须在发病48小时内开始用药"),
        ({"max_days": 90}, "支付不超过90天"),
        ({"max_quantity": 24, "unit": "小时"}, "每日收费不超过24小时"),
        (AGES, "限14岁及以下使用"),
        ({**AGES, "max_months": 215}, "限未满18周岁使用"),
        ({"min_months": 6, "max_months": None}, "限6个月龄及以上使用"),
        ({**AGES, "max_days": 28}, "限出生28天以内使用"),
        ({"min_level": 2}, "限二级及以上医疗机构使用"),
        (
            PAIR,
            "同一日已收取“急诊监护费”的，不得另收“急诊诊查费”（内涵含诊查）",
        ),
        ({"allows_inpatient": 0, "allows_emergency": 1}, "限急诊使用"),
        ({"set_id": "stones"}, "适用于肾结石（N20）、下泌尿道结石（N21）"),
        ({"slice_a": "甘草", "slice_b": "海藻"}, "“甘草”与“海藻”不宜同方使用"),
        ({"clause_text": "限急性缺血性脑卒中"}, "限急性缺血性脑卒中"),
        ({"item_name": "示例药品"}, ""),
    ],
)
def test_a_row_of_a_list_is_said_in_words(row, said):
    stones = {"stones": ["肾结石（N20）", "下泌尿道结石（N21）"]}
    assert words(row, stones) == said
