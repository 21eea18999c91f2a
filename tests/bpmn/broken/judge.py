"""What holds of any files at all, however broken: the gate says why, or the machine runs them."""

from __future__ import annotations

import contextlib
import random
from collections.abc import Mapping
from dataclasses import dataclass

from lxml import etree

from engine import bpmn, wording, xml
from engine.bpmn import Bundle, KnownNames, rules, svg
from engine.errors import Conflict, Finding, InvalidModel, ModelFault, NotFound
from engine.model import Command, Complete, Deliver, FinishJob, FireTimer, Signal, ThrowError
from engine.wording import nl
from engine.wording.nl.rules import ALL_RULES
from tests.bpmn.driving import Driver

COMMANDS = 8
PROCESSES = 3
VALUES = {"a": True}
NONE: frozenset[str] = frozenset()
NOTHING = KnownNames(NONE, NONE, NONE, NONE, NONE, NONE, NONE, registers={})
REFUSALS = (ModelFault, NotFound, Conflict)  # what the machine may say of a case that cannot go on


Places = Mapping[str, tuple[int, set[str]]]


@dataclass(frozen=True)
class Verdict:
    """What became of the files: the rules that they break, and the bundle when they may run."""

    rules: frozenset[str]
    bundle: Bundle | None


def judge(files: Mapping[str, bytes]) -> Verdict:
    """Show that `files` are refused with located findings, or load. Raises whatever is not so."""
    placed = {file: _places(data, file) for file, data in files.items()}
    findings = _explained(bpmn.check(files), placed)
    errors = [finding for finding in findings if finding.severity == "error"]
    for data in files.values():
        with contextlib.suppress(InvalidModel):
            svg.draw(data, {})
    told = frozenset(finding.rule for finding in findings)
    return Verdict(told, _loaded(files, errors, placed))


def judge_names(files: Mapping[str, bytes]) -> frozenset[str]:
    """Show that the same is explained where no name exists; return the rules that are broken."""
    placed = {file: _places(data, file) for file, data in files.items()}
    return frozenset(finding.rule for finding in _explained(bpmn.check(files, NOTHING), placed))


def _loaded(
    files: Mapping[str, bytes],
    errors: list[Finding],
    placed: Places,
) -> Bundle | None:
    """Return the bundle; nothing when the check has errors, or a decision table is missing."""
    try:
        prepared, refused = bpmn.prepare(files), []
    except InvalidModel as error:
        prepared, refused = None, [*error.findings]
    assert bool(refused) == bool(errors), (refused[:3], errors[:3])
    if prepared is None:
        return None
    try:
        return bpmn.load(prepared.normalised, {})
    except InvalidModel as error:
        refused = [*error.findings]
    assert {finding.rule for finding in refused} == {"bpmn.decision.unknown"}, refused
    assert all(finding.element in placed[finding.file][1] for finding in refused), refused
    return None


def _places(data: bytes, file: str) -> tuple[int, set[str]]:
    """Return how many lines a file has, and the ids in it."""
    lines = data.count(b"\n") + 1
    with contextlib.suppress(InvalidModel):
        root = xml.parse(data, file)
        ids = {" ".join(element.get("id", "").split()) for element in root.iter(etree.Element)}
        return lines, ids | {element.get("id", "") for element in root.iter(etree.Element)}
    return lines, set()


def _explained(findings: list[Finding], placed: Places) -> list[Finding]:
    """Return the findings; each has a rule, a place that exists and a sentence."""
    for finding in findings:
        _is_known(finding)
        _is_placed(finding, *placed[finding.file])
        said = wording.finding(finding)
        assert said.endswith((".", "?")), said
        assert len(said) < 1500, said
    return findings


def _is_known(finding: Finding) -> None:
    known = finding.rule in rules.CATALOGUE or finding.rule in nl.SENTENCES
    known = known or finding.rule.startswith("bpmn.unsupported.") or finding.rule in ALL_RULES
    assert known, f"no rule: {finding}"
    assert finding.rule != "bpmn.unreadable", f"nobody but the foreign parser said it: {finding}"


def _is_placed(finding: Finding, lines: int, ids: set[str]) -> None:
    if not finding.rule.startswith("xml."):
        assert finding.line is not None, f"not placed: {finding}"
    assert finding.line is None or 1 <= finding.line <= lines, f"outside the file: {finding}"
    assert finding.element is None or finding.element in ids, f"no such element: {finding}"


def drive(bundle: Bundle, rng: random.Random) -> int:
    """Start the first processes and go on at random; return how many commands were carried out.

    Raises what is not a documented refusal.
    """
    done = 0
    for process in sorted(bundle.diagrams)[:PROCESSES]:
        starts = bundle.process(process).starts
        messages = [start.name for start in starts if start.kind == "message"]
        for message in dict.fromkeys([None, *messages]):
            case = Driver(bundle, process)
            with contextlib.suppress(*REFUSALS):
                case.start(message)
                while case.open and len(case.steps) < COMMANDS:
                    case.do(_next(case, rng))
            done += len(case.steps)
    return done


def _next(case: Driver, rng: random.Random) -> Command:
    """Return a command for anything that waits."""
    token = rng.choice(sorted({*case.tasks, *case.jobs, *case.waiting}))
    if token in case.tasks:
        return Complete(token, VALUES)
    if token in case.waiting:
        waiting = case.waiting[token]
        if waiting.kind == "signal":
            return Signal(waiting.message, VALUES)
        return Deliver(token, waiting.message, VALUES)
    job = case.jobs[token]
    if job.due_at is None:
        fails = rng.random() < 0.5
        return ThrowError(token, "e1", VALUES) if fails else FinishJob(token, VALUES)
    case.now = max(case.now, job.due_at)
    return FireTimer(token)
