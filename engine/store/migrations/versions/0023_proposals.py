"""What analysts propose to each other, and the last time that scenarios were played for a draft."""

import sqlalchemy as sa
from alembic import op

from engine.store.types import Json, Moment

revision = "0023_proposals"
down_revision = "0022_sealed_values"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Add the tables of proposals and of trials."""
    op.create_table(
        "model_proposal",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("process_key", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("base_id", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("proposed_by", sa.Text(), nullable=False),
        sa.Column("proposed_at", Moment(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("decided_by", sa.Text(), nullable=True),
        sa.Column("decided_at", Moment(), nullable=True),
        sa.Column("remarks", sa.Text(), nullable=True),
        sa.Column("deployment_id", sa.Text(), nullable=True),
        *_refers("model_proposal", base_id="deployment", proposed_by="person"),
        *_refers("model_proposal", decided_by="person", deployment_id="deployment"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_proposal")),
    )
    for columns in (["state", "proposed_at"], ["process_key", "path"]):
        op.create_index(op.f(f"ix_model_proposal_{'_'.join(columns)}"), "model_proposal", columns)
    op.create_table(
        "model_rehearsal",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("process_key", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("asked_at", Moment(), nullable=False),
        sa.Column("finished_at", Moment(), nullable=True),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("total", sa.Integer(), nullable=False),
        sa.Column("report", Json(), nullable=True),
        *_refers("model_rehearsal", person_id="person"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_rehearsal")),
        sa.UniqueConstraint(
            "process_key",
            "path",
            "person_id",
            name=op.f("uq_model_rehearsal_process_key_path_person_id"),
        ),
    )
    op.create_index(op.f("ix_model_rehearsal_state"), "model_rehearsal", ["state"])


def _refers(table: str, **columns: str) -> list[sa.ForeignKeyConstraint]:
    return [
        sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}"))
        for column, other in columns.items()
    ]
