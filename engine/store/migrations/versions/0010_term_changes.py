"""Changes of the law: proposed rows of terms, what became of clocks, who confirmed a row when."""

import sqlalchemy as sa
from alembic import op

from engine.store.types import Json, Moment

revision = "0010_term_changes"
down_revision = "0009_registers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the day on which a row was confirmed, and the tables of changes and of their clocks."""
    op.add_column("term", sa.Column("confirmed_on", sa.Date(), nullable=True))
    op.create_table(
        "term_change",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        sa.Column("row", Json(), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("rule", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_at", Moment(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(
            ["proposed_by"], ["person.id"], name=op.f("fk_term_change_proposed_by")
        ),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_term_change_decided_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_term_change")),
    )
    op.create_index(op.f("ix_term_change_key"), "term_change", ["key"])
    op.create_index(
        op.f("ix_term_change_state_effective_on"), "term_change", ["state", "effective_on"]
    )
    op.create_table(
        "clock_move",
        sa.Column("change_id", sa.Text(), nullable=False),
        sa.Column("clock_id", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("before_on", sa.Date(), nullable=True),
        sa.Column("after_on", sa.Date(), nullable=True),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("letter_on", sa.Date(), nullable=True),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(
            ["change_id"], ["term_change.id"], name=op.f("fk_clock_move_change_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_clock_move_case_id")),
        sa.ForeignKeyConstraint(
            ["decided_by"], ["person.id"], name=op.f("fk_clock_move_decided_by")
        ),
        sa.PrimaryKeyConstraint("change_id", "clock_id", name=op.f("pk_clock_move")),
    )
    op.create_index(op.f("ix_clock_move_change_id_state"), "clock_move", ["change_id", "state"])
