"""Rules of names: the form, group, term, letter, handler, table and process exist elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace

from engine.bpmn.rules.rule import KnownNames, Rule, suggestion
from engine.bpmn.rules.tree import Element, Tree, kind, local
from engine.bpmn.tags import bpmn, pr
from engine.errors import Finding

FORM = Rule("bpmn.name.form")
GROUP = Rule("bpmn.name.group")
TERM = Rule("bpmn.name.term")
LETTER = Rule("bpmn.name.letter")
JOB = Rule("bpmn.name.job")
DECISION = Rule("bpmn.name.decision")
PROCESS = Rule("bpmn.name.process")
REGISTER = Rule("bpmn.name.register")
NO_REGISTER = Rule("bpmn.name.no_register")
REGISTER_FIELD = Rule("bpmn.name.register_field")
RULES = (
    FORM,
    GROUP,
    TERM,
    LETTER,
    JOB,
    DECISION,
    PROCESS,
    REGISTER,
    NO_REGISTER,
    REGISTER_FIELD,
)

_COMPUTED = ("=", "${", "#{")
_FIELD_IN = re.compile(r"(?:values|find)\.(.*)")
_FIELD_OUT = re.compile(r"=?\s*record\.values\.(\w+)")
_WORKS = frozenset({"serviceTask", "sendTask", "businessRuleTask"})


def check(tree: Tree, known: KnownNames) -> Iterator[Finding]:
    """Yield every name that nothing answers to; what is computed cannot be checked here."""
    known = replace(known, processes=_processes(tree, known))
    for node in tree.nodes:
        yield from _people(tree, node, known)
        yield from _work(tree, node, known)
        for term in _terms(tree, node):
            yield from _unknown(tree, node, TERM, term, known.terms)
    for process in tree.processes:
        for term in _clock_terms(process):
            yield from _unknown(tree, process, TERM, term, known.terms)


def _processes(tree: Tree, known: KnownNames) -> frozenset[str] | None:
    """Return the processes that may be called: those of this file too."""
    if known.processes is None:
        return None
    return known.processes.union(process.get("id", "") for process in tree.all_processes)


def _people(tree: Tree, node: Element, known: KnownNames) -> Iterator[Finding]:
    added = tree.extensions(node)
    if kind(node) == "userTask":
        form = added.form or node.get("id") or ""
        yield from _unknown(tree, node, FORM, form, known.forms, implied=not added.form)
    elif kind(node) == "startEvent" and added.form:
        yield from _unknown(tree, node, FORM, added.form, known.forms, implied=False)
    groups = added.candidate_group or ""
    if not groups.strip().startswith(_COMPUTED):
        for group in groups.split(","):
            yield from _unknown(tree, node, GROUP, group, known.groups)


def _work(tree: Tree, node: Element, known: KnownNames) -> Iterator[Finding]:
    added = tree.extensions(node)
    if kind(node) in _WORKS:
        yield from _unknown(tree, node, JOB, added.job, known.jobs)
        yield from _unknown(tree, node, LETTER, added.letter, known.letters)
        yield from _records(tree, node, known)
    if kind(node) == "businessRuleTask":
        yield from _unknown(tree, node, DECISION, added.decision, known.decisions)
    if kind(node) == "callActivity" and known.processes is not None:
        called = local(added.called or node.get("calledElement"))
        yield from _unknown(tree, node, PROCESS, called, known.processes)


def _records(tree: Tree, node: Element, known: KnownNames) -> Iterator[Finding]:
    """Check the register that a task reads or writes, and the fields that its mapping names."""
    added = tree.extensions(node)
    if known.registers is None:
        return
    if added.job not in known.register_jobs:
        if added.register:
            yield NO_REGISTER.on(tree, node, reference=added.register)
        return
    if not added.register:
        yield NO_REGISTER.on(tree, node)
        return
    yield from _unknown(tree, node, REGISTER, added.register, frozenset(known.registers))
    fields = known.registers.get(added.register)
    inputs = (_FIELD_IN.fullmatch(each.target) for each in added.inputs or ())
    outputs = (_FIELD_OUT.match(each.source) for each in added.outputs or ())
    for found in (*inputs, *outputs):
        if fields is not None and found and found[1] not in fields:
            guess = suggestion(tree, "register_field", found[1], fields)
            facts = {"register": added.register, "reference": found[1], **guess}
            yield REGISTER_FIELD.on(tree, node, **facts)


def _terms(tree: Tree, node: Element) -> Iterator[str]:
    term = tree.extensions(node).term
    if term:
        yield term
    yield from _clock_terms(node)


def _clock_terms(element: Element) -> Iterator[str]:
    for holder in element.findall(bpmn("extensionElements")):
        for clock in holder.findall(pr("clock")):
            yield from (clock.get(name) or "" for name in ("term", "to"))


def _unknown(
    tree: Tree,
    node: Element,
    rule: Rule,
    word: str | None,
    names: frozenset[str] | None,
    **facts: object,
) -> Iterator[Finding]:
    said = (word or "").strip()
    if names is None or not said or said.startswith(_COMPUTED) or said in names:
        return
    attribute = rule.id.rpartition(".")[2]
    yield rule.on(tree, node, reference=said, **facts, **suggestion(tree, attribute, said, names))
