"""Tells the operator that a task failed, without what the data says of people."""

import re
from datetime import datetime

import psycopg

from claim_review.notify.outbox import DrainResult, drain, enqueue
from claim_review.settings import Settings

_LONGEST = 600
# PostgreSQL puts the offending row into these lines.
_ROW_CONTENT = re.compile(
    r"^\s*(DETAIL|CONTEXT|HINT|QUERY|LINE \d+)\s*:.*", re.MULTILINE | re.DOTALL
)
_PARAMETERS = re.compile(r"\[(SQL|parameters):.*", re.DOTALL)
# Longer than a date: numbers of persons, settlements and telephones.
_LONG_NUMBER = re.compile(r"\d{9,}[0-9Xx]*")
_QUOTED_CHINESE = re.compile(r"([\"'“‘])[^\"'”’\n]*[㐀-鿿][^\"'”’\n]*([\"'”’])")


def notify_operator(
    url: str,
    settings: Settings,
    dag_id: str,
    run_id: str,
    task_id: str,
    error: BaseException | str | None,
    log_url: str,
    now: datetime,
    try_number: int = 1,
    map_index: int = -1,
) -> DrainResult:
    """Mail the operator that the task failed, once per run, task and try.

    The mail says what broke and where its log is; the log has the particulars.
    Returns what the drain that followed did.
    """
    task = task_id if map_index < 0 else f"{task_id}[{map_index}]"
    with psycopg.connect(url) as connection:
        enqueue(
            connection,
            dedupe_key=f"task-failure|{dag_id}|{run_id}|{task}|{try_number}",
            recipients=[settings.operator_address],
            subject=f"任务失败：{dag_id} / {task}（第{try_number}次）",
            text=_text(dag_id, run_id, task, try_number, error, log_url, now),
        )
    return drain(url, settings, now)


def without_personal_data(error: BaseException | str | None) -> str:
    """Return what an error says, without row contents, long numbers and names."""
    if error is None:
        return "（无错误信息）"
    text = error if isinstance(error, str) else f"{type(error).__name__}: {error}"
    for pattern in (_ROW_CONTENT, _PARAMETERS):
        text = pattern.sub("", text)
    text = _QUOTED_CHINESE.sub(r"\1…\2", text)
    text = _LONG_NUMBER.sub("…", text).strip()
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"


def _text(
    dag_id: str,
    run_id: str,
    task: str,
    try_number: int,
    error: BaseException | str | None,
    log_url: str,
    now: datetime,
) -> str:
    return "\n".join(
        (
            f"任务 {task} 运行失败，请处理。",
            "",
            f"流程：{dag_id}",
            f"批次：{run_id}",
            f"任务：{task}，第{try_number}次尝试",
            f"时间：{now:%Y-%m-%d %H:%M:%S %Z}",
            f"错误：{without_personal_data(error)}",
            f"日志：{log_url}",
            "",
            "本邮件不含业务数据，详情见日志。",
            "",
        )
    )
