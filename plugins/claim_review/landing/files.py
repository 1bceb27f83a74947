"""Table files as they lie in a batch folder: plain or gzip CSV."""

import csv
import gzip
import hashlib
import io
import zlib
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from claim_review.landing.refused import Refused

_CHUNK = 1 << 20
_GZIP_MAGIC = b"\x1f\x8b"


def file_sha256(file: Path) -> str | None:
    """Return the SHA-256 of the file as it lies there; None when there is none."""
    if not file.is_file():
        return None
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def open_table(file: Path) -> BinaryIO:
    """Open the file for reading CSV bytes; gzip is known by its first two bytes."""
    with file.open("rb") as stream:
        magic = stream.read(2)
    return gzip.open(file) if magic == _GZIP_MAGIC else file.open("rb")


def chunks(file: Path, where: str) -> Iterator[bytes]:
    """Yield the CSV bytes; raise Refused naming `where` when gzip breaks off."""
    lines = 0
    with open_table(file) as stream:
        while True:
            try:
                chunk = stream.read(_CHUNK)
            except (EOFError, gzip.BadGzipFile, zlib.error) as error:
                raise Refused(
                    f"{where}: gzip is broken after line {lines}: {error}"
                ) from None
            if not chunk:
                return
            lines += chunk.count(b"\n")
            yield chunk


def read_header(file: Path, where: str) -> list[str]:
    """Return the names in the header row; raise Refused when there is none."""
    # Surrogates keep a bad byte of a later line out of this; COPY will name the line.
    with open_table(file) as stream:
        text = io.TextIOWrapper(stream, "utf-8-sig", "surrogateescape", newline="")
        try:
            names = next(csv.reader(text), None)
        except (csv.Error, EOFError, gzip.BadGzipFile, zlib.error) as error:
            raise Refused(
                f"{where} line 1: the header cannot be read: {error}"
            ) from None
    if not names:
        raise Refused(f"{where} is empty: it has no header row")
    if not all(name.isprintable() for name in names):
        raise Refused(f"{where} line 1: the header is not UTF-8 text")
    return names


def record_lines(file: Path, where: str) -> Iterator[int]:
    """Yield the line on which each record after the header begins."""
    with open_table(file) as stream:
        text = io.TextIOWrapper(stream, "utf-8-sig", newline="")
        reader = csv.reader(text)
        next(reader)
        line = reader.line_num + 1
        try:
            for _ in reader:
                yield line
                line = reader.line_num + 1
        except csv.Error as error:
            raise Refused(f"{where} line {line}: {error}") from None
