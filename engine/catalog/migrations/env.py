"""Run by Alembic: applies migrations on the connection that ``engine.catalog.connection`` hands over."""

from alembic import context

from engine.catalog.schema import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()
