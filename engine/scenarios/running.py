"""All scenarios of a folder at once: played, judged, held against the models and their mutants."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

from engine import bpmn
from engine.errors import Finding, InvalidModel
from engine.scenarios.covering import Contents, Place, contents_of
from engine.scenarios.furnishing import Template, furnished
from engine.scenarios.plan import Plans
from engine.scenarios.playing import Limits, Played, play
from engine.scenarios.reading import read_all
from engine.scenarios.staging import Models, is_plan, plan_files
from engine.scenarios.trying import attempt

T = TypeVar("T")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Report:
    """What playing all scenarios gave.

    `played` counts those with another path or other rules than all before; `files` all of them,
    `trials` the decisions that were tried on rows. `alike` names the one that a scenario counts
    with, `unasserted` what a scenario never looks at. `findings` are of the models or the shape of
    scenarios: with one of the models nothing was played. `mutants_missed` is empty when
    `mutants` is 0: nothing was turned round.
    """

    played: int = 0
    files: int = 0
    trials: int = 0
    results: tuple[Played, ...] = ()
    findings: tuple[Finding, ...] = ()
    nodes_uncovered: tuple[Place, ...] = ()
    flows_uncovered: tuple[Place, ...] = ()
    rules_uncovered: tuple[Place, ...] = ()
    alike: Mapping[str, str] = field(default_factory=dict)
    unasserted: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    mutants: int = 0
    mutants_missed: tuple[bpmn.Flip, ...] = ()
    seconds: float = 0.0

    @property
    def failed(self) -> tuple[Finding, ...]:
        """Return everything that is wrong, in the models, in a scenario, or as it was played."""
        return (*self.findings, *(each for one in self.results for each in one.findings))

    @property
    def clean(self) -> bool:
        """Tell whether all went as written, and nothing was left out or missed."""
        left_out = (*self.nodes_uncovered, *self.rules_uncovered, *self.mutants_missed)
        return not self.failed and not left_out


@dataclass(frozen=True, slots=True)
class Work:
    """What a player needs: the house to copy, the scenarios, the limits."""

    template: Template
    plans: Plans
    limits: Limits


Told = Callable[[int, int], None]


def run(
    models: Models,
    *,
    mutants: bool = True,
    limits: Limits | None = None,
    workers: int = 1,
    told: Told | None = None,
) -> Report:
    """Play every scenario of `models`, each in a house of its own, and say what they show.

    With `mutants` every condition at a gateway is turned round once, and the scenarios that came
    there are played until one fails. `workers` above 1 play in processes of their own; a page asks
    for 1. `told` hears how many of how many scenarios were played, when they are played here.
    Total: what is wrong with the models stands in the report.
    """
    began = time.monotonic()
    try:
        return replace(
            _run(models, mutants, limits or Limits(), workers, told),
            seconds=time.monotonic() - began,
        )
    except InvalidModel as refused:
        errors = tuple(one for one in refused.findings if one.severity == "error")
        return Report(findings=errors, seconds=time.monotonic() - began)


def _run(
    models: Models,
    mutants: bool,  # noqa: FBT001 - private
    limits: Limits,
    workers: int,
    told: Told | None,
) -> Report:
    every, findings = read_all(_files(models))
    first = min((one.day for one in every.scenarios.values()), default=None)
    with furnished(models, first) as template:
        work = Work(template, every, limits)
        own = models.own()
        chosen = [one for one in every.scenarios if models.procedure in (None, _folder(one))]
        tried = [one for one in every.trials if models.procedure in (None, _folder(one))]
        findings = [one for one in findings if models.procedure in (None, _folder(one.file))]
        contents = contents_of(template.deployed(), own)
        with _players(work, workers, told) as each:
            results = tuple(each(_play, chosen))
            trials = tuple(each(_try, tried))
            flips = contents.flips if mutants else ()
            asked = [(flip, _came_by(flip, results)) for flip in flips]
            missed = [
                flip
                for flip, caught in zip(flips, each(_catches, asked), strict=True)
                if not caught
            ]
    report = _held(results, trials, contents)
    return replace(
        report,
        findings=tuple(findings),
        unasserted={one: names for one in chosen if (names := every.scenarios[one].unasserted)},
        mutants=len(flips),
        mutants_missed=tuple(missed),
    )


def _files(models: Models) -> dict[str, bytes]:
    """Return the scenarios of the folder, with those of the draft over them."""
    drafted = {path: data for path, data in models.draft.items() if is_plan(path)}
    return {**plan_files(models.processes), **drafted}


def _folder(file: str) -> str:
    return file.partition("/")[0]


def _held(results: Sequence[Played], trials: Sequence[Played], contents: Contents) -> Report:
    """Hold what was played against what there is."""
    trails = [one.trail for one in (*results, *trials)]
    nodes = {node for trail in trails for node in trail.nodes}
    flows = {flow for trail in trails for flow in trail.flows}
    rules = {rule for trail in trails for rule in trail.rules}
    first: dict[Any, str] = {}
    alike = {}
    for one in results:
        if one.findings:
            continue
        known = first.setdefault(one.trail.signature, one.file)
        if known != one.file:
            alike[one.file] = known
    return Report(
        played=len(first),
        files=len(results),
        trials=len(trials),
        results=(*results, *trials),
        nodes_uncovered=_left(contents.nodes, lambda at: (at.inside, at.id) in nodes),
        flows_uncovered=_left(contents.flows, lambda at: (at.inside, at.id) in flows),
        rules_uncovered=_left(contents.rules, lambda at: (at.file, at.id) in rules),
        alike=alike,
    )


def _left(places: Iterable[Place], covered: Callable[[Place], bool]) -> tuple[Place, ...]:
    return tuple(sorted(place for place in places if not covered(place)))


def _came_by(flip: bpmn.Flip, results: Sequence[Played]) -> tuple[str, ...]:
    """Return the scenarios that came by a gateway and went well, the shortest path first."""
    here = [
        one
        for one in results
        if not one.findings and (flip.process, flip.gateway) in one.trail.nodes
    ]
    return tuple(one.file for one in sorted(here, key=lambda one: (len(one.trail.path), one.file)))


def _play(work: Work, file: str) -> Played:
    with work.template.opened() as house:
        return play(house, work.plans, file, work.limits)


def _try(work: Work, file: str) -> Played:
    return attempt(work.template.deployed(), work.plans.trials[file])


def _catches(work: Work, asked: tuple[bpmn.Flip, tuple[str, ...]]) -> bool:
    """Tell whether one of the scenarios fails once a condition is turned round."""
    flip, files = asked
    changed = [
        replace(each, bundle=bpmn.flipped(each.bundle, flip)) for each in work.template.deployed()
    ]
    for file in files:
        with work.template.opened(changed) as house:
            if play(house, work.plans, file, work.limits).findings:
                return True
    return False


_mine: list[Work] = []


def _set_up(work: Work) -> None:
    """Give a worker what it needs; it builds its own runtime on the same template."""
    _mine[:] = [work]


def _done(job: tuple[Callable[[Work, T], R], T]) -> R:
    function, asked = job
    return function(_mine[0], asked)


def _one_by_one(
    work: Work, function: Callable[[Work, T], R], many: Sequence[T], told: Told | None
) -> Iterator[R]:
    for done, one in enumerate(many):
        if told is not None and function is _play:
            told(done, len(many))
        yield function(work, one)


@contextmanager
def _players(work: Work, workers: int, told: Told | None) -> Iterator[Any]:
    """Yield what maps a function of the work over many: here, or in processes of their own."""
    if workers <= 1:
        yield lambda function, many: list(_one_by_one(work, function, many, told))
        return
    template = Template(work.template.folder, work.template.now, work.template.actors)
    fresh = Work(template, work.plans, work.limits)
    context = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(workers, context, _set_up, (fresh,)) as pool:
        yield lambda function, many: list(pool.map(_done, [(function, one) for one in many]))
