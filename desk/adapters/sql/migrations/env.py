"""Run by Alembic: applies the migrations on the connection, and within the transaction, it was handed."""

from alembic import context

from desk.adapters.sql import tables  # noqa: F401  (every table joins the MetaData when imported)
from desk.adapters.sql.metadata import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
