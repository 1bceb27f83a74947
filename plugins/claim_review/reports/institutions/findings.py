"""The sentences on what stands out, who came back, and what made fees grow."""

from decimal import Decimal

from claim_review.reports import numbers
from claim_review.reports.document import Document
from claim_review.reports.institutions import flags, linking
from claim_review.reports.institutions.facts import Facts, Row
from claim_review.reports.institutions.flags import Flag


def flagged(facts: Facts, found: list[Flag], doc: Document) -> list[str]:
    """Return how many numbers stand out, and for how many nothing could be said."""
    codes = {flag.row["fixmedins_code"] for flag in found}
    by_reason = "、".join(
        f"{reason}{doc.cell('异常提示：' + reason, numbers.count(count))}项"
        for reason in (flags.PEERS, flags.PAST, flags.GROWTH)
        if (count := sum(flag.reason == reason for flag in found))
    )
    z = doc.cell("稳健z值界限", numbers.count(int(facts.limits["profile_z_max"])))
    excess = int(facts.limits["profile_growth_excess"] * 100)
    more = doc.cell("增幅界限（百分点）", numbers.count(excess))
    rule = (
        f"指标与同类中位数相差超过{z}个稳健标准差，或同比增幅高出"
        f"同类中位数{more}个百分点以上的，"
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
    base = doc.cell("出院后已满30日的出院人次", numbers.count(followed))
    provisional = ""
    if any(row["is_provisional"] for row in rows):
        complete = doc.cell("随访完整率", coverage)
        provisional = (
            f"出院后30日的就诊数据尚未到齐，已到齐的占{complete}，"
            "再入院率为暂定数，下季度数据入库后重新计算。"
        )
    return [
        f"本季度出院{numbers.count(discharges)}人次，其中出院后已满30日的{base}人次，"
        "30日内非计划再入院"
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
    share = numbers.percent(numbers.ratio(theirs["cases"], whole["cases"]))
    said = (
        "异常提示的机构共有疑点"
        f"{doc.cell('异常提示机构的疑点', numbers.count(theirs['cases']))}条，"
        f"占全部疑点的{doc.cell('异常提示机构疑点占比', share)}"
    )
    if not whole["final_fund_amount"]:
        return f"{said}；截至目前尚无终审认定的金额。各机构情况见{doc.next_table}。"
    money = numbers.yuan(theirs["final_fund_amount"])
    share = numbers.percent(
        numbers.ratio(theirs["final_fund_amount"], whole["final_fund_amount"])
    )
    confirmed = doc.cell("异常提示机构认定基金", money)
    return (
        f"{said}；终审认定基金{confirmed}元，占全部认定基金的"
        f"{doc.cell('异常提示机构认定基金占比', share)}。各机构情况见{doc.next_table}。"
    )


def growth(rows: list[Row], doc: Document) -> str:
    """Return what made the fees of the prefecture grow."""
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
        f"{told('住院总费用增减', change)}，其中人次变化使费用"
        f"{told('人次因素', visits)}，次均费用变化使费用"
        f"{told('次均因素', change - visits)}。"
    )
