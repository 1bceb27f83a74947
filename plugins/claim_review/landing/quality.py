"""The quality page of a batch: one HTML file, in Chinese, that loads nothing."""

import os
import re
from functools import cache
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from claim_review.landing.dictionary import LOCAL_ZONE, tables
from claim_review.settings import REPO_DIR

_STATUS = {"loaded": "已装载", "refused": "已拒收"}
_KIND = {"regular": "常规批次", "late": "迟到批次", "correction": "更正批次"}
_SEVERITY = {"critical": "关键", "warning": "提示"}
_REASON = {
    "empty key": "主键为空",
    "not a number": "不是数字",
    "no such date or time": "日期或时间不存在",
    "not a time such as 2025-01-31 08:30:00": "不是“年-月-日 时:分:秒”格式的时间",
}

# In a row whose cells are one column off, these are names and numbers of people; the
# line says where to look.
_TELLING = re.compile(r"[㐀-鿿]+(?:·[㐀-鿿]+)*|\d{9,}[Xx]?")


def write_page(recorded: dict[str, Any], file: Path) -> Path:
    """Write the page of one row of `raw.batch`; return the file."""
    file.parent.mkdir(parents=True, exist_ok=True)
    unfinished = file.with_name(f".{file.name}.{os.getpid()}")
    unfinished.write_text(_template().render(**page_context(recorded)), "utf-8")
    return unfinished.replace(file)


def page_context(recorded: dict[str, Any]) -> dict[str, Any]:
    """Return what the template shows, all of it as text."""
    report = recorded["report"]
    checks = [_check(check) for check in report["checks"]]
    return {
        "batch_id": recorded["batch_id"],
        "status": _STATUS[recorded["status"]],
        "is_refused": recorded["status"] == "refused",
        "reasons": (recorded["reason"] or "").split("; "),
        "facts": _facts(recorded),
        "tables": [_table(table) for table in report["tables"]],
        "columns": _columns(report["tables"]),
        "set_aside": [_set_aside(group) for group in report["set_aside"]],
        "unknown_tables": report["unknown_tables"],
        "unlisted_files": report["unlisted_files"],
        "failed_checks": [check for check in checks if not check["passed"]],
        "passed_checks": [check for check in checks if check["passed"]],
    }


def _facts(recorded: dict[str, Any]) -> list[tuple[str, str]]:
    return [
        ("状态", _STATUS[recorded["status"]]),
        ("季度", recorded["quarter"] or "无法识别"),
        ("类型", _KIND.get(recorded["kind"], "无法识别")),
        ("来源", recorded["source"] or "未说明"),
        ("抽取起", _time(recorded["extracted_from"])),
        ("抽取止", _time(recorded["extracted_to"])),
        ("处理时间", _time(recorded["seen_at"])),
        ("文件夹", recorded["folder"]),
        ("内容指纹", recorded["content_sha256"]),
    ]


def _time(time: Any) -> str:
    if time is None:
        return "无法识别"
    return f"{time.astimezone(ZoneInfo(LOCAL_ZONE)):%Y-%m-%d %H:%M}"


def _table(table: dict[str, Any]) -> dict[str, str]:
    return {
        "label": table["label"],
        "table_name": table["table_name"],
        "file": table["file"],
        "rows_in_file": f"{table['rows_in_file']:,}",
        "rows_loaded": f"{table['rows_loaded']:,}",
        "rows_set_aside": f"{table['rows_set_aside']:,}",
    }


def _columns(listed: list[dict[str, Any]]) -> list[dict[str, str]]:
    """Return the tables whose files had columns that are not in the dictionary."""
    return [
        {
            "label": table["label"],
            "unknown": "、".join(table["unknown_columns"]) or "无",
            "dropped": "、".join(table["dropped_columns"]) or "无",
        }
        for table in listed
        if table["unknown_columns"] or table["dropped_columns"]
    ]


def _set_aside(group: dict[str, Any]) -> dict[str, str]:
    reason = group["reason"]
    if reason.startswith("does not fit "):
        reason = f"超出{reason.removeprefix('does not fit ')}的范围"
    examples = [
        f"第{example['line_number']}行“{_covered(example['value'] or '')}”"
        for example in group["examples"]
    ]
    return {
        "table": tables()[group["table_name"]].label,
        "column": group["column_name"],
        "reason": _REASON.get(reason, reason),
        "rows": f"{group['rows']:,}",
        "examples": "；".join(examples),
    }


def _covered(value: str) -> str:
    """Return a value without what may name a person."""
    return _TELLING.sub("▇▇", value)


def _check(check: dict[str, Any]) -> dict[str, Any]:
    table = tables().get(check["table_name"])
    return {
        "table": table.label if table else "整批",
        "description": check["description_zh"],
        "severity": _SEVERITY[check["severity"]],
        "passed": check["passed"],
        "figures": _figures(check),
        "examples": "、".join(map(_covered, check["details"]["examples"])),
        "check_id": check["check_id"],
    }


def _figures(check: dict[str, Any]) -> str:
    """Return failed and judged rows, and how many might fail."""
    failed, total = check["failed_rows"], check["total_rows"]
    if total is None:
        return f"{check['details']['observed'] or 0:,.0f}"
    if not total:
        return "无可判断的行"
    at_most = round(check["details"]["at_most"] * total)
    allowed = f"，至多允许{at_most:,}行" if at_most else ""
    return f"{total:,}行中{failed:,}行不符（{failed / total:.2%}{allowed}）"


@cache
def _template() -> Template:
    loader = FileSystemLoader(REPO_DIR / "include" / "reports" / "quality")
    environment = Environment(
        loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True
    )
    return environment.get_template("page.html.j2")
