"""What the person types who plans reminders and calls institutions."""

from functools import partial
from pathlib import Path

import psycopg
import pytest
from tests.commands import install, type_in
from tests.integration.reminders.mornings import at, dispatched

from claim_review.reminders import commands
from claim_review.settings import Settings


@pytest.fixture
def installed(reminder_url, tmp_path, monkeypatch) -> Settings:
    """An installation."""
    return install(monkeypatch, commands, reminder_url, var_dir=tmp_path)


typed = partial(type_in, commands, "reminders")


def test_a_day_is_planned_called_and_recorded(installed, reminder_url):
    with psycopg.connect(reminder_url) as connection:
        dispatched(connection, "A")
    assert "2025-07-26 is a day off" in typed(at("2025-07-26"), "plan")
    day = at("2025-08-01")
    assert typed(day, "phone-list") == "nobody is to be called"
    said = typed(day, "plan")
    assert said == typed(day, "plan")
    assert said.startswith("2025-08-01: ")
    assert "\n  APPEAL: 1\n  DISPATCHED: 1" in said
    path = Path(typed(day, "phone-list", "--day", "2025-08-01"))
    assert path.parent == installed.var_dir / "reminders" / "2025-08-01"
    assert path.read_bytes()[:2] == b"PK"
    words = ["delivered", "B1", "--kind", "PHONE", "--at", "2025-08-01T08:00"]
    words += ["--by", "bureau-1", "--reference", "call 1"]
    assert typed(day, *words) == "B1: PHONE call 1 recorded"
    assert typed(day, *words) == "B1: PHONE call 1 recorded (known already)"
