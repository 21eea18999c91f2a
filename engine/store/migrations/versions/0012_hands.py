"""Hands in decisions, mandates that are proposed and confirmed, and the tree that a case is on."""

import sqlalchemy as sa
from alembic import op

from engine.store.types import Json, Moment, fold

revision = "0012_hands"
down_revision = "0011_post"
branch_labels = None
depends_on = None

_LONG_AGO = "1970-01-01T00:00:00.000000Z"


def upgrade() -> None:
    """Make mandates anew with what stood in them, and add hands and the root of a case."""
    op.add_column("case_", sa.Column("root_id", sa.Text(), nullable=True))
    op.create_index(op.f("ix_case__root_id"), "case_", ["root_id"])
    _mandates()
    op.create_table(
        "hand",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("kept_with", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("dossier_id", sa.Text(), nullable=True),
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("root_id", sa.Text(), nullable=False),
        sa.Column("about", Json(), nullable=False),
        sa.Column("task_id", sa.Text(), nullable=False),
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("excludes", Json(), nullable=False),
        sa.Column("reach", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("in_name_of", sa.Text(), nullable=True),
        sa.Column("decision_type", sa.Text(), nullable=True),
        sa.Column("amount", sa.Text(), nullable=True),
        sa.Column("mandate_id", sa.Text(), nullable=True),
        sa.Column("at", Moment(), nullable=False),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_hand_dossier_id")),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_hand_case_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_hand_person_id")),
        sa.ForeignKeyConstraint(["in_name_of"], ["person.id"], name=op.f("fk_hand_in_name_of")),
        sa.ForeignKeyConstraint(["mandate_id"], ["mandate.id"], name=op.f("fk_hand_mandate_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_hand")),
        sa.UniqueConstraint("kept_with", "number", name=op.f("uq_hand_kept_with_number")),
    )
    op.create_index(op.f("ix_hand_root_id"), "hand", ["root_id"])
    op.create_index(op.f("ix_hand_case_id"), "hand", ["case_id"])


def _mandates() -> None:
    """Nothing of the product wrote a mandate before; whoever did so by hand keeps it."""
    columns = "m.id, m.person_id, m.decision_type, m.max_amount, m.acting_for, m.source"
    found = op.get_bind().execute(
        sa.text(
            f"SELECT {columns}, m.valid_from, m.valid_to, p.name "  # noqa: S608 - our own names
            "FROM mandate m JOIN person p ON p.id = m.person_id"
        )
    )
    kept = [dict(row) for row in found.mappings()]
    op.drop_index(op.f("ix_mandate_person_id"), "mandate")
    op.drop_table("mandate")
    op.create_table(
        "mandate",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("types", Json(), nullable=False),
        sa.Column("max_amount", sa.Text(), nullable=True),
        sa.Column("office", sa.Text(), nullable=False),
        sa.Column("acting", sa.Boolean(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=True),
        sa.Column("proposed_at", Moment(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("ended_by", sa.Text(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("end_reason", sa.Text(), nullable=True),
        sa.Column("search", sa.Text(), nullable=False),
        *(
            sa.ForeignKeyConstraint([name], ["person.id"], name=op.f(f"fk_mandate_{name}"))
            for name in ("person_id", "proposed_by", "decided_by", "ended_by")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mandate")),
    )
    op.create_index(op.f("ix_mandate_person_id"), "mandate", ["person_id"])
    for row in kept:
        op.get_bind().execute(
            sa.text(
                "INSERT INTO mandate (id, person_id, types, max_amount, office, acting, source, "
                "valid_from, valid_to, state, reason, proposed_at, search) VALUES (:id, "
                ":person_id, :types, :max_amount, :office, :acting, :source, :valid_from, "
                ":valid_to, 'confirmed', '', :at, :search)"
            ).bindparams(sa.bindparam("types", type_=Json())),
            {
                **{n: row[n] for n in ("id", "person_id", "max_amount", "source")},
                **{n: row[n] for n in ("valid_from", "valid_to")},
                "types": [row["decision_type"]],
                "office": row["acting_for"] or "",
                "acting": row["acting_for"] is not None,
                "at": _LONG_AGO,
                "search": fold(row["name"], row["source"]),
            },
        )
