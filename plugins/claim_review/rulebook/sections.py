"""What the page of one rule says, section by section, for all formats alike."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from claim_review.rulebook.lists import ReadList, Row, UnknownIdError, in_force, rows_of
from claim_review.rulebook.project import Example, Project, Rule
from claim_review.rulebook.words import (
    AMOUNT_METHODS,
    HANDLED,
    VERDICTS,
    WordsError,
    chinese_title,
    measure,
    period,
    plain,
    several,
    source_words,
    word,
)

_NAMES_SHOWN = 40
_SOURCES_SHOWN = 2


@dataclass(frozen=True)
class Section:
    """Lines, then a table; either may be empty."""

    title: str
    lines: tuple[str, ...] = ()
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class Sources:
    """What a rule's page is written from, and the day whose lists it shows."""

    project: Project
    read_list: ReadList
    as_of: date


Writer = Callable[[Rule, Sources], Section]


def sections_of(rule: Rule, sources: Sources) -> tuple[Section, ...]:
    """Return the sections that have something to say.

    Raises UnknownIdError for an id without a row in its list and WordsError for
    what has no Chinese words; both name the rule.
    """
    written = [write(rule, sources) for write in _WRITERS]
    return tuple(section for section in written if section.lines or section.rows)


def _wrong(rule: Rule, sources: Sources) -> Section:
    if not rule.description.strip():
        raise WordsError(f"{rule.rule_id}: has no description")
    return Section("问题", (plain(rule.description),))


def _remedy(rule: Rule, sources: Sources) -> Section:
    remedy = plain(rule.card.get("remedy", ""))
    return Section("应当怎样做", (remedy,) if remedy else ())


def _examples(rule: Rule, sources: Sources) -> Section:
    rows = tuple(_example(rule, example) for example in rule.examples)
    return Section("例子", head=("系统结果", "情形"), rows=rows)


def _example(rule: Rule, example: Example) -> tuple[str, str]:
    who = f"{rule.rule_id}: example {example.name}"
    if not example.text.strip():
        raise WordsError(f"{who} has no description")
    told = [row["hit_reason"] for row in example.rows if row.get("hit_reason")]
    reason = f"（疑点原因：{plain(told[0])}）" if told else ""
    return _outcome(rule, example, who), plain(example.text) + reason


def _outcome(rule: Rule, example: Example, who: str) -> str:
    """Return the verdict that all rows share; 命中 where the verdicts differ."""
    if not example.rows:
        return "不命中"
    given = {row.get("verdict") or rule.card["verdict"] for row in example.rows}
    return word(VERDICTS, given.pop(), who) if len(given) == 1 else "命中"


def _exemptions(rule: Rule, sources: Sources) -> Section:
    lines = [_exemption(entry, rule, sources) for entry in rule.card["exemptions"]]
    return Section("不算的情形", tuple(lines))


def _exemption(entry: str, rule: Rule, sources: Sources) -> str:
    if not entry.isascii():
        return plain(entry)
    who = f"{rule.rule_id} exemptions"
    row = rows_of(sources.read_list("exemptions"), "exemption_id", entry, who)[0]
    return plain(row["label"]) + word(HANDLED, row["handled"], f"{who} {entry}")


def _scope(rule: Rule, sources: Sources) -> Section:
    card = rule.card
    days = period(card["effective_from"], card.get("effective_to") or "")
    lines = [f"就医类型：{'、'.join(card['scenes'])}。"]
    if card.get("levels"):
        lines.append(f"机构级别：{_levels(card['levels'])}。")
    if card.get("funds"):
        lines.append(f"基金：{'、'.join(card['funds'])}。")
    lines.append(f"费用日期：{days}。")
    if card.get("look_back_days"):
        lines.append(f"对照此前 {card['look_back_days']} 天内的记录。")
    return Section("查哪些费用", ("".join(lines),))


def _levels(levels: str | list[str]) -> str:
    return "各级" if levels in ("all", ["all"]) else "、".join(levels)


