"""The workbooks show what the statement says, and add up again in a spreadsheet."""

import io

import pytest
from python_calamine import CalamineWorkbook
from tests.unit.statements.samples import CONTENT, DRAFTED_AT

from claim_review.statements.workbook import prefecture_workbook, statement_workbook


def sheets(file: bytes) -> dict[str, list[list]]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(file))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def written(**head: object) -> dict[str, list[list]]:
    content = {**CONTENT, "head": CONTENT["head"] | head}
    return sheets(statement_workbook("JF-1", content, "abc", DRAFTED_AT))


def test_the_first_sheet_has_the_head_and_the_totals():
    head = written()["拒付单"]
    assert head[0][0] == "医保基金拒付单"
    assert {row[0]: row[1] for row in head[2:]} == {
        "编号": "JF-1",
        "机构": "示例医院（H1）",
        "月份": "2025-07",
        "账期": "2025-07-01 至 2025-07-31",
        "依据": "各规则的依据见“按规则汇总”",
        "本月拒付（元）": 48.1,
        "本月冲回（元）": -8,
        "合计（元）": 40.1,
        "合计（大写）": "肆拾元壹角整",
        "内容校验（SHA-256）": "abc",
        "说明": "期限参数未经委托方确认",
        "经办机构签章": "",
        "定点医药机构签章": "",
    }


def test_confirmed_parameters_need_no_remark():
    assert written(parameters_are_confirmed=True)["拒付单"][-3][:2] == ["说明", ""]


@pytest.mark.parametrize(("net", "title"), [("0.00", "拒付单"), ("-0.01", "还款通知")])
def test_a_statement_below_nothing_is_an_advice_of_repayment(net, title):
    assert written(net_amount=net)["拒付单"][0][0] == f"医保基金{title}"


def test_each_table_has_its_sheet_with_codes_as_text_and_amounts_as_numbers():
    tables = written()
    assert list(tables)[1:] == ["按规则汇总", "拒付明细", "冲回", "结转未列"]
    assert tables["按规则汇总"][1] == ["P-26", "=1+1", "", 1, 60, 48.1, 48.1]
    assert tables["拒付明细"][1][2] == "007"
    assert tables["拒付明细"][1][-2:] == ["逾期视为无异议", "2025-07-21"]
    assert tables["冲回"][1][-3:] == ["2025-06", -8, "结算已冲正、退费或撤销"]
    carried = "该明细或结算的基金支付已由其他疑点拒付"
    assert tables["结转未列"][1][2:] == ["", "P-26", 48, carried]


def test_the_same_statement_is_the_same_file():
    one = statement_workbook("JF-1", CONTENT, "abc", DRAFTED_AT)
    assert one == statement_workbook("JF-1", CONTENT, "abc", DRAFTED_AT)


def test_the_sheet_of_the_prefecture_ends_with_its_totals():
    row = {
        **{
            "fixmedins_code": "H1",
            "fixmedins_name": "示例医院",
            "opening_cases": 1,
            "opening_amount": 48,
        },
        **{"confirmed_cases": 2, "confirmed_amount": 96},
        **{"taken_off_cases": 0, "taken_off_amount": 0},
        **{"listed_cases": 1, "listed_amount": 48},
        **{"withdrawn_cases": 0, "withdrawn_amount": 0},
        **{"closing_cases": 2, "closing_amount": 96, "not_refusable_cases": 1},
        **{"refused_amount": 48, "reversed_amount": 0},
    }
    file = prefecture_workbook(
        "2025-07", [row, row | {"fixmedins_code": "H2"}], DRAFTED_AT
    )
    table = sheets(file)["2025-07汇总"]
    assert [line[0] for line in table] == ["机构编码", "H1", "H2", "合计"]
    assert table[3][1:6] == ["", 2, 96, 4, 192]


def test_a_statement_of_before_there_were_reasons_is_still_written():
    reversed_rows = [
        {name: value for name, value in row.items() if name != "reverse_reason"}
        for row in CONTENT["reversed"]
    ]
    content = {**CONTENT, "reversed": reversed_rows}
    file = statement_workbook("JF-1", content, "abc", DRAFTED_AT)
    assert sheets(file)["冲回"][1][-2:] == [-8, ""]
