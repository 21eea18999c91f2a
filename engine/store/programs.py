"""PostgreSQL's own programs (`pg_dump`, `pg_restore`), started on the database of an engine.

They are looked for on the path. A password goes through a file that only its owner may read, never
through the list of processes.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL

from engine.errors import Unavailable

SAID = 2_000  # characters of what a program that failed said at the end


@contextmanager
def started(name: str, url: URL, arguments: Sequence[str]) -> Iterator[subprocess.Popen[bytes]]:
    """Run a program on a database beside the block; it has ended well when the block is left.

    Raises Unavailable when there is no such program, or when it fails.
    """
    found = shutil.which(name)
    if found is None:
        raise Unavailable("program_missing", program=name)
    with tempfile.TemporaryDirectory(prefix="procesregie-") as private:
        said = Path(private) / "said"
        command = [found, f"--dbname={_address(url, Path(private))}", "--no-password", *arguments]
        with (
            said.open("wb") as errors,
            subprocess.Popen(  # noqa: S603 - by its own path, without a shell
                command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors
            ) as program,
        ):
            try:
                yield program
            except BaseException:
                program.kill()
                raise
            status = program.wait()
        if status:
            detail = said.read_text("utf-8", "replace")[-SAID:].strip()
            raise Unavailable("program_failed", program=name, detail=detail)


def _address(url: URL, private: Path) -> str:
    """Return a database as libpq takes it, without its password."""
    if url.password:
        file = private / "passwords"
        file.touch(0o600)
        file.write_text(f"*:*:*:*:{_escaped(str(url.password))}\n", "utf-8")
        url = url.update_query_dict({"passfile": str(file)})
    plain = url.set(drivername="postgresql", password=None)
    return plain.render_as_string(hide_password=False)


def _escaped(password: str) -> str:
    return password.replace("\\", "\\\\").replace(":", "\\:")
