"""A few cases, played through the verbs in a house of their own, and what they left behind."""

from __future__ import annotations

import random
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from engine import errors, scenarios, store, tasks
from engine.model import Actor, RoleInTeam
from engine.runtime import Runtime
from engine.scenarios.plan import part_of
from engine.store import bulk
from engine.store import deployments as deployment_rows
from engine.store import dossiers as dossier_rows
from engine.store import mandates as mandate_rows
from engine.store import people as people_rows
from engine.store.rows import CaseRow, DeploymentRow
from engine.terms import local_day

PLAN = "demo.toml"
_BETWEEN = 17
"""Minutes between two steps of a case."""


@dataclass(frozen=True, slots=True)
class Sample:
    """A case as it stood after some steps: its rows, and who has taken its open task, if anybody.

    `step` counts the tasks that were done; without an `element` it is finished.
    """

    case: CaseRow
    dossier_number: str
    rows: bulk.Rows
    contents: Sequence[bytes]
    step: int
    element: str | None = None
    taken_by: str | None = None


@dataclass(frozen=True, slots=True)
class Played:
    """The samples of a few cases, what their copies change, and the house they are of.

    `numbers` are what was played, and from where to where it is drawn. `people` are ids by login,
    `mandates` ids by login, office and source.
    """

    samples: tuple[Sample, ...]
    name: str
    numbers: tuple[tuple[int, int, int], ...]
    people: Mapping[str, str]
    mandates: Mapping[tuple[str, str, str], str]
    deployment: DeploymentRow


def play(runtime: Runtime, *, cases: int, chance: random.Random) -> Played:
    """Play the scenario of the plan `cases` times, each elsewhere and by other people."""
    processes = Path(runtime.settings.processes)
    chosen = tomllib.loads((processes / PLAN).read_text("utf-8"))["bulk"]
    models = scenarios.models_of(None, processes, Path(runtime.settings.forms))
    scenario = scenarios.read((processes / chosen["scenario"]).read_bytes(), chosen["scenario"])
    assert isinstance(scenario, scenarios.Scenario), "a case is played, not a decision"
    samples: list[Sample] = []
    with scenarios.furnished(models, scenario.day) as template:
        roles = _Roles(template.actors, chance)
        for number in range(cases):
            place = chosen["place"][number % len(chosen["place"])]
            numbers = chosen.get("numbers", ())
            values = {path: each["played"] for each in numbers for path in each["paths"]}
            values |= place["start"]
            with template.opened() as house:
                samples += _Play(house, scenario, values, roles.in_team(place["team"])).samples()
        people = {login: str(each.person_id) for login, each in template.actors.items()}
        with template.runtime.store.read() as tx:
            mandates = _mandates(tx, template.now, people)
            deployment = deployment_rows.get(tx, samples[0].case.deployment_id)
    assert deployment is not None, "what was played was deployed"
    name = str(part_of(scenario.start, chosen["name"].split(".")))
    drawn = tuple((n["played"], n["from"], n["to"]) for n in chosen.get("numbers", ()))
    return Played(tuple(samples), name, drawn, people, mandates, deployment)


def same_here(runtime: Runtime, played: Played) -> dict[str, str]:
    """Return the ids of people, mandates and the deployment of the samples, with those here.

    Raises NotFound when these people are not here, Unavailable when what is in force here is not
    what was played.
    """
    with runtime.store.read() as tx:
        people = {each.login: each.id for each in people_rows.everybody(tx)}
        mandates = _mandates(tx, runtime.now(), people)
        newest = deployment_rows.newest(tx, played.deployment.process_key)
    if not (played.people.keys() <= people.keys() and played.mandates.keys() <= mandates.keys()):
        raise errors.NotFound("person")
    if newest is None or newest.content_hash != played.deployment.content_hash:
        raise errors.Unavailable("bulk_other_version")
    same = {there: people[login] for login, there in played.people.items()}
    same |= {there: mandates[what] for what, there in played.mandates.items()}
    return same | {played.deployment.id: newest.id}


def _mandates(
    tx: store.Tx, now: datetime, people: Mapping[str, str]
) -> dict[tuple[str, str, str], str]:
    logins = {person_id: login for login, person_id in people.items()}
    rows = mandate_rows.valid_on(tx, local_day(now))
    return {(logins[row.person_id], row.office, row.source): row.id for row in rows}


class _Roles:
    """Who may stand in for whom: somebody with the same roles, in the team of the place."""

    def __init__(self, actors: Mapping[str, Actor], chance: random.Random) -> None:
        self.actors = actors
        self.chance = chance

    def in_team(self, team: str) -> Mapping[str, str]:
        """Return for every login somebody with these roles in `team`."""
        kinds: dict[frozenset[RoleInTeam], list[str]] = {}
        for login, actor in self.actors.items():
            kinds.setdefault(frozenset(actor.roles), []).append(login)
        found = {}
        for login, actor in self.actors.items():
            there = frozenset(RoleInTeam(r.role, team if r.team else None) for r in actor.roles)
            alike = kinds.get(there) or [login]
            found[login] = self.chance.choice(sorted(alike))
        return found


class _Play:
    """One case at its steps."""

    def __init__(
        self,
        house: scenarios.House,
        scenario: scenarios.Scenario,
        values: Mapping[str, str | int],
        who: Mapping[str, str],
    ) -> None:
        self.house = house
        self.scenario = scenario
        self.values = values
        self.who = who

    def samples(self) -> Iterator[Sample]:
        """Yield the case before every task, free and taken, and at its end."""
        steps = [step.given for step in self.scenario.steps if step.kind == "task"]
        start = deepcopy(scenarios.plain(self.scenario.start))
        for path, value in self.values.items():
            *groups, name = path.split(".")
            group = part_of(start, groups)
            if isinstance(group, dict):
                group[name] = value
        by = self.who[self.scenario.by]
        number = self.house.begin(self.scenario.process, start, key=store.new_id(), by=by)
        self.house.work_off()
        for done, step in enumerate(steps):
            self.house.clock.forward(minutes=_BETWEEN)
            login, element = self.who[step["by"]], step["task"]
            yield self._sample(number, done, element)
            task = next(each for each in self.house.open_tasks(number) if each.element == element)
            actor = self.house.actors[login]
            tasks.claim(self.house.runtime, task_id=task.id, by=actor)
            yield self._sample(number, done, element, actor.person_id)
            answers = {p: self.values.get(p, v) for p, v in step.get("answers", {}).items()}
            self.house.do(number, element, login, answers)
        yield self._sample(number, len(steps))

    def _sample(
        self, number: str, step: int, element: str | None = None, taken_by: str | None = None
    ) -> Sample:
        with self.house.runtime.store.read() as tx:
            case = self.house.case(number)
            dossier = dossier_rows.get(tx, case.dossier_id) if case.dossier_id else None
            rows = bulk.of_case(tx, case.id, case.dossier_id)
            contents = bulk.contents_of(tx, rows)
        named = dossier.number if dossier else ""
        return Sample(case, named, rows, contents, step, element, taken_by)
