"""Rules of names: the form, group, term, letter, handler, table and process exist elsewhere."""

from __future__ import annotations

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
RULES = (FORM, GROUP, TERM, LETTER, JOB, DECISION, PROCESS)

_COMPUTED = ("=", "${", "#{")
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
    if kind(node) == "businessRuleTask":
        yield from _unknown(tree, node, DECISION, added.decision, known.decisions)
    if kind(node) == "callActivity" and known.processes is not None:
        called = local(added.called or node.get("calledElement"))
        yield from _unknown(tree, node, PROCESS, called, known.processes)


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
