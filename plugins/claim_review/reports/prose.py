"""The sentences of the quarterly report, in the bureau's written Chinese."""

from decimal import Decimal

from claim_review.reports import numbers, tables
from claim_review.reports.facts import Facts, Row
from claim_review.reports.tables import Table

_ORDINALS = "一二三四"


def quarter_name(facts: Facts) -> str:
    """Return 2025年第一季度."""
    quarter = facts.quarter
    return f"{quarter.year}年第{_ORDINALS[quarter.number - 1]}季度"


def period(facts: Facts) -> str:
    """Return 2025年1月1日至3月31日."""
    first, last = facts.quarter.first_day, facts.quarter.last_day
    return f"{first.year}年{first.month}月{first.day}日至{last.month}月{last.day}日"


def foreword(facts: Facts, prefecture: str, cut_off: str, release: str) -> list[str]:
    """Return what was received, which knowledge judged it and what a hit is."""
    batches, rows = facts.batches, facts.rows
    aside = "全部记录均已载入"
    if rows["set_aside"]:
        aside = f"另有{numbers.count(rows['set_aside'])}条因格式不符未予载入"
    refused = ""
    if batches["refused"]:
        refused = f"另有{batches['refused']}个批次未通过入库检查，其数据未纳入本报告。"
    knowledge = f"，知识库版本为{release}" if release != numbers.MISSING else ""
    return [
        f"本报告依据{prefecture}{quarter_name(facts)}医保结算数据编制，统计期间为"
        f"{period(facts)}，以结算时间为准，数据提取截止{cut_off}。本期载入数据批次"
        f"{batches['loaded']}个、记录{numbers.count(rows['loaded'])}条，{aside}。"
        f"{refused}本期启用审核规则{len(facts.rules)}条{knowledge}。",
        "报告所列疑点为系统按规则筛查的结果，不等同于违规认定；"
        "经初审、复审并听取机构申诉意见后，方可作为处理依据。",
    ]


def overview(facts: Facts, prefecture: str) -> list[str]:
    """Return the summary: scope, coverage, hits, amounts, change."""
    total = facts.total
    whole = prefecture[-1]
    scope = (
        f"{quarter_name(facts)}，共对全{whole}{numbers.count(total['institutions'])}"
        f"家定点医药机构的{numbers.count(total['settlements'])}笔结算开展智能审核，"
        f"涉及医疗总费用{numbers.wan(total['medfee_amount'])}万元，其中基金支付"
        f"{numbers.wan(total['fund_pay_amount'])}万元；{coverage_clause(facts)}。"
    )
    if not total["hits"]:
        return [f"{scope}本季度未发现疑点。", comparison(facts)]
    return [
        f"{scope}命中疑点{numbers.count(total['hits'])}条，涉及医疗费用"
        f"{numbers.wan(total['hit_fee_amount'])}万元；同一费用被多条规则命中的只计一次，"
        f"涉及基金{numbers.wan(total['attributed_fund_amount'])}万元，占基金支付总额的"
        f"{numbers.percent(tables.attributed_share(total))}。平均每千笔结算命中疑点"
        f"{numbers.decimal(tables.hits_per_thousand(total))}条，单条疑点平均涉及费用"
        f"{numbers.yuan(tables.fee_per_hit(total))}元。",
        comparison(facts),
    ]


def comparison(facts: Facts) -> str:
    """Return how hits and their amount changed, or that nothing is comparable."""
    sentences = []
    for name, before in (
        ("上季度", facts.previous_total),
        ("上年同期", facts.last_year_total),
    ):
        if before is None:
            sentences.append(f"系统内无{name}数据，不作比较")
            continue
        changes = [
            f"{what}{numbers.growth_in_words(facts.total[key], before[key])}"
            for what, key in (("疑点数量", "hits"), ("涉及费用", "hit_fee_amount"))
            if before[key]
        ]
        known = "、".join(changes) or f"{name}未发现疑点，不计算增幅"
        sentences.append(f"与{name}相比，{known}" if changes else known)
    if facts.previous_total is None and facts.last_year_total is None:
        return "系统内暂无上季度及上年同期数据，本期不作环比、同比分析。"
    return "；".join(sentences) + "。"


def coverage_clause(facts: Facts) -> str:
    """Return the share of the settlements in scope that the rules judged."""
    wanted, screened, _ = tables.coverage_sums(facts)
    if not wanted:
        return "本季度无规则适用的结算"
    return f"规则筛查覆盖率{numbers.coverage(screened, wanted)}"


def coverage(facts: Facts, table: Table) -> str:
    """Return what was screened, and why some settlements could not be judged."""
    if not facts.coverage:
        return "本季度无规则筛查记录。"
    wanted, screened, unjudged = tables.coverage_sums(facts)
    share = numbers.coverage(screened, wanted)
    start = (
        f"按规则逐条计算，适用的结算共{numbers.count(wanted)}笔次，已筛查"
        f"{numbers.count(screened)}笔次，覆盖率{share}"
    )
    see = f"分规则情况见{table['number']}。"
    if not unjudged:
        return f"{start}，无未能判定的情形。{see}"
    reasons = "、".join(
        f"{row['label'] or '原因未登记'}{numbers.count(row['settlements'])}笔次"
        for row in facts.gaps[:5]
    )
    why = f"（{reasons}{'等' if len(facts.gaps) > 5 else ''}）" if reasons else ""
    return (
        f"{start}；另有{numbers.count(unjudged)}笔次因缺少所需信息未能判定{why}，"
        f"不视为合规，待数据补齐后重新筛查。{see}"
    )


