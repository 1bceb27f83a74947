"""Nothing that leaves the house tells more of people than it has to.

A batch in which all that is personal is a canary is landed and reviewed, its cases go
to every state, and everything that goes out is searched.
"""

import contextlib
import io
import logging
from collections.abc import Iterator

import psycopg
import pytest
from psycopg import sql
from pydantic import SecretStr
from tests import pipeline
from tests.canaries import batch
from tests.canaries.products import Files, House
from tests.canaries.words import words
from tests.integration.notify.mailing import running_sink
from tests.reextraction import without_cell
from tests.unit.exchange.workbooks import KEY

from claim_review import dbt, warehouse

# Whoever decides, answers or deducts has to find the record; no name is needed for it.
RECORD = {"settlement", "encounter", "line"}
# What institutions write themselves is passed on as they wrote it.
AS_WRITTEN = {"name", "doctor"}
# What each product may tell; what is not named here, none may.
ALLOWED = {
    # Sent to reviewers and the agency, who look the record up on the platform.
    "FIRST_REVIEW": RECORD,
    "SECOND_REVIEW": RECORD,
    "APPEAL_REVIEW": RECORD | AS_WRITTEN,
    "FINAL_REVIEW": RECORD | AS_WRITTEN,
    "RECONSIDER": RECORD | AS_WRITTEN,
    # Sent to the institution whose record it is; who ordered it stands as a code.
    "APPEAL": RECORD | {"doctor code"},
    "SUPPLEMENT": RECORD | AS_WRITTEN,
    "NOTICE": RECORD,
    # The first vote is blind; for the one that counts members see the record.
    "PANEL_BLIND": set(),
    "PANEL_BINDING": RECORD | AS_WRITTEN,
    "minutes": set(),
    # What is deducted, line by line.
    "statement.xlsx": {"settlement", "line"},
    "statement.docx": {"settlement", "line"},
    "statement.pdf": {"settlement", "line"},
    "prefecture sheet.xlsx": set(),
    # The platform knows its own numbers; columns with names of people stay empty.
    "platform doc_d.csv": {"encounter"},
    "platform doc_suspt_d.csv": AS_WRITTEN,
    "platform doc_suspt_detl_d.csv": RECORD | {"doctor code"},
    "platform manifest.json": set(),
    "reconciliation": set(),
    **{
        f"{report}.{suffix}": set()
        for report in ("report", "institutions report", "written report")
        for suffix in ("docx", "pdf", "xlsx")
    },
    # What a diagnosis is called, because five or more people had it under that name.
    "clinical report.docx": {"words"},
    "clinical report.pdf": {"words"},
    "clinical report.xlsx": {"words"},
    # What these reports are made of, and the hashes of all files.
    "report.json": {"words"},
    # What the person reads who lets them leave.
    "approval": set(),
    "portrait.pdf": set(),
    "dashboard.html": set(),
    "training.pptx": set(),
    "training.docx": set(),
    # What the institution was sent before, by the same numbers.
    "extract.docx": {"settlement", "line"},
    "mail": set(),
    "phone list": set(),
    "run page": set(),
    "quality page": set(),
    "log": set(),
}
# Something that each of these says, or the search would find nothing in it.
KNOWN = {
    "APPEAL": "机构：H1",
    "statement.xlsx": "示例县医院",
    "statement.docx": "示例县医院",
    "statement.pdf": "示例县医院",
    "phone list": "示例县医院",
    "written report.docx": "书面报告",
    "platform doc_d.csv": "示例县医院",
    "minutes": "心内科",
    "report.docx": "甘南州",
    "report.pdf": "甘南州",
    "clinical report.docx": "P-26",
    # Nobody has commented on its items.
    "approval": "本版不报送此报告 临床意见缺少内容或署名",
    "institutions report.pdf": "定点医疗机构",
    "portrait.pdf": "示例县医院",
    "extract.docx": "自查自纠反馈表",
    "training.pptx": "培训材料",
    "dashboard.html": "看板",
    # The report itself, a failed task, and what an institution is told.
    "mail": "疑点涉及费用（万元） 任务失败： office@example.org",
    "run page": "fct_rule_hits",
    "quality page": "canaries-1 canaries-2 已拒收",
    "log": "canaries-2refused canaries-1loaded fct_rule_hits",
}
# Tables outside of raw with names: what was written, what came back of it, and codes
# as they were landed, some of which are names.
ELSEWHERE = {
    ("review", "event"),
    ("review", "platform_row"),
    ("intermediate", "int_settlements"),
    ("intermediate", "int_visits"),
}
_TABLES = """
select namespaces.nspname, tables.relname
from pg_class as tables
inner join pg_namespace as namespaces on tables.relnamespace = namespaces.oid
where
    tables.relkind in ('r', 'm')
    and namespaces.nspname not like 'pg\\_%%'
    and namespaces.nspname <> 'information_schema'
"""


