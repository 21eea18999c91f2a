"""Print what building the package needs, as `pyproject.toml` says it."""

from __future__ import annotations

import tomllib
from pathlib import Path

if __name__ == "__main__":
    project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
    print(*project["build-system"]["requires"], sep="\n")
