import os
import signal
import subprocess
import sys
import time

import pytest

from claim_review.local import processes, supervisor

SCRIPT = """
import sys
from pathlib import Path
from claim_review.local.supervisor import Part, supervise
var_dir = Path(sys.argv[1])
# A part that leaves a child in a process group of its own, as Airflow's tasks do.
child = "import os, time; os.fork() or os.setpgid(0, 0); time.sleep(600)"
supervise([Part("steady", [sys.executable, "-c", child], var_dir)])
"""


@pytest.fixture
def steady(var_dir):
    """A supervisor process with one part; returns the process and the pid file."""
    (var_dir / "log").mkdir()
    process = subprocess.Popen(
        [sys.executable, "-c", SCRIPT, str(var_dir)],
        env=os.environ | {"CLAIM_REVIEW_VAR_DIR": str(var_dir)},
    )
    file = var_dir / "local" / "steady.pid"
    wait_for(lambda: file.exists() and len(members(file)) == 2)
    yield process, file
    process.kill()
    process.wait()


def members(file) -> list[int]:
    return processes.session_members(int(file.read_text().split(":")[0]))


def wait_for(condition) -> None:
    until = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < until, "waited 20 s in vain"
        time.sleep(0.02)


def test_a_killed_part_is_started_again_without_what_it_left_behind(steady):
    _, file = steady
    before = file.read_text()
    old = int(before.split(":")[0])
    os.kill(old, signal.SIGKILL)
    wait_for(lambda: file.read_text() != before and len(members(file)) == 2)
    assert processes.session_members(old) == []


def test_a_supervisor_that_is_told_to_end_takes_its_parts_along(steady):
    process, file = steady
    process.terminate()
    assert process.wait(timeout=20) == 0
    assert members(file) == []


def test_stop_ends_the_parts_that_a_killed_supervisor_left_behind(steady, var_dir):
    process, file = steady
    session = int(file.read_text().split(":")[0])
    process.kill()
    process.wait()
    assert len(processes.session_members(session)) == 2
    supervisor.stop(var_dir)
    assert processes.session_members(session) == []


def test_stop_ends_the_children_of_a_part_that_died_with_its_supervisor(
    steady, var_dir
):
    process, file = steady
    session = int(file.read_text().split(":")[0])
    process.kill()
    process.wait()
    os.kill(session, signal.SIGKILL)
    wait_for(lambda: len(processes.session_members(session)) == 1)
    supervisor.stop(var_dir)
    assert processes.session_members(session) == []


def test_stop_spares_the_session_of_a_stranger_with_an_old_number(var_dir):
    child = "import os, time; os.fork() and os._exit(0); time.sleep(600)"
    leader = subprocess.Popen([sys.executable, "-c", child], start_new_session=True)
    leader.wait()
    wait_for(lambda: len(processes.session_members(leader.pid)) == 1)
    (var_dir / "local").mkdir()
    (var_dir / "local" / "old.pid").write_text(f"{leader.pid}:1")
    supervisor.stop(var_dir)
    assert len(processes.session_members(leader.pid)) == 1
    processes.end_sessions([leader.pid], patience=5)


def test_stop_spares_a_process_that_got_the_pid_of_an_old_part(var_dir):
    stranger = subprocess.Popen([sys.executable, "-c", "input()"], stdin=-1)
    (var_dir / "local").mkdir()
    (var_dir / "local" / "old.pid").write_text(f"{stranger.pid}:1")
    supervisor.stop(var_dir)
    assert stranger.poll() is None
    stranger.kill()
    stranger.wait()
