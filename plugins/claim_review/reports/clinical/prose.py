"""The sentences of the clinical report, in the bureau's written Chinese."""

from claim_review.reports import numbers
from claim_review.reports.clinical import amounts, item_tables
from claim_review.reports.clinical.counting import by, counted
from claim_review.reports.clinical.facts import Facts
from claim_review.reports.clinical.items import Item, amount
from claim_review.reports.document import Document
from claim_review.reports.periods import PREFECTURE, in_words, period, quarter_name

AWAITED = "待填写（临床专家意见应由医师填写并署名，填写前本报告不得报送）。"
# Fewer hits than this say nothing about how evenly they are spread over doctors.
_FEW = 5


def foreword(doc: Document, facts: Facts) -> list[str]:
    """Return what the report covers and what a hit is."""
    live = [rule for rule in facts.rules if rule["status"] == "live"]
    count = doc.cell("本期启用的临床类规则（条）", numbers.count(len(live)))
    trial = len(facts.rules) - len(live)
    shadow = ""
    if trial:
        told = doc.cell("试运行的临床类规则（条）", numbers.count(trial))
        shadow = f"，另有{told}条处于试运行，其命中不计入本报告"
    return [
        f"本报告分析{PREFECTURE}{quarter_name(facts.quarter)}违反临床相关规则的可疑违规"
        f"明细，统计期间为{period(facts.quarter)}，以结算时间为准，数据提取截止"
        f"{in_words(facts.cut_off)}，案件办理情况截至{in_words(facts.as_of)}。范围包括医疗类"
        "规则，以及政策类、管理类、门诊类规则中有关限适应症与合理用药、项目限定条件、超频次"
        f"和重复收费的规则。本期启用规则{count}条{shadow}，清单见附件2。",
        "报告所列疑点为系统按规则筛查的结果，不等同于违规认定；经初审、复审并听取机构"
        "申诉意见后，方可作为处理依据。报告不列患者、医师和结算的任何编号、姓名和日期。",
    ]


def overview(facts: Facts) -> str:
    """Return how much was found, where, and how far the work on it is."""
    if not facts.hits:
        return f"{quarter_name(facts.quarter)}未发现违反临床相关规则的疑点。"
    whole, unit = counted(facts.hits), amounts.unit(facts.hits)
    groups = by(facts.hits, "group")
    parts = "、".join(
        f"{name}{numbers.count(len(hits))}条（涉及费用"
        f"{amounts.told(amount(hits), unit)}{unit}）"
        for name, hits in groups.items()
    )
    only = len(groups) == 1
    spread = f"均为{next(iter(groups))}疑点" if only else f"其中{parts}"
    return (
        f"{quarter_name(facts.quarter)}，共发现违反临床相关规则的疑点"
        f"{numbers.count(whole.hits)}条，涉及病例{numbers.count(whole.cases)}例、"
        f"定点医药机构{numbers.count(whole.institutions)}家、医疗费用"
        f"{amounts.told(whole.fee, unit)}{unit}，{spread}。"
    )


def progress(doc: Document, facts: Facts) -> str:
    """Return how many of the hits were sent out, appealed and overturned."""
    whole = counted(facts.hits)
    if not whole.dispatched:
        return "截至案件办理截止时间，上述疑点尚未下发机构。"
    appeals = "尚无机构申诉"
    if whole.appealed:
        appeals = f"机构申诉{numbers.count(whole.appealed)}条"
    if whole.decided:
        appeals += f"，申诉成立（含部分成立）{numbers.count(whole.overturned)}条"
    return (
        f"经初审、复审排除{numbers.count(whole.excluded)}条，下发"
        f"{numbers.count(whole.dispatched)}条，{appeals}。{_left(doc, facts)}"
    )


def _left(doc: Document, facts: Facts) -> str:
    """Return what is missing to the sum of all hits; empty where nothing is."""
    ways = ("is_cleared_first", "is_cleared_second", "is_dispatched")
    left = [hit for hit in facts.hits if not any(hit[way] for way in ways)]
    if not left:
        return ""
    told = doc.cell("未排除也未下发的疑点（条）", numbers.count(len(left)))
    void = sum(hit["is_void"] for hit in left)
    if not void:
        return f"其余{told}条尚未下发。"
    gone = doc.cell("下发前作废的疑点（条）", numbers.count(void))
    return f"其余{told}条未下发，其中作废{gone}条。"


