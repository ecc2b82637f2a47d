"""Scripts for Alembic, read from disk one by one; nothing imports them."""
