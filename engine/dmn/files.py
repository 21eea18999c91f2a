"""The decision models of one deployment: read together, so that one may import another.

Immutable once parsed and shared by threads. No database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple

from engine.dmn.findings import Findings
from engine.dmn.linked import Linked
from engine.dmn.model import Decision, InputData, Knowledge, Parts, Service, Table, tables_in
from engine.dmn.reader import Reader
from engine.dmn.run import Session, serve
from engine.dmn.tree import Node, read_tree
from engine.dmn.view import TableView, view_of
from engine.errors import Finding, InvalidModel, NotFound
from engine.model import Evaluation, Value


class Result(NamedTuple):
    """What an evaluation gave: the value, what went wrong (`code: where`), a trace per decision."""

    value: Value
    problems: tuple[str, ...] = ()
    evaluations: tuple[Evaluation, ...] = ()


class Model:
    """One decision model (DMN 1.5 §6.3), compiled. Immutable, shared by threads.

    `decisions`, `knowledge` (business knowledge models), `services` and `inputs` are by id, each
    decision after those it requires; `findings` is what is wrong in a model that was read to be
    tried: what it is about gives null.
    """

    __slots__ = ("_linked", "file", "findings")

    def __init__(self, file: str, linked: Linked, findings: tuple[Finding, ...] = ()) -> None:
        self.file = file
        self.findings = findings
        self._linked = linked

    @property
    def namespace(self) -> str:
        """Return the namespace under which other models import this one."""
        return self._linked.parts.namespace

    @property
    def decisions(self) -> Mapping[str, Decision]:
        """Return the decisions."""
        return self._linked.parts.decisions

    @property
    def knowledge(self) -> Mapping[str, Knowledge]:
        """Return the business knowledge models."""
        return self._linked.parts.knowledge

    @property
    def services(self) -> Mapping[str, Service]:
        """Return the decision services."""
        return self._linked.parts.services

    @property
    def inputs(self) -> Mapping[str, InputData]:
        """Return the input data."""
        return self._linked.parts.inputs

    @property
    def top(self) -> str:
        """Return the id of the decision that is not required by another; the last of several.

        Raises NotFound when the model has no decision.
        """
        required = {key for one in self.decisions.values() for key in one.requires}
        free = [key for key in self.decisions if key not in required]
        if not free:
            raise NotFound("decision_not_found", decision="")
        return free[-1]

    def evaluate(
        self, decision: str, inputs: Mapping[str, Value], now: datetime | None = None
    ) -> Result:
        """Return what a decision or decision service gives, by id or name (DMN 1.5 §10.4).

        `inputs` are FEEL values by name of input data (Python int and float are taken as numbers);
        those of an imported model stand under their own name, or in a dict under the name of the
        import. For a service the input decisions are inputs too. A service with several outputs
        gives a dict by name. `now` (zone-aware) is the moment of `now()` and `today()`.

        Raises NotFound when there is no such decision; never anything else: what has no answer is
        None, and `problems` says why and where.
        """
        session = Session(_feel(dict(inputs)), now=now)
        value = self._asked(session, decision)
        return Result(value, tuple(session.problems), tuple(session.evaluations))

    def decide(
        self,
        decision_id: str,
        inputs: Mapping[str, Value],
        element: str = "",
        now: datetime | None = None,
    ) -> tuple[Value, Evaluation]:
        """Return what a decision gives for these variables, and the trace of that decision.

        Raises NotFound when the file has no such decision; never anything else.
        """
        value, evaluations = self.decide_all(decision_id, inputs, element, now)
        return value, evaluations[-1]

    def decide_all(
        self,
        decision_id: str,
        inputs: Mapping[str, Value],
        element: str = "",
        now: datetime | None = None,
    ) -> tuple[Value, tuple[Evaluation, ...]]:
        """Return the value and a trace per decision that ran, the asked one last.

        Required decisions run before, each once, and are seen under their variable's name; they
        go before an input of that name. A violated hit policy, a value of another type and a
        warning of FEEL are problems in the trace. `now` is the moment of `now()` and `today()`.
        Raises NotFound when the file has no such decision.
        """
        self._decision(decision_id)
        session = Session(inputs, element=element, now=now)
        value = session.decide(self._linked, decision_id)
        return value, tuple(session.evaluations)

    def view(self, decision_id: str, matched: Collection[str] = ()) -> TableView:
        """Return a decision as texts for a page, the `matched` rules marked.

        Raises NotFound when the file has no such decision.
        """
        return view_of(self._decision(decision_id), matched)

    def tables(self) -> tuple[tuple[str, Table], ...]:
        """Return every decision table with the id of the decision or knowledge model it is in."""
        logics = [(one.id, one.logic) for one in self.decisions.values()]
        functions = [(one.id, one.function.body) for one in self.knowledge.values()]
        return tuple((key, table) for key, one in [*functions, *logics] for table in tables_in(one))

    def _decision(self, decision_id: str) -> Decision:
        found = self.decisions.get(decision_id)
        if found is None:
            raise NotFound("decision_not_found", decision=decision_id)
        return found

    def _asked(self, session: Session, asked: str) -> Value:
        """Run what is asked for: by id, else by name, a decision before a service."""
        named = [key for key, one in self.decisions.items() if asked in {one.name, one.label}]
        if asked in self.decisions or (named and asked not in self.services):
            return session.decide(self._linked, asked if asked in self.decisions else named[0])
        for key, service in self.services.items():
            if asked in {key, service.name}:
                return self._served(session, service)
        raise NotFound("decision_not_found", decision=asked)

    def _served(self, session: Session, service: Service) -> Value:
        """Run a service, its input decisions given."""
        for key in service.given:
            where, inner = self._linked.locate(key)
            given = where.parts.decisions[inner]
            good, value = given.type.accept(session.inputs.get(given.name))
            if given.name not in session.inputs or not good:
                code = "wrong_type" if given.name in session.inputs else "missing_input"
                session.problems.append(f"{code}: {given.name}")
            session.give(self._linked, key, value)
        good, value = service.type.accept(session.serve(self._linked, service))
        if not good:
            session.problems.append(f"wrong_type: {service.name}")
        return value


def parse_all(files: Mapping[str, bytes]) -> dict[str, Model]:
    """Return the models of a deployment (file name → bytes), which may import one another.

    Raises InvalidModel with all findings of all files: see `parse`; also imports of a namespace
    that no file has, that two have, or that go round in a circle.
    """
    reading = Reading(files)
    models = reading.models()
    if reading.found:
        raise InvalidModel(reading.found)
    return models


def parse(data: bytes, file: str | None = None, others: Mapping[str, bytes] | None = None) -> Model:
    """Return the decision model in a DMN 1.1 to 1.5 file; `others` are files that it may import.

    With a `file` name it is part of a deployment, and refused as a whole. Raises InvalidModel with
    all findings (rule `dmn.…` or `xml.…`): refused XML, constructs that are not supported, FEEL
    that does not parse (with rule and column), unknown references, types and imports, cycles.

    Without one it is read to be tried: only XML that is refused raises InvalidModel, what is found
    stands in `findings`, and each decision that cannot be made gives null with a problem.
    """
    name = "model.dmn" if file is None else file
    reading = Reading({**(others or {}), name: data}, asked=name)
    models = reading.models()
    if file is not None and reading.found:
        raise InvalidModel(reading.found)
    if name not in models:
        raise InvalidModel(reading.found)
    return models[name]


class Reading:
    """One reading of files that may import one another; `asked` is the one that matters."""

    def __init__(self, files: Mapping[str, bytes], asked: str | None = None) -> None:
        self.found: list[Finding] = []
        self._asked = asked
        self._roots: dict[str, Node] = {}
        self._files: dict[str, str] = {}
        for file, data in files.items():
            self._add(file, data)
        self._parts: dict[str, Parts] = {}
        self._linked: dict[str, Linked] = {}
        self._findings: dict[str, tuple[Finding, ...]] = {}

    def models(self) -> dict[str, Model]:
        """Read every file that is asked for, and what they import, before those that import."""
        wanted = list(self._roots) if self._asked is None else [self._asked]
        for file in wanted:
            self._read(file, ())
        return {
            file: Model(file, linked, self._findings[file])
            for file, linked in self._linked.items()
            if self._asked in {None, file}
        }

    def _add(self, file: str, data: bytes) -> None:
        """Parse the XML of a file; another file that is refused is none of the asked one's."""
        try:
            root = read_tree(data, file)
        except InvalidModel as error:
            if self._asked in {None, file}:
                self.found += error.findings
            return
        self._roots[file] = root
        namespace = root.get("namespace") or ""
        other = self._files.setdefault(namespace, file)
        imported = any(namespace in _imports(one) for one in self._roots.values())
        if other != file and namespace and imported and self._asked in {None, file}:
            facts = {"namespace": namespace, "other": other}
            self.found.append(Finding(file, "dmn.namespace_twice", None, root.line, facts=facts))

    def _read(self, file: str, above: tuple[str, ...]) -> None:
        """Read one file after those it imports."""
        root = self._roots.get(file)
        if root is None or file in self._linked:
            return
        findings = Findings(file)
        imported: dict[str, str] = {}
        for namespace in _imports(root):
            other = self._files.get(namespace)
            if other == file or other in above:
                findings.add("import_cycle", root, namespace=namespace)
            elif other is not None:
                self._read(other, (*above, file))
                imported[namespace] = other
        parts = {
            namespace: self._parts[other]
            for namespace, other in imported.items()
            if other in self._parts
        }
        self._parts[file] = Reader(root, findings, parts).read()
        linked = {namespace: self._linked[imported[namespace]] for namespace in parts}
        self._linked[file] = Linked(self._parts[file], linked, serve)
        self._findings[file] = tuple(findings.found)
        self.found += findings.found


def _imports(root: Node) -> list[str]:
    """Return the namespaces that a model imports."""
    return [node.get("namespace") or "" for node in root.all("import")]


def _feel(value: Value) -> Value:
    """Return a Python value as FEEL has it: its numbers are decimal."""
    if isinstance(value, int | float) and not isinstance(value, bool):
        return Decimal(str(value))
    if isinstance(value, list | tuple):
        return [_feel(one) for one in value]
    if isinstance(value, dict):
        return {str(name): _feel(one) for name, one in value.items()}
    return value
