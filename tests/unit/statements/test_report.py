"""The written report of a month adds up and says what is missing."""

from decimal import Decimal

import pytest
from tests.figures import unknown
from tests.unit.statements.reports import MONTH, institution

from claim_review.reports.document import sentences, tables
from claim_review.reports.inputs import Inputs
from claim_review.review.reference import PROCESS_DIR
from claim_review.statements.report import report
from claim_review.statements.report_words import EVENTS, MOST

SHEET = [institution(number, f"{number}.10") for number in range(1, 19)]


NOTHING_WRITTEN = Inputs().model_dump(mode="json")


class Told:
    """A report as its tests look at it: texts in one string, tables by title."""

    def __init__(self, sheet, inputs, **changes) -> None:
        self.content = report(MONTH | changes, sheet, inputs)
        self.text = "\n".join(sentences(self.content))
        self.tables = {table["title"]: table for table in tables(self.content)}

    def rows(self, title: str) -> list[list[str]]:
        return self.tables[title]["rows"]


def told(sheet=SHEET, inputs=NOTHING_WRITTEN, **changes) -> Told:
    return Told(sheet, inputs, **changes)


def test_the_work_of_the_month_is_told_in_order_of_the_process():
    shown = told()
    assert "新增疑点1,200件，完成初审12件、复审0件" in shown.text
    rows = shown.rows("本月各环节")
    assert [row[0] for row in rows] == [
        *("新增疑点", "初审：疑似违规", "初审：不违规", "重新启动"),
        "其他环节",
    ]
    assert rows[-1] == ["其他环节", "5", "—", "—"]
    assert rows[2] == ["初审：不违规", "7", "—", "—"]


def test_all_quarters_are_summed_and_the_undecided_told():
    shown = told()
    assert "累计疑点1,200件，尚未终审1,194件" in shown.text
    assert shown.rows("各季度疑点")[-1] == [
        *("合计", "1,200", "4", "4", "4", "4", "2", "0", "1,194")
    ]


def test_quarters_are_written_in_words():
    quarters = [row[0] for row in told().rows("各季度疑点")]
    assert quarters == ["2025年第一季度", "2025年第二季度", "合计"]


def test_cases_listed_after_the_cut_off_are_told_beside_those_in_hand():
    assert "所列18件仍计在“已认定待列单”。" in told().text
    sheet = [institution(1, "0.00") | {"listed_cases": 0}]
    assert "已认定待列单" not in told(sheet).text


def test_no_cell_of_a_table_is_empty():
    tables = told().tables.values()
    assert all(cell for table in tables for row in table["rows"] for cell in row)


def test_institutions_beyond_the_most_are_one_row_and_the_sum_is_of_all():
    shown = told()
    rows = shown.rows("各机构拒付与冲回")
    assert rows[0] == ["示例18院", "1", "18.10", "0.00", "18.10"]
    assert len(rows) == MOST + 2
    assert rows[-2][:3] == ["其他8家", "8", "36.80"]
    assert rows[-1] == ["合计", "18", "172.80", "0.00", "172.80"]
    assert "（大写：壹佰柒拾贰元捌角整），涉及机构18家" in shown.text


def test_what_is_listed_and_refused_already_is_told():
    twice = institution(1, "1.00") | {"listed_amount": Decimal("1.33")}
    sentence = "列单金额中0.33元的基金支付已由其他疑点拒付，不重复拒付。"
    assert sentence in told([twice]).text
    assert "不重复拒付" not in told().text


def test_a_month_that_gives_back_is_negative():
    shown = told([institution(1, "1.00", "-3.00")])
    assert "合计-2.00元（大写：负贰元整）" in shown.text
    assert len(shown.rows("各机构拒付与冲回")) == 1


def test_money_that_went_back_is_told_by_cause():
    causes = {"decision": "-0.75", "reversal": "-2.00", "late_rows": "-0.50"}
    back = [{"cause": c, "amount": Decimal(a)} for c, a in causes.items()]
    assert (
        "冲回按原因：迟到数据-0.50元，冲正或撤销-2.00元，申诉、复议等人工处理-0.75元。"
        in told(given_back=back).text
    )
    assert "冲回按原因" not in told().text


def test_the_longest_delay_is_no_sum():
    shown = told()
    assert "在办疑点12件，其中逾期3件，最长逾期31天" in shown.text
    assert shown.rows("在办疑点")[-1] == [
        *("合计", "12", "3", "3", "3", "3", "3", "31", "4")
    ]
    assert "下月到期4件：待初审1件、合议中3件。" in shown.text


def test_exceptions_are_counted_by_case_and_listed_by_reason():
    shown = told()
    assert "偏离评审或合议意见1件、重新启动1件、作废40件" in shown.text
    assert shown.rows("例外事项")[-1][1:] == ["2025年7月8日", "—", "40", "D-2025-07"]
    many = told(exceptions=[MONTH["exceptions"][0]] * (MOST + 2))
    assert f"下表列前{MOST}项，另有2项" in many.text
    assert len(many.rows("例外事项")) == MOST


def test_unconfirmed_parameters_are_told():
    sentence = "本报告所用期限参数未经委托方确认。"
    assert sentence in told().text
    period = MONTH["period"] | {"parameters_are_confirmed": True}
    assert sentence not in told(period=period).text


def test_a_month_without_anything_is_a_report_too():
    nothing = dict.fromkeys(("work", "funnel", "open", "exceptions", "given_back"), ())
    shown = told([], **nothing)
    assert "拒付0.00元，冲回0.00元，合计0.00元（大写：零元整）" in shown.text
    assert "月末在办疑点0件，其中逾期0件。" in shown.text
    assert "下月没有到期的疑点。" in shown.text
    assert shown.tables == {}


def test_what_people_wrote_stands_where_it_belongs():
    task = {"task": "复核", "owner": "张某", "due": "2025-08-20", "measure": "完成"}
    service = {"calls": 12, "onsite": 3, "onsite_in_12h": 2}
    service |= {"consultations": 4, "training": 1}
    written = {"plan": [task], "service": service, "opinions": ["建议核对。"]}
    shown = told(inputs=Inputs.model_validate(written).model_dump(mode="json"))
    assert "来电咨询12次、现场服务3次、其中12小时内到场2次" in shown.text
    assert shown.rows("下月工作计划") == [["复核", "张某", "2025-08-20", "完成"]]
    assert "建议核对。" in shown.text


def test_every_number_of_a_sentence_is_a_cell_or_a_date():
    shown = told(exceptions=[MONTH["exceptions"][0]] * (MOST + 2))
    cells = [cell for _, _, cell in shown.content["cells"]]
    cells += [cell for t in shown.tables.values() for row in t["rows"] for cell in row]
    dates = ["2025年7月31日", str(MOST)]
    assert unknown(shown.text, [*cells, *dates]) == []
    spoilt = shown.text.replace("累计疑点1,200件", "累计疑点1,201件")
    assert unknown(spoilt, [*cells, *dates]) == ["1201"]


@pytest.mark.parametrize("amount", ["0.005", "1.234"])
def test_amounts_are_of_whole_cents(amount):
    with pytest.raises(ValueError, match="parts of a fen"):
        told([institution(1, amount)])


def test_no_step_is_named_that_the_process_does_not_have():
    lines = (PROCESS_DIR / "transitions.csv").read_text("utf-8").splitlines()[1:]
    assert EVENTS.keys() <= {line.split(",")[0] for line in lines}
