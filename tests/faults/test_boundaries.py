"""A process that dies right before or right after a commit: nothing lost, doubled, stuck or torn.

All boundaries that the pages reach are cut by `make faults`, those of a few commands here.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any

import pytest

from tests import house as houses

pytestmark = [pytest.mark.e2e, pytest.mark.long, pytest.mark.timeout(300)]
COMMANDS = ("tasks.complete", "starting.start", "tasks.claim")
WRONG = ("lost", "doubled", "stuck", "chain", "unpaid")


def test_who_asks_again_after_a_death_at_a_commit_has_it_once() -> None:
    program = [sys.executable, "-m", "tests.faults.drilling", *COMMANDS]
    said = subprocess.run(program, cwd=houses.ROOT, capture_output=True, check=True).stdout
    found: dict[str, Any] = json.loads(said[said.index(b"{\n") :])
    assert {kind: found[kind] for kind in WRONG if found[kind]} == {}
    assert found["boundaries_cut"] >= 6
    assert not {"tasks.complete", "cases.start", "tasks.claim"} & set(found["uncovered"])
