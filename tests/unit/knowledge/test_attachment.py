"""What an attachment says is read whole, and what is wrong is named by its cell."""

from datetime import date
from pathlib import Path

import pytest
import xlsxwriter
from tests import attachments as files
from tests.xls import write_xls

from claim_review.knowledge.attachment import Attachment, read_attachment
from claim_review.knowledge.problems import KnowledgeRefusedError
from claim_review.knowledge.workbook import read_workbook

POINTS, CODES = files.POINTS_SHEET, files.CODES_SHEET
DRUGS = {
    "甲药": ("女", [files.drug(1), files.drug(2)]),
    "乙药": ("男", [files.patent(3)]),
}


def problems(path: Path) -> list[str]:
    with pytest.raises(KnowledgeRefusedError) as refusal:
        read_attachment(path)
    assert str(refusal.value).startswith(f"{path.name}: ")
    return [str(problem) for problem in refusal.value.problems]


def facts(attachment: Attachment, name: str) -> list[str | None]:
    return [point.facts.get(name) for point in attachment.points]


def test_codes_belong_to_the_number_above_where_theirs_is_blank(tmp_path) -> None:
    path = files.sexes(tmp_path / "a.xlsx", DRUGS, total=("合计", 2, "", "", "", 3))

    attachment = read_attachment(path)

    assert attachment.knowledge_points == 2
    said = [
        (p.item_code, p.item_name, p.facts["allowed_gend"]) for p in attachment.points
    ]
    assert said == [
        (files.drug(1), "甲药", "2"),
        (files.drug(2), "甲药", "2"),
        (files.patent(3), "乙药", "1"),
    ]
    third = attachment.points[2]
    assert (third.kp_id, third.sheet, third.row) == (
        f"sex_limit-{files.patent(3)}",
        CODES,
        4,
    )


def test_the_footnote_of_the_sex_list_exempts_uncertain_sex(tmp_path) -> None:
    path = files.sexes(tmp_path / "a.xlsx", DRUGS, footnotes=[files.SEX_NOTE])

    attachment = read_attachment(path)

    assert set(facts(attachment, "exemptions")) == {"sex_uncertain"}
    assert attachment.footnotes == (files.SEX_NOTE,)
    assert attachment.notices == ()


def test_a_footnote_nobody_understands_is_kept_and_reported(tmp_path) -> None:
    note = "说明：满月之日不纳入。"
    path = files.sexes(tmp_path / "a.xlsx", DRUGS, footnotes=[note, "另有规定的除外。"])

    attachment = read_attachment(path)

    assert attachment.footnotes == (note, "另有规定的除外。")
    assert attachment.notices == (
        f"{POINTS}: footnote not understood: {note}",
        f"{POINTS}: footnote not understood: 另有规定的除外。",
    )
    assert set(facts(attachment, "exemptions")) == {None}


def test_the_header_may_stand_in_any_row(tmp_path) -> None:
    title = ("一", "二", "三", "四", "五", "六")

    attachment = read_attachment(files.sexes(tmp_path / "a.xlsx", DRUGS, title=title))

    assert attachment.knowledge_points == 2


def test_the_date_of_publication_may_stand_above_the_header(tmp_path) -> None:
    title = ("药品区分性别使用", "2025年5月23日", "")

    attachment = read_attachment(files.sexes(tmp_path / "a.xlsx", DRUGS, title=title))

    assert attachment.published_at == date(2025, 5, 23)


def test_a_blank_below_a_group_means_the_group_above(tmp_path) -> None:
    header = ("序号", "项目名称", "组别", "项目代码", "检出逻辑")
    rows = [
        (1, "甲", "肝胆", files.service(1), "未按规定折价计收"),
        (2, "乙", "", files.service(2), ""),
        (3, "丙", "胃肠", files.service(3), ""),
    ]

    attachment = read_attachment(files.write(tmp_path / "a.xlsx", header, rows))

    assert facts(attachment, "group_id") == ["肝胆", "肝胆", "胃肠"]


