"""Every construct model, in both databases: after each command the rows are those of its trace."""

from __future__ import annotations

import shutil
from collections.abc import Iterator

import pytest
from sqlalchemy import text

from engine.errors import AlreadyDone
from engine.store import Store
from engine.store.steps import recording
from engine.store.tables import metadata
from tests.bpmn.constructs.all import CONSTRUCTS
from tests.bpmn.constructs.model import Construct, play
from tests.store.keeping import Kept


@pytest.fixture(scope="module", params=["sqlite", pytest.param("pg", marks=pytest.mark.postgres)])
def shared(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Store]:
    """Return a store for all constructs together, once on each database."""
    if request.param == "sqlite":
        file = tmp_path_factory.mktemp("constructs") / "constructs.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), file)
        opened = Store(f"sqlite:///{file}")
    else:
        opened = Store(request.getfixturevalue("postgresql_database"))
        with opened.write("tests.write") as tx:
            tx.run(text(f"TRUNCATE {', '.join(metadata.tables)} CASCADE"))
    yield opened
    opened.close()


@pytest.mark.parametrize("construct", CONSTRUCTS, ids=lambda c: c.name)
def test_the_rows_are_those_of_the_trace(construct: Construct, shared: Store) -> None:
    play(construct, Kept(shared, construct.name, construct.files, "p"))


WRITERS = {
    "write_activities": None,
    "close_tasks": None,
    "open_tasks": (),
    "write_jobs": (),
    "finish_job": None,
    "write_subscriptions": None,
}


@pytest.mark.parametrize("writer", WRITERS)
def test_what_the_store_forgets_is_missed(
    writer: str, sqlite_store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The check itself: with any writer of a step taken out, some construct fails."""
    monkeypatch.setattr(recording, writer, lambda *_args: WRITERS[writer])
    assert any(misses(construct, sqlite_store) for construct in CONSTRUCTS)


def misses(construct: Construct, store: Store) -> bool:
    """Play a construct and tell whether its rows are found wrong."""
    try:
        play(construct, Kept(store, construct.name, construct.files, "p"))
    except (AssertionError, AlreadyDone, ValueError):
        return True
    return False
