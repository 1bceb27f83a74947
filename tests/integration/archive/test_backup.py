"""A backup comes back whole into an empty warehouse, or not at all."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from tests.commands import install, type_in
from tests.databases import say
from tests.integration.archive.kept import NOW, Kept, finish

from claim_review.archive import commands
from claim_review.local.postgres import Postgres
from claim_review.warehouse import RefusedError

pytestmark = pytest.mark.slow

_EMPTY = "an_empty_one"


@pytest.fixture
def empty_url(server: Postgres) -> Iterator[str]:
    """The URL of a database in which there is nothing at all."""
    say(server, "create database {} owner claim_review", _EMPTY)
    yield server.url(_EMPTY)
    say(server, "drop database {} with (force)", _EMPTY)


def test_a_backup_comes_back_with_its_proofs_and_goes_on(
    kept: Kept, empty_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder, var_dir = tmp_path / "backup", tmp_path / "var"
    var_dir.mkdir()
    install(monkeypatch, commands, kept.url, var_dir=kept.var_dir)

    assert type_in(commands, "backup", NOW, str(folder)).startswith(f"{folder}: ")

    with pytest.raises(RefusedError, match="is there already"):
        type_in(commands, "backup", NOW, str(folder))
    with pytest.raises(RefusedError) as refusal:
        type_in(commands, "restore", NOW, str(folder))
    assert f"{kept.var_dir / 'reports'} holds files already" in str(refusal.value)
    assert "is a warehouse already" in str(refusal.value)

    install(monkeypatch, commands, empty_url, var_dir=var_dir)
    whole = (folder / "files.tar").read_bytes()
    (folder / "files.tar").write_bytes(whole[:-1])
    with pytest.raises(RefusedError, match=r"files\.tar has sha256"):
        type_in(commands, "restore", NOW, str(folder))
    (folder / "files.tar").write_bytes(whole)

    assert type_in(commands, "restore", NOW, str(folder)).endswith("checks hold")
    # One who asks twice is worse than one who asks late.
    mails = "select distinct status, left(last_error, 36) from notify.outbox"
    with psycopg.connect(empty_url) as connection:
        told = "restored from a backup of 2027-06-01"
        assert connection.execute(mails).fetchall() == [("uncertain", told)]

    restored = Kept(empty_url, var_dir)
    assert restored.broken() == []
    with psycopg.connect(empty_url) as connection:
        finish(connection)
    assert restored.broken() == []
    assert kept.broken() == []
