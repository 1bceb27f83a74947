"""A small process that keeps the parts of Airflow and the mail sink running.

Used as `python -m claim_review.local.supervisor run|stop`. `run` is what `start` puts
in the background: it starts each part again when it ends, because Airflow's own parts
give up when the database is away for seconds.
"""

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

from claim_review.local import kept, processes
from claim_review.settings import REPO_DIR, settings

_PATIENCE = 10.0
_LONGEST_PAUSE = 30.0
_LOG_BYTES = 20_000_000


def commands(smtp_port: str, mail_dir: str) -> dict[str, list[str]]:
    """Return the command of each part.

    There is no triggerer, because no task of ours defers. The scheduler serves no
    logs: that server would listen on every network, and all files are on this machine.
    """
    python = [sys.executable, "-m"]
    sink = ["claim_review.notify.sink", "--port", smtp_port, "--dir", mail_dir]
    return {
        "api-server": [*python, "airflow", "api-server"],
        "scheduler": [*python, "airflow", "scheduler", "--skip-serve-logs"],
        "dag-processor": [*python, "airflow", "dag-processor"],
        "mail-sink": [*python, *sink],
    }


class Part:
    """One child process in a session of its own, started again when it ends."""

    def __init__(self, name: str, command: list[str], var_dir: Path) -> None:
        self.name, self.command = name, command
        self.log = var_dir / "log" / f"{name}.log"
        self.pid_file = _pid_file(var_dir, name)
        self.process: subprocess.Popen | None = None
        self.started_at = 0.0
        self.pause = 1.0

    def start(self) -> None:
        if self.log.exists() and self.log.stat().st_size > _LOG_BYTES:
            self.log.replace(self.log.with_suffix(".log.1"))
        with self.log.open("a") as log:
            self.process = subprocess.Popen(
                self.command, stdout=log, stderr=log, start_new_session=True
            )
        self.started_at = time.monotonic()
        kept.write_private(self.pid_file, processes.identity(self.process.pid))

    def restart_if_ended(self) -> None:
        """Start the part again, after a pause that doubles while it keeps failing."""
        ended, lived = self.process.poll(), time.monotonic() - self.started_at
        if ended is None or lived < self.pause:
            return
        self.pause = 1.0 if lived > 60 else min(self.pause * 2, _LONGEST_PAUSE)
        when = time.strftime("%Y-%m-%d %H:%M:%S")
        print(
            f"{when} {self.name} ended with {ended} after {lived:.0f} s, starts again"
        )
        processes.end_sessions([self.process.pid], patience=0)
        self.start()


def supervise(parts: list[Part]) -> None:
    """Keep the parts running until SIGTERM, then end them."""
    ending = False

    def end(*_: object) -> None:
        nonlocal ending
        ending = True

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    for part in parts:
        part.start()
    while not ending:
        time.sleep(0.5)
        for part in parts:
            part.restart_if_ended()
    processes.end_sessions([part.process.pid for part in parts], _PATIENCE)


def start(var_dir: Path, environment: dict[str, str]) -> bool:
    """Start the supervisor unless it runs with this environment and this code.

    Return whether it was started; one with other settings or older code is ended.
    """
    fingerprint = _fingerprint(environment)
    known = _pid_file(var_dir, "supervisor")
    if is_running(var_dir) and _read(known.with_suffix(".sha256")) == fingerprint:
        return False
    stop(var_dir)
    log_file = var_dir / "log" / "supervisor.log"
    log_file.parent.mkdir(parents=True, exist_ok=True)
    with log_file.open("a") as log:
        child = subprocess.Popen(
            [sys.executable, "-m", "claim_review.local.supervisor", "run"],
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            start_new_session=True,
        )
    kept.write_private(known.with_suffix(".sha256"), fingerprint)
    kept.write_private(known, processes.identity(child.pid))
    return True


def is_running(var_dir: Path) -> bool:
    """Return whether the supervisor of this folder lives."""
    return processes.is_alive(_read(_pid_file(var_dir, "supervisor")))


def environment(var_dir: Path) -> list[str] | None:
    """Return the NAME=value pairs of the parts of this folder, None when none run."""
    if not is_running(var_dir):
        return None
    pid = int(_read(_pid_file(var_dir, "supervisor")).split(":")[0])
    return processes.environment(pid)


def stop(var_dir: Path) -> None:
    """End the supervisor and all parts, found by their pid files only."""
    if is_running(var_dir):
        pid = int(_read(_pid_file(var_dir, "supervisor")).split(":")[0])
        processes.end_sessions([pid], _PATIENCE + 5)
    _end_left_over(var_dir)


def _end_left_over(var_dir: Path) -> None:
    """End the parts that a killed supervisor left behind."""
    files = sorted((var_dir / "local").glob("*.pid"))
    known = [_read(file) for file in files]
    ours = [int(one.split(":")[0]) for one in known if _is_ours(one, var_dir)]
    processes.end_sessions(ours, _PATIENCE)
    for file in files:
        file.unlink()


def _is_ours(known: str, var_dir: Path) -> bool:
    """Return whether the part lives, or has ended but left processes behind.

    These are told from strangers, who may have got an old number, by the folder in
    their environment.
    """
    if processes.is_alive(known):
        return True
    if not known or processes.identity(int(known.split(":")[0])):
        return False
    mark = f"CLAIM_REVIEW_VAR_DIR={var_dir}"
    members = processes.session_members(int(known.split(":")[0]))
    return any(mark in processes.environment(pid) for pid in members)


def _fingerprint(environment: dict[str, str]) -> str:
    """Return a hash of our settings and of the code that a running part has loaded."""
    ours = {
        name: value
        for name, value in environment.items()
        if name.startswith(("AIRFLOW", "CLAIM_REVIEW_"))
    }
    files = [REPO_DIR / "uv.lock", *sorted((REPO_DIR / "plugins").rglob("*.py"))]
    code = [(str(file), file.stat().st_mtime_ns) for file in files if file.exists()]
    text = json.dumps([ours, code, sys.executable], sort_keys=True)
    return hashlib.sha256(text.encode()).hexdigest()


def _pid_file(var_dir: Path, name: str) -> Path:
    return var_dir / "local" / f"{name}.pid"


def _read(file: Path) -> str:
    return file.read_text().strip() if file.exists() else ""


def main() -> int:
    var_dir = settings().var_dir.resolve()
    if sys.argv[1:] == ["stop"]:
        stop(var_dir)
        print(f"Airflow of {var_dir} is stopped")
        return 0
    if sys.argv[1:] != ["run"]:
        print(__doc__)
        return 2
    every = commands(os.environ["CLAIM_REVIEW_SMTP_PORT"], str(var_dir / "mail"))
    supervise([Part(name, every[name], var_dir) for name in every])
    return 0


if __name__ == "__main__":
    sys.exit(main())
