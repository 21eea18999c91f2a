"""Documents that people send: assessed, superseded, destroyed; and uploads without a case."""

import sqlalchemy as sa
from alembic import op

from engine.store.types import Json, Moment

revision = "0006_documents"
down_revision = "0005_migration"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Widen the table of documents, whose bytes may now lie elsewhere, and add that of uploads."""
    with op.batch_alter_table("document") as table:
        table.drop_constraint("fk_document_content_hash", type_="foreignkey")
        table.alter_column("size", type_=sa.BigInteger(), existing_type=sa.Integer())
        for name in ("type", "access", "sent_by", "verdict", "motivation"):
            table.add_column(sa.Column(name, sa.Text(), nullable=True))
        table.add_column(sa.Column("inspected", Json(), nullable=True))
        for name in ("issued_on", "expires_on", "expiry_told_on"):
            table.add_column(sa.Column(name, sa.Date(), nullable=True))
        table.add_column(sa.Column("version", sa.Integer(), server_default="1", nullable=False))
        table.add_column(sa.Column("state", sa.Text(), server_default="present", nullable=False))
    op.create_index(op.f("ix_document_content_hash"), "document", ["content_hash"])
    op.create_index(op.f("ix_document_state_expires_on"), "document", ["state", "expires_on"])
    op.create_table(
        "upload",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("page_key", sa.Text(), nullable=False),
        sa.Column("type", sa.Text(), nullable=True),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("media_type", sa.Text(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("inspected", Json(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_upload")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_upload_person_id")),
    )
    op.create_index(op.f("ix_upload_content_hash"), "upload", ["content_hash"])
    op.create_index(op.f("ix_upload_created_at"), "upload", ["created_at"])
    op.create_index(op.f("ix_upload_person_id_page_key"), "upload", ["person_id", "page_key"])
