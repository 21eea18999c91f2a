"""Running decisions: required ones first and once, then the logic itself, with a trace of each.

Total: what has no answer is null, with a problem that says why. No XML, no database, no network;
the only moment known is the one the caller passes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime

from engine.dmn.closures import Run, note, too_large, typed
from engine.dmn.linked import Linked, input_value, put
from engine.dmn.model import Decision, InputData, Service, Table, Typed, names_in
from engine.feel import Function, faults
from engine.feel.faults import Exhausted, Fault
from engine.feel.tagged import NotStorable, encode
from engine.model import Evaluation, Tagged, Value

_MOST_EVALUATIONS = 200


class Session:
    """One evaluation of a model: what was given, what has been decided so far, the traces.

    `element` is what asks; `asker` the run of a FEEL expression that calls a decision service: its
    work counts along, and the traces go where its own go.
    """

    def __init__(
        self,
        inputs: Mapping[str, Value],
        *,
        element: str = "",
        now: datetime | None = None,
        asker: faults.Run | None = None,
    ) -> None:
        self.inputs = inputs
        self.element = element
        self.now = now if asker is None else asker.now
        self.evaluations: list[Evaluation] = []
        self.problems: list[str] = []
        self._asker = asker
        if isinstance(asker, Run) and asker.session is not None:
            self.element = asker.session.element
            self.evaluations = asker.session.evaluations
        self._values: dict[tuple[str, str], Value] = {}
        self._spaces: set[str] = set()

    def decide(self, model: Linked, key: str) -> Value:
        """Return what a decision gives; what it requires is decided before, each once."""
        namespace = model.parts.namespace
        self._spaces.update(model.parts.spaces.values())
        known = {inner for uri, inner in self._values if uri == namespace}
        for decision in model.needed(key, known):
            self._values[namespace, decision.id] = self._run(model, decision)
        return self._values[namespace, key]

    def give(self, model: Linked, key: str, value: Value) -> None:
        """Set what an input decision of a service gives, so that it is not made."""
        where, inner = model.locate(key)
        self._values[where.parts.namespace, inner] = value

    def serve(self, model: Linked, service: Service) -> Value:
        """Return what a decision service gives: its output, or a context of its outputs."""
        made = {}
        for key in service.outputs:
            where, inner = model.locate(key)
            made[where.parts.decisions[inner].name] = self.decide(where, inner)
        return made if len(service.outputs) > 1 else next(iter(made.values()), None)

    def _run(self, model: Linked, decision: Decision) -> Value:
        """Make one decision and keep its trace."""
        run = Run(self.now, decision.name, self)
        if self._asker is not None:
            run.steps, run.deep = self._asker.steps, self._asker.deep
        scope = self._scope(model, decision, run)
        value = self._value(model, decision, scope, run)
        if decision.broken:
            run.where = decision.name
            note(run, "not_executable")
        if self._asker is not None:
            self._asker.steps = run.steps
        self._keep(model, decision, scope, value, run)
        return value

    def _value(
        self, model: Linked, decision: Decision, scope: Mapping[str, Value], run: Run
    ) -> Value:
        """Evaluate the logic of a decision; a limit that is reached makes the asked one null."""
        try:
            value = model.codes[decision.id](scope, run)
        except Exception as error:
            if self._asker is not None and isinstance(error, Exhausted | RecursionError):
                raise
            note(run, _code_of(error))
            return None
        if too_large(value):
            note(run, "value_too_large")
            return None
        return typed(decision.type, value, run, decision.name)

    def _scope(self, model: Linked, decision: Decision, run: Run) -> dict[str, Value]:
        """Return what a decision sees: what it requires, and variables the model does not name.

        Something that the model defines is seen by those that require it only (DMN 1.5 §6.3).
        """
        scope = {name: one for name, one in self.inputs.items() if name not in model.names}
        for space in model.parts.spaces.values():
            scope.pop(space, None)
        for one in decision.inputs:
            put(scope, one.space, one.name, self._given(one, run))
        model.add_functions(decision.knows, scope)
        for key in decision.requires:
            where, inner = model.locate(key)
            value = self.decide(where, inner)
            put(scope, model.space(key), where.parts.decisions[inner].name, value)
        return scope

    def _given(self, one: InputData, run: Run) -> Value:
        """Return what was given for input data, of its type."""
        try:
            value = input_value(one, self.inputs, self._spaces)
        except KeyError:
            note(run, "missing_input", one.name)
            return None
        good, made = one.type.accept(value, partial=True)
        if not good:
            note(run, "wrong_type", one.name)
        return made

    def _keep(
        self, model: Linked, decision: Decision, scope: Mapping[str, Value], value: Value, run: Run
    ) -> None:
        """Keep the trace of a decision."""
        tagged = {name: _tagged(one, run) for name, one in _seen(decision, scope, run).items()}
        outputs = _tagged(value, run)
        self.problems += [one for one in run.problems if one not in self.problems]
        if len(self.evaluations) < _MOST_EVALUATIONS:
            self.evaluations.append(
                Evaluation(
                    decision=decision.id,
                    element=self.element,
                    inputs=tagged,
                    matched=tuple(run.matched),
                    outputs=outputs,
                    table=model.parts.file,
                    problems=tuple(run.problems),
                )
            )


def serve(model: Linked, service: Service, args: Sequence[Value], run: faults.Run) -> Value:
    """Run a decision service that FEEL calls; it sees its parameters alone."""
    if service.broken:
        raise Fault("not_executable")
    inputs, given = args[: len(service.inputs)], args[len(service.inputs) :]
    names = [one.name for one in service.inputs]
    session = Session(dict(zip(names, inputs, strict=True)), asker=run)
    for key, value in zip(service.given, given, strict=True):
        session.give(model, key, value)
    value = session.serve(model, service)
    for problem in session.problems:
        code, _, where = problem.partition(": ")
        note(run, code, where)
    return value


def _code_of(error: Exception) -> str:
    """Return the code of what stopped a decision."""
    if isinstance(error, Exhausted | Fault):
        return error.code
    return "too_deep" if isinstance(error, RecursionError) else "internal_error"


def _seen(decision: Decision, scope: Mapping[str, Value], run: Run) -> dict[str, Value]:
    """Return what a decision looked at: the inputs of its table, or the names it speaks of."""
    logic = decision.logic.logic if isinstance(decision.logic, Typed) else decision.logic
    if isinstance(logic, Table):
        return dict(run.seen)
    return {
        name: _data(scope[name])
        for name in sorted(names_in(logic))
        if name in scope and not isinstance(scope[name], Function)
    }


def _data(value: Value) -> Value:
    """Return a value without the functions directly inside it, as the context of an import has."""
    if not isinstance(value, dict) or not any(isinstance(v, Function) for v in value.values()):
        return value
    return {name: one for name, one in value.items() if not isinstance(one, Function)}


def _tagged(value: Value, run: Run) -> Tagged:
    """Return a value as JSON; a function cannot be kept."""
    try:
        return encode(value)
    except NotStorable:
        note(run, "not_storable", "")
        return None
