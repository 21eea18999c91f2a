"""Where a copy is looked at: a database beside the one it is of."""

from __future__ import annotations

from pathlib import Path

import pytest
from sqlalchemy import create_engine, make_url

from engine.errors import Unavailable
from engine.store import copies

pytestmark = pytest.mark.postgres


def test_a_role_that_may_not_create_databases_is_told_so(
    postgresql_database: str, tmp_path: Path
) -> None:
    server = create_engine(postgresql_database, isolation_level="AUTOCOMMIT")
    with server.connect() as connection:
        connection.exec_driver_sql("DROP ROLE IF EXISTS keeper")
        connection.exec_driver_sql("CREATE ROLE keeper LOGIN PASSWORD 'keeper'")
    as_keeper = make_url(postgresql_database).set(username="keeper", password="keeper")
    url = as_keeper.render_as_string(hide_password=False)
    try:
        with pytest.raises(Unavailable, match="may_not_create"), copies.scratch(url, tmp_path):
            pass
        with server.connect() as connection:
            connection.exec_driver_sql("ALTER ROLE keeper CREATEDB")
        with copies.scratch(url, tmp_path) as found:
            assert found != url
    finally:
        with server.connect() as connection:
            connection.exec_driver_sql("DROP ROLE keeper")
        server.dispose()
