"""Reading the YAML of scenarios: every fault in its shape, with its line. Nothing is played."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from engine import yaml
from engine.errors import Finding, InvalidModel
from engine.scenarios.plan import DOOR, Plans, Row, Scenario, Step, Trial
from engine.scenarios.words import said, words

MOST_BYTES = 500_000
MOST_STEPS = 500
MOST_ROWS = 5_000
MOST_VALUES = 50_000
KINDS = ("task", "time", "document", "booked", "message", "expect")
_ANY = object
_SHAPES: Mapping[str, Mapping[str, Any]] = {
    "scenario": {
        "title": str,
        "process": str,
        "day": date,
        "start": dict,
        "after": str,
        "by": str,
        "steps": list,
        "end": str,
    },
    "trial": {"title": str, "decision": str, "day": date, "rows": list},
    "row": {"given": dict, "expected": _ANY},
    "step": {
        "task": str,
        "by": str,
        "answers": dict,
        "refused": str,
        "time": str | date,
        "document": str,
        "valid_until": date,
        "booked": date,
        "message": str,
        "values": dict,
        "expect": dict,
    },
    "expect": {
        "status": str,
        "tasks": list,
        "groups": dict,
        "due": dict,
        "clocks": dict,
        "letters": list | dict,
        "decisions": list,
        "events": list,
        "variables": dict,
    },
}
_NEEDED = {
    "scenario": ("title", "process", "day", "start", "steps", "end"),
    "trial": ("title", "decision", "rows"),
    "row": ("given", "expected"),
    "task": ("by",),
    "document": ("by",),
    "booked": ("message", "values"),
    "message": ("values",),
}


def read_all(files: Mapping[str, bytes]) -> tuple[Plans, list[Finding]]:
    """Return the scenarios and trials in `files` (path → YAML), and what is wrong with the rest."""
    scenarios: dict[str, Scenario] = {}
    trials: dict[str, Trial] = {}
    findings: list[Finding] = []
    for file, data in sorted(files.items()):
        try:
            found = read(data, file)
        except InvalidModel as refused:
            findings.extend(refused.findings)
            continue
        if isinstance(found, Trial):
            trials[file] = found
        else:
            scenarios[file] = found
    findings.extend(_loose_ends(scenarios))
    return Plans(scenarios, trials), findings


def read(data: bytes, file: str) -> Scenario | Trial:
    """Return the scenario, or the trial of a decision, in a file.

    Raises InvalidModel with every finding: no YAML, unknown or missing words, values of another
    kind, more steps than can be played.
    """
    root = _tree(data, file)
    shape = _Shape(file)
    top = _plain(root)
    part = "trial" if said("trial", "decision") in top else "scenario"
    given = shape.read(part, root, top)
    if not shape.findings:
        made = shape.trial(given, root) if part == "trial" else shape.scenario(given, root)
        if not shape.findings:
            return made
    raise InvalidModel(shape.findings)


class _Shape:
    """Reads the parts of one file; what is wrong gathers in `findings`."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.findings: list[Finding] = []

    def read(self, part: str, node: yaml.Node, values: Mapping[Any, Any]) -> dict[str, Any]:
        """Return the values of one mapping by the engine's words."""
        known, given = words(part), {}
        for word, value in values.items():
            ours = known.get(word)
            if ours is None:
                self._find("scenario.unknown_word", node, word=str(word), known=sorted(known))
            elif not _fits(value, _SHAPES[part][ours]):
                self._find("scenario.wrong_kind", node, word=word)
            else:
                given[ours] = value
        self._needs(part, given, node)
        return given

    def scenario(self, given: Mapping[str, Any], root: yaml.Node) -> Scenario:
        """Return a scenario, its steps read."""
        items = self._items(root, said("scenario", "steps"), MOST_STEPS)
        steps = tuple(self._step(item) for item in items)
        return Scenario(
            file=self.file,
            title=given["title"],
            process=given["process"],
            day=given["day"],
            start=given["start"],
            steps=tuple(step for step in steps if step is not None),
            end=given["end"],
            by=given.get("by", DOOR),
            after=given.get("after"),
        )

    def trial(self, given: Mapping[str, Any], root: yaml.Node) -> Trial:
        """Return a trial, its rows read."""
        rows = []
        for item in self._items(root, said("trial", "rows"), MOST_ROWS):
            row = self.read("row", item, _plain(item))
            if len(row) == 2:
                rows.append(Row(row["given"], row["expected"], _line(item)))
        return Trial(self.file, given["title"], given["decision"], tuple(rows), given.get("day"))

    def _step(self, node: yaml.Node) -> Step | None:
        values = _plain(node)
        given = self.read("step", node, values)
        kind = next((each for each in KINDS if each in given), None)
        if kind is None:
            known = [said("step", each) for each in KINDS]
            self._find("scenario.unknown_step", node, known=known)
            return None
        self._needs(kind, given, node)
        if kind in ("message", "booked"):
            received = given.get("values", {}).get("received_on")
            if not isinstance(received, date):
                self._find("scenario.missing_word", node, word="received_on")
        if kind == "expect":
            inner = _value_node(node, said("step", "expect"))
            given = self.read("expect", inner, given["expect"])
        return Step(kind, given, _line(node))

    def _needs(self, part: str, given: Mapping[str, Any], node: yaml.Node) -> None:
        for each in _NEEDED.get(part, ()):
            if each not in given:
                where = part if part in _SHAPES else "step"
                self._find("scenario.missing_word", node, word=said(where, each))

    def _items(self, root: yaml.Node, word: str, most: int) -> Sequence[yaml.Node]:
        found: Sequence[yaml.Node] = _value_node(root, word).value
        if len(found) > most:
            self._find("scenario.too_many", root, most=most)
            return ()
        for each in found:
            if not isinstance(each, yaml.MappingNode):
                self._find("scenario.wrong_kind", each, word=word)
        return [each for each in found if isinstance(each, yaml.MappingNode)]

    def _find(self, rule: str, node: yaml.Node, **facts: Any) -> None:
        finding = Finding(self.file, rule, line=_line(node), facts=facts)
        if finding not in self.findings:
            self.findings.append(finding)


