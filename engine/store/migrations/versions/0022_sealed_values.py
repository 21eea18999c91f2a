"""Versions of records say which of their values are sealed; `procesregie upgrade` seals them."""

import sqlalchemy as sa
from alembic import op

revision = "0022_sealed_values"
down_revision = "0021_reopened"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the names of the sealed values; what was written before has none."""
    op.add_column("record_version", sa.Column("sealed", sa.Text(), nullable=True))
