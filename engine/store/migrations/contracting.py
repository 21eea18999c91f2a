"""What a revision says that takes something away: which programs can still work afterwards."""

from __future__ import annotations

from alembic import op


def only_from(revision: str) -> None:
    """Let only programs that know `revision` work on this schema from now on.

    Such a revision also says `CONTRACT = "why"`, in words, at the top of its file.
    """
    op.execute("DELETE FROM schema_floor")
    op.execute(f"INSERT INTO schema_floor (revision) VALUES ('{revision}')")  # noqa: S608 - ours
