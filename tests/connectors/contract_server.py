"""The other side of a contract, over a real socket: it holds who calls to the contract, and plays.

    python -m tests.connectors.contract_server edison --port 8099 [--fault 500 --fault slow …]

Each fault is for the next request: a status (500, 429, 401, 404, 422), `slow`, `cut` or `wrong`.
The same Idempotency-Key is the same order: it is carried out once and gets the same answer.
"""

from __future__ import annotations

import argparse
import json
import re
import socket
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

from jsonschema import Draft202012Validator
from typing_extensions import override

from engine.connectors.contracts import Operation, System, read_contract

ROOT = Path(__file__).parent.parent.parent
FOLDER = ROOT / "processes" / "koppelingen"
TOKEN = "sleutel-van-de-proef"
PROBLEMS: Mapping[int, tuple[str, str]] = {
    401: ("onbekend", "Wie ben je?"),
    404: ("niet_gevonden", "Dit nummer is niet bekend."),
    409: ("al_gewijzigd", "Iemand anders wijzigde dit."),
    422: ("geweigerd", "Deze stand kan niet na een stopzetting."),
    429: ("te_vaak", "Probeer straks opnieuw."),
    500: ("stuk", "Er liep iets mis."),
}


@dataclass(frozen=True)
class Seen:
    """One request as it came in."""

    method: str
    path: str
    key: str
    body: Any


@dataclass
class Contract:
    """What the server plays: a system, the faults that are due, and what came in so far."""

    system: System
    faults: list[str] = field(default_factory=list)
    seen: list[Seen] = field(default_factory=list)
    done: int = 0
    delay: float = 5.0
    say: dict[str, Any] = field(default_factory=dict)
    port: int = 0
    patience: threading.Event = field(default_factory=threading.Event)
    _answers: dict[str, tuple[int, Any]] = field(default_factory=dict)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def answer(self, seen: Seen, query: Mapping[str, str]) -> tuple[int, Any]:
        """Return the status and the body; what breaks the contract is refused."""
        found = self._find(seen)
        if found is None:
            return 404, _problem(404)
        operation, values = found
        given = {**values, **query, **(seen.body or {})}
        wrong = next(Draft202012Validator(operation.takes).iter_errors(given), None)
        if wrong is not None:
            return 400, {"code": "contract", "detail": wrong.message[:200]}
        if not operation.writes:
            return 200, {**sample(operation.gives), **self.say}
        if not seen.key:
            return 400, {"code": "sleutel", "detail": "Idempotency-Key ontbreekt"}
        if seen.key not in self._answers:
            self.done += 1
            self._answers[seen.key] = 200, {"referentie": f"{self.system.name}-{self.done}"}
        return self._answers[seen.key]

    def _find(self, seen: Seen) -> tuple[Operation, dict[str, str]] | None:
        for each in self.system.operations.values():
            pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", each.path)
            match = re.fullmatch(pattern, seen.path)
            if match and each.method == seen.method:
                return each, {name: unquote(text) for name, text in match.groupdict().items()}
        return None


def sample(schema: Mapping[str, Any]) -> Any:
    """Return something that fits a schema of our contracts."""
    if "enum" in schema:
        return schema["enum"][0]
    kind = schema.get("type")
    if kind == "object":
        return {name: sample(each) for name, each in schema.get("properties", {}).items()}
    if kind == "string":
        return "2026-03-01" if schema.get("format") == "date" else "voorbeeld"
    return {"boolean": True, "number": 14, "integer": 14}.get(str(kind))


def _problem(status: int) -> Any:
    code, message = PROBLEMS.get(status, ("fout", "Fout"))
    return {"code": code, "detail": message}


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    contract: Contract


class _Handler(BaseHTTPRequestHandler):
    server: _Server

    def _serve(self) -> None:
        contract = self.server.contract
        length = int(self.headers.get("content-length") or 0)
        body = json.loads(self.rfile.read(length)) if length else None
        parts = urlsplit(self.path)
        key = self.headers.get("idempotency-key") or ""
        seen = Seen(self.command.lower(), parts.path, key, body)
        contract.seen.append(seen)
        if self.headers.get("authorization") != f"Bearer {TOKEN}":
            self._say(401, _problem(401))
            return
        fault = contract.faults.pop(0) if contract.faults else ""
        if fault.isdigit():
            self._say(int(fault), _problem(int(fault)))
            return
        status, answer = contract.answer(seen, dict(parse_qsl(parts.query)))
        if fault == "slow":
            contract.patience.wait(contract.delay)
        if fault == "wrong":
            answer = {"iets": "anders", "status": 5}
        self._say(status, answer, cut=fault == "cut")

    do_GET = do_PUT = do_POST = do_DELETE = _serve  # noqa: N815 - as http.server names them

    def _say(self, status: int, answer: Any, *, cut: bool = False) -> None:
        data = json.dumps(answer).encode()
        self.send_response(status)
        kind = "application/json" if status < 400 else "application/problem+json"
        self.send_header("content-type", kind)
        self.send_header("content-length", str(len(data)))
        if status == 429:
            self.send_header("retry-after", "7")
        self.end_headers()
        self.wfile.write(data[: len(data) // 2] if cut else data)
        self.wfile.flush()
        if cut:
            self.connection.shutdown(socket.SHUT_RDWR)

    @override
    def log_message(self, *_: Any) -> None:
        """Say nothing: the test tells what came in."""


def contract_of(name: str) -> Contract:
    """Return what plays the other side of a contract that ships."""
    return Contract(read_contract(name, (FOLDER / f"{name}.yaml").read_bytes()))


@contextmanager
def serving(contract: Contract, port: int = 0) -> Iterator[Contract]:
    """Serve a contract until the block ends."""
    server = _Server(("127.0.0.1", port), _Handler)
    server.contract = contract
    contract.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    try:
        yield contract
    finally:
        contract.patience.set()
        server.shutdown()
        server.server_close()
        thread.join(5)


def main() -> None:
    """Play one system until somebody stops it."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("system", choices=sorted(path.stem for path in FOLDER.glob("*.yaml")))
    parser.add_argument("--port", type=int, default=8099)
    parser.add_argument("--fault", action="append", default=[])
    asked = parser.parse_args()
    contract = contract_of(asked.system)
    contract.faults = asked.fault
    with serving(contract, asked.port):
        print(f"{contract.system.title}: {contract.url}  (token: {TOKEN})")  # noqa: T201 - a program
        try:
            threading.Event().wait()
        except KeyboardInterrupt:
            print(f"{len(contract.seen)} requests, {contract.done} carried out")  # noqa: T201


if __name__ == "__main__":
    main()
