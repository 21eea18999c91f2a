"""Plans that brought running cases to another version, and what became of each case."""

import sqlalchemy as sa
from alembic import op

from engine.store.types import Json, Moment

revision = "0005_migration"
down_revision = "0004_long_cases"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "migration",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("process_key", sa.Text(), nullable=False),
        sa.Column("from_id", sa.Text(), nullable=False),
        sa.Column("to_id", sa.Text(), nullable=False),
        sa.Column("mapping", Json(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("undoes", sa.Text(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_migration")),
        sa.ForeignKeyConstraint(["from_id"], ["deployment.id"], name=op.f("fk_migration_from_id")),
        sa.ForeignKeyConstraint(["to_id"], ["deployment.id"], name=op.f("fk_migration_to_id")),
        sa.ForeignKeyConstraint(["undoes"], ["migration.id"], name=op.f("fk_migration_undoes")),
    )
    op.create_table(
        "migration_case",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("migration_id", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("reasons", Json(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "migration_id", name=op.f("pk_migration_case")),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_migration_case_case_id")),
        sa.ForeignKeyConstraint(
            ["migration_id"], ["migration.id"], name=op.f("fk_migration_case_migration_id")
        ),
    )
    op.create_index(op.f("ix_migration_case_migration_id"), "migration_case", ["migration_id"])
