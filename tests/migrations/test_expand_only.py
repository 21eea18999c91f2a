"""A revision only adds, or says that programs before it no longer work: no pause for an upgrade."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.store.migrations import versions
from tests.migrations import expanding

FLOOR = "0026"  # from here on programs tell whether they still fit
REVISIONS = [
    file
    for file in sorted(Path(versions.__path__[0]).glob("0*.py"))
    if file.name.split("_")[0] > FLOOR
]


@pytest.mark.parametrize("file", REVISIONS, ids=lambda file: file.stem)
def test_a_revision_only_adds_or_says_why_not(file: Path) -> None:
    source = file.read_text("utf-8")
    assert expanding.taken(source) == [] or expanding.says_so(source)


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ('op.drop_column("case_", "title")', "drop_column"),
        ('op.drop_table("job")', "drop_table"),
        ('op.rename_table("job", "work")', "rename_table"),
        ('op.alter_column("job", "due_at", nullable=False)', "alter_column nullable"),
        ('op.alter_column("job", "due_at", new_column_name="at")', "alter_column new_column_name"),
        ('op.add_column("job", sa.Column("x", sa.Text(), nullable=False))', "add_column without"),
        ('op.create_unique_constraint("uq", "job", ["id"])', "create_unique_constraint"),
        ('op.create_index("ix", "job", ["id"], unique=True)', "create_index on a table"),
        ('op.execute(sa.text("ALTER TABLE job ALTER x SET NOT NULL"))', "execute set not null"),
        ('batch.drop_column("title")', "drop_column"),
    ],
)
def test_what_takes_away_is_seen(line: str, found: str) -> None:
    (told,) = expanding.taken(f"def upgrade():\n    {line}\n")
    assert told.startswith(found)


@pytest.mark.parametrize(
    "line",
    [
        'op.add_column("job", sa.Column("x", sa.Text(), nullable=True))',
        'op.add_column("job", sa.Column("x", sa.Text(), nullable=False, server_default=""))',
        'op.create_table("x", sa.Column("id", sa.Text())); op.create_index("i", "x", ["id"])',
        "op.execute(\"UPDATE job SET x = ''\")",
    ],
)
def test_what_only_adds_is_let_through(line: str) -> None:
    assert expanding.taken(f"def upgrade():\n    {line}\n") == []


def test_to_take_away_asks_for_a_reason_and_a_floor() -> None:
    taking = "def upgrade():\n    op.drop_table('job')\n"
    raising = "revision = '0099_x'\n" + taking + "    contracting.only_from(revision)\n"
    assert not expanding.says_so(taking)
    assert not expanding.says_so(raising), "without its reason"
    assert expanding.says_so("CONTRACT = 'nobody reads it since 1.2'\n" + raising)
