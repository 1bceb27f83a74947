"""An attachment is read however its sheets are laid out."""

from datetime import date

import xlsxwriter
from tests import attachments as files
from tests.unit.knowledge.reading import DRUGS, POINTS, facts, problems
from tests.xls import write_xls

from claim_review.knowledge.attachment import read_attachment
from claim_review.knowledge.workbook import read_workbook


def test_the_header_may_stand_in_any_row(tmp_path) -> None:
    title = ("一", "二", "三", "四", "五", "六")

    attachment = read_attachment(files.sexes(tmp_path / "a.xlsx", DRUGS, title=title))

    assert attachment.knowledge_points == 2


def test_the_date_of_publication_may_stand_above_the_header(tmp_path) -> None:
    title = ("药品区分性别使用", "2025年5月23日", "")

    attachment = read_attachment(files.sexes(tmp_path / "a.xlsx", DRUGS, title=title))

    assert attachment.published_at == date(2025, 5, 23)


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


def test_a_header_that_stands_twice_is_a_problem(tmp_path) -> None:
    header = (*files.ITEM_SEXES, "项目名称")
    rows = [(1, "甲", "女", "与限定性别不符", "内涵", files.service(1), "乙")]
    path = files.write(tmp_path / "a.xlsx", header, rows)

    assert problems(path) == [f"{POINTS}!4: the header has 项目名称 twice"]


def test_a_second_sheet_that_is_missing_is_a_problem(tmp_path) -> None:
    rows = [(1, "甲药", "女", "与限定性别不符", "说明书", 1)]
    path = files.write(tmp_path / "a.xlsx", files.SEXES, rows)

    (problem,) = problems(path)
    assert "needs a second sheet with 对应知识点序号" in problem
