"""Letters: the page layout and the data they were made of, and how they were posted."""

import sqlalchemy as sa
from alembic import op

from engine.store.types import Json

revision = "0016_letters"
down_revision = "0015_reminders"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the hashes of layout and data, and the proof of posting, to documents."""
    op.add_column("document", sa.Column("layout_hash", sa.Text(), nullable=True))
    op.add_column("document", sa.Column("data_hash", sa.Text(), nullable=True))
    op.add_column("document", sa.Column("posting", Json(), nullable=True))
