"""The smallest old workbook (BIFF8 in a compound file) that a reader accepts."""

import struct
from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

_SECTOR = 512
_FREE, _END, _FAT = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD


Grid = Iterable[Sequence]


def write_xls(path: Path, name: str, rows: Grid) -> Path:
    """Write one sheet of texts and numbers."""
    return write_xls_sheets(path, {name: rows})


def write_xls_sheets(path: Path, sheets: Mapping[str, Grid]) -> Path:
    """Write sheets of texts and numbers."""
    titles = [name.encode("utf-16-le") for name in sheets]
    start = len(_bof(0x05)) + sum(4 + 8 + len(title) for title in titles) + 4
    bounds, pages = b"", b""
    for title, rows in zip(titles, sheets.values(), strict=True):
        place = start + len(pages)
        head = struct.pack("<IHBB", place, 0, len(title) // 2, 1)
        bounds += _record(0x85, head + title)
        pages += _sheet(rows)
    book = _bof(0x05) + bounds + _record(0x0A) + pages
    path.write_bytes(_compound("Workbook", book))
    return path


def write_compound(path: Path, name: str, stream: bytes) -> Path:
    """Write a compound file with one stream, such as an encrypted workbook."""
    path.write_bytes(_compound(name, stream))
    return path


def _sheet(rows: Grid) -> bytes:
    cells = b"".join(
        _cell(row, column, value)
        for row, line in enumerate(rows)
        for column, value in enumerate(line)
        if value != ""
    )
    return _bof(0x10) + cells + _record(0x0A)


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _bof(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0, 1996, 0, 0x0600))


def _cell(row: int, column: int, value: str | float) -> bytes:
    place = struct.pack("<HHH", row, column, 0)
    if isinstance(value, str):
        text = struct.pack("<HB", len(value), 1) + value.encode("utf-16-le")
        return _record(0x0204, place + text)
    return _record(0x0203, place + struct.pack("<d", value))


def _compound(name: str, stream: bytes) -> bytes:
    """Return a compound file: header, one table of sectors, directory, stream."""
    # Streams below 4096 bytes would lie elsewhere.
    stream = stream.ljust(4096, b"\0")
    stream += b"\0" * (-len(stream) % _SECTOR)
    count = len(stream) // _SECTOR
    chain = [_FAT, _END, *range(3, count + 2), _END]
    table = struct.pack("<128I", *chain, *[_FREE] * (128 - len(chain)))
    header = struct.pack(
        "<8s16sHHHHH6sIIIIIIIII",
        bytes.fromhex("D0CF11E0A1B11AE1"),
        *(b"", 0x3E, 3, 0xFFFE, 9, 6, b"", 0, 1, 1, 0, 4096, _END, 0, _END, 0),
    )
    header += struct.pack("<109I", 0, *[_FREE] * 108)
    root = _entry("Root Entry", 5, child=1, start=_END, size=0)
    book = _entry(name, 2, child=_FREE, start=2, size=len(stream))
    directory = (root + book).ljust(_SECTOR, b"\0")
    return header + table + directory + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    text = name.encode("utf-16-le") + b"\0\0"
    return struct.pack(
        "<64sHBBIII16sIQQIQ",
        text,
        *(len(text), kind, 1, _FREE, _FREE, child, b"", 0, 0, 0, start, size),
    )
