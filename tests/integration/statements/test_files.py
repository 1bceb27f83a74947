"""The files of a month say what the database says."""

import io
from datetime import timedelta

from python_calamine import CalamineWorkbook
from tests.integration.statements.months import AFTER, confirmed, listed, sheet

from claim_review.reports.fonts import find_fonts
from claim_review.statements.drafts import draft_month
from claim_review.statements.files import month_files
from claim_review.statements.listing import take_off

HOUR = timedelta(hours=1)


def opened_book(file: bytes) -> CalamineWorkbook:
    return CalamineWorkbook.from_filelike(io.BytesIO(file))


def test_a_month_has_the_last_draft_of_each_statement_and_the_sheet(connection):
    confirmed(connection, "A", line_fund_cap="33.33")
    confirmed(connection, "B", bkkp_sn="L2")
    listed(connection, "2025-07")
    draft_month(connection, "2025-07", AFTER["2025-07"] + HOUR)
    take_off(connection, "B", "agency-2", AFTER["2025-07"] + HOUR, "有误")
    draft_month(connection, "2025-07", AFTER["2025-07"] + 2 * HOUR)
    files = month_files(
        connection, "2025-07", AFTER["2025-07"] + 3 * HOUR, find_fonts(None)
    )
    assert list(files) == [
        "JF-GN-202507-H1-02.xlsx",
        "JF-GN-202507-H1-02.pdf",
        "JF-GN-202507-H1-02.docx",
        "JF-GN-2025-07-汇总.xlsx",
    ]

    statement = opened_book(files["JF-GN-202507-H1-02.xlsx"])
    head = dict(
        row[:2] for row in statement.get_sheet_by_name("拒付单").to_python()[2:]
    )
    lines = statement.get_sheet_by_name("拒付明细").to_python()[1:]
    back = statement.get_sheet_by_name("冲回").to_python()[1:]
    assert (head["编号"], head["合计（元）"]) == ("JF-GN-202507-H1-02", 33.33)
    assert head["合计（大写）"] == "叁拾叁元叁角叁分"
    assert sum(row[9] for row in lines) == head["本月拒付（元）"] == 81.33
    assert sum(row[5] for row in back) == head["本月冲回（元）"] == -48

    table = opened_book(files["JF-GN-2025-07-汇总.xlsx"]).get_sheet_by_index(0)
    [row] = sheet(connection, "2025-07", "*")
    assert table.to_python()[1] == [row[0], "示例医院", *map(float, row[1:])]
