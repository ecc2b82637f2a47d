"""The key of the log, once it can no longer be derived: after the vault got a new key."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0003", "0002", None, None


def upgrade() -> None:
    op.add_column("vault_info", sa.Column("chain_key", sa.String(), nullable=False, server_default=""))


def downgrade() -> None:
    op.drop_column("vault_info", "chain_key")
