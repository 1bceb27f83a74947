"""The written report of a month adds up and says what is missing."""

import io

import docx
import pytest
from tests.unit.statements.reports import MONTH, institution
from tests.unit.statements.samples import DRAFTED_AT

from claim_review.reports.word_file import docx_sha256
from claim_review.review.reference import PROCESS_DIR
from claim_review.statements.report import report
from claim_review.statements.report_file import report_docx
from claim_review.statements.report_words import EVENTS, MOST

SHEET = [institution(number, f"{number}.10") for number in range(1, 19)]


def told(sheet=SHEET, **changes) -> dict:
    return report(MONTH | changes, sheet)


def test_the_work_of_the_month_is_told_in_order_of_the_process():
    shown = told()
    assert "新增疑点1,200件，完成初审12件、复审0件" in shown["work"]
    assert [row[0] for row in shown["work_table"][1]] == [
        *("新增疑点", "初审：疑似违规", "初审：不违规", "重新启动"),
        "其他环节",
    ]
    assert shown["work_table"][1][-1] == ["其他环节", "5", "", ""]
    assert shown["work_table"][1][2] == ["初审：不违规", "7", "", ""]


def test_all_quarters_are_summed_and_the_undecided_told():
    shown = told()
    assert "累计疑点1,200件，尚未终审1,194件" in shown["funnel"]
    assert shown["funnel_table"][1][-1] == [
        *("合计", "1,200", "4", "4", "4", "4", "2", "0", "1,194")
    ]


def test_institutions_beyond_the_most_are_one_row_and_the_sum_is_of_all():
    shown = told()
    rows = shown["refusals_table"][1]
    assert rows[0] == ["示例18院", "1", "18.10", "0.00", "18.10"]
    assert len(rows) == MOST + 2
    assert rows[-2][:3] == ["其他8家", "8", "36.80"]
    assert rows[-1] == ["合计", "18", "172.80", "0.00", "172.80"]
    assert "（大写：壹佰柒拾贰元捌角整），涉及机构18家" in shown["refusals"][0]


def test_a_month_that_gives_back_is_negative():
    shown = told([institution(1, "1.00", "-3.00")])
    assert "合计-2.00元（大写：负贰元整）" in shown["refusals"][0]
    assert len(shown["refusals_table"][1]) == 1


def test_the_longest_delay_is_no_sum():
    shown = told()
    assert "在办疑点12件，其中逾期3件，最长逾期31天" in shown["open"]
    assert shown["open_table"][1][-1] == [
        *("合计", "12", "3", "3", "3", "3", "3", "31", "4")
    ]
    assert shown["next"] == "下月到期4件：待初审1件、合议中3件。"


def test_exceptions_are_counted_by_case_and_listed_by_reason():
    shown = told()
    assert "偏离评审或合议意见1件、重新启动1件、作废40件" in shown["exceptions"]
    assert shown["exceptions_table"][1][-1][2:] == ["", "40", "D-2025-07"]
    many = [MONTH["exceptions"][0]] * (MOST + 2)
    assert f"下表列前{MOST}项，另有2项" in told(exceptions=many)["exceptions"]
    assert len(told(exceptions=many)["exceptions_table"][1]) == MOST


def test_unconfirmed_parameters_are_told():
    assert told()["note"] == "本报告所用期限参数未经委托方确认。"
    period = MONTH["period"] | {"parameters_are_confirmed": True}
    assert told(period=period)["note"] == ""


def test_a_month_without_anything_is_a_report_too():
    nothing = dict.fromkeys(("work", "funnel", "open", "exceptions"), ())
    shown = told([], **nothing)
    assert "拒付0.00元，冲回0.00元，合计0.00元（大写：零元整）" in shown["refusals"][0]
    assert shown["open"] == "月末在办疑点0件，其中逾期0件。"
    assert shown["next"] == "下月没有到期的疑点。"
    assert report_docx(shown, DRAFTED_AT)


def test_the_word_file_shows_texts_and_tables_and_is_the_same_each_time():
    shown = told()
    data = report_docx(shown, DRAFTED_AT)
    document = docx.Document(io.BytesIO(data))
    texts = [paragraph.text for paragraph in document.paragraphs]
    for name in ("title", "subtitle", "note", "work", "funnel", "open", "next"):
        assert shown[name] in texts, name
    tables = [
        [[cell.text for cell in row.cells] for row in table.rows[1:]]
        for table in document.tables
    ]
    names = ("work", "funnel", "refusals", "open", "exceptions")
    assert tables == [shown[f"{name}_table"][1] for name in names]
    assert docx_sha256(data) == docx_sha256(report_docx(told(), DRAFTED_AT))


@pytest.mark.parametrize("amount", ["0.005", "1.234"])
def test_amounts_are_of_whole_cents(amount):
    with pytest.raises(ValueError, match="parts of a fen"):
        told([institution(1, amount)])


def test_no_step_is_named_that_the_process_does_not_have():
    lines = (PROCESS_DIR / "transitions.csv").read_text("utf-8").splitlines()[1:]
    assert EVENTS.keys() <= {line.split(",")[0] for line in lines}
