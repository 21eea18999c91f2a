"""Correlation as one file declares it: which keys every message has (BPMN 2.0.2 §8.4.2)."""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from engine.bpmn import timers
from engine.bpmn.compiling import Compiler
from engine.bpmn.diagram import Key
from engine.bpmn.extensions import Extensions, parse_extensions
from engine.bpmn.parser import NodeSpec
from engine.bpmn.tags import bpmn, children, text_of

OWN_KEY = "key"


class Correlations:
    """What the messages of a file are known by.

    What the analyst wrote on the event (`pr:correlation`) goes before what stands on the message,
    and that before the correlation keys of the standard.
    """

    def __init__(self, root: etree._Element) -> None:
        self._messages: dict[str, Extensions] = {}
        self._ids: dict[str, str] = {}
        for message in root.iter(bpmn("message")):
            name = message.get("name", "")
            self._ids[message.get("id", "")] = name
            self._messages.setdefault(name, parse_extensions(message))
        self._properties = {p.get("id", ""): p for p in root.iter(bpmn("correlationProperty"))}
        self._keys = {
            key.get("id", ""): [local(r) for r in children(key, "correlationPropertyRef")]
            for key in root.iter(bpmn("correlationKey"))
        }
        self._bound = {p.get("id", ""): dict(self._bindings(p)) for p in root.iter(bpmn("process"))}

    def keys(self, compiler: Compiler, spec: NodeSpec, message: str | None) -> tuple[Key, ...]:
        """Return the compiled keys of a message event."""
        on_message = self._messages.get(message or "")
        own = spec.extensions.correlation or (on_message and on_message.correlation)
        if own:
            return (Key(OWN_KEY, own=compiler.feel(own, spec.origin, "correlation")),)
        bound = self._bound.get(spec.process, {})
        return tuple(
            Key(
                self._properties[identity].get("name") or identity,
                own=compiler.feel(data, spec.origin, "correlation") if data else None,
                path=compiler.feel(path, spec.origin, "correlation"),
            )
            for identity, path in self._paths(message or "")
            for data in (bound.get(identity),)
        )

    def keep(self, compiler: Compiler, spec: NodeSpec, message: str | None) -> str | None:
        """Return how long a message that is thrown here may wait for somebody."""
        on_message = self._messages.get(message or "")
        keep = spec.extensions.keep or (on_message and on_message.keep)
        if not keep:
            return None
        try:
            if timers.period(keep) != timers.Period():
                return keep.strip()
        except ValueError:
            pass
        compiler.refuse(spec.origin, "bpmn.message.keep", text=keep)
        return None

    def _paths(self, message: str) -> Iterator[tuple[str, str]]:
        """Yield the properties that a message is known by, and how each is read from it."""
        for identity in dict.fromkeys(p for key in self._keys.values() for p in key):
            declared = self._properties.get(identity)
            found = [] if declared is None else children(declared, RETRIEVAL)
            for expression in found:
                path = text_of(expression, "messagePath")
                if path and self._ids.get(local_name(expression.get("messageRef"))) == message:
                    yield identity, path
                    break

    def _bindings(self, process: etree._Element) -> Iterator[tuple[str, str]]:
        for subscription in children(process, "correlationSubscription"):
            for binding in children(subscription, "correlationPropertyBinding"):
                path = text_of(binding, "dataPath")
                if path:
                    yield local_name(binding.get("correlationPropertyRef")), path


RETRIEVAL = "correlationPropertyRetrievalExpression"


def local(reference: etree._Element) -> str:
    """Return the id that the text of a reference points at."""
    return local_name(reference.text)


def local_name(reference: str | None) -> str:
    """Return a QName without its prefix."""
    return (reference or "").strip().rpartition(":")[2]
