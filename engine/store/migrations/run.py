"""Run Alembic from Python on an open connection. No ini file, no schema of its own."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection


def config(connection: Connection | None = None) -> Config:
    """Return Alembic's configuration, bound to `connection` when there is one."""
    settings = Config()
    settings.set_main_option("script_location", str(Path(__file__).parent).replace("%", "%%"))
    settings.attributes["connection"] = connection
    return settings


def upgrade(connection: Connection) -> None:
    """Bring the schema on `connection` to the newest version, inside its transaction."""
    command.upgrade(config(connection), "head")


def is_current(connection: Connection) -> bool:
    """Tell whether the schema on `connection` is the newest version."""
    heads = set(ScriptDirectory.from_config(config()).get_heads())
    return set(MigrationContext.configure(connection).get_current_heads()) == heads


def revision(connection: Connection) -> str:
    """Return the version of the schema on `connection`; empty when it has none."""
    return ",".join(sorted(MigrationContext.configure(connection).get_current_heads()))


def knows(name: str) -> bool:
    """Tell whether a version of the schema is one from which this program can go on."""
    known = ScriptDirectory.from_config(config()).walk_revisions()
    return name in {each.revision for each in known}
