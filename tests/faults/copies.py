"""A site as it was: a copy of its folder, or of its database on PostgreSQL, to be put back."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL

from tests.store.databases import create_database, drop_database
from tests.web.site import Site

COPY = "as_it_was"


@contextmanager
def as_it_was(site: Site) -> Iterator[Callable[[], None]]:
    """Keep a copy of a site; gives what puts it back."""
    folder = Path(site.house.runtime.settings.data_dir)
    copy = folder.with_name(f"{folder.name}-as-it-was")
    site.house.runtime.store.close()
    shutil.copytree(folder, copy)
    if on_postgresql(site):
        _copy_database(site, _name(site), COPY)

    def restore() -> None:
        site.house.runtime.store.close()
        shutil.rmtree(folder)
        shutil.copytree(copy, folder)
        if on_postgresql(site):
            drop_database(_server(site), _name(site))
            _copy_database(site, COPY, _name(site))

    try:
        yield restore
    finally:
        shutil.rmtree(copy)
        if on_postgresql(site):
            drop_database(_server(site), COPY)


def on_postgresql(site: Site) -> bool:
    """Tell whether the site's database is a PostgreSQL."""
    return site.house.runtime.store.engine.dialect.name == "postgresql"


def _copy_database(site: Site, name: str, copy: str) -> None:
    create_database(_server(site), copy, name)


def _server(site: Site) -> URL:
    return site.house.runtime.store.engine.url.set(database="postgres")


def _name(site: Site) -> str:
    return site.house.runtime.store.engine.url.database or ""
