"""What the book says of a rule, and what it refuses to leave unsaid."""

import pytest
from tests.unit.rulebook.samples import (
    LISTS,
    STATE,
    book,
    example,
    read_lists,
    rule,
    section,
)

from claim_review.rulebook.lists import UnknownIdError, list_reader
from claim_review.rulebook.words import WordsError


def test_every_id_of_a_card_stands_in_words():
    built = book()
    assert section(built, "不算或从轻的情形")[0] == (
        "急诊",
        "请假外出（系统看不出，申诉时凭材料核实）",
    )
    assert section(built, "申诉请带")[0] == ("医嘱单。",)
    assert section(built, "需要的信息")[0] == (
        "有下列情况之一的，不作判断，也不算通过：无费用明细。",
    )
    assert section(built, "数值标准")[1] == (
        ("间隔上限", "15 天", "条例第38条第（一）项", "未确认"),
    )
    assert section(built, "依据") == (
        ("示例条例第1条",),
        (("《示例条例》第一条：不得重复收费", "2021-05-01 起（日期待核实）"),),
    )


def test_card_and_description_stand_in_words():
    built = book()
    page = built.chapters[0].pages[0]
    assert (page.verdict, page.status) == ("明确违规", "正式")
    assert page.official == "国家规则 GZ10000000000000　2025年版第27号"
    assert section(built, "问题")[0] == ("示例的问题说明。",)
    assert section(built, "应当怎样做")[0] == ("按实际天数收费。",)
    assert section(built, "金额怎样算")[0] == (
        "该明细的基金支付。按违规数量占该明细数量的比例计算。",
    )
    assert section(built, "查哪些费用")[0] == (
        "就医类型：住院、门诊。机构级别：各级。支付来源：统筹。"
        "费用日期：2025-01-01 起。并与此前 30 天内的记录对照。",
    )


def test_a_rule_without_a_national_number_is_a_local_one():
    page = book(rule(official_code="", official_seq="")).chapters[0].pages[0]
    assert page.official == "本地规则"


def test_sections_without_content_are_left_out():
    bare = rule(
        exemptions=[], needs=[], lists=[], thresholds=[], appeal_evidence=[], remedy=""
    )
    titles = [one.title for one in book(bare).chapters[0].pages[0].sections]
    assert titles == ["问题", "查哪些费用", "金额怎样算", "依据"]


@pytest.mark.parametrize(
    "key",
    ["exemptions", "appeal_evidence", "needs", "thresholds", "basis_ids", "lists"],
)
def test_an_id_without_a_row_is_an_error_naming_rule_and_id(key):
    with pytest.raises(UnknownIdError, match=rf"P-01 {key}.*'nowhere'"):
        book(rule(**{key: ["nowhere"]}))


@pytest.mark.parametrize(
    ("key", "value"),
    [("verdict", "guilty"), ("status", "new"), ("amount_method", "half")],
)
def test_a_code_without_a_word_is_an_error_naming_rule_and_code(key, value):
    with pytest.raises(WordsError, match=rf"P-01 {key}: '{value}'"):
        book(rule(**{key: value}))


def test_a_class_that_the_book_does_not_have_is_an_error():
    with pytest.raises(WordsError, match="P-01: no class 'dental'"):
        book(rule(rule_class="dental"))


def test_a_threshold_not_in_force_on_the_day_is_an_error():
    ended = [{**LISTS["thresholds"][0], "valid_to": "2025-05-31"}]
    with pytest.raises(UnknownIdError, match="P-01 thresholds on 2025-06-01"):
        book(lists=read_lists(thresholds=ended))


def test_a_confirmed_threshold_says_by_whom():
    confirmed = [{**LISTS["thresholds"][0], "confirmed_by": "示例科"}]
    rows = section(book(lists=read_lists(thresholds=confirmed)), "数值标准")[1]
    assert rows[0][-1] == "已确认（示例科）"


def test_only_rows_in_force_on_the_day_are_counted_and_named():
    lines, rows = section(book(), "对照的清单")
    assert lines == ("示例清单：药品甲；药品乙。",)
    assert rows == (("示例清单", "2 条", "国家医保药品目录", "整理资料 §1"),)


def test_a_rule_whose_lists_are_empty_says_that_it_judges_nothing():
    lines, _ = section(book(lists=read_lists(drugs=[])), "对照的清单")
    assert lines == ("清单目前没有有效条目，本规则暂不作判断。",)


def test_a_missing_list_file_is_an_error_naming_it(tmp_path):
    with pytest.raises(UnknownIdError, match="no list drugs"):
        list_reader(tmp_path)("drugs")


def test_examples_say_what_the_system_answers_and_keep_their_order():
    examples = (
        example("b", "甲。", {"verdict": None, "hit_reason": "超过上限"}),
        example("a", "乙。", {"verdict": "suspect"}, {"verdict": "suspect"}),
        example("d", "丙。", {"verdict": "suspect"}, {"verdict": None}),
        example("c", "丁。"),
    )
    assert section(book(examples=examples), "例子")[1] == (
        ("明确违规", "甲。（疑点原因：超过上限）"),
        ("可疑", "乙。"),
        ("命中", "丙。"),
        ("不命中", "丁。"),
    )


def test_an_example_that_expects_sql_is_an_error_naming_it():
    expect = {"format": "sql", "rows": "select 1"}
    with pytest.raises(ValueError, match="example p01_sql: expects SQL"):
        book(examples=({**example("p01_sql", "甲。"), "expect": expect},))


def test_a_signal_tells_its_reason_too():
    examples = (example("a", "甲。", {"verdict": None, "signal_reason": "高于同类"}),)
    rows = section(book(examples=examples), "例子")[1]
    assert rows == (("明确违规", "甲。（疑点原因：高于同类）"),)


def test_an_example_without_words_is_an_error_naming_it():
    with pytest.raises(WordsError, match="P-01: example p01_mute has no description"):
        book(examples=(example("p01_mute", " "),))


def test_a_rule_without_a_description_is_an_error():
    with pytest.raises(WordsError, match="P-01: has no description"):
        book({**rule(), "description": ""})


def test_classes_stand_in_their_order_and_rules_by_id():
    built = book(
        rule("d01_gate", rule_class="data_gate", verdict="gate"),
        rule("m15_later", rule_class="management"),
        rule("p26_second"),
        rule("m01_earlier", rule_class="management"),
        rule("p03_first"),
    )
    assert [
        (chapter.number, chapter.name, [page.rule_id for page in chapter.pages])
        for chapter in built.chapters
    ] == [
        ("一", "政策类", ["P-03", "P-26"]),
        ("二", "管理类", ["M-01", "M-15"]),
        ("三", "数据门禁", ["D-01"]),
    ]


def test_rules_that_judge_nobody_are_not_published_and_those_on_trial_are_counted():
    built = book(
        rule("p01_live"),
        rule("p02_shadow", status="shadow"),
        rule("p03_draft", status="draft", exemptions=["nowhere"]),
        rule("p04_retired", status="retired"),
    )
    pages = built.chapters[0].pages
    assert [(page.rule_id, page.status) for page in pages] == [
        ("P-01", "正式"),
        ("P-02", "试运行"),
    ]
    assert built.subtitle.endswith("截至2025年6月1日　正式 1 条、试运行 1 条")


def test_the_foreword_says_which_state_of_the_lists_is_shown():
    (said,) = [note for note in book().notes if STATE in note]
    assert said.startswith(f"“对照的清单”列的是规则库自带的清单（状态编号 {STATE}）")
    assert "有冻结发布（编号如 kb_2025Q3.v1）的季度，按发布的知识点审核" in said
