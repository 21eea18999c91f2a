"""What was sent stays as an empty line for a while, so that its address leads to the case."""

import sqlalchemy as sa
from alembic import op

from engine.store.types import Moment

revision = "0019_sent_applications"
down_revision = "0018_handovers"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the moment at which an application was sent."""
    op.add_column("application", sa.Column("sent_at", Moment(), nullable=True))
