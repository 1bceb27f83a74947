"""What lies in the folders of the inbox, and where it goes from there."""

import hashlib
import itertools
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from claim_review.moments import ZONE

# Where files go that were taken in or refused, and what the text beside them is called.
DONE, REFUSED = ("done", "受理"), ("refused", "退回")
_MARKED = "marked"
_OURS = {DONE[0], REFUSED[0], _MARKED}
_PREVIEW, _EVIDENCE = ".预览.txt", ".files"
# Editors of Windows like to add the second ending.
_CONFIRMATIONS = (".确认", ".确认.txt")
# What programs leave behind; nobody hands it in.
_LITTER = (".", "~$", "Thumbs.db", "desktop.ini")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Drop:
    """A file that a sender put down, its evidence, and when the last of it arrived."""

    file: Path
    evidence: tuple[Path, ...]
    received_at: datetime

    @property
    def sender(self) -> str:
        return self.file.parent.name

    @property
    def is_workbook(self) -> bool:
        return self.file.suffix.lower() == ".xlsx"

    @property
    def name(self) -> str:
        """What the names of the files that belong to it begin with."""
        return self.file.stem if self.is_workbook else self.file.name

    def beside(self, ending: str) -> Path:
        """Return the file or folder that belongs to it by its name."""
        return self.file.with_name(self.name + ending)

    def has_changed(self) -> bool:
        """Return whether something arrived since it was found."""
        return found(self.file) != self

    def confirmations(self, as_of: datetime) -> list[bytes]:
        """Return what the files of confirmation hold that were there at a moment."""
        files = [self.beside(ending) for ending in _CONFIRMATIONS]
        return [
            file.read_bytes()[:10_000]
            for file in files
            if file.is_file() and not file.is_symlink() and _arrived(file) <= as_of
        ]


def found(file: Path) -> Drop:
    """Return a file as it lies there."""
    folder = Drop(file, (), _arrived(file)).beside(_EVIDENCE)
    evidence: tuple[Path, ...] = ()
    if folder.is_dir() and not folder.is_symlink():
        evidence = tuple(_handed_in(folder))
    return Drop(file, evidence, max(map(_arrived, (file, *evidence))))


def drops(inbox: Path) -> list[Drop]:
    """Return the files of all senders in the order in which they arrived."""
    files = [
        found(file)
        for folder in _folders(inbox)
        for file in _handed_in(folder)
        if not _is_folder(file) and not file.name.endswith((_PREVIEW, *_CONFIRMATIONS))
    ]
    return sorted(files, key=lambda drop: (drop.received_at, drop.file))


def strays(inbox: Path) -> Iterator[tuple[str, str, str]]:
    """Yield what is no file of a sender: the folder it lies in, its name, and why."""
    if not inbox.is_dir():
        return
    for path in _handed_in(inbox):
        if not _is_folder(path):
            yield "", path.name, "不在提交人的文件夹里，不知道是谁提交的"
    for folder in _folders(inbox):
        for path in filter(_is_folder, _handed_in(folder)):
            workbook = path.with_suffix(".xlsx")
            if path.suffix == _EVIDENCE and not workbook.exists():
                yield folder.name, path.name, "没有与之同名的xlsx文件"
            elif path.suffix != _EVIDENCE and path.name not in _OURS:
                yield folder.name, path.name, "文件夹里的文件不处理，请直接放在收件夹里"


def tell(drop: Drop, said: str) -> None:
    """Write what is said about a file beside it, unless it says so already."""
    path, text = drop.beside(_PREVIEW), f"{said}\n"
    if not path.exists() or path.read_text("utf-8-sig") != text:
        path.write_text(text, "utf-8-sig")


def give_back(drop: Drop, content: bytes) -> str:
    """Write a workbook to be corrected into a folder of its own, return its name.

    One that is there already stays, because somebody may be working in it.
    """
    told_apart = hashlib.sha256(content).hexdigest()[:8]
    path = drop.file.parent / _MARKED / f"{drop.name}-{told_apart}.xlsx"
    path.parent.mkdir(exist_ok=True)
    if not path.exists():
        path.write_bytes(content)
    return f"{_MARKED}/{path.name}"


def put_away(drop: Drop, where: tuple[str, str], said: str) -> None:
    """Move a file and all that belongs to it into a folder of its own, with a text."""
    folder, ending = where
    moment = f"{drop.received_at.astimezone(ZONE):%Y%m%d-%H%M%S}-{drop.name}"
    names = itertools.chain([moment], (f"{moment}-{n}" for n in itertools.count(2)))
    targets = (drop.file.parent / folder / name for name in names)
    target = next(path for path in targets if not path.exists())
    target.mkdir(parents=True)
    (target / f"{drop.name}.{ending}.txt").write_text(f"{said}\n", "utf-8-sig")
    # The workbook goes first: without it, the rest is nothing that could be taken in.
    belongings = [drop.beside(each) for each in (_EVIDENCE, _PREVIEW, *_CONFIRMATIONS)]
    for path in (drop.file, *(each for each in belongings if each.exists())):
        path.rename(target / path.name)


def _folders(inbox: Path) -> list[Path]:
    return list(filter(_is_folder, _handed_in(inbox))) if inbox.is_dir() else []


def _handed_in(folder: Path) -> list[Path]:
    return sorted(
        path for path in folder.iterdir() if not path.name.startswith(_LITTER)
    )


def _is_folder(path: Path) -> bool:
    return path.is_dir() and not path.is_symlink()


def _arrived(path: Path) -> datetime:
    """Return when a file was last written, to the microsecond."""
    return _EPOCH + timedelta(microseconds=path.lstat().st_mtime_ns // 1000)
