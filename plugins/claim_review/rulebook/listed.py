"""The sections that show rows of lists: law, thresholds and the lists themselves."""

from claim_review.rulebook.lists import Row, UnknownIdError, in_force, rows_of
from claim_review.rulebook.project import Rule
from claim_review.rulebook.section import Section, Sources
from claim_review.rulebook.words import (
    basis_words,
    chinese_title,
    measure,
    period,
    plain,
    several,
    source_words,
)

_NAMES_SHOWN = 40
_SOURCES_SHOWN = 1
_BASES_SHOWN = 4


def basis(rule: Rule, sources: Sources) -> Section:
    """Return the law that the rule rests on, with the days of its validity."""
    rows = []
    for basis_id in rule.card["basis_ids"]:
        laws = sources.read_list("legal_basis")
        for law in rows_of(laws, "basis_id", basis_id, f"{rule.rule_id} basis_ids"):
            rows.append(_law(law))
    head = ("文件和条款", "施行")
    return Section("依据", (plain(rule.card["basis"]),), head, tuple(rows))


def _law(law: Row) -> tuple[str, str]:
    doubt = "（日期待核实）" if "†" in law["source"] else ""
    days = period(law["valid_from"], law["valid_to"])
    text = f"：{law['text']}" if law["text"] else ""
    return plain(f"{law['title']}{law['article']}{text}"), days + doubt


def thresholds(rule: Rule, sources: Sources) -> Section:
    """Return the numbers that the rule uses, and whether the bureau confirmed them."""
    rows = []
    for threshold_id in rule.card["thresholds"]:
        who = f"{rule.rule_id} thresholds on {sources.as_of}"
        known = in_force(sources.read_list("thresholds"), sources.as_of)
        row = rows_of(known, "threshold_id", threshold_id, who)[0]
        by = row["confirmed_by"]
        confirmed = f"已确认（{by}）" if by else "未确认"
        value = measure(row["value"], row["unit"])
        rows.append(
            (plain(row["meaning"]), value, basis_words(row["basis"]), confirmed)
        )
    head = ("标准", "数值", "依据", "医保局确认")
    return Section("数值标准", head=head, rows=tuple(rows))


def lists(rule: Rule, sources: Sources) -> Section:
    """Return the lists that the rule compares with: rows in force and their names."""
    lines, rows, judging = [], [], 0
    for list_id in rule.card["lists"]:
        if list_id not in sources.project.lists:
            raise UnknownIdError(f"{rule.rule_id} lists: no list {list_id!r}")
        valid = in_force(sources.read_list(list_id), sources.as_of)
        judging += len(valid)
        title = chinese_title(sources.project.lists[list_id])
        rows.append((title, f"{len(valid)} 条", *_origin(valid)))
        named = several([_name(row) for row in valid], _NAMES_SHOWN, "项", "；")
        if named:
            lines.append(f"{title}：{named}。")
    if rows and not judging:
        lines.append("清单目前没有有效条目，本规则暂不作判断。")
    head = ("清单", "现行条目", "依据", "出处")
    return Section("对照的清单", tuple(lines), head, tuple(rows))


def _origin(rows: list[Row]) -> tuple[str, str]:
    bases = [one for row in rows for one in row.get("basis", "").split("；")]
    read_in = [source_words(row.get("source", "")) for row in rows]
    return (
        several([basis_words(one) for one in bases], _BASES_SHOWN, "种", "；") or "—",
        several(read_in, _SOURCES_SHOWN, "处") or "—",
    )


def _name(row: Row) -> str:
    """Return what a reader calls the row: its item, or the items of its pair."""
    names = [value for key, value in row.items() if key.endswith("_name") and value]
    return "／".join(dict.fromkeys(names))