def leading(doc: Document, facts: Facts, shown: list[Item]) -> str:
    """Return which items the sections are about."""
    count = len({hit["item_code"] for hit in facts.hits if hit["item_code"]})
    if not shown:
        return ""
    names = "、".join(item.name for item in shown)
    if count > len(shown):
        most = doc.cell("列示项目（个）", numbers.count(len(shown)))
        return f"按疑点涉及费用由大到小，列示前{most}个项目：{names}。"
    return f"涉及疑点的项目按涉及费用由大到小列示：{names}。"


def without_item(doc: Document, facts: Facts) -> str:
    """Return how many hits are about whole bills and so about no item."""
    count = sum(not hit["item_code"] for hit in facts.hits)
    if not count:
        return ""
    told = doc.cell("针对整笔结算的疑点（条）", numbers.count(count))
    return f"另有{told}条疑点针对整笔结算或一次住院，不涉及单一项目，未在下文列示。"


def item(doc: Document, item: Item, facts: Facts) -> str:
    """Return how often an item was hit; the total row of its next table has it all."""
    whole = counted(item.hits)
    uses = sum(r["uses"] for r in facts.uses if r["item_code"] == item.code)
    text = (
        f"本季度{item.name}共有疑点{numbers.count(whole.hits)}条，涉及病例"
        f"{numbers.count(whole.cases)}例、机构{numbers.count(whole.institutions)}家、费用"
        f"{numbers.yuan(whole.fee)}元"
    )
    # The table counts them by its rows only where it shows all of them.
    doc.cell(f"{item.name}涉及机构（家）", numbers.count(whole.institutions))
    share = numbers.ratio(whole.hits, uses)
    if share is not None:
        text += (
            f"；该项目全州收费{numbers.count(uses)}次，平均每百次疑点"
            f"{numbers.decimal(share * 100)}条"
        )
    return f"{text}。各机构情况见{doc.next_table}。"


def trend(doc: Document, item: Item, facts: Facts) -> str:
    """Return how the hits changed on the quarter before; empty where it is unknown."""
    if len(facts.quarters) < 2:
        return ""
    see = f"各季度情况见{doc.next_table}和{doc.next_figure}"
    before = str(facts.quarter.previous)
    if before not in facts.quarters:
        return f"系统内无上季度审核结果，不作环比；{see}。"
    known = {
        r["quarter"]: r["hits"] for r in facts.trend if r["item_code"] == item.code
    }
    change = numbers.growth_in_words(len(item.hits), known.get(before, 0))
    if change is None:
        return f"上季度未发现该项目的疑点；{see}。"
    told = doc.cell(f"{item.name}：疑点数量环比", change)
    return f"与上季度相比，疑点数量{told}；{see}。"


def concentration(doc: Document, item: Item) -> str:
    """Return the share of the doctor with most hits; no doctor is named."""
    known = [hit for hit in item.hits if hit["doctor_number"] is not None]
    if len(known) < _FEW:
        return "可识别开单医师的疑点较少，不作医师集中度分析。"
    doctors = by(known, "doctor_number")
    most = max(len(hits) for hits in doctors.values())
    name = f"{item.name}：疑点最多的医师占比"
    share = doc.cell(name, numbers.percent(numbers.ratio(most, len(known))))
    count = doc.cell(f"{item.name}：涉及医师（名）", numbers.count(len(doctors)))
    spread = "，全部来自同一名医师" if len(doctors) == 1 else ""
    return f"疑点涉及开单医师{count}名，疑点最多的一名医师占{share}{spread}。"


def comment(item: Item, inputs: dict) -> str:
    """Return the physician's comment with the name, or that it is awaited."""
    said = (inputs.get("clinical_comments") or {}).get(item.code) or {}
    if not is_signed(said):
        return f"临床意见：{AWAITED}"
    return f"临床意见：{said['text'].strip()}（评议人：{said['by'].strip()}）"


def is_signed(said: dict) -> bool:
    """Return whether a comment has both its text and the physician who gave it."""
    return all((said.get(key) or "").strip() for key in ("text", "by"))


def choice(doc: Document) -> str:
    """Return by which rule the example cases were chosen."""
    most = item_tables.INSTITUTIONS_WITH_CASES
    shown = doc.cell("每个项目列示病例的机构（家，最多）", numbers.count(most))
    return (
        f"每个项目取涉及费用居前的机构（最多{shown}家），每家按固定规则选取费用最大、费用居中"
        "和申诉成立或部分成立（作为反例）的病例。年龄以五岁为一段，时间只到月；同机构同性别"
        "同年龄段患者较少的，年龄段放宽或不列；同期患者较少的诊断只列类目或不列。"
    )