def _basis(rule: Rule, sources: Sources) -> Section:
    rows = []
    for basis_id in rule.card.get("basis_ids", ()):
        laws = sources.read_list("legal_basis")
        for law in rows_of(laws, "basis_id", basis_id, f"{rule.rule_id} basis_ids"):
            rows.append(_law(law))
    head = ("文件和条款", "内容", "施行")
    return Section("依据", (plain(rule.card["basis"]),), head, tuple(rows))


def _law(law: Row) -> tuple[str, str, str]:
    doubt = "（日期待核实）" if "†" in law["source"] else ""
    days = period(law["valid_from"], law["valid_to"])
    return plain(f"{law['title']}{law['article']}"), plain(law["text"]), days + doubt


def _thresholds(rule: Rule, sources: Sources) -> Section:
    rows = []
    for threshold_id in rule.card.get("thresholds", ()):
        who = f"{rule.rule_id} thresholds on {sources.as_of}"
        known = in_force(sources.read_list("thresholds"), sources.as_of)
        row = rows_of(known, "threshold_id", threshold_id, who)[0]
        by = row["confirmed_by"]
        confirmed = f"已确认（{by}）" if by else "未确认"
        value = measure(row["value"], row["unit"])
        rows.append((plain(row["meaning"]), value, row["basis"], confirmed))
    head = ("标准", "数值", "依据", "医保局确认")
    return Section("数值标准", head=head, rows=tuple(rows))


def _lists(rule: Rule, sources: Sources) -> Section:
    lines, rows, judging = [], [], 0
    for list_id in rule.card.get("lists", ()):
        if list_id not in sources.project.lists:
            raise UnknownIdError(f"{rule.rule_id} lists: no list {list_id!r}")
        valid = in_force(sources.read_list(list_id), sources.as_of)
        judging += len(valid)
        title = chinese_title(sources.project.lists[list_id])
        rows.append((title, f"{len(valid)} 条", *_origin(valid)))
        named = several([_name(row) for row in valid], _NAMES_SHOWN, "项")
        if named:
            lines.append(f"{title}：{named}。")
    if rows and not judging:
        lines.append("清单目前没有有效条目，本规则暂不作判断。")
    head = ("清单", "现行条目", "依据", "出处")
    return Section("对照的清单", tuple(lines), head, tuple(rows))


def _origin(rows: list[Row]) -> tuple[str, str]:
    bases = [row.get("basis", "") for row in rows]
    read_in = [source_words(row.get("source", "")) for row in rows]
    return (
        several(bases, _SOURCES_SHOWN, "种") or "—",
        several(read_in, _SOURCES_SHOWN, "处") or "—",
    )


def _name(row: Row) -> str:
    """Return what a reader calls the row: its item, or the items of its pair."""
    names = [value for key, value in row.items() if key.endswith("_name") and value]
    return "／".join(dict.fromkeys(names))


def _needs(rule: Rule, sources: Sources) -> Section:
    rows, who = sources.read_list("not_judged_reasons"), f"{rule.rule_id} needs"
    needs = rule.card["needs"]
    labels = [rows_of(rows, "reason", need, who)[0]["label"] for need in needs]
    line = f"有下列情况之一的，不作判断，也不算通过：{'；'.join(labels)}。"
    return Section("需要的信息", (line,) if labels else ())


def _amount(rule: Rule, sources: Sources) -> Section:
    lines = [plain(rule.card["amount"]).rstrip("。") + "。"]
    if method := rule.card.get("amount_method"):
        lines.append(word(AMOUNT_METHODS, method, f"{rule.rule_id} amount_method"))
    return Section("金额怎样算", ("".join(lines),))


def _appeal(rule: Rule, sources: Sources) -> Section:
    rows, who = sources.read_list("appeal_evidence"), f"{rule.rule_id} appeal_evidence"
    papers = rule.card.get("appeal_evidence", ())
    labels = [rows_of(rows, "evidence_id", one, who)[0]["label"] for one in papers]
    return Section("申诉请带", ("、".join(labels) + "。",) if labels else ())


_WRITERS: tuple[Writer, ...] = (
    _wrong,
    _remedy,
    _examples,
    _exemptions,
    _scope,
    _lists,
    _thresholds,
    _amount,
    _needs,
    _appeal,
    _basis,
)
