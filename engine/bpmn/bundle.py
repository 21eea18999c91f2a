"""A deployment ready to run: its compiled processes and decision tables, immutable and shared."""

from __future__ import annotations

import hashlib
from collections import OrderedDict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from threading import Lock

from engine.bpmn import calling
from engine.bpmn.compile import compile_file
from engine.bpmn.diagram import Diagram
from engine.bpmn.views import ProcessView, view
from engine.bpmn.waits import Waited, waits
from engine.dmn import Tables
from engine.dmn import parse as parse_tables
from engine.errors import Finding, InvalidModel, NotFound
from engine.xml import parse

CACHED = 64
CACHED_FILES = 128


@dataclass(frozen=True, slots=True)
class Bundle:
    """The compiled processes by id, and per decision the tables it stands in."""

    diagrams: Mapping[str, Diagram]
    tables: Mapping[str, Tables]

    def process(self, process_id: str) -> ProcessView:
        """Return what a process is made of. Raises NotFound when there is no such process."""
        diagram = self.diagram(process_id)
        return replace(view(diagram), called=calling.called_by(self.diagrams, diagram))

    def diagram(self, process_id: str) -> Diagram:
        """Return a compiled process. Raises NotFound when there is no such process."""
        found = self.diagrams.get(process_id)
        if found is None:
            raise NotFound("process_not_found", process=process_id)
        return found

    def waits(self, process_id: str) -> tuple[Waited, ...]:
        """Return every event of a process, and of those it calls, that waits for a message."""
        return tuple(waits(self.diagrams, process_id))

    def none_start(self, process_id: str) -> str:
        """Return the start event without trigger. Raises NotFound when there is none."""
        start = calling.plain_start(self.diagram(process_id))
        if start is None:
            raise NotFound("no_none_start", process=process_id)
        return start

    def start_of(self, process_id: str, message: str | None, event: str | None) -> str:
        """Return what a message, or the signal or timer of the start event `event`, sets off.

        Without either: the start event without trigger. Raises NotFound when there is none.
        """
        if message is None and event is None:
            return self.none_start(process_id)
        diagram = self.diagram(process_id)
        for name in diagram.starts.get(process_id, ()):
            node = diagram.nodes[name]
            if message is not None and (node.event.kind, node.event.name) == ("message", message):
                return name
            if event == node.origin and node.event.kind in ("signal", "timer"):
                return name
        if message is None:
            raise NotFound("no_event_start", process=process_id, event=event)
        raise NotFound("no_message_start", process=process_id, message=message)


_cache: OrderedDict[str, Bundle] = OrderedDict()
_lock = Lock()


def load(normalised: Mapping[str, bytes], tables: Mapping[str, bytes]) -> Bundle:
    """Return the bundle of normalised diagrams and decision tables (file name → bytes).

    The same content gives the same bundle: it is cached by its hash and never changes.
    Raises InvalidModel, all findings at once, when something in it cannot be executed.
    """
    key = _hash(normalised, tables)
    with _lock:
        if key in _cache:
            _cache.move_to_end(key)
            return _cache[key]
    bundle, findings = compile_bundle(normalised, tables)
    if findings:
        raise InvalidModel(findings)
    with _lock:
        _cache[key] = bundle
        while len(_cache) > CACHED:
            _cache.popitem(last=False)
    return bundle


def _hash(normalised: Mapping[str, bytes], tables: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for kind, files in (("bpmn", normalised), ("dmn", tables)):
        for name in sorted(files):
            digest.update(f"{kind} {name} {len(files[name])}\n".encode())
            digest.update(files[name])
    return digest.hexdigest()


def compile_bundle(
    normalised: Mapping[str, bytes], tables: Mapping[str, bytes] | None
) -> tuple[Bundle, list[Finding]]:
    """Compile everything and say what is wrong; without `tables` decisions are not looked up."""
    diagrams: dict[str, Diagram] = {}
    findings: list[Finding] = []
    for file in sorted(normalised):
        try:
            found, wrong = _compiled(normalised[file], file)
        except InvalidModel as error:
            findings.extend(error.findings)
            continue
        findings.extend(wrong)
        for diagram in found:
            if diagram.id in diagrams:
                facts = {"other": diagrams[diagram.id].file}
                findings.append(Finding(file, "bpmn.process.duplicate", diagram.id, facts=facts))
            diagrams[diagram.id] = diagram
    decisions: dict[str, Tables] = {}
    for file in sorted(tables or {}):
        try:
            parsed = parse_tables((tables or {})[file], file, tables)
        except InvalidModel as error:
            findings.extend(one for one in error.findings if one not in findings)
            continue
        decisions.update(dict.fromkeys(parsed.decisions, parsed))
    bundle = Bundle(diagrams, decisions)
    findings.extend(_references(bundle, with_decisions=tables is not None))
    return bundle, findings


@lru_cache(maxsize=CACHED_FILES)
def _compiled(data: bytes, file: str) -> tuple[tuple[Diagram, ...], tuple[Finding, ...]]:
    """Compile one file; a next version of a procedure compiles only the files that changed."""
    found, wrong = compile_file(parse(data, file), file)
    return tuple(found), tuple(wrong)


def _references(bundle: Bundle, *, with_decisions: bool) -> Iterator[Finding]:
    yield from calling.check(bundle.diagrams)
    for diagram in bundle.diagrams.values():
        for node in diagram.nodes.values():
            decision = node.extensions.decision
            if with_decisions and node.behaviour == "decision" and decision not in bundle.tables:
                facts = {"decision": decision, "known": sorted(bundle.tables)}
                yield Finding(diagram.file, "bpmn.decision.unknown", node.origin, facts=facts)
