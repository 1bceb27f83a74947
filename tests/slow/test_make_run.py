"""The main job as people start it, on a small demo province and on own batches."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import psycopg
import pytest
from tests.workspace import var_folder

from claim_review.local.postgres import Postgres

pytestmark = pytest.mark.slow

UNCHANGED = "Nothing has changed"


@pytest.fixture(scope="module")
def var_dir():
    with var_folder() as folder:
        yield folder


def make_run(var_dir: Path, *options: str) -> subprocess.CompletedProcess:
    command = [sys.executable, "-m", "claim_review.local.run", "--scale", "0.002"]
    return subprocess.run(
        [*command, *options],
        env=os.environ | {"CLAIM_REVIEW_VAR_DIR": str(var_dir)},
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def traces(var_dir: Path) -> dict:
    """Return what a run leaves behind: hits, mails, report files, reviews."""
    with psycopg.connect(Postgres(var_dir).url("warehouse")) as warehouse:
        hits = warehouse.execute(
            "select count(*), md5(string_agg(hit::text, '|' order by hit_id)) "
            "from marts.fct_rule_hits as hit"
        ).fetchone()
        reviews = warehouse.execute("select run_id from review.run").fetchall()
    return {
        "hits": hits,
        "reviews": sorted(reviews),
        "mails": sorted(file.name for file in (var_dir / "mail").glob("*.eml")),
        "reports": {
            str(file.relative_to(var_dir)): file.read_bytes()
            for file in (var_dir / "reports").rglob("*")
            if file.is_file()
        },
    }


@pytest.fixture(scope="module")
def first(var_dir) -> tuple[subprocess.CompletedProcess, dict]:
    done = make_run(var_dir)
    assert done.returncode == 0, done.stdout
    return done, traces(var_dir)


def test_the_first_run_finds_hits_writes_the_report_and_sends_one_mail(first):
    done, left = first
    assert UNCHANGED not in done.stdout
    assert left["hits"][0] > 0
    assert len(left["mails"]) == 1
    assert any(name.startswith("reports/2025Q1/v1/") for name in left["reports"])


def test_a_second_run_says_that_nothing_changed_and_changes_nothing(var_dir, first):
    done = make_run(var_dir)
    assert done.returncode == 0, done.stdout
    assert UNCHANGED in done.stdout
    assert traces(var_dir) == first[1]


def test_own_batches_stand_alone_and_the_demo_comes_back_untouched(
    var_dir, first, tmp_path
):
    write = [sys.executable, "-m", "claim_review.province.demo", "--seed", "8"]
    write += ["--landing", str(tmp_path / "own"), "--truth", str(tmp_path / "truth")]
    subprocess.run([*write, "--scale", "0.001", "--quarters", "2025Q2"], check=True)
    own = {folder.name for folder in (tmp_path / "own").iterdir()}

    done = make_run(var_dir, "--batches", str(tmp_path / "own"))

    assert done.returncode == 0, done.stdout
    with psycopg.connect(Postgres(var_dir).url("warehouse")) as warehouse:
        loaded = warehouse.execute("select batch_id from raw.batch").fetchall()
        quarters = warehouse.execute("select distinct quarter from marts.fct_rule_hits")
        assert quarters.fetchall() == [("2025Q2",)]
    assert len(loaded) == len(own)
    assert not (var_dir / "reports" / "2025Q1").exists()

    again = make_run(var_dir)
    assert UNCHANGED in again.stdout
    assert traces(var_dir) == first[1]


def test_a_refused_batch_fails_the_run_with_its_reason(var_dir, first, tmp_path):
    landing = tmp_path / "refused"
    made = next((var_dir / "demo").glob("demo-*/landing/*2025Q1*"))
    shutil.copytree(made, landing / made.name)
    (landing / made.name / "setl_d.csv.gz").unlink()

    done = make_run(var_dir, "--batches", str(landing))

    assert done.returncode != 0
    assert "setl_d.csv.gz" in done.stdout
