"""A small sealed workbook for tests, and files made from it as people would."""

from collections.abc import Callable
from datetime import UTC, datetime
from decimal import Decimal
from io import BytesIO

import python_calamine
import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from claim_review.exchange.book import Book
from claim_review.exchange.layout import Column, Layout
from claim_review.exchange.reading import Returned, read
from claim_review.exchange.writing import write

KEY = b"a key for tests, long enough to be one"
LAYOUT = Layout(
    kind="TEST",
    sheet="疑点明细",
    title="示例",
    facts=(
        Column("疑点编号"),
        Column("结算单号"),
        Column("涉及金额（元）", "money"),
        Column("数量", "number"),
        Column("命中原因"),
    ),
    answers=(
        Column("处理意见", "choice"),
        Column("认定金额（元）", "money"),
        Column("说明"),
    ),
    total="涉及金额（元）",
)
ROWS = [
    {
        "疑点编号": f"hit-{number}",
        "结算单号": f"0000000000000000{number}",
        "涉及金额（元）": Decimal(amount),
        "数量": Decimal("1.5"),
        "命中原因": reason,
    }
    for number, (amount, reason) in enumerate(
        [
            ("1122.71", "超限用药"),
            ("0.10", "=1+1"),
            ("80.00", "两行\n文字"),
            ("7.5", ""),
        ],
        start=1,
    )
]
Grid = list[list]


def book(**changes) -> Book:
    """Return the workbook before it is written."""
    values = {
        "workbook_id": "W1",
        "layout": LAYOUT,
        "recipient": "H1",
        "issued_at": datetime(2025, 7, 21, 1, tzinfo=UTC),
        "notes": ["请在黄色单元格中填写。"],
        "rows": ROWS,
        "choices": {"处理意见": ["认可", "申诉"]},
    }
    return Book(**values | changes)


def sent(**changes) -> bytes:
    """Return the workbook as it was sent."""
    return write(book(**changes), KEY)


def read_back(content: bytes) -> Returned:
    """Return what the reader says of a file."""
    return read(content, {LAYOUT.kind: LAYOUT}, KEY)


def grids(content: bytes = b"") -> dict[str, Grid]:
    """Return the cells of all sheets by name."""
    with python_calamine.load_workbook(BytesIO(content or sent())) as source:
        return {
            name: source.get_sheet_by_name(name).to_python(skip_empty_area=False)
            for name in source.sheet_names
        }


def saved(
    sheets: dict[str, Grid], touch: Callable[[Worksheet], None] = lambda page: None
) -> bytes:
    """Return a file with these cells, no looks and no protection, its rows touched.

    The same cells give the same bytes.
    """
    content = BytesIO()
    with xlsxwriter.Workbook(content, {"strings_to_formulas": False}) as target:
        target.set_properties({"created": datetime(2025, 7, 22, tzinfo=UTC)})
        for name, grid in sheets.items():
            page = target.add_worksheet(name)
            for row, line in enumerate(grid):
                for column, cell in enumerate(line):
                    page.write(row, column, cell)
            if name == LAYOUT.sheet:
                touch(page)
    return content.getvalue()


def edited(change: Callable[[Grid], None], sheet: str = LAYOUT.sheet) -> bytes:
    """Return the file saved anew with a sheet changed."""
    sheets = grids()
    change(sheets[sheet])
    return saved(sheets)


def answering(row: int, *cells) -> Callable[[Grid], None]:
    """Return a change that fills the answers of a row (the header is row 0)."""

    def change(grid: Grid) -> None:
        grid[row][len(LAYOUT.facts) :] = cells

    return change
