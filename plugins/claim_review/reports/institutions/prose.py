"""The sentences of the report on institutions, in the bureau's written Chinese."""

from decimal import Decimal

from claim_review.reports import numbers
from claim_review.reports.document import Document
from claim_review.reports.institutions import flags, linking
from claim_review.reports.institutions.facts import Facts, Row
from claim_review.reports.institutions.flags import Flag
from claim_review.reports.institutions.words import (
    in_words,
    period_in_words,
    quarter_in_words,
)

PREFECTURE = "甘南州"
_CHANGES = (
    ("住院总费用", "inpatient_total_fee"),
    ("住院人次", "inpatient_visits"),
    ("人次均费用", "fee_per_visit"),
)
_NAMED = 5


def foreword(facts: Facts, doc: Document) -> list[str]:
    """Return what the report rests on, who is compared with whom, and how."""
    knowledge = facts.knowledge_release
    release = f"，知识库版本为{knowledge}" if knowledge else ""
    cases, group, past = (
        doc.cell(name, numbers.count(int(facts.limits[key])))
        for name, key in (
            ("同类比较的住院人次下限", "profile_case_min"),
            ("同类机构数下限", "profile_peer_min"),
            ("历史比较的季度数下限", "profile_history_min"),
        )
    )
    return [
        f"本报告依据{PREFECTURE}{quarter_in_words(facts.quarter)}医保结算数据编制，"
        f"统计期间为{period_in_words(facts.quarter)}，以结算时间为准，不含异地就医，"
        f"数据提取截止{in_words(facts.cut_off)}{release}；疑点和审核情况截至"
        f"{in_words(facts.as_of)}。各指标计算方法见附件。",
        f"机构只与类别、等级相同且本季度就诊不少于{cases}人次的机构比较，不足的以*标注，"
        f"其均值和占比仅供参考；同组不足{group}家的，与本机构以前的季度比较，"
        f"所需季度不少于{past}个。指标偏离只作为核查的线索，不等同于违规认定。",
    ]


def overview(facts: Facts, doc: Document) -> list[str]:
    """Return what inpatient care cost and how that changed."""
    total = facts.total
    if not total["inpatient_visits"]:
        return ["本季度无住院结算。"]
    active = [row for row in facts.institutions if row["inpatient_visits"]]
    return [
        f"{quarter_in_words(facts.quarter)}，全州"
        f"{doc.cell('有住院结算的机构数', numbers.count(len(active)))}家定点医疗机构共有住院"
        f"{numbers.count(total['inpatient_visits'])}人次，住院总费用"
        f"{numbers.wan(total['inpatient_total_fee'])}万元，统筹支付"
        f"{numbers.wan(total['pooled_fund_amount'])}万元；人次均住院费用"
        f"{numbers.yuan(total['fee_per_visit'])}元，平均住院"
        f"{numbers.decimal(total['average_length_of_stay'])}天。",
        comparison(total),
    ]


def comparison(total: Row) -> str:
    """Return how fees, visits and fees per visit changed on the two bases."""
    parts, unknown = [], []
    for name, base in (("上季度", "quarter_ago"), ("上年同期", "year_ago")):
        changes = [
            f"{what}{words}"
            for what, key in _CHANGES
            if (words := numbers.growth_in_words(total[key], total[f"{key}_{base}"]))
        ]
        if changes:
            parts.append(f"与{name}相比，{'、'.join(changes)}")
        else:
            unknown.append(name)
    if unknown:
        parts.append(f"系统内无{'及'.join(unknown)}住院数据，不作比较")
    return "；".join(parts) + "。"


def largest_class(facts: Facts, doc: Document) -> str:
    """Return which class of institutions cost most."""
    first = facts.classes[0]
    share = numbers.ratio(
        first["inpatient_total_fee"], facts.total["inpatient_total_fee"]
    )
    return (
        f"从机构类别看，{first['label']}住院总费用最高，为"
        f"{numbers.wan(first['inpatient_total_fee'])}万元，占全州的"
        f"{doc.cell(first['label'] + '住院总费用占全州的比重', numbers.percent(share))}。"
    )


