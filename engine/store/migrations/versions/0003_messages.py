"""Messages between cases: what a subscription waits for, and what waits for a case."""

import sqlalchemy as sa
from alembic import op

from engine.store.types import Json, Moment

revision = "0003_messages"
down_revision = "0002_records"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Tell signals from messages; keep what nobody waits for yet."""
    with op.batch_alter_table("subscription", copy_from=_subscription()) as table:
        table.add_column(sa.Column("kind", sa.Text(), nullable=True))
    op.execute("UPDATE subscription SET kind = 'message'")
    with op.batch_alter_table("subscription", copy_from=_subscription("kind")) as table:
        table.alter_column("kind", existing_type=sa.Text(), nullable=False)
    op.create_table(
        "message",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("keys", Json(), nullable=False),
        sa.Column("keys_text", sa.Text(), nullable=False),
        sa.Column("values", Json(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("problem", sa.Text(), nullable=True),
        sa.Column("from_case", sa.Text(), nullable=True),
        sa.Column("to_case", sa.Text(), nullable=True),
        sa.Column("received_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("unique_key", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_message")),
        sa.ForeignKeyConstraint(["from_case"], ["case_.id"], name=op.f("fk_message_from_case")),
        sa.ForeignKeyConstraint(["to_case"], ["case_.id"], name=op.f("fk_message_to_case")),
        sa.UniqueConstraint("unique_key", name=op.f("uq_message_unique_key")),
    )
    op.create_index(op.f("ix_message_state_expires_at"), "message", ["state", "expires_at"])


def _subscription(*more: str) -> sa.Table:
    """Return the table as it is, with the names of its constraints, which SQLite does not tell."""
    return sa.Table(
        "subscription",
        sa.MetaData(),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("keys", Json(), nullable=False),
        sa.Column("keys_text", sa.Text(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=True) for name in more),
        sa.PrimaryKeyConstraint("case_id", "token", name=op.f("pk_subscription")),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_subscription_case_id")),
        sa.Index(op.f("ix_subscription_message_keys_text"), "message", "keys_text"),
    )
