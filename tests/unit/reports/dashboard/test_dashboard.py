"""The dashboard: what it says, and that it needs nothing but itself."""

import re
from html.parser import HTMLParser

import pytest
from tests.unit.reports.dashboard import samples

from claim_review.reports import editions
from claim_review.reports.dashboard import content, page, svg
from claim_review.reports.document import tables

PARTIES = {"client": "示例医保局", "contractor": "示例公司"}


def edition(facts):
    return editions.edition(content.build(facts), 1, None, PARTIES)


def html(facts) -> str:
    return page.render(edition(facts)).decode()


class Words(HTMLParser):
    """The text of a page, and every address that it would load from."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.words: list[str] = []
        self.loads: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag, attributes) -> None:
        self.loads += [v for k, v in attributes if k in ("src", "href", "xlink:href")]

    def handle_data(self, data) -> None:
        self.words.append(data.strip())


@pytest.mark.parametrize("facts", [samples.facts(), samples.bare()])
def test_the_page_loads_nothing_from_anywhere(facts):
    text = html(facts)
    assert Words(text).loads == []
    assert not re.search(r"https?://|url\(|@import|fetch\(", text)


@pytest.mark.parametrize("facts", [samples.facts(), samples.bare()])
def test_the_same_facts_give_the_same_bytes(facts):
    assert page.render(edition(facts)) == page.render(edition(facts))


def test_every_cell_and_every_figure_of_the_strip_is_on_the_page():
    made = edition(samples.facts())
    shown = set(Words(page.render(made).decode()).words)
    for kpi in made["kpis"]:
        assert {kpi["name"], kpi["value"]} <= shown
    for table in tables(made):
        for row in (*table["rows"], table["total"]):
            assert set(row) - {""} <= shown, table["title"]


def test_version_and_cut_off_are_at_the_foot_of_the_page():
    made = edition(samples.facts())
    assert made["footer"] in Words(page.render(made).decode()).words
    assert "第1版" in made["footer"]
    assert "数据截止2025年4月16日0时" in made["footer"]


def test_a_change_needs_a_base():
    strip = {kpi["name"]: kpi for kpi in content.build(samples.facts())["kpis"]}
    assert strip["命中疑点（条）"]["on_quarter"] == "-3.50%"
    assert strip["命中疑点（条）"]["on_year"] == "—"
    assert strip["下发机构（条）"]["on_quarter"] == "—"


def test_the_appeal_rate_counts_only_cases_whose_time_to_appeal_is_over():
    strip = {kpi["name"]: kpi for kpi in content.build(samples.facts())["kpis"]}
    assert strip["机构申诉（条）"]["value"] == "58"
    assert "45.00%" in strip["机构申诉（条）"]["remark"]


def test_reminders_are_told_where_somebody_delivered_them():
    [kpi] = [k for k in content.build(samples.facts())["kpis"] if "提醒" in k["name"]]
    assert kpi["value"] == "0.12"
    assert kpi["remark"] == "提醒40条，遵从率75.00%（占有反馈的）"
    assert "提醒" not in str(content.build(samples.bare())["kpis"])


def test_cells_of_the_heat_table_add_up_to_the_hits():
    facts = samples.facts()
    [chart] = [
        block["chart"]
        for block in content.build(facts)["blocks"]
        if block["kind"] == "figure" and block["chart"]["kind"] == "heat"
    ]
    counted = sum(int(cell) for row in chart["values"] for cell in row)
    assert counted == facts.totals["2025Q1"]["hits"]
    assert chart["rows"][-1] == "未登记"


def test_a_cell_of_the_heat_table_is_the_darker_the_more_it_counts():
    chart = {"values": [["0", "1", "1,000"], ["500", "501", "250"]]}
    assert page.shades(chart) == [[0, 1, 4], [2, 3, 1]]


def test_a_first_quarter_without_hits_is_said_in_words():
    text = html(samples.bare())
    for words in (
        "本季度没有纳入审核的疑点。",
        "系统内只有本季度的审核结果，暂无走势可比。",
        "本季度没有疑点。",
        "各项数据质量检查均未发现问题。",
    ):
        assert words in text
    assert "None" not in text
    assert "<svg" not in text


def test_the_table_of_rules_can_be_sorted():
    page_text = html(samples.facts())
    [table] = re.findall(r'<table class="sortable">(.*?)</table>', page_text, re.S)[:1]
    assert "示例规则11" in table


def test_what_a_version_changed_stands_last():
    before, now = content.build(samples.bare()), content.build(samples.facts())
    cards = page.cards(editions.edition(now, 2, before, PARTIES))
    assert [card["title"] for card in cards][-2:] == ["口径", "修订说明"]


def test_names_cannot_become_markup():
    evil = "<script>alert(1)</script>"
    rows = [{**samples.total("2025Q1", 5), "label": evil}]
    text = html(samples.facts(groups={"county": rows, "class": rows}))
    assert evil not in text
    assert "&lt;script&gt;alert(1)" in text


def test_a_quarter_without_a_figure_is_a_gap_in_the_line():
    series = [{"name": "x", "values": ["1", "—", "3"]}]
    labels = ["2024Q3", "2024Q4", "2025Q1"]
    chart = {"kind": "lines", "labels": labels, "series": series, "unit": "条"}
    assert svg.draw(chart).count("<polyline") == 2
    assert svg.draw(chart).count("<circle") == 2


def test_the_shares_of_the_pareto_end_at_all_of_it():
    [chart] = [
        block["chart"]
        for block in content.build(samples.facts())["blocks"]
        if block["kind"] == "figure" and block["chart"]["kind"] == "pareto"
    ]
    assert chart["shares"] == ["75.00%", "100.00%"]
