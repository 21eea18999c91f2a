"""A closed case that is taken up again: once, by a case of its own."""

import sqlalchemy as sa
from alembic import op

revision = "0021_reopened"
down_revision = "0020_codes"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the closed case that a case takes up again; no two cases take up the same one."""
    op.add_column("case_", sa.Column("reopens", sa.Text(), nullable=True))
    op.create_index(op.f("ix_case__reopens"), "case_", ["reopens"], unique=True)
