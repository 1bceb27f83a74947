"""Alembic's entry: runs the revisions on the connection that `upgrade` passes in."""

from alembic import context
from sqlalchemy import text

connection = context.config.attributes["connection"]
# Two processes that start at once must not both create the first table.
connection.execute(text("select pg_advisory_xact_lock(hashtext('migrations'))"))
context.configure(connection=connection, transaction_per_migration=False)
with context.begin_transaction():
    context.run_migrations()
