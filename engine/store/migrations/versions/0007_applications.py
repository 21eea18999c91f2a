"""Applications that a person began: what was typed in a start form whose case has not started."""

import sqlalchemy as sa
from alembic import op

from engine.store.types import Json, Moment

revision = "0007_applications"
down_revision = "0006_documents"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table."""
    op.create_table(
        "application",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("page_key", sa.Text(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("dossier_number", sa.Text(), nullable=True),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("answers", Json(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("saved_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_application_person_id")
        ),
        sa.UniqueConstraint(
            "person_id", "page_key", name=op.f("uq_application_person_id_page_key")
        ),
    )
    op.create_index(op.f("ix_application_saved_at"), "application", ["saved_at"])
