"""A preview tells what the review after it finds, and changes nothing itself."""

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import psycopg
import pytest
from psycopg import sql
from tests import pipeline
from tests.commands import install
from tests.pipeline import QUARTER, rows
from tests.slow.late import write_late
from tests.slow.test_late_batch import LONE

from claim_review.preview import commands, running
from claim_review.preview.building import _LOCK
from claim_review.province.demo import write_province
from claim_review.warehouse import RefusedError

pytestmark = pytest.mark.slow

FIRST = datetime(2025, 4, 20, tzinfo=UTC)
SECOND = FIRST + timedelta(days=20)
TABLES = """
select table_schema, table_name from information_schema.tables
where table_schema not in ('pg_catalog', 'information_schema')
    and table_schema !~ '^pg_' and table_type = 'BASE TABLE'
order by 1, 2
"""
SUMS = """
select count(*) as hits, sum(hit_fee_amount) as fee, sum(attributed_fund_amount) as fund
from marts.fct_rule_hits where quarter = %s
"""
# What a settlement was refused a quarter before is no longer there to refuse.
REFUSED_BEFORE = """
create table marts.fct_rule_hits_2024q4 partition of marts.fct_rule_hits
for values in ('2024Q4');
insert into marts.fct_rule_hits
select (
    jsonb_populate_record(
        hits,
        '{"hit_id": "earlier", "quarter": "2024Q4", "attributed_fund_amount": 1000000}'
    )
).*
from marts.fct_rule_hits as hits
where hit_id = (
    select min(hit_id) from marts.fct_rule_hits where attributed_fund_amount > 0
)
"""
HITS = "select hit_id from marts.fct_rule_hits where quarter = %s"


def contents(url: str) -> dict[str, str]:
    """Return a hash of every table but that of previews."""
    with psycopg.connect(url) as connection:
        tables = connection.execute(TABLES).fetchall()
        one = "select md5(string_agg(t::text, '|' order by t::text)) from {} as t"
        return {
            ".".join(table): connection.execute(
                sql.SQL(one).format(sql.Identifier(*table))
            ).fetchone()[0]
            for table in tables
            if table != ("review", "preview")
        }


@pytest.fixture(scope="module")
def told(make_database, tmp_path_factory) -> SimpleNamespace:
    """A quarter that a late batch came for, previewed and then reviewed."""
    url, var_dir = make_database(), tmp_path_factory.mktemp("var")
    write_province(var_dir / "landing", var_dir / "truth", 7, 0.001, [QUARTER])
    pipeline.release_demo(url, var_dir / "lists")
    pipeline.land(url, var_dir / "landing", var_dir / "quality", QUARTER)
    pipeline.review(url, QUARTER, FIRST, with_tests=False)
    added, taken_back = [row["setl_id"] for row in rows(url, LONE)][:2]
    write_late(url, var_dir / "landing", added, taken_back)
    pipeline.land(url, var_dir / "landing", var_dir / "quality", QUARTER)
    with psycopg.connect(url) as connection:
        connection.execute(REFUSED_BEFORE)
    found_before = {row["hit_id"] for row in rows(url, HITS, QUARTER)}
    (sums_before,) = rows(url, SUMS, QUARTER)
    before = contents(url)
    with pytest.MonkeyPatch.context() as patch:
        install(patch, commands, url, var_dir=var_dir)
        written = commands.write(QUARTER, SECOND)
    after = contents(url)
    said, seen = commands.told(written), written[0]
    pipeline.review(url, QUARTER, SECOND, with_tests=False)
    found = {row["hit_id"] for row in rows(url, HITS, QUARTER)}
    (sums,) = rows(url, SUMS, QUARTER)
    nothing = running.preview(url, "nothing-left", QUARTER, SECOND, SECOND)
    return SimpleNamespace(**locals())


def test_a_preview_leaves_every_table_as_it_was(told):
    assert told.before == told.after
    assert "marts.fct_rule_hits" in told.before
    assert not [name for name in told.before if name.startswith("preview_")]


def test_a_preview_finds_what_the_review_then_finds(told):
    total = told.seen.difference.total
    assert total["appeared"] == len(told.found - told.found_before) > 0
    assert total["vanished"] == len(told.found_before - told.found) > 0
    assert total["changed"] > 0
    for when, sums in (("before", told.sums_before), ("after", told.sums)):
        assert [total[f"{name}_{when}"] for name in ("hits", "fee", "fund")] == [
            sums["hits"],
            sums["fee"],
            sums["fund"],
        ]


def test_its_table_of_changes_adds_up_to_the_cent(told):
    total, changes = told.seen.difference.total, told.seen.difference.by_change
    for name in ("fee", "fund"):
        more = sum(row[name] for row in changes)
        assert total[f"{name}_before"] + more == total[f"{name}_after"]
    assert total["hits_after"] == (
        total["hits_before"] + total["appeared"] - total["vanished"]
    )


def test_its_page_names_rules_institutions_cases_and_examples(told):
    page = told.seen.page
    assert "| P-26 " in page
    assert "## 按机构" in page
    assert "消失" in page.partition("## 已在办理的疑点")[2].partition("## 示例")[0]
    (gone,) = [
        row["hit_id"]
        for row in told.seen.difference.examples
        if row["change"] == "vanished"
    ][:1]
    assert f"| {gone} | 消失 |" in page


def test_the_command_writes_the_page_and_names_the_preview(told):
    *_, path, last = told.said.splitlines()
    assert path.endswith(f"{last.removeprefix('preview ')}.md")
    kept = "select page from review.preview where preview_id = %s"
    ((page,),) = [
        row.values() for row in rows(told.url, kept, last.removeprefix("preview "))
    ]
    assert (told.var_dir / "previews" / path.rpartition("/")[2]).read_text() == page


def test_after_the_review_there_is_nothing_left_to_change(told):
    assert told.nothing.difference.is_empty
    assert "重审不会改变任何命中" in told.nothing.page
    assert told.nothing.summary == f"{QUARTER}: a review would change no hit"


def test_two_previews_at_once_are_refused(told):
    with psycopg.connect(told.url) as connection:
        connection.execute(_LOCK)
        with pytest.raises(RefusedError, match="another preview is at work"):
            running.preview(told.url, "second", QUARTER, SECOND, SECOND)
