"""A system that is asked over HTTP, by its contract. No transaction is open here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import quote

from engine import outgoing
from engine.connectors import typed
from engine.connectors.contracts import Operation, System, refused
from engine.errors import ModelFault, Permanent
from engine.model import Value
from engine.outgoing import Endpoint
from engine.runtime import Runtime

NOT_OURS_TO_ASK = frozenset({401, 403})


def endpoint_of(runtime: Runtime, system: System, name: str) -> Endpoint:
    """Return where a system is. Raises ModelFault when the operator named no such endpoint."""
    found = runtime.endpoints.get(name)
    if found is None:
        raise ModelFault("connector.endpoint", system=system.title, endpoint=name)
    return found


def call(
    endpoint: Endpoint, system: System, operation: Operation, asked: Mapping[str, Any], key: str
) -> Mapping[str, Value]:
    """Ask once, and return what came back as values.

    Raises Temporary when trying again may help; BpmnError `system_refused` when the system says
    no; ModelFault when an operator has to look: it does not know us, sends us elsewhere, or does
    not keep to the contract.
    """
    try:
        answer = _sent(endpoint, operation, asked, key)
    except Permanent as fault:
        status = fault.facts.get("status")
        if fault.code == "outgoing.refused" and status not in NOT_OURS_TO_ASK:
            raise refused(system, operation, *_problem(fault.answer)) from fault
        facts = {**fault.facts, "system": system.title}
        raise ModelFault(fault.code, **facts) from fault
    try:
        return typed.answer(operation, typed.parsed(answer.body))
    except typed.Unfit as wrong:
        facts = {"system": system.title, "operation": operation.title, "detail": str(wrong)}
        raise ModelFault("connector.answer", **facts) from wrong


def _sent(
    endpoint: Endpoint, operation: Operation, asked: Mapping[str, Any], key: str
) -> outgoing.Answer:
    path = operation.path
    for name in operation.in_path:
        path = path.replace(f"{{{name}}}", quote(str(asked[name]), safe=""))
    query = {name: str(asked[name]) for name in operation.in_query if name in asked}
    placed = {*operation.in_path, *operation.in_query}
    body = {name: value for name, value in asked.items() if name not in placed}
    return outgoing.call(
        endpoint,
        operation.method.upper(),
        path,
        query=query,
        json=body if operation.method in {"post", "put"} else None,
        idempotency_key=key if operation.writes else None,
    )


def _problem(answer: outgoing.Answer | None) -> tuple[str, str]:
    """Return the code and the message of a refusal, as far as they are texts."""
    try:
        told = typed.parsed(answer.body) if answer is not None else {}
    except typed.Unfit:
        told = {}
    if not isinstance(told, dict):
        told = {}
    status = "" if answer is None else str(answer.status)
    code, message = told.get("code"), told.get("detail")
    return (
        code[:60] if isinstance(code, str) and code else status,
        message[:500] if isinstance(message, str) else "",
    )
