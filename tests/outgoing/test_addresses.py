"""Only public addresses may be reached, and the networks that an operator named."""

from __future__ import annotations

import socket
from ipaddress import ip_network
from typing import Any

import pytest

from engine.errors import Permanent, Temporary
from engine.outgoing import checked


def answers(monkeypatch: pytest.MonkeyPatch, *addresses: str) -> None:
    def lookup(_host: str, port: int, **_: Any) -> list[Any]:
        return [(0, socket.SOCK_STREAM, 6, "", (each, port)) for each in addresses]

    monkeypatch.setattr("engine.outgoing.addresses.socket.getaddrinfo", lookup)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "0.0.0.0",
        "10.1.2.3",
        "100.64.0.1",
        "169.254.169.254",
        "172.16.0.1",
        "192.168.1.1",
        "224.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::ffff:127.0.0.1",
        "64:ff9b::7f00:1",
        "64:ff9b::5db8:d70e",
        "2002:7f00:1::",
        "2002:a9fe:a9fe::",
        "fc00::1",
        "fe80::1",
        "ff02::1",
    ],
)
def test_an_address_that_is_not_public_is_refused(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    answers(monkeypatch, address)
    with pytest.raises(Permanent, match=r"outgoing\.address"):
        checked("register.example", 443, ())


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f::1"])
def test_a_public_address_may_be_reached_but_not_without_tls(
    monkeypatch: pytest.MonkeyPatch, address: str
) -> None:
    answers(monkeypatch, address)
    assert checked("register.example", 443, ()) == address
    with pytest.raises(Permanent):
        checked("register.example", 80, (ip_network("10.0.0.0/8"),), public=False)


def test_the_first_address_that_may_be_reached_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    answers(monkeypatch, "127.0.0.1", "::ffff:10.0.0.7", "93.184.215.14")
    assert checked("register.example", 443, (ip_network("10.0.0.0/8"),)) == "10.0.0.7"
    assert checked("register.example", 443, ()) == "93.184.215.14"


def test_a_name_that_is_not_found_may_be_found_later(monkeypatch: pytest.MonkeyPatch) -> None:
    def lookup(*_: Any, **__: Any) -> list[Any]:
        raise socket.gaierror(-2, "Name or service not known")

    monkeypatch.setattr("engine.outgoing.addresses.socket.getaddrinfo", lookup)
    with pytest.raises(Temporary, match=r"outgoing\.name"):
        checked("register.example", 443, ())