def structure(total: Row) -> str:
    """Return what the fee is made of."""
    return (
        f"从费用构成看，药品占{numbers.percent(total['drug_share'])}，检查检验占"
        f"{numbers.percent(total['exam_lab_share'])}，卫生材料占"
        f"{numbers.percent(total['material_share'])}；个人负担占住院总费用的"
        f"{numbers.percent(total['personal_burden_share'])}，其中目录外纯自费占"
        f"{numbers.percent(total['self_funded_share'])}。"
    )


def category(group: Row, rows: list[Row], doc: Document) -> list[str]:
    """Return how many institutions of a class there are and how far they differ."""
    label, count = group["label"], numbers.count(len(rows))
    small = [row for row in rows if row["is_small_sample"]]
    known = [row for row in rows if not row["is_small_sample"]]
    first = (
        f"本季度有住院结算的{label}共{doc.cell(label + '机构数', count)}家，住院"
        f"{numbers.count(group['inpatient_visits'])}人次，住院总费用"
        f"{numbers.wan(group['inpatient_total_fee'])}万元。"
    )
    if len(known) > 1:
        ranked = sorted(known, key=lambda row: row["fee_per_visit"])
        low, high = ranked[0], ranked[-1]
        first += (
            f"人次均费用最高的为{high['label']}（{numbers.yuan(high['fee_per_visit'])}元），"
            f"最低的为{low['label']}（{numbers.yuan(low['fee_per_visit'])}元）。"
        )
    if not known:
        return [first + "各机构住院人次均较少，不作机构间比较。"]
    if small:
        named = doc.cell(label + "小样本机构数", numbers.count(len(small)))
        first += f"其中{named}家住院人次较少，不参与比较。"
    return [first]


def flagged(facts: Facts, found: list[Flag], doc: Document) -> list[str]:
    """Return how many numbers stand out, and for how many nothing could be said."""
    codes = {flag.row["fixmedins_code"] for flag in found}
    by_reason = "、".join(
        f"{reason}{doc.cell('异常提示：' + reason, numbers.count(count))}项"
        for reason in (flags.PEERS, flags.PAST, flags.GROWTH)
        if (count := sum(flag.reason == reason for flag in found))
    )
    z = numbers.count(int(facts.limits["profile_z_max"]))
    excess = facts.limits["profile_growth_excess"] * 100
    rule = (
        f"指标与同类中位数相差超过{doc.cell('稳健z值界限', z)}个稳健标准差，或同比增幅高出"
        f"同类中位数{doc.cell('增幅界限', numbers.count(int(excess)))}个百分点以上的，"
        "列为异常提示；总费用、统筹支付、人次的多少反映机构规模，只看增幅。"
    )
    unjudged = _unjudged(facts, doc)
    if not found:
        return [rule, f"本季度没有机构的指标达到异常提示的界限。{unjudged}"]
    many = doc.cell("异常提示的机构数", numbers.count(len(codes)))
    items = doc.cell("异常提示的项数", numbers.count(len(found)))
    return [
        rule,
        f"本季度共有{many}家机构的指标达到异常提示的界限，计{items}项（{by_reason}），"
        f"见{doc.next_table}。{unjudged}",
    ]


def _unjudged(facts: Facts, doc: Document) -> str:
    group, past = (
        facts.limits[key] for key in ("profile_peer_min", "profile_history_min")
    )
    rows = [row for row in facts.peers if row["kpi"] == "fee_per_visit"]
    alone = sum(
        not row["is_small_sample"]
        and row["peers"] < group
        and row["own_quarters"] < past
        for row in rows
    )
    few = sum(row["is_small_sample"] for row in rows)
    parts = []
    if alone:
        number = doc.cell("同类及历史均不足的机构数", numbers.count(alone))
        parts.append(f"{number}家机构同类较少且历史季度不足")
    if few:
        number = doc.cell("住院人次较少的机构数", numbers.count(few))
        parts.append(f"{number}家机构住院人次较少")
    return f"另有{'、'.join(parts)}，其住院指标未作判断。" if parts else ""