def _tree(data: bytes, file: str) -> yaml.MappingNode:
    if len(data) > MOST_BYTES:
        raise InvalidModel([Finding(file, "scenario.too_large", facts={"most": MOST_BYTES})])
    try:
        root = yaml.compose(data.decode("utf-8"))
        if isinstance(root, yaml.MappingNode):
            _weigh(root, file, {})
            _plain(root)
            return root
    except yaml.TooDeep as error:
        raise InvalidModel([Finding(file, "scenario.too_deep", line=error.line)]) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        mark = getattr(error, "problem_mark", None)
        place = 1 if mark is None else mark.line + 1
        raise InvalidModel([Finding(file, "scenario.not_yaml", line=place)]) from error
    raise InvalidModel([Finding(file, "scenario.not_yaml", line=1)])


def _weigh(node: yaml.Node, file: str, known: dict[int, tuple[int, int]]) -> tuple[int, int]:
    """Return how many values a node has with all its aliases written out, and how deep they stand.

    Raises InvalidModel for more than can be read, and for a node inside itself.
    """
    if id(node) in known:
        return known[id(node)]
    known[id(node)] = (MOST_VALUES + 1, 0)  # what is met again before it is done is inside itself
    many, deep = 1, 0
    for child in _children(node):
        inside, below = _weigh(child, file, known)
        many, deep = many + inside, max(deep, below + 1)
        if many > MOST_VALUES or deep > yaml.MOST_DEEP:
            raise InvalidModel([Finding(file, "scenario.alias", line=_line(node))])
    known[id(node)] = (many, deep)
    return many, deep


def _children(node: yaml.Node) -> list[yaml.Node]:
    if isinstance(node, yaml.MappingNode):
        return [each for pair in node.value for each in pair]
    return list(node.value) if isinstance(node, yaml.SequenceNode) else []


def _plain(node: yaml.Node) -> dict[Any, Any]:
    made = yaml.value(node)
    return made if isinstance(made, dict) else {}


def _value_node(node: yaml.Node, word: str) -> yaml.Node:
    pairs: Sequence[tuple[yaml.Node, yaml.Node]] = node.value
    return next(value for key, value in pairs if key.value == word)


def _line(node: yaml.Node) -> int:
    return int(node.start_mark.line) + 1


def _fits(value: Any, kind: Any) -> bool:
    if kind is date or (kind != _ANY and isinstance(value, bool)):
        return type(value) is date
    return isinstance(value, kind)


def _loose_ends(scenarios: Mapping[str, Scenario]) -> Iterator[Finding]:
    """Yield the scenarios that go after one that is not there, or after themselves."""
    for scenario in scenarios.values():
        seen, at = {scenario.file}, scenario.after
        while at is not None and at in scenarios and at not in seen:
            seen.add(at)
            at = scenarios[at].after
        if at is not None:
            yield Finding(scenario.file, "scenario.unknown_before", line=1, facts={"file": at})
