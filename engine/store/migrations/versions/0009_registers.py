"""Registers: records with their versions, words and keys; the dossiers of records."""

from typing import Any

import sqlalchemy as sa
from alembic import op

from engine.store.types import Json, Moment, SortKey

revision = "0009_registers"
down_revision = "0008_clocks"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    _records()
    _versions()
    _found_by()


def _records() -> None:
    op.create_table(
        "record",
        *(_must(name) for name in ("id", "register", "number", "title", "state")),
        sa.Column("merged_into", sa.Text(), nullable=True),
        _must("version", sa.Integer()),
        _must("opened_at", Moment()),
        sa.Column("changes_on", sa.Date(), nullable=True),
        _must("sort", SortKey),
        _must("search"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_record")),
        sa.UniqueConstraint("number", name=op.f("uq_record_number")),
        sa.ForeignKeyConstraint(["merged_into"], ["record.id"], name=op.f("fk_record_merged_into")),
    )
    op.create_index(op.f("ix_record_merged_into"), "record", ["merged_into"])
    op.create_index(op.f("ix_record_changes_on"), "record", ["changes_on"])
    op.create_index(op.f("ix_record_register_sort_id"), "record", ["register", "sort", "id"])


def _versions() -> None:
    op.create_table(
        "record_version",
        _must("record_id"),
        _must("version", sa.Integer()),
        *(_must(name) for name in ("kind", "title", "state")),
        sa.Column("merged_into", sa.Text(), nullable=True),
        _must("values", Json()),
        _must("valid_from", sa.Date()),
        sa.Column("valid_to", sa.Date(), nullable=True),
        _must("at", Moment()),
        sa.Column("person_id", sa.Text(), nullable=True),
        _must("actor", Json()),
        _must("reason"),
        sa.Column("case_id", sa.Text(), nullable=True),
        _must("search"),
        sa.PrimaryKeyConstraint("record_id", "version", name=op.f("pk_record_version")),
        _of_record("record_version", "record_id"),
        _of_record("record_version", "merged_into"),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_record_version_case_id")),
    )
    op.create_index(op.f("ix_record_version_case_id"), "record_version", ["case_id"])


def _found_by() -> None:
    op.create_table(
        "record_word",
        _must("register"),
        _must("word", SortKey),
        _must("record_id"),
        sa.PrimaryKeyConstraint("register", "word", "record_id", name=op.f("pk_record_word")),
        _of_record("record_word", "record_id"),
    )
    op.create_table(
        "record_key",
        _must("record_id"),
        _must("name"),
        _must("value", SortKey),
        _must("register"),
        sa.Column("once", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("record_id", "name", "value", name=op.f("pk_record_key")),
        sa.UniqueConstraint("once", name=op.f("uq_record_key_once")),
        _of_record("record_key", "record_id"),
    )
    columns = ["register", "name", "value"]
    op.create_index(op.f("ix_record_key_register_name_value"), "record_key", columns)
    op.create_table(
        "record_dossier",
        _must("dossier_id"),
        _must("record_id"),
        sa.PrimaryKeyConstraint("dossier_id", name=op.f("pk_record_dossier")),
        sa.ForeignKeyConstraint(
            ["dossier_id"], ["dossier.id"], name=op.f("fk_record_dossier_dossier_id")
        ),
        _of_record("record_dossier", "record_id"),
    )
    op.create_index(op.f("ix_record_dossier_record_id"), "record_dossier", ["record_id"])


def _must(name: str, kind: Any = None) -> sa.Column[Any]:
    return sa.Column(name, kind or sa.Text(), nullable=False)


def _of_record(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["record.id"], name=op.f(f"fk_{table}_{column}"))
