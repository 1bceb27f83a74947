"""Columns as fixed-width bytes: how millions of CSV rows are put together fast.

A column is a function from a slice of rows to an array of fixed-width byte
strings. Cells are padded with NUL, also on the left, and the padding is deleted
from the finished block in one pass.
"""

import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import numpy as np

Column = Callable[[slice], np.ndarray]

BLOCK_ROWS = 50_000
FIRST_DAY = date(1920, 1, 1)
LAST_DAY = date(2040, 12, 31)

_DAY_ZERO = int(np.datetime64(FIRST_DAY).astype(int))
_ALL_DAYS = np.arange(FIRST_DAY, np.datetime64(LAST_DAY) + 1, dtype="datetime64[D]")
_DAYS = np.array([*(str(d).encode() for d in _ALL_DAYS), b""])
_DAYS_AND_SPACE = np.array([*(d + b" " for d in _DAYS[:-1]), b""])
_CLOCK = [f"{s // 3600:02d}:{s // 60 % 60:02d}:{s % 60:02d}" for s in range(86_400)]
_SECONDS = np.array([*(moment.encode() for moment in _CLOCK), b""])
_FOUR_DIGITS = np.array([f"{n:04d}".encode() for n in range(10_000)])


def text(values: np.ndarray) -> Column:
    """Return the column of byte strings as they are."""
    return lambda rows: values[rows]


def constant(value: str, count: int) -> Column:
    """Return the column that says the same in each of `count` rows."""
    cell = np.array([value.encode()])
    return lambda rows: np.broadcast_to(cell, len(range(*rows.indices(count))))


def looked_up(codes: np.ndarray, table: np.ndarray) -> Column:
    """Return `table[code]` for each row, empty where the code is negative."""
    cells = np.append(table, np.array([b""], dtype=table.dtype))
    return lambda rows: cells[np.maximum(codes[rows], -1)]


def decimal(values: np.ndarray, places: int) -> Column:
    """Return whole numbers of 10**-places written with that many decimals."""
    digits = len(str(int(np.abs(values).max()))) if len(values) else 1
    return lambda rows: _decimal_cells(values[rows], places, max(digits, places + 1))


def numbered(prefix: str, numbers: np.ndarray, width: int) -> Column:
    """Return the prefix and the number with leading zeros, empty where negative."""
    head = np.frombuffer(prefix.encode(), np.uint8)

    def cells(rows: slice) -> np.ndarray:
        chosen = numbers[rows]
        digits = _digits(np.maximum(chosen, 0), width)
        front = np.broadcast_to(head, (len(chosen), len(head)))
        both = np.concatenate([front, digits], axis=1)
        both[chosen < 0] = 0
        return both

    return cells


def stamp(seconds: np.ndarray) -> Column:
    """Return `YYYY-MM-DD HH:MM:SS` of seconds since 1970, empty where negative."""

    def cells(rows: slice) -> np.ndarray:
        chosen = seconds[rows]
        day, second = np.divmod(chosen, 86_400)
        missing = chosen < 0
        day = np.where(missing, -1, day - _DAY_ZERO)
        second = np.where(missing, -1, second)
        both = [_matrix(_DAYS_AND_SPACE[day]), _matrix(_SECONDS[second])]
        return np.concatenate(both, axis=1)

    return cells


def day(days: np.ndarray) -> Column:
    """Return `YYYY-MM-DD` of days since 1970; the lowest integer means empty."""
    missing = np.iinfo(days.dtype).min
    return lambda rows: _DAYS[
        np.where(days[rows] == missing, -1, days[rows].astype(np.int64) - _DAY_ZERO)
    ]


def write_table(path: Path, columns: list[tuple[str, list[Column]]], rows: list[int]):
    """Write the parts of a table one after another as one gzip file.

    Every column brings one cell function per part; `rows` is the length of each
    part. The bytes depend on nothing but the cells: no name, no time.
    """
    header = ",".join(name for name, _ in columns).encode() + b"\n"
    parts = [[column[i] for _, column in columns] for i in range(len(rows))]
    check, size = zlib.crc32(header), len(header)
    with path.open("wb") as file, ThreadPoolExecutor(2) as pool:
        file.write(b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x04\xff")
        file.write(_deflated(header))
        for block, packed in _in_order(pool, _blocks(parts, rows)):
            check = zlib.crc32(block, check)
            size += len(block)
            file.write(packed)
        file.write(zlib.compressobj(1, wbits=-15).flush(zlib.Z_FINISH))
        file.write(check.to_bytes(4, "little"))
        file.write((size & 0xFFFFFFFF).to_bytes(4, "little"))


def _blocks(parts: list[list[Column]], rows: list[int]) -> Iterator[tuple]:
    for cells, count in zip(parts, rows, strict=True):
        for start in range(0, count, BLOCK_ROWS):
            yield cells, slice(start, min(start + BLOCK_ROWS, count))


def _in_order(pool: ThreadPoolExecutor, blocks: Iterator[tuple]) -> Iterator[tuple]:
    """Yield the blocks in their order while at most three are being made."""
    waiting = []
    for block in blocks:
        waiting.append(pool.submit(_packed_block, *block))
        if len(waiting) == 3:
            yield waiting.pop(0).result()
    for future in waiting:
        yield future.result()


def _packed_block(cells: list[Column], rows: slice) -> tuple[bytes, bytes]:
    made = [_matrix(cell(rows)) for cell in cells]
    block = np.empty(
        (rows.stop - rows.start, sum(m.shape[1] + 1 for m in made)), np.uint8
    )
    at = 0
    for matrix in made:
        end = at + matrix.shape[1]
        block[:, at:end] = matrix
        block[:, end] = ord(",")
        at = end + 1
    block[:, -1] = ord("\n")
    plain = block.tobytes().translate(None, b"\x00")
    return plain, _deflated(plain)


def _deflated(plain: bytes) -> bytes:
    # A full flush ends on a byte boundary without ending the stream, so blocks
    # compressed apart from each other make one deflate stream when put together.
    packer = zlib.compressobj(1, wbits=-15)
    return packer.compress(plain) + packer.flush(zlib.Z_FULL_FLUSH)


def _matrix(cells: np.ndarray) -> np.ndarray:
    if cells.dtype == np.uint8:
        return cells
    cells = np.ascontiguousarray(cells)
    return cells.view(np.uint8).reshape(len(cells), cells.dtype.itemsize)


def _digits(values: np.ndarray, width: int) -> np.ndarray:
    """Return the decimal digits of values >= 0, one byte each, zeros in front."""
    groups = -(-width // 4)
    rest = values.astype(np.int64)
    made = np.empty((len(values), groups * 4), np.uint8)
    for group in reversed(range(groups)):
        rest, low = np.divmod(rest, 10_000)
        made[:, group * 4 : group * 4 + 4] = _matrix(_FOUR_DIGITS[low])
    return made[:, groups * 4 - width :]


def _decimal_cells(values: np.ndarray, places: int, width: int) -> np.ndarray:
    size = np.abs(values)
    digits = _digits(size, width)
    for position in range(width - places - 1):
        digits[size < 10 ** (width - position - 1), position] = 0
    sign = np.where(values < 0, ord("-"), 0).astype(np.uint8)[:, None]
    if places == 0:
        return np.concatenate([sign, digits], axis=1)
    point = np.full((len(values), 1), ord("."), np.uint8)
    whole, part = digits[:, : width - places], digits[:, width - places :]
    return np.concatenate([sign, whole, point, part], axis=1)
