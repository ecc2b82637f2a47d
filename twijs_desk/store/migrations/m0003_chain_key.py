"""The key of the log once it can no longer be derived, and what is left of a destroyed case."""

import sqlalchemy as sa
from alembic import op

revision, down_revision, branch_labels, depends_on = "0003", "0002", None, None


def upgrade() -> None:
    op.add_column("vault_info", sa.Column("chain_key", sa.String(), nullable=False, server_default=""))
    op.create_table(
        "destruction",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("open_case", sa.Uuid(), nullable=True),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("serial", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(), nullable=False),
        sa.Column("started_on", sa.Date(), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("destroy_on", sa.Date(), nullable=True),
        sa.Column("ground", sa.String(), nullable=False),
        sa.Column("decided_by", sa.String(), nullable=False),
        sa.Column("approved_by", sa.String(), nullable=False),
        sa.Column("destroyed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("counts", sa.JSON(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.ForeignKeyConstraint(["open_case"], ["destruction.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("case_id"),
        sa.UniqueConstraint("year", "serial"),
    )
    # Without it every new piece of evidence may cost a walk along all the others, to see who derives from it.
    op.create_index("ix_evidence_item_derived_from", "evidence_item", ["derived_from"])


def downgrade() -> None:
    op.drop_index("ix_evidence_item_derived_from", "evidence_item")
    op.drop_table("destruction")
    op.drop_column("vault_info", "chain_key")