def readmissions(facts: Facts, doc: Document) -> list[str]:
    """Return how many came back, and whether that is final."""
    rows = facts.readmissions
    if not rows:
        return ["本季度无出院记录，不计算再入院率。"]
    discharges, followed, back = (
        sum(row[key] for row in rows)
        for key in ("discharges", "followed_30", "readmissions_30")
    )
    coverage = numbers.coverage(followed, discharges)
    provisional = ""
    if any(row["is_provisional"] for row in rows):
        provisional = (
            f"出院后30日的就诊数据尚未到齐，已到齐的占{doc.cell('随访完整率', coverage)}，"
            "再入院率为暂定数，下季度数据入库后重新计算。"
        )
    return [
        f"本季度出院{numbers.count(discharges)}人次，30日内非计划再入院"
        f"{doc.cell('30日内非计划再入院人次', numbers.count(back))}人次，再入院率"
        f"{numbers.percent(numbers.ratio(back, followed))}；转院和计划内再入院不计。"
        f"{provisional}"
    ]


def linked(facts: Facts, by_code: dict[str, list[Flag]], doc: Document) -> str:
    """Return how much of the findings lies with the institutions that stand out."""
    whole = linking.added(facts.outcomes.values())
    if not whole["cases"]:
        return "本季度尚无进入审核的疑点，不作联动分析。"
    if not by_code:
        return "本季度没有异常提示的机构，不作联动分析。"
    theirs = linking.added(
        facts.outcomes[code] for code in by_code if code in facts.outcomes
    )
    cases = numbers.percent(numbers.ratio(theirs["cases"], whole["cases"]))
    said = (
        f"异常提示的机构共有疑点{doc.cell('异常提示机构的疑点', numbers.count(theirs['cases']))}"
        f"条，占全部疑点的{doc.cell('异常提示机构疑点占比', cases)}"
    )
    if not whole["final_fund_amount"]:
        return f"{said}；截至目前尚无终审认定的金额。各机构情况见{doc.next_table}。"
    money = numbers.yuan(theirs["final_fund_amount"])
    share = numbers.percent(
        numbers.ratio(theirs["final_fund_amount"], whole["final_fund_amount"])
    )
    return (
        f"{said}；终审认定基金{doc.cell('异常提示机构认定基金', money)}元，占全部认定基金的"
        f"{doc.cell('异常提示机构认定基金占比', share)}。各机构情况见{doc.next_table}。"
    )


def growth(rows: list[Row], doc: Document) -> str:
    """Return what made the fees of the prefecture grow."""
    if not rows:
        return "系统内无上年同期住院数据，本期不作费用增长因素分解。"
    visits = Decimal(0)
    change = Decimal(0)
    for row in rows:
        before = row["inpatient_total_fee_year_ago"] / row["inpatient_visits_year_ago"]
        visits += (row["inpatient_visits"] - row["inpatient_visits_year_ago"]) * before
        change += row["inpatient_total_fee"] - row["inpatient_total_fee_year_ago"]

    def told(name: str, value: Decimal) -> str:
        shown = numbers.wan(value)
        word = "减少" if shown.startswith("-") else "增加"
        return f"{word}{doc.cell(name, shown).lstrip('-')}万元"

    count = doc.cell("两期均有住院结算的机构数", numbers.count(len(rows)))
    return (
        f"两期均有住院结算的{count}家机构，住院总费用比上年同期"
        f"{told('住院总费用增减', change)}，其中人次变化使费用{told('人次因素', visits)}，"
        f"次均费用变化使费用{told('次均因素', change - visits)}。"
    )


def names(labels: list[str]) -> str:
    """Return the first few names, and how many there are where there are more."""
    labels = list(dict.fromkeys(labels))
    rest = f"等{len(labels)}家机构" if len(labels) > _NAMED else ""
    return "、".join(labels[:_NAMED]) + rest