def test_merged_cells_say_the_same_of_every_row(tmp_path) -> None:
    rows = [
        (1, "女", "甲", files.service(1), "与限定性别不符", "内涵"),
        (2, "", "乙", files.service(2), "与限定性别不符", ""),
    ]
    header = ("序号", "限定性别", "项目名称", "项目代码", "检出逻辑", "逻辑依据")
    path = files.write(tmp_path / "a.xlsx", header, rows, merge=[(1, 2, 1), (1, 2, 5)])

    attachment = read_attachment(path)

    assert facts(attachment, "allowed_gend") == ["2", "2"]
    assert [point.basis_text for point in attachment.points] == ["内涵", "内涵"]


def test_a_row_without_number_continues_the_one_above(tmp_path) -> None:
    rows = [
        (1, "甲", "女", "与限定性别不符", "内涵", files.service(1)),
        ("", "", "", "", "", files.service(2)),
    ]
    path = files.write(tmp_path / "a.xlsx", files.ITEM_SEXES, rows)

    attachment = read_attachment(path)

    assert (attachment.knowledge_points, attachment.rows) == (1, 2)
    assert facts(attachment, "allowed_gend") == ["2", "2"]


def test_a_wrong_total_is_a_problem_at_its_cell(tmp_path) -> None:
    path = files.sexes(tmp_path / "a.xlsx", DRUGS, total=("合计", 3, "", "", "", 4))

    assert problems(path) == [
        f"{POINTS}!B7: 合计 says 3, the sheet has 2 knowledge points",
        f"{POINTS}!F7: 合计 says 4, the sheet has 3 codes",
    ]


def test_a_declared_count_that_the_codes_do_not_have_is_a_problem(tmp_path) -> None:
    rows = [(1, "甲药", "女", "与限定性别不符", "说明书", 3)]
    codes = [(1, "甲药", files.drug(1)), ("", "", files.drug(2))]
    path = files.write(tmp_path / "a.xlsx", files.SEXES, rows, codes)

    assert problems(path) == [
        f"{POINTS}!F5: 代码数量 is 3, sheet {CODES} has 2 codes of 序号 1 (from row 2)"
    ]


def test_codes_of_a_number_that_is_no_point_are_a_problem(tmp_path) -> None:
    rows = [(1, "甲药", "女", "与限定性别不符", "说明书", 1)]
    codes = [(1, "甲药", files.drug(1)), (9, "乙药", files.drug(2))]
    path = files.write(tmp_path / "a.xlsx", files.SEXES, rows, codes)

    assert problems(path) == [f"{CODES}!3: sheet {POINTS} has no 序号 9"]


def test_every_problem_of_a_file_is_named_at_once(tmp_path) -> None:
    rows = [
        ("单日", files.service(1), files.service(2)),
        ("两天", files.service(3), "9900000001"),
        ("单日", "X1", files.service(4)),
    ]
    path = files.pairs(tmp_path / "a.xlsx", rows)

    assert problems(path) == [
        f"{POINTS}!B6: '两天' is none of 单日、单次就诊、6小时、同一小时",
        f"{POINTS}!F6: '9900000001' is not a service code (15 digits)",
        f"{POINTS}!D7: 'X1' is not a service code (15 digits)",
    ]


def test_a_bad_code_in_the_second_sheet_is_named_by_its_cell(tmp_path) -> None:
    path = files.sexes(tmp_path / "a.xlsx", {"甲药": ("女", [files.drug(1), "XL02"])})

    assert problems(path) == [
        f"{CODES}!C3: 'XL02' is not a drug code "
        "(X and 22 or Z and 19 letters or digits)",
        f"{POINTS}!F5: 代码数量 is 2, sheet {CODES} has 1 codes of 序号 1 (from row 2)",
    ]


def test_a_code_that_lost_its_zeros_is_a_problem(tmp_path) -> None:
    rows = [(1, "甲", "女", "与限定性别不符", "内涵", 1103000010000)]
    path = files.write(tmp_path / "a.xlsx", files.ITEM_SEXES, rows)

    assert problems(path) == [
        f"{POINTS}!F5: '1103000010000' is a number, not a service code (15 digits); "
        "leading zeros are lost, format it as text"
    ]


