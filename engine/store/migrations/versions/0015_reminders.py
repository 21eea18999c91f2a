"""Legal clocks that warn: how often they did, when they will, and who was told and saw it."""

import sqlalchemy as sa
from alembic import op

from engine.store.types import Moment

revision = "0015_reminders"
down_revision = "0014_taken_over"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what a clock knows of its warnings, and the table of warnings that were given.

    A clock that runs is looked at once, by which it learns its next day. One that was left open by
    a case that has ended is closed.
    """
    op.add_column("clock", sa.Column("warned", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("clock", sa.Column("warn_on", sa.Date(), nullable=True))
    op.create_index(op.f("ix_clock_state_warn_on"), "clock", ["state", "warn_on"])
    op.execute(
        "UPDATE clock SET state = 'closed' WHERE state IN ('running', 'suspended') AND case_id IN "
        "(SELECT id FROM case_ WHERE ended_at IS NOT NULL)"
    )
    op.execute("UPDATE clock SET warn_on = day0 WHERE state = 'running'")
    op.create_table(
        "reminder",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("clock_id", sa.Text(), nullable=False),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("level", sa.Integer(), nullable=False),
        sa.Column("end_on", sa.Date(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("candidate_group", sa.Text(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("seen_by", sa.Text(), nullable=True),
        sa.Column("seen_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_reminder_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_reminder_person_id")),
        sa.ForeignKeyConstraint(["seen_by"], ["person.id"], name=op.f("fk_reminder_seen_by")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_reminder")),
    )
    op.create_index(op.f("ix_reminder_case_id"), "reminder", ["case_id"])
    op.create_index(op.f("ix_reminder_clock_id"), "reminder", ["clock_id"])
    op.create_index(op.f("ix_reminder_person_id_seen_at"), "reminder", ["person_id", "seen_at"])
    op.create_index(
        op.f("ix_reminder_candidate_group_seen_at"), "reminder", ["candidate_group", "seen_at"]
    )
