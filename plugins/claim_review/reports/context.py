"""The one dictionary that Word, PDF and mail of a quarterly report are made of.

Every figure in it is formatted text, so that no two of them can show it differently.
"""

import hashlib
import json
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from claim_review.reports import numbers, prose
from claim_review.reports.facts import Facts
from claim_review.reports.tables import Table, build_tables

PREFECTURE = "甘南州"
CHINA = ZoneInfo("Asia/Shanghai")

Context = dict[str, Any]

DEFINITIONS = (
    "统计范围：按结算时间落入本季度的全部有效结算；退费、冲正与原结算相抵后计算。",
    "疑点：一条规则对一笔结算（或一条费用明细、一次就诊）的一次命中。",
    "试运行规则的命中和机构提示不作为疑点，不计入本报告的任何数字。",
    "疑点涉及费用：命中明细的医疗费用金额；同一明细被多条规则命中的，分别计入各规则。",
    "疑点涉及基金：未去重的，按规则分别计算命中明细的基金支付金额；去重后的，"
    "同一明细只归属一条规则。本报告各表“涉及基金”均为去重后金额。",
    "覆盖率：信息齐全、已作判断的结算笔次除以规则适用的结算笔次；"
    "一笔结算适用多条规则的，按规则分别计入。",
    "结论类型：规则表所列为规则原定的结论；按结论类型统计时，因数据质量问题等"
    "降低结论的疑点，按降低后的结论计入。",
    "数据质量级别：“严重”使相关疑点的结论降低一级，“一般”限制可判断的范围，"
    "“说明”仅供了解。",
    "平均住院天数：出院日期减入院日期，当日出院计1天；次均费用：住院总费用除以住院人次；"
    "药品占比、耗材占比：相应费用除以住院总费用。",
    "环比为与上一季度相比，同比为与上年同季度相比；占比的变化以百分点表示；"
    "无基数或基数为零的以“—”表示。",
    "金额单位为万元的，由元换算后四舍五入保留两位小数，分项之和与合计可能略有差异。",
)


def build_context(facts: Facts) -> Context:
    """Return the report of the quarter as formatted text, without its version."""
    tables = build_tables(facts)
    name = prose.quarter_name(facts)
    cut_off = in_words(facts.cut_off)
    release = facts.knowledge_release or numbers.MISSING
    return {
        "title": f"{PREFECTURE}医保基金智能审核{name}分析报告",
        "title_lines": [f"{PREFECTURE}医保基金智能审核", f"{name}分析报告"],
        "quarter": str(facts.quarter),
        "quarter_name": name,
        "prefecture": PREFECTURE,
        "period": prose.period(facts),
        "cut_off": cut_off,
        "cut_off_at": facts.cut_off.astimezone(CHINA).isoformat(),
        "knowledge_release": release,
        "foreword": prose.foreword(facts, PREFECTURE, cut_off, release),
        "overview": prose.overview(facts, PREFECTURE),
        "texts": _texts(facts, tables),
        "tables": tables,
        "figures": _figures(tables),
        "definitions": [f"{i}. {text}" for i, text in enumerate(DEFINITIONS, start=1)],
    }


def with_version(context: Context, version: int) -> Context:
    """Return the context of one version, with the line that stands on every page."""
    edition = f"第{version}版"
    release = context["knowledge_release"]
    parts = [f"数据截止{context['cut_off']}", edition]
    if release != numbers.MISSING:
        parts.append(f"知识库{release}")
    return {**context, "edition": edition, "footer": "　".join(parts)}


def content_sha256(context: Context) -> str:
    """Return the hash of all that the report says; the version is no part of it."""
    text = json.dumps(context, ensure_ascii=False, sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def in_words(moment: datetime) -> str:
    """Return the moment in the bureau's time: 2025年4月16日0时."""
    if moment.tzinfo is None:
        raise ValueError(f"{moment} has no time zone")
    local = moment.astimezone(CHINA)
    minute = f"{local.minute}分" if local.minute else ""
    return f"{local.year}年{local.month}月{local.day}日{local.hour}时{minute}"


def _texts(facts: Facts, tables: dict[str, Table]) -> dict[str, str]:
    return {
        "headline": f"主要指标见{tables['headline']['number']}。",
        "verdict": prose.verdicts(facts, tables["by_verdict"]),
        "class": prose.groups(facts, "class", "机构类别", tables["by_class"]),
        "level": prose.groups(facts, "level", "机构等级", tables["by_level"]),
        "county": prose.groups(facts, "county", "县市", tables["by_county"]),
        "rule": prose.rules(facts, tables["by_rule"]),
        "amount": prose.amounts(facts, tables["by_amount"]),
        "institutions": prose.institutions(facts, tables["institutions"]),
        "coverage": prose.coverage(facts, tables["coverage"]),
        "quality": prose.quality(facts, tables["quality"]),
        "thresholds": prose.thresholds(facts, tables["thresholds"]),
    }


def _figures(tables: dict[str, Table]) -> dict[str, dict[str, Any]]:
    """Return what each chart shows, taken from the cells of its table."""
    counties = _bars(tables["by_county"], label=0, value=6)
    rules = _bars(tables["by_rule"], label=0, value=4)
    titles = {
        "county": "各县市疑点涉及费用（万元）",
        "rule": "各规则疑点涉及费用及累计占比（万元，%）",
    }
    figures, number = {}, 0
    for name, bars in (("county", counties), ("rule", rules)):
        # A chart needs something to compare; one bar says no more than its sentence.
        shown = bars if len(bars) > 1 else []
        number += bool(shown)
        caption = f"图{number}　{titles[name]}" if shown else ""
        figures[name] = {"caption": caption, "bars": shown}
    return figures


def _bars(table: Table, label: int, value: int) -> list[list[str]]:
    rows = [[row[label] or row[label + 1], row[value]] for row in table["rows"]]
    return [row for row in rows if row[1] not in (numbers.MISSING, "0.00")]
