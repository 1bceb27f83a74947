"""Slides, handout and quiz of a county."""

import io
import zipfile

import pptx
import pytest
from pptx.util import Inches
from tests.unit.reports.training import samples

from claim_review.reports.document import sentences, tables
from claim_review.reports.training import columns, handout, pack, quiz, slides
from claim_review.reports.training.remedies import remedies
from claim_review.reports.word_fonts import FACES


@pytest.fixture(scope="module")
def built():
    facts = samples.facts()
    return pack.build(facts, facts.counties[0])


@pytest.fixture(scope="module")
def deck(built):
    return pptx.Presentation(io.BytesIO(slides.render(built)))


def empty():
    facts = samples.facts(hits=[], uploads=[], due=[], scenes={}, reminders={})
    return pack.build(facts, facts.counties[0])


def texts(deck) -> list[str]:
    found = []
    for slide in deck.slides:
        for shape in slide.shapes:
            if shape.has_text_frame:
                found.append(shape.text_frame.text)
            if shape.has_table:
                found += [cell.text for row in shape.table.rows for cell in row.cells]
    return found


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_a_quiz_has_ten_questions_with_one_right_answer_each(built):
    assert len(built["quiz"]) == 10
    for asked in built["quiz"]:
        assert len(set(asked["options"])) == 4
        assert asked["answer"] in quiz.LETTERS


def test_no_question_is_asked_twice(built):
    asked = [question["question"] for question in built["quiz"]]
    assert len(set(asked)) == len(asked)


def test_the_right_answer_is_the_rules_own():
    facts = samples.facts()
    for county in facts.counties:
        for asked in pack.build(facts, county)["quiz"]:
            right = asked["options"][quiz.LETTERS.index(asked["answer"])]
            rule_id = asked["why"].split()[0]
            rule = facts.rules[rule_id]
            assert right in (rule["rule_name"], rule["remedy"], *rule["papers"])


def test_no_wrong_option_is_a_paper_that_would_be_right():
    facts = samples.facts()
    asked = [
        a
        for a in pack.build(facts, facts.counties[0])["quiz"]
        if "材料" in a["question"]
    ]
    assert asked
    for question in asked:
        right = [one for one in question["options"] if one in samples.PAPERS[:2]]
        assert len(right) == 1


def test_the_quiz_is_the_same_again_and_another_in_another_county():
    facts = samples.facts()
    first, second = (pack.build(facts, county)["quiz"] for county in facts.counties)
    assert first == pack.build(facts, facts.counties[0])["quiz"]
    assert first != second


def test_a_county_without_hits_still_gets_ten_questions():
    assert len(empty()["quiz"]) == 10


def test_the_most_overturned_rule_comes_with_reason_and_papers(built):
    row = built["overturned"][0]
    assert row[0] == "C-01"
    assert row[2:] == ["6", "6", "临床合理且有依据", "处方、病历"]


def test_uploads_are_told_without_the_figures_of_a_settlement(built):
    assert built["uploads"] == [["明细合计与结算总额不符", "7", "2"]]


def test_what_is_due_is_told_by_day_and_number_of_institutions(built):
    assert built["due"] == [["2025年7月11日", "申诉", "1"]]


def test_a_rate_of_few_reminders_is_not_shown(built):
    shown = dict(built["reminders"])
    assert shown["调用覆盖率"] == "31.20%"
    assert shown["反馈率"] == "10.00%"
    assert shown["遵从率"] == "—"


def test_reminders_overridden_for_few_persons_are_not_counted(built):
    assert built["forced"] == [["示例提醒甲", "未列"], ["示例提醒乙", "<5人"]]


def test_every_table_of_the_slides_is_in_the_handout(built, deck):
    content = handout.build(built)
    cells = {cell for t in tables(content) for row in t["rows"] for cell in row}
    shown = set(texts(deck))
    for key in ("by_amount", "by_count", "overturned", "uploads", "due"):
        for row in built[key]:
            assert set(row) <= cells, key
            assert set(row) <= shown, key


def test_a_column_that_hides_every_figure_is_left_out_and_named(built, deck):
    [forced] = [
        t for t in tables(handout.build(built)) if t["title"] == "强制继续居前的提醒"
    ]
    assert forced["rows"] == [["示例提醒甲"], ["示例提醒乙"]]
    sentence = "各行涉及的人数都少，不列强制继续（次）。"
    assert sentence in sentences(handout.build(built))
    # Nothing of it is hidden any more, so that <5人 needs no explanation.
    assert sentence in texts(deck)


def test_a_column_that_shows_one_figure_stays():
    heads, rows = columns.FORCED, [["甲", "<5人"], ["乙", "6"]]
    assert columns.told(heads, rows) == (list(heads), rows, "")


def test_the_room_of_a_column_left_out_goes_to_the_widest():
    rows = [["P-11", "规则", "6", "<5人", "—"]]
    heads, shown, _ = columns.told(columns.BY_AMOUNT, rows)
    assert shown == [["P-11", "规则", "6"]]
    assert sum(head.width_mm for head in heads) == 156


def test_a_month_is_told_by_the_end_of_its_last_day(built):
    assert built["months"] == ["2025年7月拒付单：截至2025年7月31日24时认定的疑点列入。"]


def test_every_rule_card_has_a_slide_of_its_own(built, deck):
    titles = [slide.shapes.title.text_frame.text for slide in deck.slides]
    for card in built["cards"]:
        assert f"{card['rule_id']}　{card['name']}" in titles


def test_slides_are_wide_and_nothing_lies_outside_of_them(deck):
    assert (deck.slide_width, deck.slide_height) == (Inches(13.333), Inches(7.5))
    for slide in deck.slides:
        for shape in slide.shapes:
            assert shape.left >= 0
            assert shape.left + shape.width <= deck.slide_width
            assert shape.top + shape.height <= deck.slide_height


def test_slides_differ_in_nothing_but_the_times_of_the_archive(built):
    assert parts(slides.render(built)) == parts(slides.render(built))


def test_slides_ask_for_the_typefaces_of_the_setting(built):
    for fonts, faces in FACES.items():
        xml = b"".join(parts(slides.render(built, fonts)).values()).decode("latin-1")
        for face in (faces.body, faces.heading):
            assert face.encode().decode("latin-1") in xml


def test_slides_tell_nobodys_name(deck):
    properties = deck.core_properties
    assert (properties.author, properties.last_modified_by) == ("", "")


def test_slides_are_dated_by_their_data_and_not_by_the_clock(deck):
    assert f"{deck.core_properties.modified:%Y-%m-%d %H}" == "2025-04-15 16"


def test_a_county_without_hits_gets_slides_and_handout_that_say_so():
    nothing = empty()
    told = texts(pptx.Presentation(io.BytesIO(slides.render(nothing))))
    content = handout.build(nothing)
    for words in (
        "本季度合作市没有疑点。",
        "本季度合作市没有发现数据上传差错。",
        "目前合作市机构没有待答复的疑点。",
        "本季度没有收到合作市机构事前提醒的使用记录。",
    ):
        assert any(words in text for text in told)
        assert words in sentences(content)


def test_the_handout_has_a_sheet_to_sign(built):
    [sheet] = [t for t in tables(handout.build(built)) if t["title"] == "签到表"]
    assert len(sheet["rows"]) == handout.SIGN_IN_ROWS


def test_every_rule_says_what_ought_to_be_done():
    assert remedies()["C-01"].startswith("开方、发药时核对用药人的性别")
    assert len(remedies()) > 100
