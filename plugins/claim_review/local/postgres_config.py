"""Settings of the PostgreSQL server, scaled to the machine."""

import os
from pathlib import Path

_MB = 1024**2


def machine_memory() -> int:
    """Return the bytes of memory that we may use: the machine's or the container's."""
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES")
    for limit in ("memory.max", "memory/memory.limit_in_bytes"):
        file = Path("/sys/fs/cgroup") / limit
        if file.exists() and (text := file.read_text().strip()).isdigit():
            memory = min(memory, int(text))
    return memory


def config_text(port: int, memory: int) -> str:
    """Return the lines of the configuration file for so many bytes of memory."""
    settings = {
        "listen_addresses": "127.0.0.1",
        "unix_socket_directories": "",
        "port": port,
        "max_connections": 120,
        # Dates are the bureau's dates, whatever the clock of the machine says.
        "timezone": "Asia/Shanghai",
        "log_timezone": "Asia/Shanghai",
        "shared_buffers": _share(memory, 4, at_least=128, at_most=6144),
        "effective_cache_size": _share(memory, 2, at_least=256, at_most=65536),
        "work_mem": _share(memory, 64, at_least=32, at_most=256),
        "maintenance_work_mem": _share(memory, 16, at_least=64, at_most=1024),
        "max_parallel_workers_per_gather": 1,
        "dynamic_shared_memory_type": _shared_memory_type(),
        "jit": "off",
        "random_page_cost": 1.1,
        # What a crash could lose is loaded again from the batch.
        "synchronous_commit": "off",
        "wal_level": "minimal",
        "max_wal_senders": 0,
        "wal_compression": "on",
        "max_wal_size": "8GB",
        "checkpoint_timeout": "15min",
        "track_io_timing": "on",
        "log_min_duration_statement": "5s",
        "log_line_prefix": "%m [%p] %q%u@%d ",
    }
    return "".join(f"{name} = '{value}'\n" for name, value in settings.items())


def _share(memory: int, part: int, at_least: int, at_most: int) -> str:
    return f"{min(max(memory // part // _MB, at_least), at_most)}MB"


def _shared_memory_type() -> str:
    """Return `mmap` where /dev/shm is as small as in most containers."""
    try:
        room = os.statvfs("/dev/shm")
    except OSError:
        return "mmap"
    return "posix" if room.f_bavail * room.f_frsize >= 1024 * _MB else "mmap"