def test_an_empty_required_cell_is_a_problem(tmp_path) -> None:
    rows = [(1, "甲", "", "与限定性别不符", "内涵", files.service(1))]
    path = files.write(tmp_path / "a.xlsx", files.ITEM_SEXES, rows)

    assert problems(path) == [f"{POINTS}!C5: 限定性别 is empty"]


def test_a_number_used_twice_is_a_problem(tmp_path) -> None:
    rows = [
        (1, "甲", "女", "与限定性别不符", "内涵", files.service(1)),
        (1, "乙", "女", "与限定性别不符", "内涵", files.service(2)),
    ]
    path = files.write(tmp_path / "a.xlsx", files.ITEM_SEXES, rows)

    assert problems(path) == [f"{POINTS}!A6: '1' is 序号 of {POINTS}!A5 too"]


def test_an_item_of_which_two_things_are_said_is_a_problem(tmp_path) -> None:
    path = files.caps(
        tmp_path / "a.xlsx", [(files.service(1), 1, "日"), (files.service(1), 2, "日")]
    )

    (problem,) = problems(path)
    assert problem.startswith(f"{POINTS}!6: says something else of daily_cap-")


def test_an_item_said_twice_is_one_point_and_reported(tmp_path) -> None:
    path = files.caps(tmp_path / "a.xlsx", [(files.service(1), 1, "日")] * 2)

    attachment = read_attachment(path)

    assert (attachment.rows, len(attachment.points)) == (2, 1)
    assert attachment.notices == (f"{POINTS}!6 repeats {POINTS}!5",)


def test_an_item_may_have_several_clauses_where_the_list_allows_it(tmp_path) -> None:
    logic = "使用药品的疾病诊断不符合限定支付适应症"
    rows = [(1, "甲药", logic, "限甲病", 1), (2, "甲药", logic, "限乙病", 1)]
    codes = [(1, "甲药", files.drug(1)), (2, "甲药", files.drug(1))]
    path = files.write(tmp_path / "a.xlsx", (*files.DRUG, files.COUNT), rows, codes)

    ids = [point.kp_id for point in read_attachment(path).points]

    assert ids == [f"indication-{files.drug(1)}", f"indication-{files.drug(1)}-2"]


def test_a_row_of_another_rule_is_a_problem(tmp_path) -> None:
    rows = [
        (1, "甲药", "参保人险种非工伤保险", "限工伤", 1),
        (2, "乙药", "使用药品的医疗机构级别低于限定级别", "限二级", 1),
    ]
    codes = [(1, "甲药", files.drug(1)), (2, "乙药", files.drug(2))]
    path = files.write(
        tmp_path / "a.xlsx",
        (*files.DRUG, files.COUNT),
        rows,
        codes,
        title=("药品限工伤保险", "", ""),
    )

    assert problems(path) == [
        f"{POINTS}!C6: '使用药品的医疗机构级别低于限定级别' "
        "is not the 检出逻辑 of 药品限工伤保险"
    ]


def test_a_fact_that_cannot_be_read_is_left_open_and_reported(tmp_path) -> None:
    rows = [(1, "甲药", "使用药品的日期总计超过限制天数", "限两周", 1)]
    path = files.write(
        tmp_path / "a.xlsx",
        (*files.DRUG, files.COUNT),
        rows,
        [(1, "甲药", files.drug(1))],
    )

    attachment = read_attachment(path)

    assert facts(attachment, "max_days") == [None]
    assert attachment.notices == (
        f"{POINTS}!D5: max_days could not be read from '限两周'",
    )


def test_a_second_sheet_that_is_missing_is_a_problem(tmp_path) -> None:
    rows = [(1, "甲药", "女", "与限定性别不符", "说明书", 1)]
    path = files.write(tmp_path / "a.xlsx", files.SEXES, rows)

    (problem,) = problems(path)
    assert "needs a second sheet with 对应知识点序号" in problem


