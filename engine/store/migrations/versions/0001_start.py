"""The schema of the first release: people, models, dossiers and cases."""

import sqlalchemy as sa
from alembic import op

from engine.store.types import Json, Moment, SortKey

revision = "0001_start"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Create the tables."""
    op.create_table(
        "attempt",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_attempt")),
    )
    op.create_index(op.f("ix_attempt_subject_at"), "attempt", ["subject", "at"])
    op.create_table(
        "content",
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("bytes", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("hash", name=op.f("pk_content")),
    )
    op.create_table(
        "deployment",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("process_key", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("content_hash", sa.Text(), nullable=False),
        sa.Column("author", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("facts", Json(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_deployment")),
        sa.UniqueConstraint(
            "process_key", "content_hash", name=op.f("uq_deployment_process_key_content_hash")
        ),
        sa.UniqueConstraint(
            "process_key", "version", name=op.f("uq_deployment_process_key_version")
        ),
    )
    op.create_table(
        "dossier",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("team", sa.Text(), nullable=True),
        sa.Column("facts", Json(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("sort", SortKey, nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_dossier")),
        sa.UniqueConstraint("number", name=op.f("uq_dossier_number")),
    )
    op.create_index(op.f("ix_dossier_sort"), "dossier", ["sort"])
    op.create_table(
        "person",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=True),
        sa.Column("password_hash", sa.Text(), nullable=True),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("disabled_at", Moment(), nullable=True),
        sa.Column("sort", SortKey, nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
    )
    op.create_table(
        "case_",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("dossier_id", sa.Text(), nullable=True),
        sa.Column("deployment_id", sa.Text(), nullable=False),
        sa.Column("process_key", sa.Text(), nullable=False),
        sa.Column("process_id", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("place", sa.Text(), nullable=True),
        sa.Column("team", sa.Text(), nullable=True),
        sa.Column("status", sa.Text(), nullable=True),
        sa.Column("protection", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("document", Json(), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("started_at", Moment(), nullable=False),
        sa.Column("started_by", sa.Text(), nullable=True),
        sa.Column("start_key", sa.Text(), nullable=True),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.Column("end_event", sa.Text(), nullable=True),
        sa.Column("chain_length", sa.Integer(), nullable=False),
        sa.Column("chain_head", sa.Text(), nullable=False),
        sa.Column("sort", SortKey, nullable=False),
        sa.Column("search", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_")),
        sa.ForeignKeyConstraint(
            ["deployment_id"], ["deployment.id"], name=op.f("fk_case__deployment_id")
        ),
        sa.ForeignKeyConstraint(["dossier_id"], ["dossier.id"], name=op.f("fk_case__dossier_id")),
        sa.UniqueConstraint("number", name=op.f("uq_case__number")),
        sa.UniqueConstraint("start_key", name=op.f("uq_case__start_key")),
    )
    op.create_index(op.f("ix_case__deployment_id"), "case_", ["deployment_id"])
    op.create_index(op.f("ix_case__dossier_id"), "case_", ["dossier_id"])
    op.create_index(op.f("ix_case__sort"), "case_", ["sort"])
    op.create_index(op.f("ix_case__team_state_status"), "case_", ["team", "state", "status"])
    op.create_table(
        "deployment_file",
        sa.Column("deployment_id", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("source_hash", sa.Text(), nullable=False),
        sa.Column("normalised_hash", sa.Text(), nullable=True),
        sa.Column("normaliser", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("deployment_id", "path", name=op.f("pk_deployment_file")),
        sa.ForeignKeyConstraint(
            ["deployment_id"], ["deployment.id"], name=op.f("fk_deployment_file_deployment_id")
        ),
        sa.ForeignKeyConstraint(
            ["normalised_hash"], ["content.hash"], name=op.f("fk_deployment_file_normalised_hash")
        ),
        sa.ForeignKeyConstraint(
            ["source_hash"], ["content.hash"], name=op.f("fk_deployment_file_source_hash")
        ),
    )
    op.create_table(
        "membership",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.Column("team", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_membership")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_membership_person_id")),
    )
    op.create_index(op.f("ix_membership_person_id"), "membership", ["person_id"])
    op.create_table(
        "model_draft",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("process_key", sa.Text(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("base_id", sa.Text(), nullable=True),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("updated_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_model_draft")),
        sa.ForeignKeyConstraint(
            ["base_id"], ["deployment.id"], name=op.f("fk_model_draft_base_id")
        ),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_model_draft_person_id")
        ),
        sa.UniqueConstraint(
            "process_key",
            "path",
            "person_id",
            name=op.f("uq_model_draft_process_key_path_person_id"),
        ),
    )
    op.create_table(
        "one_time_link",
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=True),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("used_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("token_hash", name=op.f("pk_one_time_link")),
        sa.ForeignKeyConstraint(
            ["person_id"], ["person.id"], name=op.f("fk_one_time_link_person_id")
        ),
    )
    op.create_table(
        "session",
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Text(), nullable=False),
        sa.Column("csrf", sa.Text(), nullable=False),
        sa.Column("created_at", Moment(), nullable=False),
        sa.Column("seen_at", Moment(), nullable=False),
        sa.Column("expires_at", Moment(), nullable=False),
        sa.Column("ended_at", Moment(), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_session")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_session_person_id")),
    )
    op.create_index(op.f("ix_session_person_id"), "session", ["person_id"])
    op.create_table(
        "activity",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("parent", sa.Text(), nullable=True),
        sa.Column("flow", sa.Text(), nullable=True),
        sa.Column("entered_at", Moment(), nullable=False),
        sa.Column("entered_step", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("left_at", Moment(), nullable=True),
        sa.Column("left_step", sa.Integer(), nullable=True),
        sa.PrimaryKeyConstraint("case_id", "id", name=op.f("pk_activity")),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_activity_case_id")),
    )
    op.create_table(
        "case_field",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("value", Json(), nullable=True),
        sa.Column("folded", SortKey, nullable=False),
        sa.PrimaryKeyConstraint("case_id", "name", name=op.f("pk_case_field")),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_case_field_case_id")),
    )
    op.create_index(op.f("ix_case_field_name_folded"), "case_field", ["name", "folded"])
    op.create_table(
        "evaluation",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("step", sa.Integer(), nullable=False),
        sa.Column("at", Moment(), nullable=False),
        sa.Column("decision", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("inputs", Json(), nullable=False),
        sa.Column("matched", Json(), nullable=False),
        sa.Column("outputs", Json(), nullable=True),
        sa.Column("table_file", sa.Text(), nullable=False),
        sa.Column("problems", Json(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "id", name=op.f("pk_evaluation")),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_evaluation_case_id")),
    )
    op.create_table(
        "subscription",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("message", sa.Text(), nullable=False),
        sa.Column("keys", Json(), nullable=False),
        sa.Column("keys_text", sa.Text(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "token", name=op.f("pk_subscription")),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_subscription_case_id")),
    )
    op.create_index(
        op.f("ix_subscription_message_keys_text"), "subscription", ["message", "keys_text"]
    )
    op.create_table(
        "user_task",
        sa.Column("case_id", sa.Text(), nullable=False),
        sa.Column("id", sa.Text(), nullable=False),
        sa.Column("token", sa.Text(), nullable=False),
        sa.Column("element", sa.Text(), nullable=False),
        sa.Column("process", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=True),
        sa.Column("candidate_group", sa.Text(), nullable=True),
        sa.Column("assignee", sa.Text(), nullable=True),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("due_at", Moment(), nullable=True),
        sa.Column("four_eyes", Json(), nullable=False),
        sa.Column("term", sa.Text(), nullable=True),
        sa.Column("legal_basis", sa.Text(), nullable=True),
        sa.Column("state", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opened_at", Moment(), nullable=False),
        sa.Column("claimed_at", Moment(), nullable=True),
        sa.Column("closed_at", Moment(), nullable=True),
        sa.Column("closed_by", sa.Text(), nullable=True),
        sa.Column("in_name_of", sa.Text(), nullable=True),
        sa.Column("draft", Json(), nullable=True),
        sa.Column("draft_version", sa.Integer(), nullable=False),
        sa.Column("completion_key", sa.Text(), nullable=True),
        sa.Column("search", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("case_id", "id", name=op.f("pk_user_task")),
        sa.ForeignKeyConstraint(["assignee"], ["person.id"], name=op.f("fk_user_task_assignee")),
        sa.ForeignKeyConstraint(["case_id"], ["case_.id"], name=op.f("fk_user_task_case_id")),
        sa.ForeignKeyConstraint(["closed_by"], ["person.id"], name=op.f("fk_user_task_closed_by")),
        sa.UniqueConstraint(
            "case_id", "completion_key", name=op.f("uq_user_task_case_id_completion_key")
        ),
    )
    op.create_index(
        op.f("ix_user_task_assignee_state_due_on"), "user_task", ["assignee", "state", "due_on"]
    )
    op.create_index(
        op.f("ix_user_task_candidate_group_state_due_on"),
        "user_task",
        ["candidate_group", "state", "due_on"],
    )
    op.create_index(op.f("ix_user_task_case_id_token"), "user_task", ["case_id", "token"])
    op.create_index(op.f("ix_user_task_closed_by"), "user_task", ["closed_by"])
    op.create_index(op.f("ix_user_task_id"), "user_task", ["id"])
    op.create_index(op.f("ix_user_task_in_name_of"), "user_task", ["in_name_of"])
