"""Alembic migrations of the warehouse schemas that people and Python write.

dbt owns its own schemas; these are `raw`, `knowledge`, `review` and `notify`.
"""

from pathlib import Path

import sqlalchemy
from alembic import command
from alembic.config import Config


def upgrade(libpq_url: str) -> None:
    """Bring the database at the URL to the newest revision, in one transaction."""
    address = sqlalchemy.make_url(libpq_url).set(drivername="postgresql+psycopg")
    engine = sqlalchemy.create_engine(address, poolclass=sqlalchemy.NullPool)
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "head")
