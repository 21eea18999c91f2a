"""Which job goes first, indexes of only the jobs that wait or run, and leases."""

import sqlalchemy as sa
from alembic import op

from engine.store.types import Moment

revision = "0024_workers"
down_revision = "0023_proposals"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the priority of jobs, with letters after the rest, and the table of leases."""
    op.add_column("job", sa.Column("priority", sa.Integer(), server_default="0", nullable=False))
    op.execute("UPDATE job SET priority = 1 WHERE state = 'open' AND letter IS NOT NULL")
    for name, columns, state in (
        ("ix_job_open", ["priority", "due_at"], "open"),
        ("ix_job_running", ["locked_until"], "running"),
    ):
        only = sa.text(f"state = '{state}'")
        op.create_index(name, "job", columns, postgresql_where=only, sqlite_where=only)
    op.create_table(
        "lease",
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("holder", sa.Text(), nullable=True),
        sa.Column("until", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("name", name=op.f("pk_lease")),
    )
