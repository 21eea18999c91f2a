"""Tasks that were handed to somebody: by whom, when and why."""

import sqlalchemy as sa
from alembic import op

from engine.store.types import Moment

revision = "0018_handovers"
down_revision = "0017_decision_events"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the table; rows are added to it and never changed."""
    op.create_table(
        "handover",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("task_id", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("to_id", sa.Text(), nullable=False),
        sa.Column("by_id", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_handover_case_id")),
        sa.ForeignKeyConstraint(["to_id"], ["person.id"], name=op.f("fk_handover_to_id")),
        sa.ForeignKeyConstraint(["by_id"], ["person.id"], name=op.f("fk_handover_by_id")),
        sa.PrimaryKeyConstraint("case_id", "task_id", "version", name=op.f("pk_handover")),
    )
