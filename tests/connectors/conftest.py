"""A house whose systems are connected as a test says, beside a contract server."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from engine.outgoing import read_endpoints
from tests.connectors.contract_server import TOKEN, Contract, contract_of, serving
from tests.house import House, build


@dataclass
class Connected:
    """A house, the contract that is played beside it, and how to connect a system otherwise."""

    house: House
    contract: Contract
    folder: Path

    def connect(self, way: str, system: str | None = None, *, seconds: float = 5) -> None:
        """Connect a system (the one that is played) this way, as an operator would."""
        name = system or self.contract.system.name
        (self.folder / "token").write_text(TOKEN, "ascii")
        (self.folder / "endpoints.toml").write_text(
            f'[endpoint.{name}]\nurl = "{self.contract.url}"\nallow = ["127.0.0.0/8"]\n'
            f'token_file = "token"\nseconds = {seconds}\n',
            "utf-8",
        )
        chosen = self.folder / "connectors.toml"
        chosen.write_text(f'[{name}]\nway = "{way}"\n', "utf-8")
        runtime = self.house.runtime
        self.house.runtime = replace(
            runtime,
            settings=replace(runtime.settings, connectors=str(chosen)),
            endpoints=read_endpoints(str(self.folder / "endpoints.toml")),
        )


@pytest.fixture
def connected(house: House, tmp_path: Path) -> Iterator[Callable[[str], Connected]]:
    """Return what connects the house to a system that is played over a real socket."""
    servers = []

    def connect(system: str) -> Connected:
        server = serving(contract_of(system))
        servers.append(server)
        return Connected(house, server.__enter__(), tmp_path)

    yield connect
    for each in servers:
        each.__exit__(None, None, None)


@pytest.fixture
def house(tmp_path: Path) -> House:
    """Return a house in which nothing is set up: every system is our own register."""
    return build(tmp_path)
