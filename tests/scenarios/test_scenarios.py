"""Every scenario of the process repository ends as written, and together they reach every node."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.store import deployments as deployment_rows
from tests import house as houses
from tests.scenarios import playing

SCENARIOS = playing.scenarios()


@pytest.mark.parametrize("file", SCENARIOS, ids=lambda file: file.stem)
def test_a_scenario_ends_as_written(file: Path, tmp_path: Path) -> None:
    playing.play(houses.build(tmp_path), file)


def test_every_node_is_reached_by_a_scenario(tmp_path: Path) -> None:
    reached: set[tuple[str, str]] = set()
    nodes: set[tuple[str, str]] = set()
    for file in SCENARIOS:
        folder = tmp_path / file.stem
        folder.mkdir()
        house = houses.build(folder)
        reached |= playing.play(house, file).reached
        with house.runtime.store.read() as tx:
            for row in deployment_rows.latest(tx):
                bundle = house.runtime.deployed(tx, row.id).bundle
                nodes |= {
                    (name, element.id)
                    for name in bundle.diagrams
                    for element in bundle.process(name).elements
                }
    assert nodes, "there is something to reach"
    assert not nodes - reached, f"no scenario reaches {sorted(nodes - reached)}"
