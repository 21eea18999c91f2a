"""Long cases: the open tasks of one, and who completed an element, without reading all the rest."""

from alembic import op

revision = "0004_long_cases"
down_revision = "0003_messages"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the index on the tasks of a case by state and element."""
    op.create_index(
        op.f("ix_user_task_case_id_state_element"), "user_task", ["case_id", "state", "element"]
    )
