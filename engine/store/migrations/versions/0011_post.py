"""Post of the post room: its sender, once per page, urgent, and the files of what waits."""

import sqlalchemy as sa
from alembic import op

from engine.store.types import Json, Moment

revision = "0011_post"
down_revision = "0010_term_changes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Widen the table of post and add that of its files."""
    op.add_column("post", sa.Column("sender", sa.Text(), nullable=True))
    op.add_column("post", sa.Column("urgent", sa.Integer(), server_default="0", nullable=False))
    op.add_column("post", sa.Column("unique_key", sa.Text(), nullable=True))
    op.add_column("post", sa.Column("ended_at", Moment(), nullable=True))
    op.add_column("post", sa.Column("ended_by", sa.Text(), nullable=True))
    op.add_column("post", sa.Column("reason", sa.Text(), nullable=True))
    op.create_index(
        op.f("ix_post_state_urgent_registered_at"), "post", ["state", "urgent", "registered_at"]
    )
    op.create_index(op.f("ix_post_dossier_id"), "post", ["dossier_id"])
    op.create_index(op.f("ix_post_unique_key"), "post", ["unique_key"], unique=True)
    op.create_table(
        "post_file",
        sa.Column("post_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("inspected", Json(), nullable=False),
        sa.Column("sent_by", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("post_id", "id", name=op.f("pk_post_file")),
        sa.ForeignKeyConstraint(["post_id"], ["post.id"], name=op.f("fk_post_file_post_id")),
    )
    op.create_index(op.f("ix_post_file_content_hash"), "post_file", ["content_hash"])
