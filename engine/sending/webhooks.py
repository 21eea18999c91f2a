"""Calling an endpoint with one message of the outbox: always the same bytes and the same key."""

from __future__ import annotations

import hmac
import json

from engine import outgoing
from engine.errors import Temporary
from engine.runtime import Runtime
from engine.sending.messages import Message
from engine.store.rows import JobRow
from engine.store.types import moment_text

TIMESTAMP, SIGNATURE = "Procesregie-Timestamp", "Procesregie-Signature"


def send(runtime: Runtime, job: JobRow, message: Message) -> None:
    """Call the endpoint; no transaction is open meanwhile. Raises Temporary, Permanent."""
    endpoint = runtime.endpoints.get(message.to)
    if endpoint is None:
        raise Temporary("outgoing.unknown_endpoint", endpoint=message.to)
    told = {
        "id": job.id,
        "event": message.name,
        "at": moment_text(job.created_at),
        "data": dict(message.data),
    }
    body = json.dumps(told, ensure_ascii=False, sort_keys=True).encode()
    headers = {"content-type": "application/json"}
    if endpoint.secret:
        at = str(int(runtime.now().timestamp()))
        headers[TIMESTAMP] = at
        headers[SIGNATURE] = f"v1={signature(endpoint.secret, at, job.id, body)}"
    outgoing.call(endpoint, "POST", body=body, idempotency_key=job.id, headers=headers)


def signature(secret: bytes, timestamp: str, key: str, body: bytes) -> str:
    """Return the HMAC-SHA256 over `<timestamp>.<key>.<body>` as hex: what a receiver computes."""
    return hmac.digest(secret, f"{timestamp}.{key}.".encode() + body, "sha256").hex()
