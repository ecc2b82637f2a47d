"""The library of rule packs: what a case was decided under stays readable after a change of law or program."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "rule_pack",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("pack_id", sa.String(), nullable=False),
        sa.Column("version", sa.String(), nullable=False),
        sa.Column("title", sa.String(), nullable=False),
        sa.Column("files", sa.String(), nullable=False),
        sa.Column("sha256", sa.String(), nullable=False),
        sa.Column("signer", sa.String(), nullable=False),
        sa.Column("signed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("imported_by", sa.String(), nullable=False),
        sa.Column("active_from", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_rule_pack_version", "rule_pack", ["pack_id", "version"], unique=False)
    op.create_index(op.f("ix_rule_pack_sha256"), "rule_pack", ["sha256"], unique=False)


def downgrade() -> None:
    op.drop_index(op.f("ix_rule_pack_sha256"), table_name="rule_pack")
    op.drop_index("ix_rule_pack_version", table_name="rule_pack")
    op.drop_table("rule_pack")
