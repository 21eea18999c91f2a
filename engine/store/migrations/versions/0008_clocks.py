"""Clocks that are extended or begin anew, with the reason why; terms get a name for sentences."""

import sqlalchemy as sa
from alembic import op

revision = "0008_clocks"
down_revision = "0007_applications"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add what a clock remembers of an extension and a new beginning, and the name of a term."""
    op.add_column("term", sa.Column("title", sa.Text(), nullable=True))
    for name, kind in (
        ("reason", sa.Text()),
        ("restarted_on", sa.Date()),
        ("extended_on", sa.Date()),
        ("grounds", sa.Text()),
    ):
        op.add_column("clock", sa.Column(name, kind, nullable=True))
