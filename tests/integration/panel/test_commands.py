"""What the secretary of panels types."""

from datetime import datetime, timedelta
from pathlib import Path

import psycopg
import pytest
from pydantic import SecretStr
from tests.commands import install, type_in
from tests.integration.cases.casework import START
from tests.integration.exchange.desk import Desk, filled
from tests.integration.panel.conftest import USUAL
from tests.integration.panel.rooms import DAY, before_a_panel, says
from tests.unit.exchange.workbooks import KEY

from claim_review.panel import commands, register
from claim_review.panel.seats import PanelRefusedError
from claim_review.settings import Settings

BY = ("--by", "secretary-1")


@pytest.fixture
def installed(panel_url, tmp_path, monkeypatch) -> Settings:
    """An installation."""
    key = SecretStr(KEY.decode())
    return install(monkeypatch, commands, panel_url, var_dir=tmp_path, exchange_key=key)


def typed(now: datetime, *words: str) -> str:
    """Return what a command of the secretary says at a moment."""
    return type_in(commands, "panel", now, *words, *BY)


def vote(url: str, paths: list[str], now: datetime) -> None:
    """Hand in the ballots, all for a violation."""
    with psycopg.connect(url) as connection:
        for path in paths:
            query = "select recipient from review.workbook where workbook_id = %s"
            (member,) = connection.execute(query, (Path(path).stem,)).fetchone()
            content = filled(Path(path).read_bytes(), {"A": says("违规")})
            Desk(connection, member, now).hands_in(content)


def test_a_panel_is_drawn_votes_and_is_concluded(installed, panel_url, tmp_path):
    with psycopg.connect(panel_url) as connection:
        before_a_panel(connection)
    experts, members = tmp_path / "experts.csv", tmp_path / "communities.csv"
    experts.write_text(",".join(register.EXPERTS) + "\n" + "".join(USUAL), "utf-8")
    members.write_text(",".join(register.COMMUNITIES) + "\n", "utf-8")
    now = START + DAY
    told = typed(now, "experts", str(experts), str(members))
    assert told == "9 experts in force from now on"
    drawing = ("draw", "HY-1", "A", "--specialty", "心内科", "--seed", "1")
    drawn = typed(now, *drawing).splitlines()
    assert len(drawn) == 3
    gone = drawn[0].split()[0]
    challenge = ("withdraw", "HY-1", gone, "--comment", "有利害关系")
    told = typed(now, *challenge, "--challenged-by", "H1")
    assert told.endswith(f"sits in the place of {gone}")
    with pytest.raises(PanelRefusedError, match="votes are missing"):
        typed(now, "conclude", "HY-1")
    for _ in range(2):
        now += timedelta(hours=1)
        paths = typed(now, "ballots", "HY-1", "--cover", "城关").splitlines()
        assert len(paths) == 3
        now += timedelta(hours=1)
        vote(panel_url, paths, now)
    assert "no workbook" in typed(now, "ballots", "HY-1")
    opinion, path = typed(now, "conclude", "HY-1").splitlines()
    assert opinion == "A VIOLATION 90.00 yuan, of the fund 72.00"
    assert Path(path).read_bytes().startswith(b"%PDF")
    assert typed(now, "conclude", "HY-1").splitlines() == [opinion, path]
    with pytest.raises(PanelRefusedError, match="was concluded"):
        typed(now, "dissolve", "HY-1", "--comment", "不再需要")