@pytest.fixture(scope="module")
def reviewed(make_database, tmp_path_factory) -> Iterator[tuple[str, Files]]:
    """A reviewed warehouse of canaries, and what was made of it."""
    folder = tmp_path_factory.mktemp("canaries")
    url, printed = make_database(), io.StringIO()
    batch.write(folder / "landing")
    heard = logging.StreamHandler(printed)
    logging.getLogger().addHandler(heard)
    with (
        contextlib.redirect_stdout(printed),
        contextlib.redirect_stderr(printed),
        pytest.MonkeyPatch.context() as installed,
        running_sink(
            folder, exchange_key=SecretStr(KEY.decode()), is_demo=True
        ) as settings,
    ):
        installed.setattr(warehouse, "url", lambda: url)
        quality = folder / "quality"
        pipeline.land(url, folder / "landing", quality, pipeline.QUARTER)
        pipeline.review(url, pipeline.QUARTER, with_tests=False)
        made = House(url, folder, settings).makes_everything()
    logging.getLogger().removeHandler(heard)
    log = dbt.target_of(pipeline.QUARTER) / "dbt.log"
    made["log"] += [printed.getvalue().encode(), log.read_bytes()]
    return url, made


@pytest.fixture(scope="module")
def said(reviewed) -> dict[str, str]:
    """All that each product says."""
    return {
        product: "\n".join(map(words, files)) for product, files in reviewed[1].items()
    }


def told(text: str) -> set[str]:
    """Return what a text tells of people."""
    return {
        kind
        for kind, canaries in batch.canaries().items()
        if any(canary in text for canary in canaries)
    }


def test_everything_that_leaves_is_known_and_read(said):
    assert set(said) == set(ALLOWED)
    for product, known in KNOWN.items():
        assert [word for word in known.split() if word not in said[product]] == []


@pytest.mark.parametrize("product", ALLOWED)
def test_nobody_reads_more_than_is_allowed(said, product):
    assert told(said[product]) == ALLOWED[product]


def test_every_figure_of_a_report_is_a_cell_of_its_workbook(reviewed):
    _, files = reviewed
    for report in (
        "report",
        "institutions report",
        "clinical report",
        "written report",
    ):
        pairs = zip(files[f"{report}.docx"], files[f"{report}.xlsx"], strict=True)
        for word, book in pairs:
            assert without_cell(word, book) == [], report


def test_names_stay_where_they_were_landed(reviewed):
    url, _ = reviewed
    assert holding(url, "name") - ELSEWHERE == holding(url, "name", "raw") != set()
    assert holding(url, "doctor") - ELSEWHERE == holding(url, "doctor", "raw") != set()
    assert holding(url, "unknown") == holding(url, "unknown", "raw") != set()


def test_what_is_never_kept_is_nowhere_in_the_warehouse(reviewed):
    assert holding(reviewed[0], "never kept") == set()


def holding(url: str, kind: str, schema: str | None = None) -> set[tuple[str, str]]:
    """Return the tables, of one schema if told, with a canary of a kind."""
    pattern = "|".join(batch.canaries()[kind])
    found = sql.SQL("select exists (select from {} as t where t::text ~ %s)")
    with psycopg.connect(url) as connection:
        return {
            table
            for table in connection.execute(_TABLES).fetchall()
            if schema in (None, table[0])
            and connection.execute(
                found.format(sql.Identifier(*table)), (pattern,)
            ).fetchone()[0]
        }
