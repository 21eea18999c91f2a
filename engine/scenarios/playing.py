"""Playing a scenario through the verbs, as its people would; what goes otherwise is a finding."""

from __future__ import annotations

import hashlib
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from engine import bpmn, checklist, documents, post, receipts, store, uploads, wording
from engine.errors import EngineError, Finding, InvalidInput
from engine.model import Actor, Verdict
from engine.scenarios import judging
from engine.scenarios.house import House, morning
from engine.scenarios.plan import DOOR, Plans, Scenario, Step, flat, plain
from engine.scenarios.trails import Trail, cases_in, trail_of
from engine.scenarios.words import said
from engine.store import cases as case_rows
from engine.store import dossiers as dossier_rows
from engine.store import incidents as incident_rows
from engine.store import whereabouts
from engine.terms import BRUSSELS

_SPAN = re.compile(r"\+(\d{1,5})d")
_PAPER = b"A paper."


@dataclass(frozen=True, slots=True)
class Limits:
    """How long one scenario may take, in seconds of this machine."""

    seconds: float = 120.0


@dataclass(frozen=True, slots=True)
class Played:
    """What became of a scenario: its case (empty: none began), what differed, where it came."""

    file: str
    number: str = ""
    findings: tuple[Finding, ...] = ()
    trail: Trail = field(default_factory=Trail)


class Stopped(Exception):
    """The scenario cannot go on; `finding` says why."""

    def __init__(self, finding: Finding) -> None:
        super().__init__(finding.rule)
        self.finding = finding


def play(house: House, plans: Plans, file: str, limits: Limits | None = None) -> Played:
    """Play the scenario in `file`, after the one that goes before it, in a house of its own.

    The first step that cannot be done ends it; what is not as expected gathers.
    """
    player = Player(house, plans, limits or Limits())
    scenario = plans.scenarios[file]
    try:
        player.whole(scenario)
    except Stopped as stopped:
        player.findings.append(stopped.finding)
    with house.runtime.store.read() as tx:
        trail = trail_of(tx, player.before)
    return Played(file, player.number, tuple(player.findings), trail.told(player.rules))


