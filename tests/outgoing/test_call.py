"""One call to an endpoint: what arrives, what is refused, and what may be tried again."""

from __future__ import annotations

import socket
import time
from ipaddress import ip_network
from pathlib import Path
from typing import Any

import pytest

from engine import wording
from engine.errors import Permanent, Temporary
from engine.outgoing import Endpoint, call
from tests.outgoing.remote import answer, certificate, cut, remote

HERE = (ip_network("127.0.0.0/8"),)


def endpoint(url: str, **more: Any) -> Endpoint:
    return Endpoint(name="proef", url=url, **{"allow": HERE, "seconds": 5.0, **more})


def test_what_is_sent_arrives_with_its_key_and_its_token() -> None:
    with remote(answer(201, b'{"nummer": 1}')) as other:
        said = call(
            endpoint(f"{other.url}/api", token="geheim-woord"),
            "POST",
            "/zaken/A%2F1",
            json={"naam": "Zoë"},
            idempotency_key="sleutel-1",
            query={"op": "a b&c"},
        )
    got = other.got[0]
    assert (said.status, said.headers["content-length"]) == (201, str(len(said.body)))
    assert got.line.startswith("POST /api/zaken/A%2F1?op=a")
    assert "%26c HTTP/1.1" in got.line
    assert got.body == '{"naam": "Zoë"}'.encode()
    assert got.headers["idempotency-key"] == "sleutel-1"
    assert got.headers["authorization"] == "Bearer geheim-woord"
    assert got.headers["host"] == f"127.0.0.1:{other.port}"
    assert "geheim" not in repr(endpoint("https://x", token="geheim-woord", secret=b"geheim"))


@pytest.mark.parametrize("status", [408, 425, 429, 500, 502, 503, 504])
def test_what_may_pass_is_temporary_and_says_how_long_to_wait(status: int) -> None:
    with (
        remote(answer(status, b"vol", Retry_After="30")) as other,
        pytest.raises(Temporary) as found,
    ):
        call(endpoint(other.url), "POST")
    assert found.value.facts == {"endpoint": "proef", "status": status, "after": 30}
    assert found.value.answer.body == b"vol"


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 410, 422])
def test_a_refusal_is_permanent_and_keeps_its_answer(status: int) -> None:
    with remote(answer(status, b'{"waarom": 1}')) as other, pytest.raises(Permanent) as found:
        call(endpoint(other.url), "POST")
    assert found.value.facts == {"endpoint": "proef", "status": status}
    assert found.value.answer.json() == {"waarom": 1}


def test_a_redirect_is_not_followed() -> None:
    with remote() as further, remote(answer(302, Location=further.url)) as other:
        with pytest.raises(Permanent, match=r"outgoing\.elsewhere"):
            call(endpoint(other.url), "GET")
        assert further.connections == 0


def test_a_connection_that_is_cut_and_a_port_where_nobody_listens_are_temporary() -> None:
    with remote(cut) as other:
        with pytest.raises(Temporary, match=r"outgoing\.unreachable"):
            call(endpoint(other.url), "POST", body=b"x")
        assert other.got[0].body == b"x"
    with pytest.raises(Temporary, match=r"outgoing\.unreachable"):
        call(endpoint(other.url), "POST")


def test_an_answer_that_drips_is_cut_when_the_time_of_the_whole_call_is_up() -> None:
    def drip(connection: socket.socket) -> None:
        for each in b"HTTP/1.1 200 OK\r\nX-Slow: " + b"a" * 400:
            connection.sendall(bytes([each]))
            time.sleep(0.02)

    started = time.monotonic()
    with remote(drip) as other, pytest.raises(Temporary, match=r"outgoing\.too_slow"):
        call(endpoint(other.url, seconds=0.4), "GET")
    assert time.monotonic() - started < 4


def test_an_answer_without_an_end_and_one_that_is_packed_are_refused() -> None:
    def endless(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 200 OK\r\n\r\n")
        while True:
            connection.sendall(b"a" * 65536)

    packed = answer(200, b"\x1f\x8b", Content_Encoding="gzip")
    with remote(endless, packed) as other:
        with pytest.raises(Permanent, match=r"outgoing\.too_large"):
            call(endpoint(other.url, largest_answer=100_000), "GET")
        with pytest.raises(Permanent, match=r"outgoing\.packed"):
            call(endpoint(other.url), "GET")
        assert "identity" in other.got[0].headers["accept-encoding"]


def test_what_is_no_json_is_said_as_such() -> None:
    with remote(answer(200, b"<html>"), answer(200, b"[" * 200_000)) as other:
        for _ in range(2):
            with pytest.raises(Permanent, match=r"outgoing\.no_json"):
                call(endpoint(other.url), "GET").json()


@pytest.mark.parametrize(
    "path", ["/../beheer", "/a/%2e%2E/b", "x", "/a b", "/a?b", "/a#b", "@elders"]
)
def test_a_path_never_leaves_its_endpoint(path: str) -> None:
    with remote() as other:
        with pytest.raises(Permanent, match=r"outgoing\.path"):
            call(endpoint(other.url), "GET", path)
        assert other.connections == 0


def test_the_name_is_looked_up_once_and_its_checked_address_is_called(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def lookup(host: str, port: int, *_: Any, **__: Any) -> list[Any]:
        asked.append(host)
        address = "127.0.0.1" if asked.count(host) == 1 else "10.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    with remote() as other:
        monkeypatch.setattr("engine.outgoing.addresses.socket.getaddrinfo", lookup)
        call(endpoint(f"http://register.example:{other.port}"), "GET")
    assert asked == ["register.example", "127.0.0.1"]
    assert other.got[0].headers["host"] == f"register.example:{other.port}"


def test_over_tls_the_name_of_the_host_is_verified_not_its_address(tmp_path: Path) -> None:
    (tmp_path / "own").mkdir()
    right, trusted = certificate(tmp_path / "own", "localhost")
    wrong, also_trusted = certificate(tmp_path, "127.0.0.1", "elders.example")
    with remote(tls=right) as other:
        url = f"https://localhost:{other.port}"
        assert call(endpoint(url, ca_file=str(trusted)), "GET").status == 200
        with pytest.raises(Temporary, match=r"outgoing\.certificate"):
            call(endpoint(url), "GET")
    with (
        remote(tls=wrong) as other,
        pytest.raises(Temporary, match=r"outgoing\.certificate"),
    ):
        call(endpoint(f"https://localhost:{other.port}", ca_file=str(also_trusted)), "GET")


def test_what_is_said_of_a_fault_names_the_endpoint_and_nothing_else() -> None:
    with remote(answer(500, b"Jan Peeters, 01.02.03")) as other, pytest.raises(Temporary) as found:
        call(endpoint(other.url), "POST", json={"naam": "Jan Peeters"})
    assert "Peeters" not in str(found.value)
    assert "proef" in wording.say(found.value.code, found.value.facts)