def test_words_that_stand_alone_below_the_rows_are_a_footnote(tmp_path) -> None:
    path = files.sexes(tmp_path / "a.xlsx", DRUGS, footnotes=["＊染色体异常不纳入"])

    assert set(facts(read_attachment(path), "exemptions")) == {"sex_uncertain"}


def test_a_name_that_begins_like_a_footnote_is_none(tmp_path) -> None:
    rows = [
        (1, "注射用甲", "女", "与限定性别不符", "说明书", files.service(1)),
        ("", "注射用乙", "", "", "", files.service(2)),
    ]
    path = files.write(tmp_path / "a.xlsx", files.ITEM_SEXES, rows)

    names = [point.item_name for point in read_attachment(path).points]

    assert names == ["注射用甲", "注射用乙"]


def test_a_header_that_stands_twice_is_a_problem(tmp_path) -> None:
    header = (*files.ITEM_SEXES, "项目名称")
    rows = [(1, "甲", "女", "与限定性别不符", "内涵", files.service(1), "乙")]
    path = files.write(tmp_path / "a.xlsx", header, rows)

    assert problems(path) == [f"{POINTS}!4: the header has 项目名称 twice"]


def test_one_workbook_may_bring_several_lists(tmp_path) -> None:
    logic = "与限定性别不符"
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    for name, header, row in (
        ("限定频次", files.CAPS, (1, "甲", 1, "超", "日", files.service(1), "")),
        ("性别", files.ITEM_SEXES, (1, "乙", "女", logic, "", files.service(2))),
        ("封面", ("关于本文件",), ()),
    ):
        sheet = book.add_worksheet(name)
        sheet.write_row(0, 0, header)
        sheet.write_row(1, 0, row)
    book.close()

    attachment = read_attachment(tmp_path / "a.xlsx")

    lists = [point.list_id for point in attachment.points]
    assert lists == ["daily_caps", "sex_limited_services"]
    assert attachment.notices == (
        "sheet 封面 has no header row with 序号 and was not read",
    )


def test_blank_cells_out_to_the_last_column_do_no_harm(tmp_path) -> None:
    book = xlsxwriter.Workbook(tmp_path / "a.xlsx")
    sheet = book.add_worksheet("甲")
    style = book.add_format({"bold": True})
    sheet.write_row(0, 0, files.CAPS)
    for number in range(1, 200):
        row = (number, "甲", 1, "超", "日", files.service(number), "")
        sheet.write_row(number, 0, row)
        sheet.write_blank(number, 16383, None, style)
    book.close()

    rows = read_workbook(tmp_path / "a.xlsx")[0].rows

    assert len(rows) == 200
    assert {len(row) for row in rows} == {len(files.CAPS)}


def test_an_old_workbook_reads_as_a_new_one(tmp_path) -> None:
    header = ("序号", "项目名称", "组别", "项目代码", "检出逻辑")
    rows = [
        (1, "甲", "肝胆", files.service(1), "未按规定折价计收"),
        (2, "乙", "", files.service(2), "未按规定折价计收"),
    ]
    write_xls(tmp_path / "a.xls", "折价", [("标题",), header, *rows])

    attachment = read_attachment(tmp_path / "a.xls")

    assert attachment.layouts == ("items_discounted",)
    assert facts(attachment, "group_id") == ["肝胆", "肝胆"]
    assert attachment.points[1].item_code == files.service(2)
    assert (attachment.points[1].sheet, attachment.points[1].row) == ("折价", 4)


def test_a_merged_number_holds_its_rows_together(tmp_path) -> None:
    rows = [
        (1, "甲", "女", "与限定性别不符", "内涵", files.service(1)),
        (1, "乙", "女", "与限定性别不符", "内涵", files.service(2)),
    ]
    path = files.write(tmp_path / "a.xlsx", files.ITEM_SEXES, rows, merge=[(1, 2, 0)])

    attachment = read_attachment(path)

    assert (attachment.knowledge_points, attachment.rows) == (1, 2)
