"""What the person types who sends workbooks and takes them in."""

from functools import partial
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr
from tests.commands import install, type_in
from tests.integration.cases.casework import START, opened
from tests.integration.exchange.desk import DAY, filled
from tests.unit.exchange.workbooks import KEY

from claim_review.__main__ import main
from claim_review.exchange import commands
from claim_review.exchange.problems import WorkbookRefusedError
from claim_review.exchange.taking import ChangedSincePreviewError
from claim_review.settings import Settings


@pytest.fixture
def installed(exchange_url, tmp_path, monkeypatch) -> Settings:
    """An installation."""
    key = SecretStr(KEY.decode())
    return install(
        monkeypatch, commands, exchange_url, var_dir=tmp_path, exchange_key=key
    )


typed = partial(type_in, commands, "exchange")


def test_a_workbook_goes_out_is_looked_at_and_taken_in(
    installed, exchange_url, tmp_path
):
    with psycopg.connect(exchange_url) as connection:
        opened(connection, "A").goes_to("S10")
    now = START + DAY
    path = typed(now, "worklist", "first", "--reviewer", "wang")
    assert Path(path).parent == installed.var_dir / "exchange" / "out"
    file = tmp_path / "back.xlsx"
    answers = {"A": {"初审结论": "疑似违规", "认定依据": "说明书"}}
    file.write_bytes(filled(Path(path).read_bytes(), answers))
    reading = ["read", str(file), "--sender", "wang", "--received-at"]
    with pytest.raises(WorkbookRefusedError, match="还没有到"):
        typed(now, *reading, "2025-07-23T09:00")
    with pytest.raises(WorkbookRefusedError, match="收到时间早于F"):
        typed(now + DAY, *reading, "2025-07-22T08:59")
    now, reading = now + DAY, [*reading, "2025-07-22T10:00"]
    told = typed(now, *reading)
    assert "预览：1行有效，0处有误，0行未填" in told
    assert "疑似违规：1行 100.00元\n  第2行 A 疑似违规 100.00元" in told
    with pytest.raises(ChangedSincePreviewError, match="请重新预览"):
        typed(now, *reading, "--confirm", "000000000000")
    done = typed(now, *reading, "--confirm", told.split()[-1])
    assert "已受理：1行有效" in done
    kept = list((installed.var_dir / "exchange" / "in").iterdir())
    assert [each.read_bytes() for each in kept] == [file.read_bytes()]
    assert typed(now, *reading) == "该文件已于2025-07-22 10:00受理，未作改动"


def test_a_batch_that_nobody_approved_is_told(installed, capsys):
    assert main(["exchange", "batch", "B9"]) == 1
    assert "no batch B9 was approved" in capsys.readouterr().err


def test_nothing_goes_out_without_a_key(installed, capsys):
    installed.exchange_key = SecretStr("")
    assert main(["exchange", "batch", "B1"]) == 1
    assert "CLAIM_REVIEW_EXCHANGE_KEY" in capsys.readouterr().err


def test_an_institution_is_told_once_what_was_decided(installed, exchange_url):
    with psycopg.connect(exchange_url) as connection:
        case = opened(connection, "T").goes_to("S80")
    told = typed(case.now + DAY, "tell", "notice", "H1")
    assert Path(told).name.startswith("N2025")
    assert Path(told).is_file()
    again = typed(case.now + 2 * DAY, "tell", "notice", "H1")
    assert again == "no case is waiting, no workbook was made"
    assert typed(case.now, "tell", "supplement", "H1") == again


@pytest.mark.parametrize(
    ("review", "state"), [("appeal", "S50"), ("final", "S70"), ("reconsider", "S85")]
)
def test_every_review_has_its_word(installed, exchange_url, review, state):
    with psycopg.connect(exchange_url) as connection:
        case = opened(connection, review).goes_to(state)
    told = typed(case.now + DAY, "worklist", review, "--reviewer", "somebody")
    assert Path(told).is_file()
