import json
from pathlib import Path

from claim_review.local.task_log import last_lines, log_file


def write(file: Path, *entries: dict) -> Path:
    file.write_text("\n".join(json.dumps(entry) for entry in entries))
    return file


def test_a_traceback_shows_our_frames_and_not_those_of_airflow(tmp_path):
    error = {
        "exc_type": "ValueError",
        "exc_value": "batch 2025Q1-1 refused",
        "frames": [
            {"filename": "/x/site-packages/airflow/a.py", "lineno": 1, "name": "run"},
            {"filename": "/x/plugins/load.py", "lineno": 7, "name": "load"},
        ],
    }
    file = write(
        tmp_path / "attempt=1.log",
        {"event": "::group::Pre Execute"},
        {"event": "loading"},
        {"event": "Task failed", "error_detail": [error]},
    )
    assert last_lines(file, 30) == [
        "loading",
        "Task failed",
        "  /x/plugins/load.py:7 in load",
        "ValueError: batch 2025Q1-1 refused",
    ]


def test_only_the_last_lines_are_returned_and_plain_lines_stay(tmp_path):
    file = tmp_path / "attempt=1.log"
    file.write_text('first\n{"event": "second"}\n42\n')
    assert last_lines(file, 2) == ["second", "42"]


def test_a_mapped_task_has_a_log_of_its_own():
    task = {
        "dag_id": "d",
        "dag_run_id": "r",
        "task_id": "t",
        "map_index": 3,
        "try_number": 2,
    }
    assert log_file(Path("/log"), task) == Path(
        "/log/dag_id=d/run_id=r/task_id=t/map_index=3/attempt=2.log"
    )
