"""What /proc says about the processes that we started."""

import os
import signal
import time
from collections.abc import Iterable
from contextlib import suppress
from itertools import chain
from pathlib import Path


def command_line(pid: int) -> str:
    """Return the command line of a process; empty when it is gone or a zombie."""
    return " ".join(_strings(pid, "cmdline"))


def environment(pid: int) -> list[str]:
    """Return the NAME=value pairs a process was started with, if we may know."""
    return _strings(pid, "environ")


def working_in(folder: Path) -> list[int]:
    """Return the processes whose working directory is the folder."""
    found = []
    for entry in Path("/proc").iterdir():
        with suppress(OSError):
            if entry.name.isdigit() and (entry / "cwd").readlink() == folder:
                found.append(int(entry.name))
    return found


def identity(pid: int) -> str:
    """Return pid and start time of a living process, empty for none.

    The start time tells the process from a later one with the same pid.
    """
    fields = _fields(pid)
    return f"{pid}:{fields[19]}" if fields and fields[0] not in "ZX" else ""


def is_alive(known: str) -> bool:
    """Return whether the process of this identity still lives."""
    return bool(known) and identity(int(known.split(":")[0])) == known


def session_members(session: int) -> list[int]:
    """Return the living processes of a session.

    Airflow gives its tasks process groups of their own; they stay in the session.
    """
    found = []
    for entry in Path("/proc").iterdir():
        fields = _fields(int(entry.name)) if entry.name.isdigit() else []
        if fields and fields[0] not in "ZX" and int(fields[3]) == session:
            found.append(int(entry.name))
    return found


def end_sessions(sessions: list[int], patience: float) -> None:
    """End sessions: SIGTERM to the leaders, then to what they leave, then SIGKILL.

    SIGKILL comes after `patience` seconds. A leader gets its chance to end its own
    children in order, so these are told only when it is gone.
    """
    _send(signal.SIGTERM, sessions)
    until = time.monotonic() + patience
    told: set[int] = set()
    while any(map(session_members, sessions)):
        if time.monotonic() > until:
            _send(signal.SIGKILL, chain.from_iterable(map(session_members, sessions)))
        for session in sessions:
            if session not in told and not identity(session):
                told.add(session)
                _send(signal.SIGTERM, session_members(session))
        time.sleep(0.05)


def _send(number: signal.Signals, pids: Iterable[int]) -> None:
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, number)


def _strings(pid: int, name: str) -> list[str]:
    try:
        raw = Path(f"/proc/{pid}/{name}").read_bytes()
    except OSError:
        return []
    return raw.decode(errors="replace").split("\0")


def _fields(pid: int) -> list[str]:
    """Return the fields of /proc/<pid>/stat from the third: state, parent, group."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []
