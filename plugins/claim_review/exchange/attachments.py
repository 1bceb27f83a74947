"""Files that come with a workbook: which are accepted as evidence."""

import hashlib
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path, PurePosixPath

from claim_review.exchange.files import LARGEST, LARGEST_UNPACKED

_PDF = ("application/pdf", (".pdf",))
_JPEG = ("image/jpeg", (".jpg", ".jpeg"))
_PNG = ("image/png", (".png",))
_TIFF = ("image/tiff", (".tif", ".tiff"))
_OFFICE = "application/vnd.openxmlformats-officedocument"
_MAGIC = {
    b"%PDF-": _PDF,
    b"\xff\xd8\xff": _JPEG,
    b"\x89PNG\r\n\x1a\n": _PNG,
    b"II*\0": _TIFF,
    b"MM\0*": _TIFF,
}
# What a zip is, by a part that it has.
_ZIPPED = {
    "word/document.xml": (f"{_OFFICE}.wordprocessingml.document", (".docx",)),
    "xl/workbook.xml": (f"{_OFFICE}.spreadsheetml.sheet", (".xlsx",)),
    "OFD.xml": ("application/ofd", (".ofd",)),
}
_ACCEPTED = "PDF、OFD、JPG、PNG、TIFF、DOCX、XLSX"
_PROGRAM, _PACKED = "是可执行程序", "是压缩包，请解开后逐个提交"
_REFUSED = {
    b"MZ": _PROGRAM,
    b"\x7fELF": _PROGRAM,
    b"#!": _PROGRAM,
    b"\xd0\xcf\x11\xe0": "是旧版Office文件或设有打开密码，请另存为PDF",
    b"Rar!": _PACKED,
    b"7z\xbc\xaf": _PACKED,
}
_PROGRAMS = {".exe", ".dll", ".com", ".scr", ".msi", ".bat", ".cmd", ".ps1", ".js"}
_PROGRAMS |= {".vbs", ".hta", ".jar", ".lnk", ".sh"}
_MACROS = {"vbaproject.bin", "macrosheets", "activex"}


class AttachmentRefusedError(ValueError):
    """A file is no evidence that can be accepted; the message says why, in Chinese."""


@dataclass(frozen=True)
class Attachment:
    """A file that can be accepted; its size is in bytes."""

    name: str
    path: Path
    sha256: str
    media_type: str
    size: int


def inspect(path: Path) -> Attachment:
    """Return what a file is by its content; raise AttachmentRefusedError."""
    if path.is_symlink() or not path.is_file():
        raise AttachmentRefusedError("不是文件")
    with path.open("rb") as file:
        content = file.read(LARGEST + 1)
    if not content:
        raise AttachmentRefusedError("是空文件")
    if len(content) > LARGEST:
        raise AttachmentRefusedError("超过20MB")
    media_type, suffixes = _type_of(content)
    if path.suffix.lower() not in suffixes:
        kind = "、".join(suffixes)
        raise AttachmentRefusedError(f"扩展名与内容不符，内容是{kind}文件")
    sha256 = hashlib.sha256(content).hexdigest()
    return Attachment(path.name, path, sha256, media_type, len(content))


def _type_of(content: bytes) -> tuple[str, tuple[str, ...]]:
    """Return the media type of a content and how names of such files end."""
    for magic, found in _MAGIC.items():
        if content.startswith(magic):
            return found
    for magic, why in _REFUSED.items():
        if content.startswith(magic):
            raise AttachmentRefusedError(why)
    if content.startswith(b"PK"):
        return _zipped(content)
    raise AttachmentRefusedError(f"不是可受理的文件类型（{_ACCEPTED}）")


def _zipped(content: bytes) -> tuple[str, tuple[str, ...]]:
    try:
        with zipfile.ZipFile(BytesIO(content)) as archive:
            parts = archive.infolist()
    except zipfile.BadZipFile:
        raise AttachmentRefusedError("已损坏或不完整") from None
    if any(part.flag_bits & 1 for part in parts):
        raise AttachmentRefusedError("设有打开密码")
    if sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise AttachmentRefusedError("解压后超过300MB")
    paths = [PurePosixPath(part.filename.lower()) for part in parts]
    if any(_MACROS & set(path.parts) for path in paths):
        raise AttachmentRefusedError("含有宏")
    if any(path.suffix in _PROGRAMS for path in paths):
        raise AttachmentRefusedError("内含可执行程序")
    names = {part.filename for part in parts}
    for name, found in _ZIPPED.items():
        if name in names:
            return found
    raise AttachmentRefusedError(_PACKED)
