"""What the page of one rule says, section by section, for all formats alike."""

from collections.abc import Callable

from claim_review.rulebook.listed import basis, lists, thresholds
from claim_review.rulebook.lists import rows_of
from claim_review.rulebook.project import Example, Rule
from claim_review.rulebook.section import Section, Sources
from claim_review.rulebook.words import (
    AMOUNT_METHODS,
    HANDLED,
    VERDICTS,
    WordsError,
    period,
    plain,
    word,
)

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
    reasons = [row.get("hit_reason", row.get("signal_reason")) for row in example.rows]
    told = [reason for reason in reasons if reason]
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
    return Section("不算或从轻的情形", tuple(lines))


def _exemption(entry: str, rule: Rule, sources: Sources) -> str:
    who = f"{rule.rule_id} exemptions"
    row = rows_of(sources.read_list("exemptions"), "exemption_id", entry, who)[0]
    return plain(row["label"]) + word(HANDLED, row["handled"], f"{who} {entry}")


def _scope(rule: Rule, sources: Sources) -> Section:
    card = rule.card
    days = period(card["effective_from"], card.get("effective_to") or "")
    lines = [
        f"就医类型：{'、'.join(card['scenes'])}。",
        f"机构级别：{_levels(card['levels'])}。",
        f"支付来源：{'、'.join(card['funds'])}。",
        f"费用日期：{days}。",
    ]
    if card["look_back_days"]:
        lines.append(f"并与此前 {card['look_back_days']} 天内的记录对照。")
    return Section("查哪些费用", ("".join(lines),))


def _levels(levels: str | list[str]) -> str:
    return "各级" if levels in ("all", ["all"]) else "、".join(levels)


def _needs(rule: Rule, sources: Sources) -> Section:
    rows, who = sources.read_list("not_judged_reasons"), f"{rule.rule_id} needs"
    needs = rule.card["needs"]
    labels = [rows_of(rows, "reason", need, who)[0]["label"] for need in needs]
    line = f"有下列情况之一的，不作判断，也不算通过：{'；'.join(labels)}。"
    return Section("需要的信息", (line,) if labels else ())


def _amount(rule: Rule, sources: Sources) -> Section:
    lines = [plain(rule.card["amount"]).rstrip("。") + "。"]
    method = rule.card["amount_method"]
    lines.append(word(AMOUNT_METHODS, method, f"{rule.rule_id} amount_method"))
    return Section("金额怎样算", ("".join(lines),))


def _appeal(rule: Rule, sources: Sources) -> Section:
    rows, who = sources.read_list("appeal_evidence"), f"{rule.rule_id} appeal_evidence"
    papers = rule.card["appeal_evidence"]
    labels = [rows_of(rows, "evidence_id", one, who)[0]["label"] for one in papers]
    return Section("申诉请带", ("、".join(labels) + "。",) if labels else ())


_WRITERS: tuple[Writer, ...] = (
    _wrong,
    _remedy,
    _examples,
    _exemptions,
    _scope,
    lists,
    thresholds,
    _amount,
    _needs,
    _appeal,
    basis,
)
