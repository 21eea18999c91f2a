"""The variables of a case: written where their names live, mapped in and out of activities."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from engine.bpmn import scopes
from engine.bpmn.diagram import Assignment, Node
from engine.bpmn.document import Scope, Token
from engine.bpmn.state import CaseState
from engine.feel import tagged
from engine.model import Value


class CaseVariables(CaseState):
    """A case whose variables can be written."""

    def write(self, token: Token, path: str, value: Value) -> None:
        """Write a variable where its name lives; `path` may reach into a context (`a.b`)."""
        self.write_tagged(token, path, tagged.encode(value))

    def write_tagged(self, token: Token, path: str, value: Any) -> None:
        """Write a tagged value where its name lives, which may be the instance of a loop."""
        name = path.partition(".")[0]
        if self._belongs_to(token, name):
            token.vars = token.vars or {}
            _, old, new = scopes.put(token.vars, path, value)
            self.record.variable(token.id, name, old, new)
            return
        self.write_in(scopes.home(self.document, token.scope, name), path, value)

    def _belongs_to(self, token: Token, name: str) -> bool:
        if token.number is None:
            return False
        if token.vars is not None and name in token.vars:
            return True
        loop = self.node(token).loop
        own = loop is not None and loop.kind != "standard"
        return own and not scopes.has(self.document, token.scope, name)

    def write_in(self, scope: Scope, path: str, value: Any) -> None:
        """Write a tagged value in one scope."""
        self.changed = True
        if scope.vars is None:
            scope.vars = {}
        name, old, new = scopes.put(scope.vars, path, value)
        if scope.is_call and name not in scope.written:
            scope.written = (*scope.written, name)
        self.record.variable(scope.owner, name, old, new)

    def write_all(self, token: Token, values: Mapping[str, Value]) -> None:
        """Write each of `values`."""
        for path, value in values.items():
            self.write(token, path, value)

    def take_inputs(self, token: Token, node: Node) -> None:
        """Evaluate the input mapping of a task into variables of its own."""
        if node.inputs is None:
            return
        token.vars = {**(token.vars or {}), **self.mapped(node.inputs, self.visible(token))}

    def given(self, token: Token, node: Node) -> dict[str, Any]:
        """Return what leaves its scope: the mapped inputs, all visible variables, or both."""
        visible = self.visible(token)
        every = visible.tagged() if node.inputs is None or node.all_in else {}
        return {**every, **self.mapped(node.inputs or (), visible)}

    def mapped(self, pairs: tuple[Assignment, ...], context: Mapping[str, Value]) -> dict[str, Any]:
        """Return the tagged values of a mapping."""
        made: dict[str, Any] = {}
        for pair in pairs:
            value = self.evaluate(pair.source, context)
            scopes.put(made, pair.target, tagged.encode(value))
        return made

    def give_outputs(self, token: Token, node: Node, values: Mapping[str, Value]) -> None:
        """Write the result of a task: all of it, or what its output mapping makes of it."""
        context = {**self.visible(token), **values}
        if node.outputs is None or node.all_out:
            self.write_all(token, values)
        if node.outputs is None:
            return
        for pair in node.outputs:
            self.write(token, pair.target, self.evaluate(pair.source, context))