class Player:
    """One scenario at its work; `findings` gather what is not as written."""

    def __init__(self, house: House, plans: Plans, limits: Limits) -> None:
        self.house = house
        self.plans = plans
        self.findings: list[Finding] = []
        self.rules: set[tuple[str, str]] = set()
        self.before: frozenset[str] = frozenset()
        self.number = ""
        self._until = time.monotonic() + limits.seconds
        self._file = ""
        self._line = 1

    def whole(self, scenario: Scenario) -> None:
        """Play a scenario from its start to its end."""
        dossier = self._after(scenario.after) if scenario.after else None
        self._file, self._line = scenario.file, 1
        self._to(morning(scenario.day))
        with self.house.runtime.store.read() as tx:
            self.before = frozenset(case.id for case in cases_in(tx))
        self.number = self._try(lambda: self._begin(scenario, dossier))
        self._look()
        for step in scenario.steps:
            self._line = step.line
            if time.monotonic() > self._until:
                raise self._stop("scenario.too_long")
            self._try(lambda step=step: self._step(step))
            self._look()
        self._line = scenario.steps[-1].line if scenario.steps else 1
        end = self.house.case(self.number).end_event
        if end != scenario.end:
            self._differs(said("scenario", "end"), scenario.end, end or "")

    def _after(self, file: str) -> str | None:
        """Play the scenario that goes before; return the dossier that it left."""
        self.whole(self.plans.scenarios[file])
        case = self.house.case(self.number)
        with self.house.runtime.store.read() as tx:
            found = dossier_rows.get(tx, case.dossier_id) if case.dossier_id else None
        return found.number if found else None

    def _begin(self, scenario: Scenario, dossier: str | None) -> str:
        self._who(scenario.by)
        key = hashlib.sha256(scenario.file.encode()).hexdigest()[:32]
        start = plain(scenario.start)
        number = self.house.begin(scenario.process, start, key=key, by=scenario.by, dossier=dossier)
        self.house.work_off()
        return number

    def _step(self, step: Step) -> None:
        number = self.number
        match step.kind:
            case "task":
                self._task(number, step.given)
            case "time":
                self._time(step.given["time"])
            case "document":
                self._document(number, step.given)
            case "booked":
                self._late(number, step.given)
            case "message":
                self._message(number, step.given)
            case _:
                for each in judging.differences(self.house, number, step.given):
                    self._differs(each.what, each.wanted, each.found)

    def _task(self, number: str, given: Mapping[str, Any]) -> None:
        element, by = given["task"], given["by"]
        self._who(by)
        there = [task.element for task in self.house.open_tasks(number)]
        if element not in there:
            raise self._stop("scenario.no_such_task", task=element, known=there)
        wanted = given.get("refused")
        try:
            self.house.do(number, element, by, dict(given.get("answers", {})))
        except EngineError as refused:
            if wanted is None:
                raise
            if wanted not in codes_of(refused):
                self._differs(said("step", "refused"), wanted, ", ".join(codes_of(refused)))
            return
        if wanted is not None:
            self._differs(said("step", "refused"), wanted, "")

    def _time(self, when: str | date) -> None:
        span = _SPAN.fullmatch(str(when))
        if span:
            self._to(self.house.clock.now + timedelta(days=int(span[1])))
        elif isinstance(when, date):
            self._to(morning(when))
        else:
            raise self._stop("scenario.wrong_time", time=str(when))
        documents.expire(self.house.runtime)
        self.house.work_off()

    def _document(self, number: str, given: Mapping[str, Any]) -> None:
        """Send a paper of a type, and find it in order."""
        by, runtime = self._who(given["by"]), self.house.runtime
        incoming = uploads.receive(runtime)
        incoming.write(_PAPER)
        files = [uploads.Sent(f"{given['document']}.txt", incoming)]
        (row,) = documents.add(
            runtime, number=number, files=files, type_key=given["document"], by=by
        )
        documents.assess(
            runtime,
            number=number,
            document_id=row.id,
            by=by,
            verdict=Verdict.MEETS,
            motivation="",
            issued_on=None,
            expires_on=given.get("valid_until"),
        )

    def _message(self, number: str, given: Mapping[str, Any]) -> None:
        by = self._who(given.get("by", DOOR))
        waits = post.expected(self.house.runtime, number=number, by=by)
        found = [each for each in waits if each.message == given["message"]]
        if not found:
            known = sorted({each.message for each in waits})
            raise self._stop("scenario.nobody_waits", message=given["message"], known=known)
        values = dict(given["values"])
        received = values.pop("received_on")
        if morning(received) > self.house.clock.now:
            self.house.clock.to(morning(received))
        post.register(
            self.house.runtime,
            number=number,
            token=found[0].token,
            by=by,
            received_on=received,
            channel=values.pop("channel", said("post", "letter")),
            posted=flat(values),
        )
        self.house.work_off()

    def _late(self, number: str, given: Mapping[str, Any]) -> None:
        """Book what the case waits for no more, on the day that the step names."""
        by = self._who(given.get("by", DOOR))
        self._to(morning(given["booked"]))
        missed = receipts.missed(self.house.runtime, number=number, by=by)
        found = [each for each in missed if each.message == given["message"]]
        if not found:
            known = sorted({each.message for each in missed})
            raise self._stop("scenario.nothing_missed", message=given["message"], known=known)
        values = dict(given["values"])
        receipts.book(
            self.house.runtime,
            number=number,
            element=found[0].element,
            by=by,
            received_on=values.pop("received_on"),
            channel=values.pop("channel", said("post", "letter")),
            posted=flat(values),
        )
        self.house.work_off()

    def _look(self) -> None:
        """Stop at an incident, and note which rules the list of documents came by."""
        runtime = self.house.runtime
        with runtime.store.read() as tx:
            met = incident_rows.listing(tx, limit=1)
            if not met:
                self.rules |= _listed(self.house, tx, self.number)
        if met:
            detail = wording.say(met[0].code, {**met[0].facts, "element": met[0].element})
            raise self._stop("scenario.incident", name=met[0].element, detail=detail)

    def _who(self, login: str) -> Actor:
        found = self.house.actors.get(login)
        if found is None:
            known = sorted(self.house.actors)
            raise self._stop("scenario.nobody", login=login, known=known)
        return found

    def _to(self, moment: datetime) -> None:
        if moment < self.house.clock.now:
            raise self._stop("scenario.backwards")
        self.house.clock.to(moment)

    def _try(self, work: Any) -> Any:
        """Do a step; what the engine refuses ends the scenario."""
        try:
            return work()
        except EngineError as refused:
            raise self._stop("scenario.refused", detail=_told(refused)) from refused

    def _stop(self, rule: str, **facts: Any) -> Stopped:
        return Stopped(Finding(self._file, rule, line=self._line, facts=facts))

    def _differs(self, what: str, wanted: str, found: str) -> None:
        facts = {"what": what, "wanted": wanted or None, "found": found or None}
        finding = Finding(self._file, "scenario.differs", line=self._line, facts=facts)
        self.findings.append(finding)


def codes_of(refused: EngineError) -> list[str]:
    """Return the code of a refusal, and those of what was wrong with single fields."""
    problems = refused.problems if isinstance(refused, InvalidInput) else ()
    return [refused.code, *dict.fromkeys(problem.code for problem in problems)]


def _told(refused: EngineError) -> str:
    if isinstance(refused, InvalidInput) and refused.problems:
        return "; ".join(f"{one.field}: {wording.problem(one)}" for one in refused.problems)
    return wording.error(refused)


def _listed(house: House, tx: store.Tx, number: str) -> set[tuple[str, str]]:
    """Return the rules that the list of documents of a case came by, each with its file."""
    case = case_rows.find(tx, number)
    document = whereabouts.document(tx, case.id) if case else None
    if case is None or document is None:
        return set()
    deployed = house.runtime.deployed(tx, case.deployment_id)
    rules = checklist.Rules.of(deployed.facts)
    tables = deployed.bundle.tables.get(rules.decision) if rules else None
    if rules is None or tables is None:
        return set()
    now = house.runtime.now().astimezone(BRUSSELS)
    _, traces = tables.decide_all(rules.decision, bpmn.visible(document), checklist.NAME, now)
    return {(trace.table, rule) for trace in traces for rule in trace.matched}
