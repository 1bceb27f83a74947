"""The changes between two releases as people read them: Markdown and CSV."""

import csv
import json
from itertools import groupby
from pathlib import Path

from claim_review.knowledge.diff import Change, Diff
from claim_review.knowledge.layouts import lists

_KINDS = {"added": "新增", "deleted": "删除", "changed": "变更"}
_COLUMNS = (
    "change",
    "list_id",
    "kp_id",
    "item_code",
    "item_name",
    "valid_from",
    "valid_to",
    "scope",
    "facts",
    "differences",
)


def to_markdown(diff: Diff) -> str:
    """Return the changes as Markdown for the bureau, with counts and every row."""
    lines = [f"# 知识库变更：{diff.old} → {diff.new}", ""]
    lines += [
        "| 清单 | 原有 | 现有 | 新增 | 删除 | 变更 |",
        "|---|--:|--:|--:|--:|--:|",
    ]
    by_list = {
        name: list(group) for name, group in groupby(diff.changes, lambda c: c.list_id)
    }
    for name in sorted(diff.rows):
        kinds = [change.kind for change in by_list.get(name, ())]
        counts = " | ".join(str(kinds.count(kind)) for kind in _KINDS)
        before, after = diff.rows[name]
        lines.append(f"| {_title(name)} | {before} | {after} | {counts} |")
    for name, changes in by_list.items():
        lines += ["", f"## {_title(name)}"]
        for kind, label in _KINDS.items():
            rows = [change for change in changes if change.kind == kind]
            if rows:
                lines += ["", f"### {label}（{len(rows)}）", "", *_table(kind, rows)]
    return "\n".join(lines) + "\n"


def write_csv(diff: Diff, path: Path) -> None:
    """Write one line per change, for a spreadsheet (UTF-8 with BOM)."""
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(_COLUMNS)
        for change in diff.changes:
            row = change.row
            facts = json.dumps(row["facts"], ensure_ascii=False, sort_keys=True)
            writer.writerow(
                [
                    change.kind,
                    change.list_id,
                    row["kp_id"],
                    row["item_code"],
                    row["item_name"],
                    row["valid_from"],
                    row["valid_to"],
                    row["scope"],
                    facts,
                    "; ".join(change.differences()),
                ]
            )


def _title(list_id: str) -> str:
    known = lists().get(list_id)
    return f"{known.title} `{list_id}`" if known else f"`{list_id}`"


def _table(kind: str, changes: list[Change]) -> list[str]:
    what = "变化" if kind == "changed" else "内容"
    lines = [f"| 知识点 | 代码 | 名称 | 有效期 | {what} |", "|---|---|---|---|---|"]
    for change in changes:
        row = change.row
        days = f"{row['valid_from'] or ''} 至 {row['valid_to'] or '今'}"
        text = "；".join(change.differences() or _facts(row))
        cells = [
            row["kp_id"],
            row["item_code"] or "",
            row["item_name"] or "",
            days,
            text,
        ]
        lines.append("| " + " | ".join(_cell(cell) for cell in cells) + " |")
    return lines


def _facts(row: dict) -> list[str]:
    return [f"{name} {value}" for name, value in sorted(row["facts"].items())]


def _cell(text: str) -> str:
    return text.replace("|", "\\|").replace("\n", " ")
