"""When an operator was told of an incident."""

import sqlalchemy as sa
from alembic import op

from engine.store.types import Moment

revision = "0028_incident_alerts"
down_revision = "0027_exchanges"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the moment; programs that do not know it leave it empty."""
    op.add_column("incident", sa.Column("alerted_at", Moment(), nullable=True))
