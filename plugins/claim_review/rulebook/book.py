"""The whole book: its foreword and the pages of all rules, class by class."""

from dataclasses import dataclass
from datetime import date

from claim_review.reports.periods import PREFECTURE
from claim_review.rulebook.lists import ReadList
from claim_review.rulebook.project import Project, Rule
from claim_review.rulebook.section import Section, Sources
from claim_review.rulebook.sections import sections_of
from claim_review.rulebook.words import (
    CLASSES,
    STATUSES,
    UNPUBLISHED,
    VERDICTS,
    WordsError,
    plain,
    word,
)

TITLE = f"{PREFECTURE}医保基金使用负面清单"


@dataclass(frozen=True)
class Page:
    """One rule in words."""

    rule_id: str
    name: str
    verdict: str
    status: str
    official: str
    sections: tuple[Section, ...]


@dataclass(frozen=True)
class Chapter:
    """The rules of one class, by id."""

    number: str
    name: str
    what: str
    pages: tuple[Page, ...]


@dataclass(frozen=True)
class Book:
    """What every format shows; `notes` say how to read it."""

    title: str
    subtitle: str
    notes: tuple[str, ...]
    chapters: tuple[Chapter, ...]


def build_book(
    project: Project, read_list: ReadList, lists_state: str, as_of: date
) -> Book:
    """Return the book of the rules that are live or on trial, with the lists of a day.

    `lists_state` is the id of the lists as they are read, for the foreword. Raises
    UnknownIdError or WordsError, which name the rule, for a card that readers could
    not follow.
    """
    sources = Sources(project, read_list, as_of)
    rules = [rule for rule in project.rules if rule.card["status"] not in UNPUBLISHED]
    for rule in rules:
        if rule.card["rule_class"] not in CLASSES:
            raise WordsError(f"{rule.rule_id}: no class {rule.card['rule_class']!r}")
    pages = {rule.rule_id: _page(rule, sources) for rule in rules}
    chapters: list[Chapter] = []
    for rule_class, (name, what) in CLASSES.items():
        own = [r.rule_id for r in rules if r.card["rule_class"] == rule_class]
        if own:
            number = "一二三四五六"[len(chapters)]
            chapter = Chapter(number, name, what, tuple(pages[i] for i in own))
            chapters.append(chapter)
    notes = (*NOTES, LISTS_NOTE.format(lists_state))
    return Book(TITLE, _subtitle(rules, as_of), notes, tuple(chapters))


def _page(rule: Rule, sources: Sources) -> Page:
    card, who = rule.card, rule.rule_id
    return Page(
        rule_id=rule.rule_id,
        name=plain(card["rule_name"]),
        verdict=word(VERDICTS, card["verdict"], f"{who} verdict"),
        status=word(STATUSES, card["status"], f"{who} status"),
        official=_official(rule),
        sections=sections_of(rule, sources),
    )


def _official(rule: Rule) -> str:
    """Return the number in the national rule base; local rules have none."""
    code, number = rule.card["official_code"], rule.card["official_seq"]
    parts = [f"国家规则 {code}"] if code else []
    if number:
        parts.append(f"2025年版第{number}号")
    return "　".join(parts) or "本地规则"


def _subtitle(rules: list[Rule], as_of: date) -> str:
    live = sum(rule.card["status"] == "live" for rule in rules)
    day = f"{as_of.year}年{as_of.month}月{as_of.day}日"
    trial = f"、试运行 {len(rules) - live} 条" if live < len(rules) else ""
    return f"供定点医药机构自查　截至{day}　正式 {live} 条{trial}"


NOTES = (
    "怎样用：按科室或岗位找到相关规则，对照“问题”和“例子”检查本机构的收费；"
    "有问题的，按“应当怎样做”改正。",
    "命中不等于违规。系统只提出疑点，由审核人员认定；机构可以申诉，"
    "“申诉请带”列出通常需要的材料。",
    "结论：明确违规，指依据和数据都清楚；可疑，指须结合病历等材料核实；"
    "提示，指提醒注意，不据此拒付；数据门禁，指上传的数据本身有问题。"
    "同一条规则对较轻的情形可以给出较轻的结论。",
    "状态：正式的规则，疑点经审核人员复核后下发机构；试运行的规则只计算、不下发，供机构提前自查。",
    "所有规则都不计：已经退费冲销的费用；患者全部自费的费用（用药安全等不涉及金额的提示除外）；"
    "经医保局认可的例外。",
    "“数值标准”中未确认的，是等待医保局确认的暂定数值；注明待核实的出处，尚未与正式文件核对。",
    "例子中的机构（H1……）、人（P1……）、结算（S1……）、就诊（M1……）和明细（L1……）都是虚构的；"
    "“命中”指例子中有费用被标记，不一定是全部。",
)
LISTS_NOTE = (
    "“对照的清单”列的是规则库自带的清单（状态编号 {}），不是冻结发布的知识库。"
    "有冻结发布（编号如 kb_2025Q3.v1）的季度，按发布的知识点审核，与这里所列可以不同；"
    "每条疑点都写明所据的编号。"
)
