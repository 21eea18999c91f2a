"""What a driver says of a failure, in our own words. No retrying, no transactions.

Nothing of a value comes along: PostgreSQL puts whole rows into its messages.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import exc

from engine.errors import Conflict, Contended, Unavailable

AGAIN = frozenset({"40P01", "40001"})  # deadlock, serialization: the whole transaction is void
LOCKED = frozenset({"55P03"})  # lock_timeout
SLOW = frozenset({"57014"})  # statement_timeout
# a read-only server, idle for too long in a transaction, a standby that is asked to write
REFUSED = frozenset({"25006", "25P03", "0A000"})
GONE = ("08", "57P")  # connection lost, server shutting down


@contextmanager
def named() -> Iterator[None]:
    """Raise what the driver raises as Conflict, Contended or Unavailable."""
    try:
        yield
    except exc.IntegrityError as error:
        raise Conflict("duplicate", constraint=_constraint(error)) from error
    except (exc.OperationalError, exc.InterfaceError) as error:
        raise _unavailable(error) from error
    except (exc.InternalError, exc.NotSupportedError) as error:
        if sqlstate(error) not in REFUSED:
            raise
        raise Unavailable("database_unavailable", sqlstate=sqlstate(error)) from error
    except exc.TimeoutError as error:
        raise Unavailable("database_busy") from error


@contextmanager
def at_commit() -> Iterator[None]:
    """Raise Unavailable (code `outcome_unknown`) when a connection is lost while it commits.

    Whether the server kept the transaction cannot be known from here, so nobody may repeat it.
    """
    try:
        yield
    except exc.DBAPIError as error:
        if lost(error):
            raise Unavailable("outcome_unknown", sqlstate=sqlstate(error)) from error
        raise


def lost(error: exc.DBAPIError) -> bool:
    """Tell whether the connection to a server went away."""
    if not hasattr(error.orig, "sqlstate"):  # SQLite has no server
        return False
    state = sqlstate(error)
    return state is None or state.startswith(GONE)


def sqlstate(error: exc.DBAPIError) -> str | None:
    """Return PostgreSQL's code of a failure; None for SQLite and for a lost connection."""
    found: str | None = getattr(error.orig, "sqlstate", None)
    return found


def _unavailable(error: exc.DBAPIError) -> Unavailable:
    state = sqlstate(error)
    if state in AGAIN:
        return Contended(sqlstate=state)
    if state in LOCKED or getattr(error.orig, "sqlite_errorname", "").startswith("SQLITE_BUSY"):
        return Unavailable("database_busy")
    if state in SLOW:
        return Unavailable("database_slow")
    return Unavailable("database_unavailable", sqlstate=state)


def _constraint(error: exc.IntegrityError) -> str | None:
    """Return which constraint it was; SQLite says which columns, PostgreSQL its name."""
    told = getattr(error.orig, "diag", None)
    return told.constraint_name if told is not None else str(error.orig)
