"""What running cases are ordered by in a list of tasks; `procesregie upgrade` fills it after."""

import sqlalchemy as sa
from alembic import op

from engine.store.types import SortKey

revision = "0029_task_list"
down_revision = "0028_incident_alerts"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the column; its index is made beside the work."""
    op.add_column("case_field", sa.Column("sort", SortKey, nullable=True))
