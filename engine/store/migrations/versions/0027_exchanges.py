"""What was exchanged with systems outside."""

import sqlalchemy as sa
from alembic import op

from engine.store.types import Moment

revision = "0027_exchanges"
down_revision = "0026_schema_floor"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the table of exchanges."""
    op.create_table(
        "exchange",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("system", sa.Text(), nullable=False),
        sa.Column("operation", sa.Text(), nullable=False),
        sa.Column("way", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=True),
        sa.Column("element", sa.Text(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_exchange_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_exchange")),
    )
    for columns in (["case_id"], ["system", "outcome", "at"], ["closed_at", "outcome"]):
        op.create_index(op.f(f"ix_exchange_{'_'.join(columns)}"), "exchange", columns)
