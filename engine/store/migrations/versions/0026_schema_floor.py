"""Which programs still work on this schema."""

import sqlalchemy as sa
from alembic import op

revision = "0026_schema_floor"
down_revision = "0025_keys"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table; it stays empty until something is taken away (`contracting.only_from`)."""
    op.create_table(
        "schema_floor",
        sa.Column("revision", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("revision", name=op.f("pk_schema_floor")),
    )
