"""What the person types who hands files to the platform and takes them from it."""

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import psycopg
import pytest
from tests.commands import install, type_in
from tests.integration.cases import casework
from tests.integration.platform.conftest import SHOWN
from tests.integration.platform.deliveries import (
    APPEALED,
    DOCUMENT,
    LATER,
    SUSPECT,
    table,
    write,
)

from claim_review.exchange.appeals import UnknownBatchError
from claim_review.platform import commands
from claim_review.settings import Settings


@pytest.fixture
def installed(make_database: Callable[[], str], tmp_path, monkeypatch) -> Settings:
    """An installation in which case A waits for its dispatch."""
    url = casework.warehouse(make_database, SHOWN)
    with psycopg.connect(url) as connection:
        casework.opened(connection, "A").goes_to("S30")
    return install(monkeypatch, commands, url, var_dir=tmp_path)


typed = partial(type_in, commands, "platform")


def test_a_batch_goes_out_comes_back_and_is_reconciled(installed):
    out = installed.var_dir / "platform" / "out" / "B1"
    assert typed(LATER, "export", "B1") == str(out)
    names = ["doc_d.csv", "doc_suspt_d.csv", "doc_suspt_detl_d.csv", "manifest.json"]
    assert sorted(path.name for path in out.iterdir()) == names
    inbox = installed.var_dir / "platform" / "in"
    assert typed(LATER, "read") == f"{inbox}: nothing to take in"
    tables = {
        "doc_d": table([DOCUMENT]),
        "doc_suspt_d": table([SUSPECT | APPEALED | {"unheard": "1"}]),
    }
    write(inbox / "20250919", tables)
    assert typed(LATER, "read") == (
        "20250919: 1 rows, 2 decisions taken in, 0 put into quarantine, 0 left; "
        "columns not read: doc_suspt_d.unheard"
    )
    assert typed(LATER, "read") == "20250919: taken in before"
    agreeing, *counts, path = typed(LATER, "reconcile").splitlines()
    assert agreeing == "一致：1"
    assert [line for line in counts if not line.endswith("：0")] == []
    assert Path(path).name == "对账-20250919-090000.xlsx"
    assert Path(path).is_file()


def test_what_is_no_folder_is_no_batch(installed):
    for name in ("../B1", "..", "a/b"):
        with pytest.raises(UnknownBatchError, match="no name for a folder"):
            typed(LATER, "export", name)


def test_another_drop_folder_may_be_named(installed, tmp_path):
    elsewhere = tmp_path / "usb"
    tables = {"doc_d": table([DOCUMENT]), "doc_suspt_d": table([SUSPECT])}
    write(elsewhere / "1", tables)
    told = typed(LATER + timedelta(days=1), "read", str(elsewhere))
    assert told.startswith("1: 1 rows, 1 decisions taken in")