def quality(facts: Facts, table: Table) -> str:
    """Return how many data checks found fault, and what the data gates flagged."""
    checks = [row for row in facts.quality if row["severity"] != "info"]
    failed = [row for row in checks if row["failed_count"]]
    if not checks:
        return "本季度无数据质量检查记录。"
    flagged = sum(row["hits"] for row in facts.gates)
    gates = (
        f"数据门禁规则{len(facts.gates)}条，标记数据问题{numbers.count(flagged)}条，"
        "不计入疑点。"
        if facts.gates
        else ""
    )
    see = f"见{table['number']}" if table["number"] else ""
    if not failed:
        others = f"其他说明事项{see}。" if see else ""
        return f"共执行数据质量检查{len(checks)}项，均未发现问题。{others}{gates}"
    severe = sum(row["severity"] == "gate" for row in failed)
    weight = f"其中严重问题{severe}项" if severe else "均为一般问题"
    return (
        f"共执行数据质量检查{len(checks)}项，{len(failed)}项发现问题，{weight}，{see}。"
        f"{gates}建议相关机构核对上传数据，限期补正。"
    )


def thresholds(facts: Facts, table: Table) -> str:
    """Return how many thresholds were used that the bureau has not confirmed."""
    if not facts.thresholds:
        return ""
    return (
        f"本期启用规则所用参数中，有{len(facts.thresholds)}项为建议值，尚待医保部门确认，"
        f"见{table['number']}；确认或调整后，相关疑点将重新筛查。"
    )


def institutions(facts: Facts, table: Table) -> str:
    """Return the sentence before the table of the largest hospitals."""
    rows = facts.institutions
    if not rows:
        return "本季度无住院结算。"
    first = rows[0]
    which = f"居前{len(rows)}位的机构" if len(rows) > 1 else "最高的机构"
    few = any((row["inpatient_visits"] or 0) < tables.SMALL_SAMPLE for row in rows)
    note = f"标*者住院人次不足{tables.SMALL_SAMPLE}，均值及占比仅供参考。"
    return (
        f"住院总费用{which}见{table['number']}，其中"
        f"{first['fixmedins_name'] or first['fixmedins_code']}最高，为"
        f"{numbers.wan(first['inpatient_total_fee'])}万元。{note if few else ''}"
    )


def verdicts(facts: Facts, table: Table) -> str:
    """Return the hits of each kind of verdict."""
    named = "、".join(
        f"{tables.label(row)}{numbers.count(row['hits'])}条"
        f"（涉及费用{numbers.wan(row['hit_fee_amount'])}万元）"
        for row in facts.breakdown.get("verdict", [])
        if row["hits"]
    )
    return f"按结论类型分，{named}，见{table['number']}。" if named else ""


def groups(facts: Facts, dimension: str, subject: str, table: Table) -> str:
    """Return where the hits lie: the two groups with the largest amounts."""
    rows = facts.breakdown.get(dimension, [])
    if not rows:
        return f"结算数据未登记{subject}，本期不作分{subject}分析。"
    see = f"各{subject}情况见{table['number']}"
    leading = _largest(rows)
    if not leading:
        return f"{see}，均未发现疑点。"
    parts = [_share_of(tables.label(row), row, facts.total) for row in leading]
    if len(leading) == 1:
        return f"疑点均来自{tables.label(leading[0])}。{see}。"
    return f"从{subject}看，疑点主要分布于{'和'.join(parts[:2])}。{see}。"


def rules(facts: Facts, table: Table) -> str:
    """Return the rules with the largest amounts and how many found nothing."""
    leading = _largest(facts.rules)
    silent = len(facts.rules) - len(leading)
    if not leading:
        return f"启用的{len(facts.rules)}条规则均未命中。"
    parts = [
        _share_of(f"{row['rule_id']}“{row['rule_name']}”", row, facts.total)
        for row in leading[:3]
    ]
    rest = f"其余{silent}条规则未命中。" if silent else ""
    found = f"中有{len(leading)}条命中疑点" if silent else "均命中疑点"
    return (
        f"启用的{len(facts.rules)}条规则{found}，涉及费用居前的为"
        f"{'、'.join(parts)}，见{table['number']}。{rest}"
    )


def amounts(facts: Facts, table: Table) -> str:
    """Return the band with most hits and the band with the largest amount."""
    bands = [row for row in facts.breakdown.get("amount_band", []) if row["hits"]]
    if not bands:
        return ""
    often = max(bands, key=lambda row: row["hits"])
    large = _largest(bands)[0]
    share = numbers.percent(numbers.ratio(often["hits"], facts.total["hits"]))
    second = (
        "涉及费用亦最大" if large is often else f"{tables.label(large)}的涉及费用最大"
    )
    return (
        f"从单条疑点涉及基金看，{tables.label(often)}的疑点最多，共"
        f"{numbers.count(often['hits'])}条，占{share}；{second}，为"
        f"{numbers.wan(large['hit_fee_amount'])}万元。各档情况见{table['number']}。"
    )


def _largest(rows: list[Row]) -> list[Row]:
    hit = [row for row in rows if row["hits"]]
    return sorted(hit, key=lambda r: (-(r["hit_fee_amount"] or Decimal()), -r["hits"]))


def _share_of(name: str, row: Row, total: Row) -> str:
    share = numbers.ratio(row["hit_fee_amount"], total["hit_fee_amount"])
    part = "" if share is None else f"，占{numbers.percent(share)}"
    return (
        f"{name}（{numbers.count(row['hits'])}条，涉及费用"
        f"{numbers.wan(row['hit_fee_amount'])}万元{part}）"
    )
