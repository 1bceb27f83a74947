import hashlib
from datetime import UTC, datetime
from email import message_from_bytes, policy

import pytest

from claim_review.notify.message import (
    MOST_ATTACHED_BYTES,
    AttachmentError,
    attach,
    build,
    message_id,
)

NAME = "甘南州医保基金智能审核2025年第一季度分析报告（第1版）.docx"


def message(var_dir, attachments=(), **changes):
    values = {
        "dedupe_key": "quarter-report|2025Q1|v1",
        "mail_from": "claim-review@example.org",
        "recipients": ["bureau@example.org"],
        "original_recipients": ["bureau@example.org"],
        "subject": "甘南州医保基金智能审核2025年第一季度分析报告（第1版）",
        "text": "现报送报告，请审阅。\n",
        "html": "<p>现报送报告，请审阅。</p>",
        "attachments": attachments,
        "var_dir": var_dir,
        "written_at": datetime(2025, 4, 20, 1, tzinfo=UTC),
    }
    return build(**{**values, **changes})


def test_a_chinese_name_and_subject_survive_the_way(tmp_path):
    (tmp_path / NAME).write_bytes(b"PK report")
    sent = message(tmp_path, attach(tmp_path, [tmp_path / NAME])).as_bytes()
    read = message_from_bytes(sent, policy=policy.default)
    attachment = next(read.iter_attachments())
    assert attachment.get_filename() == NAME
    assert attachment.get_content() == b"PK report"
    assert "wordprocessingml" in attachment.get_content_type()
    assert read["Subject"].startswith("甘南州医保基金")
    assert read.get_body(("plain",)).get_content().strip() == "现报送报告，请审阅。"
    assert max(len(line) for line in sent.split(b"\r\n")) <= 998


def test_the_same_key_gives_the_same_message_id():
    first = message_id("quarter-report|2025Q1|v1", "x@example.org")
    assert first == message_id("quarter-report|2025Q1|v1", "甘南 <x@example.org>")
    assert first != message_id("quarter-report|2025Q1|v2", "x@example.org")
    assert first.endswith("@example.org>")


def test_a_redirected_message_names_whom_it_was_for(tmp_path):
    sent = message(tmp_path, recipients=["tester@example.org"])
    assert sent["To"] == "tester@example.org"
    assert sent["X-Original-To"] == "bureau@example.org"


def test_a_subject_with_a_line_break_is_refused(tmp_path):
    with pytest.raises(ValueError, match="linefeed or carriage return"):
        message(tmp_path, subject="报告\r\nBcc: other@example.org")


def test_an_attachment_that_changed_since_is_refused(tmp_path):
    (tmp_path / NAME).write_bytes(b"one")
    attachments = attach(tmp_path, [tmp_path / NAME])
    assert attachments[0].sha256 == hashlib.sha256(b"one").hexdigest()
    (tmp_path / NAME).write_bytes(b"two")
    with pytest.raises(AttachmentError, match="changed since"):
        message(tmp_path, attachments)
    (tmp_path / NAME).unlink()
    with pytest.raises(AttachmentError, match="is missing"):
        message(tmp_path, attachments)


def test_attachments_above_fifteen_megabytes_are_refused(tmp_path):
    for name, size in (("a", MOST_ATTACHED_BYTES), ("b", 1)):
        with (tmp_path / name).open("wb") as file:
            file.truncate(size)
    attach(tmp_path, [tmp_path / "a"])
    with pytest.raises(AttachmentError, match="at most"):
        attach(tmp_path, [tmp_path / "a", tmp_path / "b"])


def test_a_file_outside_the_var_folder_is_not_attached(tmp_path):
    (tmp_path / "var").mkdir()
    (tmp_path / "secret").write_bytes(b"x")
    with pytest.raises(ValueError, match="secret"):
        attach(tmp_path / "var", [tmp_path / "secret"])
