"""Cases taken over from another system, with their reference there."""

import sqlalchemy as sa
from alembic import op

revision = "0014_taken_over"
down_revision = "0013_absences"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the reference of a case in the system that it was taken over from."""
    op.add_column("case_", sa.Column("taken_over", sa.Text(), nullable=True))
