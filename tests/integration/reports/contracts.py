"""Marts as empty tables, made from the contracts that dbt holds the real ones to."""

from pathlib import Path

import psycopg
import yaml

from claim_review.settings import REPO_DIR

FOLDER: Path = REPO_DIR / "dbt_project" / "models" / "marts"


def create_marts(connection: psycopg.Connection, *names: str) -> None:
    """Create the schema marts with these tables; an unknown name is a KeyError."""
    models = {
        model["name"]: model
        for path in sorted(FOLDER.glob("*.yml"))
        for model in yaml.safe_load(path.read_text("utf-8")).get("models", [])
    }
    connection.execute("create schema marts")
    for name in names:
        columns = ", ".join(
            f"{column['name']} {column['data_type']}"
            for column in models[name]["columns"]
        )
        connection.execute(f"create table marts.{name} ({columns})")
