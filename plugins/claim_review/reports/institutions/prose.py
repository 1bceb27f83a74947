"""The sentences of the report on institutions, in the bureau's written Chinese."""

from claim_review.reports import numbers
from claim_review.reports.document import Document
from claim_review.reports.institutions.facts import Facts, Row
from claim_review.reports.periods import PREFECTURE, in_words, period, quarter_name

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
    suggested = "" if facts.are_confirmed else "以上界限均为建议值，尚待医保部门确认。"
    return [
        f"本报告依据{PREFECTURE}{quarter_name(facts.quarter)}医保结算数据编制，"
        f"统计期间为{period(facts.quarter)}，以结算时间为准，不含异地就医，"
        f"数据提取截止{in_words(facts.cut_off)}{release}；疑点和审核情况截至"
        f"{in_words(facts.as_of)}。各指标计算方法见附件1。",
        f"机构只与类别、等级相同且本季度就诊不少于{cases}人次的机构比较，不足的以*标注，"
        f"其均值和占比仅供参考；同组不足{group}家的，与本机构以前的季度比较，"
        f"所需季度不少于{past}个。指标偏离只作为核查的线索，"
        f"不等同于违规认定。{suggested}",
    ]


def overview(facts: Facts, doc: Document) -> list[str]:
    """Return what inpatient care cost and how that changed."""
    total = facts.total
    if not total["inpatient_visits"]:
        return ["本季度无住院结算。"]
    active = [row for row in facts.institutions if row["inpatient_visits"]]
    many = doc.cell("有住院结算的机构数", numbers.count(len(active)))
    return [
        f"{quarter_name(facts.quarter)}，全州{many}家定点医疗机构共有住院"
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
    whole = facts.total["inpatient_total_fee"]
    share = numbers.percent(numbers.ratio(first["inpatient_total_fee"], whole))
    told = doc.cell(f"{first['label']}住院总费用占全州的比重", share)
    return (
        f"从机构类别看，{first['label']}住院总费用最高，为"
        f"{numbers.wan(first['inpatient_total_fee'])}万元，占全州的"
        f"{told}。"
    )


def persons_once(groups: list[Row], total: Row) -> str:
    """Return why the persons of the classes are more than those of the prefecture."""
    if sum(row["inpatient_persons"] for row in groups) == total["inpatient_persons"]:
        return ""
    return "同一参保人在不同类别机构住院的，各类别分别计数，合计只计一人。"


def structure(total: Row) -> str:
    """Return what the fee is made of."""
    return (
        f"从费用构成看，药品占{numbers.percent(total['drug_share'])}，检查检验占"
        f"{numbers.percent(total['exam_lab_share'])}，卫生材料占"
        f"{numbers.percent(total['material_share'])}；个人负担占住院总费用的"
        f"{numbers.percent(total['personal_burden_share'])}，目录外纯自费占"
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
    if not known:
        which = "各机构住院人次均" if len(rows) > 1 else "该机构住院人次"
        return [f"{first}{which}较少，不作机构间比较。"]
    compared = ""
    if small:
        few = doc.cell(label + "小样本机构数", numbers.count(len(small)))
        first += f"其中{few}家住院人次较少，不参与比较。"
        rest = doc.cell(label + "参与比较的机构数", numbers.count(len(known)))
        compared = f"其余{rest}家中，"
    if len(known) > 1:
        ranked = sorted(known, key=lambda row: row["fee_per_visit"])
        low, high = ranked[0], ranked[-1]
        first += (
            f"{compared}人次均费用最高的为{high['label']}"
            f"（{numbers.yuan(high['fee_per_visit'])}元），"
            f"最低的为{low['label']}（{numbers.yuan(low['fee_per_visit'])}元）。"
        )
    return [first]


def names(labels: list[str]) -> str:
    """Return the first few names, and how many there are where there are more."""
    labels = list(dict.fromkeys(labels))
    rest = f"等{len(labels)}家机构" if len(labels) > _NAMED else ""
    return "、".join(labels[:_NAMED]) + rest
