"""A quarter goes into files and comes back; nothing that needs it goes on without."""

import itertools
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from pathlib import Path

import psycopg
import pytest
from tests.batches import fee_line, settlement, tiny_batch, write_batch
from tests.commands import install, type_in
from tests.integration.archive.kept import (
    NOW,
    QUARTER,
    Kept,
    finish,
    make,
    review_later_quarters,
)
from tests.integration.cases import casework
from tests.integration.landing.loading import current, fetch, load_unchecked

from claim_review.archive import commands
from claim_review.archive.needed import refuse_while_needed
from claim_review.warehouse import RefusedError

ROWS = """
select name, row
from (
    select 'setl_d' as name, to_jsonb(r) as row from raw.setl_d as r
    union all
    select 'fee_list_d', to_jsonb(r) from raw.fee_list_d as r
    union all
    select 'mdtrt_d', to_jsonb(r) from raw.mdtrt_d as r
    union all
    select 'set aside', to_jsonb(r) from raw.row_set_aside as r
    union all
    select 'superseded', to_jsonb(r) from raw.row_superseded as r
    where table_name in ('setl_d', 'fee_list_d', 'mdtrt_d', 'setl_diag_list_d')
) as everything
where starts_with(row ->> 'batch_id', '2025Q1')
order by name, row
"""


_days = map(timedelta, itertools.count())


@pytest.fixture(scope="module")
def unneeded(
    make_database: Callable[[], str], tmp_path_factory: pytest.TempPathFactory
) -> Kept:
    """A quarter that nothing needs any more; each test leaves it in the warehouse."""
    kept = make(casework.warehouse(make_database), tmp_path_factory.mktemp("var"))
    with psycopg.connect(kept.url) as connection:
        finish(connection)
        review_later_quarters(connection)
    return kept


@pytest.fixture
def finished(unneeded: Kept, monkeypatch: pytest.MonkeyPatch) -> Kept:
    """The same, with commands that work on it."""
    install(monkeypatch, commands, unneeded.url, var_dir=unneeded.var_dir)
    return unneeded


def put_away(folder: Path) -> str:
    words = (QUARTER, "--to", str(folder), "--by", "engineer-1")
    return type_in(commands, "archive", NOW + next(_days), *words)


def bring_back(folder: Path) -> str:
    return type_in(commands, "restore-quarter", NOW, str(folder), "--by", "engineer-1")


def test_a_quarter_comes_back_row_by_row_as_it_was(
    finished: Kept, tmp_path: Path
) -> None:
    rows = partial(fetch, finished.url, ROWS)
    before, folder = rows(), tmp_path / "kept" / QUARTER

    assert put_away(folder).startswith("2025Q1: ")

    assert rows() == []
    assert fetch(finished.url, "select * from raw.psn_info_b") != []
    assert len(fetch(finished.url, "select * from marts.fct_rule_hits")) == 2
    assert finished.broken() == []
    with pytest.raises(RefusedError, match=f"are in the archive {folder} already"):
        put_away(tmp_path / "again")

    assert bring_back(folder).endswith("checks hold")

    assert rows() == before
    with pytest.raises(RefusedError, match="was not put away"):
        bring_back(folder)


def test_what_needs_the_rows_waits_and_what_came_meanwhile_counts(
    finished: Kept, tmp_path: Path
) -> None:
    folder, landing = tmp_path / QUARTER, tmp_path / "landing"
    put_away(folder)
    again = "insert into review.run select {} from review.run where quarter = '{}'"
    columns = (
        "'again', quarter, as_of, fingerprint, knowledge_release, status, started_at"
    )
    later = partial(write_batch, landing, rows=tiny_batch(), kind="late")

    with (
        psycopg.connect(finished.url) as connection,
        pytest.raises(psycopg.Error, match="CR-210 review of 2027Q1: the rows of 2025"),
    ):
        connection.execute(again.format(columns, "2027Q1"))
    own = later("2025Q1-late-9")
    with pytest.raises(psycopg.Error, match="CR-210 batch 2025Q1-late-9"):
        load_unchecked(finished.url, own)
    newer = settlement("S2", "49.00", exch_updt_time="2026-01-01 00:00:00")
    rows = {**tiny_batch(), "setl_d": [newer], "fee_list_d": [fee_line("L9", "S2")]}
    load_unchecked(
        finished.url,
        write_batch(landing, "2026Q1-regular-1", rows, quarter="2026Q1"),
    )

    bring_back(folder)

    columns = "setl_id, medfee_sumamt"
    found = current(finished.url, "setl_d", columns)
    assert found == [("S1", "100.00"), ("S2", "49.00")]
    assert finished.broken() == []
    load_unchecked(finished.url, own)


def test_whatever_goes_wrong_leaves_the_warehouse_as_it_was(
    finished: Kept, tmp_path: Path
) -> None:
    rows = partial(fetch, finished.url, ROWS)
    before, folder = rows(), tmp_path / QUARTER
    with psycopg.connect(finished.url) as connection:
        connection.execute(
            """
            create function die() returns trigger language plpgsql as
            $$ begin raise exception 'killed'; end $$;
            create trigger die before insert on raw.archived_quarter
            for each row execute function die();
            """
        )
    with pytest.raises(psycopg.Error, match="killed"):
        put_away(folder)
    assert rows() == before
    with psycopg.connect(finished.url) as connection:
        connection.execute("drop trigger die on raw.archived_quarter")
    with pytest.raises(RefusedError, match="is there already"):
        put_away(folder)
    folder = tmp_path / "second"
    put_away(folder)

    file = folder / "raw" / "setl_d" / "2025Q1-regular-1.csv.gz"
    whole = file.read_bytes()
    file.write_bytes(whole[:-1])
    assert finished.broken() == [
        f"Files of the archive {folder} are those of its manifest."
    ]
    with pytest.raises(RefusedError, match=r"2025Q1-regular-1.csv.gz has sha256"):
        bring_back(folder)
    assert rows() == []
    file.write_bytes(whole)
    bring_back(folder)
    assert rows() == before


def test_a_quarter_stays_while_anything_needs_it(kept: Kept, tmp_path: Path) -> None:
    with psycopg.connect(kept.url) as connection:

        def reasons() -> list[str]:
            with pytest.raises(RefusedError) as refusal:
                refuse_while_needed(connection, QUARTER)
            return str(refusal.value).splitlines()[1:]

        unreported = "2025Q2, 2025Q3, 2025Q4, 2026Q1, 2026Q2, 2026Q3, 2026Q4, 2027Q1"
        unfinished = "  reviews that read it are not finished and reported: "
        open_cases = "  1 of its cases are open"
        assert reasons() == [open_cases, unfinished + unreported]
        review_later_quarters(connection)
        assert reasons() == [open_cases]
        connection.execute(
            """
            alter table review.statement_publication disable trigger user;
            delete from review.statement_publication;
            update review.run set status = 'running' where quarter = '2026Q2';
            update raw.setl_d set setl_time = '2025-04-01 00:00:00' where setl_id = 'S2'
            """
        )
        assert reasons() == [
            open_cases,
            "  the statement of 2025-07 for H1 is not published",
            unfinished + "2026Q2",
            "  1 settlements of later quarters came with its batches",
        ]
        with pytest.raises(RefusedError, match="no batch of it was loaded"):
            refuse_while_needed(connection, "2024Q4")
        connection.rollback()
