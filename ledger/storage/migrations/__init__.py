"""The road of the schema: Alembic revisions that hold plain SQL."""
