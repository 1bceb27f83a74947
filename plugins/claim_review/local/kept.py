"""Values that are chosen once and kept: passwords, secrets and free ports."""

import fcntl
import json
import os
import secrets
import socket
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

# Below the range from which Linux takes ports for outgoing connections, so that
# a kept port is still free after a restart.
_PORTS = range(20000, 30000)


@contextmanager
def lock(path: Path) -> Iterator[None]:
    """Hold the file lock; wait for another process that holds it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("a") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def write_private(path: Path, text: str) -> None:
    """Replace the file by one that only its owner reads, never half written."""
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_name(f"{path.name}.{os.getpid()}")
    with suppress(FileNotFoundError):
        fresh.unlink()
    descriptor = os.open(fresh, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600)
    with os.fdopen(descriptor, "w") as file:
        file.write(text)
    fresh.replace(path)


def secret(path: Path, random_bytes: int = 32) -> str:
    """Return the random secret kept in the file, made at the first call."""
    with suppress(FileNotFoundError):
        return path.read_text()
    write_private(path, secrets.token_urlsafe(random_bytes))
    return path.read_text()


def ports(path: Path, names: tuple[str, ...], must_be_free: bool) -> dict[str, int]:
    """Return one port per name, kept in the JSON file; new names get free ports.

    With `must_be_free` a kept port that somebody else took meanwhile is replaced.
    """
    kept = json.loads(path.read_text()) if path.exists() else {}
    wanted = [name for name in names if name not in kept]
    if must_be_free:
        wanted += [name for name in names if name in kept and not is_free(kept[name])]
    if wanted:
        fresh = free_ports(len(wanted), set(kept.values()))
        kept |= dict(zip(wanted, fresh, strict=True))
        write_private(path, json.dumps(kept, indent=2))
    return {name: kept[name] for name in names}


def free_ports(count: int, taken: set[int]) -> list[int]:
    """Return different ports that nothing on 127.0.0.1 listens on."""
    chosen: list[int] = []
    while len(chosen) < count:
        port = secrets.choice(_PORTS)
        if port not in taken and port not in chosen and is_free(port):
            chosen.append(port)
    return chosen


def is_free(port: int) -> bool:
    """Return whether a server could listen on 127.0.0.1 at this port."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True
