"""What the agency types when a month is over."""

from datetime import timedelta
from functools import partial

import psycopg
import pytest
from tests.commands import install, type_in
from tests.integration.statements.months import AFTER, confirmed

from claim_review.settings import Settings
from claim_review.statements import commands
from claim_review.warehouse import RefusedError

NOW = AFTER["2025-07"]
NUMBER = "JF-GN-202507-H1-01"


@pytest.fixture
def installed(statement_url, tmp_path, monkeypatch) -> Settings:
    """An installation."""
    return install(monkeypatch, commands, statement_url, var_dir=tmp_path)


typed = partial(type_in, commands, "statements")


def test_a_month_is_listed_written_published_and_corrected(installed, statement_url):
    with psycopg.connect(statement_url) as connection:
        confirmed(connection, "A", line_fund_cap=48)
        confirmed(connection, "B", line_fund_cap=48)
    with pytest.raises(RefusedError, match=r"^CR-205"):
        typed(NOW - timedelta(days=7), "month", "2025-07")
    folder = installed.var_dir / "statements" / "2025-07"
    assert typed(NOW, "month", "2025-07").splitlines() == [
        "1 cases listed, 48.00 yuan refused, 0 yuan reversed",
        "1 cases carried over: nothing left to refuse",
        "1 new drafts",
        str(folder),
    ]
    assert {file.name for file in folder.iterdir()} == {
        f"{NUMBER}.xlsx",
        f"{NUMBER}.pdf",
        f"{NUMBER}.docx",
        "JF-GN-2025-07-汇总.xlsx",
    }
    assert typed(NOW, "publish", NUMBER, "--by", "agency-1").startswith(NUMBER)
    taking = ["take-off", "A", "--by", "agency-2", "--comment", "有误"]
    typed(NOW + timedelta(hours=1), *taking)
    with pytest.raises(RefusedError, match="CR-101"):
        typed(NOW + timedelta(hours=2), *taking)
    assert "0 new drafts" in typed(NOW + timedelta(hours=2), "month", "2025-07")
