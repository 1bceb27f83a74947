"""Folders that stand whole or not at all, written by one process at a time."""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

_BUILDING = ".building-"


@contextmanager
def alone(folder: Path) -> Iterator[Path]:
    """Yield the folder, made if need be, once no other process is at work in it."""
    folder.mkdir(parents=True, exist_ok=True)
    # The folder itself is locked: a file for it would lie among what is published.
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield folder
    finally:
        os.close(descriptor)


@contextmanager
def put_in_place(folder: Path) -> Iterator[Path]:
    """Yield an empty folder that takes the name of `folder` if all goes well.

    What a killed process left half done beside it is removed, so nobody else may be
    building there.
    """
    folder.parent.mkdir(parents=True, exist_ok=True)
    for left in folder.parent.glob(f"{_BUILDING}*"):
        shutil.rmtree(left)
    with tempfile.TemporaryDirectory(dir=folder.parent, prefix=_BUILDING) as building:
        made = Path(building) / folder.name
        made.mkdir()
        yield made
        made.rename(folder)
