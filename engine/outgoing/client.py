"""One call to an endpoint, within its limits; what goes wrong says whether trying again may help.

Redirects are not followed, no proxy and no password file of the machine is used, and an answer is
read as it comes, never unpacked.
"""

from __future__ import annotations

import json as json_module
import re
import socket
import ssl
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any, cast
from urllib.parse import urlsplit

import httpx

from engine.errors import Permanent, Temporary
from engine.outgoing.addresses import checked
from engine.outgoing.deadline import deadline, shut
from engine.outgoing.endpoints import Endpoint

AGENT = "Procesregie"
TRY_AGAIN = frozenset({408, 425, 429})
LONGEST_AFTER = 86_400  # seconds
_PATH = re.compile(r"(/[A-Za-z0-9._~!$&'()*+,;=:@%-]*)*")


@dataclass(frozen=True, slots=True)
class Answer:
    """What an endpoint said: its status, its headers by small letters, and its body."""

    status: int
    headers: Mapping[str, str]
    body: bytes = field(repr=False)

    def json(self) -> Any:
        """Return the body as JSON. Raises Permanent when it is none."""
        try:
            return json_module.loads(self.body)
        except (ValueError, RecursionError) as fault:
            raise Permanent("outgoing.no_json", status=self.status) from fault


def call(  # noqa: PLR0913 - what an HTTP call has
    endpoint: Endpoint,
    method: str,
    path: str = "",
    *,
    json: Any = None,
    body: bytes = b"",
    idempotency_key: str | None = None,
    headers: Mapping[str, str] | None = None,
    query: Mapping[str, str] | None = None,
) -> Answer:
    """Call `endpoint` once and return its answer (2xx); `path` comes after the endpoint's own.

    `json` is sent as JSON, otherwise `body` as it is. A part of `path` that is data is quoted by
    the caller. Call it with no transaction open. Raises Temporary when trying again may help (fact
    `after`: seconds that the other side asked for), Permanent when it will not (with `answer`, the
    Answer of a refusal); the facts never hold what was said.
    """
    content = body if json is None else json_module.dumps(json, ensure_ascii=False).encode()
    request = _request(endpoint, method, path, dict(query or {}), content)
    request.headers.update(headers or {})
    if json is not None:
        request.headers["content-type"] = "application/json"
    if idempotency_key is not None:
        request.headers["idempotency-key"] = idempotency_key
    if endpoint.token:
        request.headers["authorization"] = f"Bearer {endpoint.token}"
    with _deadline(endpoint, request) as ran_out, _faults(endpoint, ran_out):
        answer = _send(endpoint, request)
    return _judged(endpoint, answer)


def _request(
    endpoint: Endpoint, method: str, path: str, query: Mapping[str, str], content: bytes
) -> httpx.Request:
    """Return a request to a checked address that still carries the name of its host."""
    whole = urlsplit(endpoint.url + path)
    segments = whole.path.lower().replace("%2e", ".").split("/")
    if not _PATH.fullmatch(path) or {".", ".."} & set(segments):
        raise Permanent("outgoing.path", endpoint=endpoint.name)
    secure, host = whole.scheme == "https", str(whole.hostname)
    port = whole.port or (443 if secure else 80)
    address = checked(host, port, endpoint.allow, public=secure)
    shown = f"[{address}]" if ":" in address else address
    limits = httpx.Timeout(endpoint.seconds, connect=endpoint.connect_seconds).as_dict()
    return httpx.Request(
        method,
        httpx.URL(f"{whole.scheme}://{shown}:{port}{whole.path or '/'}", params=query or None),
        headers={
            "host": whole.netloc,
            "user-agent": AGENT,
            "accept": "application/json, */*",
            "accept-encoding": "identity",
        },
        content=content,
        extensions={"sni_hostname": host, "timeout": limits},
    )


@contextmanager
def _deadline(endpoint: Endpoint, request: httpx.Request) -> Iterator[threading.Event]:
    """Cut the connections of `request` when the whole call takes too long."""
    sockets = list[socket.socket]()

    with deadline(endpoint.seconds, lambda: sockets) as ran_out:

        def trace(name: str, facts: Mapping[str, Any]) -> None:
            if name in {"connection.connect_tcp.complete", "connection.start_tls.complete"}:
                sockets.append(facts["return_value"].get_extra_info("socket"))
                if ran_out.is_set():
                    shut(sockets[-1])

        request.extensions["trace"] = trace
        yield ran_out


@contextmanager
def _faults(endpoint: Endpoint, ran_out: threading.Event) -> Iterator[None]:
    try:
        yield
    except httpx.TimeoutException as fault:
        raise Temporary("outgoing.too_slow", endpoint=endpoint.name) from fault
    except (httpx.HTTPError, httpx.InvalidURL, httpx.StreamError) as fault:
        if ran_out.is_set():
            raise Temporary("outgoing.too_slow", endpoint=endpoint.name) from fault
        code = "outgoing.certificate" if _is_of_certificate(fault) else "outgoing.unreachable"
        raise Temporary(code, endpoint=endpoint.name) from fault


def _is_of_certificate(fault: BaseException | None) -> bool:
    while fault is not None:
        if isinstance(fault, ssl.SSLCertVerificationError):
            return True
        fault = fault.__cause__ or fault.__context__
    return False


def _send(endpoint: Endpoint, request: httpx.Request) -> Answer:
    transport = httpx.HTTPTransport(verify=_trust(endpoint.ca_file), trust_env=False)
    with transport:
        response = transport.handle_request(request)
        response.request = request
        try:
            headers = {name.lower(): value for name, value in response.headers.items()}
            if headers.get("content-encoding", "identity") != "identity":
                raise Permanent("outgoing.packed", endpoint=endpoint.name)
            read = _read(endpoint, response)
        finally:
            response.close()
    return Answer(response.status_code, headers, read)


def _read(endpoint: Endpoint, response: httpx.Response) -> bytes:
    read = bytearray()
    for chunk in cast("httpx.SyncByteStream", response.stream):
        read += chunk
        if len(read) > endpoint.largest_answer:
            raise Permanent("outgoing.too_large", endpoint=endpoint.name)
    return bytes(read)


@lru_cache(maxsize=32)
def _trust(ca_file: str) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=ca_file or None)


def _judged(endpoint: Endpoint, answer: Answer) -> Answer:
    if 200 <= answer.status < 300:
        return answer
    facts = {"endpoint": endpoint.name, "status": answer.status}
    if answer.status in TRY_AGAIN or answer.status >= 500:
        fault: Temporary | Permanent = Temporary("outgoing.busy", **facts, **_after(answer))
    elif answer.status < 400:
        fault = Permanent("outgoing.elsewhere", **facts)
    else:
        fault = Permanent("outgoing.refused", **facts)
    fault.answer = answer
    raise fault


def _after(answer: Answer) -> Mapping[str, int]:
    said = answer.headers.get("retry-after", "")
    return {"after": min(int(said), LONGEST_AFTER)} if re.fullmatch(r"[0-9]{1,9}", said) else {}
