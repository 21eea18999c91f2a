"""A decision table as a closure: candidates by index, cells, hit policy (DMN 1.5 §8.2).

No XML, no database, no clock, no network.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from engine.dmn.closures import Run, Test, expression_code, note, tests_code, typed
from engine.dmn.hits import Hit, combine, default_result, in_order
from engine.dmn.index import cell_of, column_of
from engine.dmn.model import HitPolicy, Rule, Table
from engine.feel import UnaryTests, faults
from engine.feel.scope import Code, Scope, Variables
from engine.model import Value


class TableCode:
    """A compiled table. Immutable, shared by threads."""

    __slots__ = ("_cells", "_columns", "_defaults", "_every", "_inputs", "_outputs", "table")

    def __init__(self, table: Table) -> None:
        self.table = table
        self._inputs = [
            (one, expression_code(one.expression), _optional(one.allowed)) for one in table.inputs
        ]
        self._outputs = [(one, _optional(one.allowed)) for one in table.outputs]
        self._defaults = [
            None if one.default is None else expression_code(one.default) for one in table.outputs
        ]
        self._every = (1 << len(table.rules)) - 1
        known = [[cell_of(cell) for cell in rule.tests] for rule in table.rules]
        self._columns = [
            column_of([cells[at] for cells in known]) for at in range(len(table.inputs))
        ]
        self._cells = [
            _Cells(rule, [at for at, cell in enumerate(cells) if cell is None])
            for rule, cells in zip(table.rules, known, strict=True)
        ]

    def __call__(self, variables: Variables, run: faults.Run) -> Value:
        """Return the table's value; what it was asked and the rules that matched are noted.

        Under PRIORITY and OUTPUT ORDER the rules come by rank, so that the first one won.
        """
        table = self.table
        tested, fit = self._tested(variables, run)
        seen = {one.expression.text: value for one, value in zip(table.inputs, tested, strict=True)}
        hits: Sequence[Hit] = []
        value: Value = None
        if fit:
            matching = self._matching(tested, variables, run)
            if matching:
                made = [Hit(one.rule.id, self._results(one, variables, run)) for one in matching]
                hits = in_order(table, made)
                value, violated = combine(table, hits)
                for code in violated:
                    note(run, code, table.hit_policy.value)
            else:
                value = default_result(table, self._default_values(variables, run))
        if isinstance(run, Run):
            run.passed(seen, [hit.rule for hit in hits])
        return value

    def _tested(self, variables: Variables, run: faults.Run) -> tuple[list[Value], bool]:
        """Evaluate the columns that are tested, and tell whether every value is allowed."""
        tested: list[Value] = []
        fit = True
        for column, code, allowed in self._inputs:
            value = typed(column.type, _at(code, variables, run, column.label), run, column.label)
            tested.append(value)
            if not _allowed(allowed, value, variables, run):
                note(run, "input_not_allowed", column.label)
                fit = False
        return tested, fit

    def _matching(
        self, tested: Sequence[Value], variables: Variables, run: faults.Run
    ) -> list[_Cells]:
        """Return the rules that match, under FIRST no more than one."""
        candidates, looked_up = self._every, []
        for column, value in zip(self._columns, tested, strict=True):
            found = column.candidates(value)
            looked_up.append(found is not None)
            if found is not None:
                candidates &= found
        run.tick(1 + (candidates.bit_count() >> 3))
        first = self.table.hit_policy is HitPolicy.FIRST
        matching = []
        for at in _bits(candidates):
            cells = self._cells[at]
            if cells.match(tested, looked_up, variables, run):
                matching.append(cells)
                if first:
                    break
        return matching

    def _results(self, cells: _Cells, variables: Variables, run: faults.Run) -> tuple[Value, ...]:
        """Evaluate the outputs of a rule; one that is not allowed is null."""
        made = []
        for (column, allowed), code in zip(self._outputs, cells.outputs, strict=True):
            where = f"{cells.rule.id} {column.label}".strip()
            value = typed(column.type, _at(code, variables, run, where), run, where)
            if not _allowed(allowed, value, variables, run):
                note(run, "output_not_allowed", where)
                value = None
            made.append(value)
        return tuple(made)

    def _default_values(self, variables: Variables, run: faults.Run) -> list[Value]:
        """Evaluate the default of every output."""
        return [
            None
            if code is None
            else typed(column.type, _at(code, variables, run, column.label), run, column.label)
            for (column, _), code in zip(self._outputs, self._defaults, strict=True)
        ]


class _Cells:
    """The cells of one rule; those that are `always` evaluated come without an index."""

    __slots__ = ("always", "outputs", "rule", "tests")

    def __init__(self, rule: Rule, always: Sequence[int]) -> None:
        self.rule = rule
        self.tests = [tests_code(cell) for cell in rule.tests]
        self.always = frozenset(always)
        self.outputs = [expression_code(one) for one in rule.outputs]

    def match(
        self,
        tested: Sequence[Value],
        looked_up: Sequence[bool],
        variables: Variables,
        run: faults.Run,
    ) -> bool:
        """Tell whether every cell passes that was not looked up already."""
        for at, test in enumerate(self.tests):
            if test is None or (looked_up[at] and at not in self.always):
                continue
            if test(tested[at], variables, run) is not True:
                return False
        return True


def compile_table(table: Table) -> Code:
    """Return the closure that evaluates a table."""
    return TableCode(table)


def _optional(tests: UnaryTests | None) -> Test | None:
    """Compile allowed values."""
    return None if tests is None else tests_code(tests)


def _allowed(tests: Test | None, value: Value, variables: Variables, run: faults.Run) -> bool:
    """Tell whether a value is among the allowed ones; null always is; of a list, each item."""
    if tests is None or value is None:
        return True
    if tests(value, variables, run) is True:
        return True
    return isinstance(value, list) and all(
        tests(item, Scope({}, variables), run) is True for item in value
    )


def _at(code: Code, variables: Variables, run: faults.Run, where: str) -> Value:
    """Evaluate with the place of a cell for what goes wrong."""
    if not isinstance(run, Run):
        return code(variables, run)
    before, run.where = run.where, where
    value = code(variables, run)
    run.where = before
    return value


def _bits(number: int) -> Iterator[int]:
    """Iterate over the places of the bits that are set, from the lowest."""
    while number:
        low = number & -number
        yield low.bit_length() - 1
        number ^= low
