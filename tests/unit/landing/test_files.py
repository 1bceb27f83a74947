import gzip
from pathlib import Path

import pytest

from claim_review.landing import files
from claim_review.landing.folder import find_batches
from claim_review.landing.refused import Refused


def test_gzip_is_known_by_its_content_not_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(gzip.compress(b"a,b\n1,2\n"))
    (tmp_path / "b.csv.gz").write_bytes(b"a,b\n1,2\n")

    assert b"".join(files.chunks(tmp_path / "a.csv", "a")) == b"a,b\n1,2\n"
    assert b"".join(files.chunks(tmp_path / "b.csv.gz", "b")) == b"a,b\n1,2\n"


def test_a_bad_byte_in_a_later_line_does_not_spoil_the_header(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(b"\xef\xbb\xbfa,b\n\xff,2\n")

    assert files.read_header(tmp_path / "a.csv", "a.csv") == ["a", "b"]


def test_a_record_begins_on_the_line_after_the_one_before_it_ended(
    tmp_path: Path,
) -> None:
    (tmp_path / "a.csv").write_bytes(b'a,b\r\n1,"x\r\ny"\r\n2,"\n\n"\n3,z')

    assert list(files.record_lines(tmp_path / "a.csv", "a.csv")) == [2, 4, 7]


def test_gzip_that_breaks_off_names_the_last_whole_line(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(gzip.compress(b"a\n" * 10)[:-8])

    with pytest.raises(Refused, match="gzip is broken after line"):
        list(files.chunks(tmp_path / "a.csv", "a.csv"))


def test_a_folder_is_a_batch_only_when_its_manifest_is_there(tmp_path: Path) -> None:
    for name in ("b", "a", "unfinished"):
        (tmp_path / name).mkdir()
    (tmp_path / "a" / "manifest.json").touch()
    (tmp_path / "b" / "manifest.json").touch()
    (tmp_path / "manifest.json").touch()

    assert find_batches(tmp_path) == [tmp_path / "a", tmp_path / "b"]
