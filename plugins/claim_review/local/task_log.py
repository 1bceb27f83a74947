"""Reads the log files that Airflow writes for its tasks."""

import json
from pathlib import Path

# Marks by which the UI folds parts of a log.
_FOLDS = ("::group::", "::endgroup::")
_AIRFLOW = "/site-packages/airflow/"


def log_file(log_dir: Path, task: dict) -> Path:
    """Return the log of a task instance's last attempt, where Airflow puts it."""
    folder = log_dir / f"dag_id={task['dag_id']}" / f"run_id={task['dag_run_id']}"
    folder = folder / f"task_id={task['task_id']}"
    if task["map_index"] >= 0:
        folder = folder / f"map_index={task['map_index']}"
    return folder / f"attempt={task['try_number']}.log"


def last_lines(file: Path, count: int) -> list[str]:
    """Return the last lines of a task log as text, errors with their traceback."""
    if not file.exists():
        return [f"(no log file {file})"]
    lines: list[str] = []
    for line in file.read_text(errors="replace").splitlines():
        lines += _as_text(line)
    return lines[-count:]


def _as_text(line: str) -> list[str]:
    """Return a JSON log line as plain lines; any other line as it is."""
    try:
        entry = json.loads(line)
    except ValueError:
        return [line]
    if not isinstance(entry, dict):
        return [line]
    text = str(entry.get("event", "")).splitlines()
    if text and text[0].startswith(_FOLDS):
        return []
    for error in entry.get("error_detail") or []:
        for frame in error.get("frames") or []:
            if _AIRFLOW not in frame["filename"]:
                where = f"{frame['filename']}:{frame['lineno']}"
                text.append(f"  {where} in {frame['name']}")
        text += f"{error['exc_type']}: {error['exc_value']}".splitlines()
    return text
