"""Correlation as one file declares it: which keys every message has (BPMN 2.0.2 §8.4.2)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from lxml import etree

from engine.bpmn import timers
from engine.bpmn.compiling import Compiler
from engine.bpmn.diagram import Key
from engine.bpmn.extensions import parse_extensions
from engine.bpmn.message_flows import local
from engine.bpmn.parser import NodeSpec
from engine.bpmn.tags import bpmn, children, text_of

OWN_KEY = "key"


class Correlations:
    """What the messages of a file are known by.

    What the analyst wrote on the event (`pr:correlation`) goes before what stands on the message,
    and that before the correlation keys of the standard.
    """

    def __init__(self, root: etree._Element) -> None:
        self._own: dict[str, str] = {}
        self._kept: dict[str, str] = {}
        ids: dict[str, str] = {}
        for message in root.iter(bpmn("message")):
            name, added = message.get("name", ""), parse_extensions(message)
            ids[message.get("id", "")] = name
            self._own[name] = self._own.get(name) or added.correlation or ""
            self._kept[name] = self._kept.get(name) or added.keep or ""
        self._paths = _paths(root, ids)
        self._bound = {p.get("id", ""): dict(_bindings(p)) for p in root.iter(bpmn("process"))}

    def keys(self, compiler: Compiler, spec: NodeSpec, message: str | None) -> tuple[Key, ...]:
        """Return the compiled keys of a message event."""
        own = spec.extensions.correlation or self._own.get(message or "")
        if own:
            return (Key(OWN_KEY, own=compiler.feel(own, spec.origin, "correlation")),)
        bound = self._bound.get(spec.process, {})
        return tuple(
            Key(
                name,
                own=compiler.feel(data, spec.origin, "correlation") if data else None,
                path=compiler.feel(path, spec.origin, "correlation"),
            )
            for identity, (name, path) in self._paths.get(message or "", {}).items()
            for data in (bound.get(identity),)
        )

    def keep(self, compiler: Compiler, spec: NodeSpec, message: str | None) -> str | None:
        """Return how long a message that is thrown here may wait for somebody."""
        keep = spec.extensions.keep or self._kept.get(message or "")
        if not keep:
            return None
        try:
            if timers.period(keep) != timers.Period():
                return keep.strip()
        except ValueError:
            pass
        compiler.refuse(spec.origin, "bpmn.message.keep", text=keep)
        return None


def _paths(root: etree._Element, messages: dict[str, str]) -> dict[str, dict[str, tuple[str, str]]]:
    """Return, by message, the properties of its key: their names and how they are read from it."""
    used = {
        local(reference.text)
        for key in root.iter(bpmn("correlationKey"))
        for reference in children(key, "correlationPropertyRef")
    }
    found: dict[str, dict[str, tuple[str, str]]] = defaultdict(dict)
    for declared in root.iter(bpmn("correlationProperty")):
        identity = declared.get("id", "")
        for expression in children(declared, "correlationPropertyRetrievalExpression"):
            message = messages.get(local(expression.get("messageRef")))
            path = text_of(expression, "messagePath")
            if identity in used and message is not None and path:
                name = declared.get("name") or identity
                found[message].setdefault(identity, (name, path))
    return found


def _bindings(process: etree._Element) -> Iterator[tuple[str, str]]:
    for subscription in children(process, "correlationSubscription"):
        for binding in children(subscription, "correlationPropertyBinding"):
            path = text_of(binding, "dataPath")
            if path:
                yield local(binding.get("correlationPropertyRef")), path
