"""What watches the engine: may it be sent work, and the figures of this moment."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from engine import __version__, errors
from engine.runtime import Runtime
from engine.store import schema
from engine.store import watching as rows


@dataclass(frozen=True, slots=True)
class Readiness:
    """What was looked at, by name, and what is wrong with it; an empty text is well."""

    checks: Mapping[str, str]

    @property
    def ready(self) -> bool:
        """Tell whether everything is well."""
        return not any(self.checks.values())


def ready(runtime: Runtime) -> Readiness:
    """Look at the database, its schema, and whether a poller or worker was seen lately."""
    try:
        with runtime.store.read() as tx:
            fit = schema.fit(tx.connection)
            until = rows.kept_until(tx) if fit.works else None
    except errors.Unavailable as away:
        return Readiness({"database": away.code})
    lately = until is not None and runtime.now() <= until
    return Readiness(
        {
            "database": "",
            "schema": "" if fit.works else f"schema_{fit}",
            "worker": "" if lately else "not_seen",
        }
    )


def page(runtime: Runtime) -> bytes:
    """Return the figures of this moment in Prometheus' text form. Raises Unavailable."""
    now = runtime.now()
    with runtime.store.read() as tx:
        found = rows.figures(tx, now)
        fit = schema.fit(tx.connection)

    def ago(moment: datetime | None) -> float:
        return -1.0 if moment is None else (now - moment).total_seconds()

    asked = {
        "build_info": 1.0,
        "jobs_due": found.due,
        "jobs_failed": found.failed,
        "jobs_lateness_seconds": max(ago(found.due_since), 0.0),
        "incidents_open": found.incidents,
        "seal_age_seconds": ago(found.sealed_at),
        "lease_left_seconds": -ago(found.kept_until) if found.kept_until else -1.0,
        "pool_most": runtime.store.most_connections,
    }
    return runtime.meters.page(asked, {"build_info": (__version__, f"{schema.newest()} {fit}")})
