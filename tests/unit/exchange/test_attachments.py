"""Which files are accepted as evidence, and why others are not."""

import hashlib
import re
import zipfile
from io import BytesIO
from pathlib import Path

import pytest
from tests.unit.exchange.workbooks import sent

from claim_review.exchange.attachments import AttachmentRefusedError, inspect
from claim_review.exchange.evidence import MOST_FILES, named
from claim_review.exchange.files import LARGEST
from claim_review.exchange.kinds import LAYOUTS

PDF = b"%PDF-1.7\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n"


def zipped(*names: str, content: bytes = b"x") -> bytes:
    """Return a zip file with parts of these names."""
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in names:
            archive.writestr(name, content)
    return file.getvalue()


def locked(content: bytes) -> bytes:
    """Return a zip file that says that all its parts are encrypted."""
    changed = bytearray(content)
    for signature, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        for found in re.finditer(signature, content):
            changed[found.start() + flags] |= 1
    return bytes(changed)


def refused(path: Path, content: bytes) -> str:
    path.write_bytes(content)
    with pytest.raises(AttachmentRefusedError) as caught:
        inspect(path)
    return str(caught.value)


@pytest.mark.parametrize(
    ("name", "content", "media_type"),
    [
        ("病历.pdf", PDF, "application/pdf"),
        ("a.JPG", b"\xff\xd8\xff\xe0", "image/jpeg"),
        ("a.jpeg", b"\xff\xd8\xff\xe1", "image/jpeg"),
        ("a.png", PNG, "image/png"),
        ("a.tif", b"II*\0", "image/tiff"),
        ("a.tiff", b"MM\0*", "image/tiff"),
        ("a.docx", zipped("word/document.xml"), "wordprocessingml.document"),
        ("a.xlsx", sent(), "spreadsheetml.sheet"),
        ("a.ofd", zipped("OFD.xml", "Doc_0/Document.xml"), "application/ofd"),
    ],
)
def test_a_file_is_what_its_content_says(tmp_path, name, content, media_type):
    path = tmp_path / name
    path.write_bytes(content)
    found = inspect(path)
    assert found.media_type.endswith(media_type)
    assert (found.name, found.size) == (name, len(content))
    assert found.sha256 == hashlib.sha256(content).hexdigest()


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("a.pdf", b"", "是空文件"),
        ("a.pdf", PDF.ljust(LARGEST + 1), "超过20MB"),
        ("a.jpg", PDF, "扩展名与内容不符，内容是.pdf文件"),
        ("a", PNG, "扩展名与内容不符，内容是.png文件"),
        ("a.pdf.exe", PDF, "扩展名与内容不符"),
        ("a.pdf", b"MZ\x90\0", "是可执行程序"),
        ("a.jpg", b"\x7fELF\x02", "是可执行程序"),
        ("a.pdf", b"#!/bin/sh\n", "是可执行程序"),
        ("a.doc", bytes.fromhex("D0CF11E0A1B11AE1"), "旧版Office文件或设有打开密码"),
        ("a.rar", b"Rar!\x1a\x07", "是压缩包"),
        ("a.zip", zipped("病历.pdf"), "是压缩包，请解开后逐个提交"),
        ("a.txt", "病情需要".encode(), "不是可受理的文件类型（PDF、OFD"),
        ("a.html", b"<script>", "不是可受理的文件类型"),
        ("a.docx", zipped("word/document.xml", "word/vbaProject.bin"), "含有宏"),
        ("a.xlsx", zipped("xl/workbook.xml", "xl/macrosheets/a.xml"), "含有宏"),
        ("a.docx", zipped("word/document.xml", "word/A.EXE"), "内含可执行程序"),
        ("a.docx", locked(zipped("word/document.xml")), "设有打开密码"),
        ("a.docx", zipped("word/document.xml")[:-30], "已损坏或不完整"),
    ],
)
def test_what_is_no_evidence_is_refused_and_told_why(tmp_path, name, content, why):
    assert why in refused(tmp_path / name, content)


def test_what_unpacks_to_more_than_300_mb_is_refused(tmp_path):
    names = ("word/document.xml", *(f"word/media/{each}.bmp" for each in range(7)))
    bomb = zipped(*names, content=bytes(40 * 1024 * 1024))
    assert len(bomb) < 1024 * 1024
    assert refused(tmp_path / "a.docx", bomb) == "解压后超过300MB"


def test_links_and_folders_are_no_files(tmp_path):
    (tmp_path / "a.pdf").write_bytes(PDF)
    (tmp_path / "b.pdf").symlink_to(tmp_path / "a.pdf")
    (tmp_path / "c.pdf").mkdir()
    for name in ("b.pdf", "c.pdf", "d.pdf"):
        with pytest.raises(AttachmentRefusedError, match="不是文件"):
            inspect(tmp_path / name)


def test_an_answer_stays_below_what_the_platform_takes():
    assert MOST_FILES * LARGEST <= 100 * 1024 * 1024


def test_names_are_told_apart_by_semicolons():
    assert named(" 病历.pdf；医嘱单 .pdf;; ") == ["病历.pdf", "医嘱单 .pdf"]
    assert named(None) == []


def test_columns_that_ask_for_files_are_known_as_such():
    asked = {
        column.title: column.kind
        for layout in LAYOUTS.values()
        for column in layout.answers
        if column.title.endswith("材料")
    }
    assert set(asked.values()) == {"files"}, asked
