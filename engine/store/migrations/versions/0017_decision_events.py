"""A decision never changes: what becomes of it are rows of their own, which never change either.

The notification of each decision that there is moves to such a row. Both databases refuse to change
or remove what is in the register.
"""

from collections.abc import Sequence
from typing import Any

import sqlalchemy as sa
from alembic import op

from engine.store.ids import new_id
from engine.store.types import Json, Moment

revision = "0017_decision_events"
down_revision = "0016_letters"
branch_labels = None
depends_on = None

KEPT = ("decision", "decision_event", "decision_location")


def upgrade() -> None:
    """Add the tables, move the notifications, and close the register."""
    told = _notifications()
    with op.batch_alter_table("decision") as table:
        for name in ("notified_on", "notification", "status"):
            table.drop_column(name)
        for name in ("follows", "duration", "remedy_term"):
            table.add_column(sa.Column(name, sa.Text(), nullable=True))
        table.add_column(sa.Column("stage", sa.Text(), server_default="decision", nullable=False))
        table.create_foreign_key(op.f("fk_decision_follows"), "decision", ["follows"], ["id"])
        table.create_index(op.f("ix_decision_follows"), ["follows"])
    op.create_table(
        "decision_event",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("case_id", sa.Text(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.Column("facts", Json(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_decision_event_decision_id")
        ),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_decision_event_case_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_event")),
    )
    op.create_index(op.f("ix_decision_event_decision_id"), "decision_event", ["decision_id"])
    op.create_index(op.f("ix_decision_event_case_id"), "decision_event", ["case_id"])
    op.create_table(
        "decision_location",
        sa.Column("decision_id", sa.Text(), nullable=False),
        sa.Column("record_id", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["decision_id"], ["decision.id"], name=op.f("fk_decision_location_decision_id")
        ),
        sa.ForeignKeyConstraint(
            ["record_id"], ["record.id"], name=op.f("fk_decision_location_record_id")
        ),
        sa.PrimaryKeyConstraint("decision_id", "record_id", name=op.f("pk_decision_location")),
    )
    op.create_index(op.f("ix_decision_location_record_id"), "decision_location", ["record_id"])
    _move(told)
    _close()


def _notifications() -> Sequence[Any]:
    old = sa.table(
        "decision",
        *(sa.column(name) for name in ("id", "case_id")),
        sa.column("registered_at", Moment()),
        sa.column("notified_on", sa.Date()),
        sa.column("notification", Json()),
    )
    told = sa.select(old).where(old.c.notified_on.is_not(None))
    return op.get_bind().execute(told).mappings().all()


def _move(told: Sequence[Any]) -> None:
    new = sa.table(
        "decision_event",
        *(sa.column(name) for name in ("id", "decision_id", "kind", "case_id")),
        sa.column("day", sa.Date()),
        sa.column("at", Moment()),
        sa.column("facts", Json()),
    )
    rows = [
        {
            "id": new_id(),
            "decision_id": row["id"],
            "kind": "notified",
            "case_id": row["case_id"],
            "day": row["notified_on"],
            "at": row["registered_at"],
            "facts": row["notification"] or {},
        }
        for row in told
    ]
    if rows:
        op.get_bind().execute(sa.insert(new), rows)


def _close() -> None:
    if op.get_bind().dialect.name != "postgresql":
        for table in KEPT:
            for what in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_kept_{what.lower()} BEFORE {what} ON {table} "
                    "BEGIN SELECT RAISE(ABORT, 'the register of decisions only grows'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION decision_kept() RETURNS trigger LANGUAGE plpgsql AS $$ "
        "BEGIN RAISE EXCEPTION 'the register of decisions only grows' "
        "USING ERRCODE = 'integrity_constraint_violation'; END $$"
    )
    for table in KEPT:
        op.execute(
            f"CREATE TRIGGER {table}_kept BEFORE UPDATE OR DELETE ON {table} "
            "FOR EACH ROW EXECUTE FUNCTION decision_kept()"
        )
