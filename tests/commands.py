"""Commands as people type them, on an installation of a test's own."""

import argparse
from datetime import datetime
from types import ModuleType

import pytest
from pydantic import SecretStr

from claim_review import warehouse
from claim_review.settings import Settings


def install(
    monkeypatch: pytest.MonkeyPatch, commands: ModuleType, url: str, **settings
) -> Settings:
    """Let the commands of a module work on a warehouse; return the settings."""
    mine = Settings(warehouse_url=SecretStr(url), **settings)
    for module in (commands, warehouse):
        monkeypatch.setattr(module, "settings", lambda: mine, raising=False)
    return mine


def type_in(commands: ModuleType, room: str, now: datetime, *words: str) -> str:
    """Return what a command of a module says at a moment."""
    parser = argparse.ArgumentParser()
    commands.add_commands(parser.add_subparsers())
    arguments = parser.parse_args([room, *words])
    return arguments.run(arguments, now)
