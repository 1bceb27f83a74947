"""The main job as people start it, on a small demo province and on own batches."""

import json
import os
import shutil
import subprocess
import sys
from datetime import date
from pathlib import Path

import psycopg
import pytest
from tests.reextraction import without_cell
from tests.slow.life import (
    PERSONAL,
    go_through_again,
    mails,
    texts,
    values,
    written,
)
from tests.workspace import var_folder

from claim_review.local.postgres import Postgres

pytestmark = pytest.mark.slow

UNCHANGED = "Nothing has changed"
PAST_DAYS = [date(2025, 4, 29), date(2025, 5, 16), date(2025, 6, 28), date(2025, 7, 7)]
# The sheet of every month and institution: opening + confirmed - listed = closing.
BALANCE = "select statement_month, fixmedins_code from review.statement_imbalance"
# What the ledger refuses and gives back, and what stands decided of these cases.
MONEY = """
select
    (select sum(amount) from review.refusal where kind = 'REFUSE'),
    (select sum(amount) from review.refusal where kind = 'REVERSE'),
    (
        select sum(
            (
                review.last_event(
                    hit_id, 0, 'final_confirm', 'reconsider_confirm'
                )
            ).fund_amount
        )
        from review.hit
    )
"""
# What the published statements say, line by line.
LISTED = """
select sum(coalesce(line ->> 'refused_amount', line ->> 'reversed_amount')::numeric)
from review.statement
inner join review.statement_publication using (statement_number)
cross join lateral jsonb_array_elements(
    (content -> 'lines') || (content -> 'reversed')
) as line
"""


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


def test_the_first_run_finds_hits_and_mails_each_version_of_a_report_once(
    first, var_dir
):
    done, left = first
    assert UNCHANGED not in done.stdout
    assert left["hits"][0] > 0
    subjects = [str(mail["subject"]) for mail in mails(var_dir)]
    # The clinical report waits for comments, written after its first version.
    assert sorted(s for s in subjects if "分析报告" in s) == [
        *("甘南州2025年第一季度定点医疗机构专项分析报告（第1版）",),
        *("甘南州2025年第一季度定点医疗机构专项分析报告（第2版）",),
        *("甘南州医保基金智能审核2025年第一季度临床医学专项分析报告（第2版）",),
        *("甘南州医保基金智能审核2025年第一季度分析报告（第1版）",),
        *("甘南州医保基金智能审核2025年第一季度分析报告（第2版）",),
    ]
    assert sum("2025年6月书面报告" in subject for subject in subjects) == 1
    # A pack for each county and version.
    assert sum("培训材料" in subject for subject in subjects) == 16


def test_the_second_version_says_what_the_cases_changed(first, var_dir):
    folder = var_dir / "reports" / "2025Q1"
    told = json.loads((folder / "v2" / "context" / "quarterly.json").read_text())
    assert told["causes"] == ["人工处理", "期限届满等自动办理"]
    changed = {tuple(change[:3]): change[3:] for change in told["changes"]}
    assert changed["主要指标", "下发（条）", "本季度"][0] == "0"
    assert ("主要指标", "命中疑点（条）", "本季度") not in changed


def test_every_figure_of_the_reports_is_a_cell_of_their_workbooks(first, var_dir):
    papers = [
        paper
        for paper in (var_dir / "reports").glob("*/v*/*.docx")
        if paper.with_suffix(".xlsx").exists()
    ]
    assert len(papers) == 7
    for paper in papers:
        book = paper.with_suffix(".xlsx").read_bytes()
        assert without_cell(paper.read_bytes(), book) == [], paper.name


def test_there_is_a_portrait_of_each_institution_and_an_extract_of_each_with_cases(
    first, var_dir
):
    url = Postgres(var_dir).url("warehouse")
    institutions = """
        select fixmedins_code from marts.mart_institution_quarter where settlements > 0
    """
    pages = (var_dir / "reports" / "2025Q1" / "v2" / "机构画像").glob("*.pdf")
    assert sorted(p.name.split()[0] for p in pages) == sorted(values(url, institutions))
    extracts = list((var_dir / "exchange" / "out" / "clinical").rglob("*.docx"))
    assert extracts
    parties = set(values(url, "select fixmedins_code from review.hit"))
    assert {extract.stem for extract in extracts} <= parties


def test_in_the_end_there_are_cases_in_every_state(first, var_dir):
    url = Postgres(var_dir).url("warehouse")
    reached = values(url, "select distinct state from review.hit_state")
    assert set(reached) == set(values(url, "select state from review.state"))
    assert values(url, "select problem from review.verify_chain()") == []
    assert values(url, "select why from review.quarantine_open") == []


def test_the_money_balances_from_the_hit_to_the_statement(first, var_dir):
    url = Postgres(var_dir).url("warehouse")
    with psycopg.connect(url) as warehouse:
        assert warehouse.execute(BALANCE).fetchall() == []
        refused, reversed_, decided = warehouse.execute(MONEY).fetchone()
        listed = warehouse.execute(LISTED).fetchone()[0]
    assert refused > 0 > reversed_
    assert refused + reversed_ == listed
    assert listed <= decided


def test_no_mail_names_a_person_a_settlement_or_a_case(first, var_dir):
    url = Postgres(var_dir).url("warehouse")
    said = "\n".join(texts(mail) for mail in mails(var_dir))
    assert "申诉" in said
    for query in PERSONAL:
        told = [value for value in values(url, query) if value and value in said]
        assert told == [], query


def test_every_reminder_left_once(first, var_dir):
    url = Postgres(var_dir).url("warehouse")
    statuses = values(url, "select distinct status from notify.outbox")
    assert statuses == ["sent"]
    ids = [mail["Message-ID"] for mail in mails(var_dir)]
    assert len(ids) == len(set(ids)) == len(values(url, "select 1 from notify.outbox"))


@pytest.mark.parametrize("day", PAST_DAYS, ids=str)
def test_going_through_a_past_day_again_changes_nothing(first, var_dir, day):
    url = Postgres(var_dir).url("warehouse")
    before = written(url)
    told = go_through_again(var_dir, day)
    assert go_through_again(var_dir, day) == told
    assert written(url) == before


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
