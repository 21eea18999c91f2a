"""${message}."""

import sqlalchemy as sa
from alembic import op

from engine.store.types import Json, Moment, SortKey

revision = ${repr(up_revision)}
down_revision = ${repr(down_revision)}
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Go one version up."""
    ${upgrades if upgrades else "pass"}
