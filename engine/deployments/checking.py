"""What is wrong with the files of a deployment, all of it at once; nothing is written here."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from engine import bpmn, checklist, connectors, dmn, forms, jobs, services, store, termfacts
from engine.deployments import confidential, letter_checks
from engine.deployments.files import line_told, of_kind
from engine.dmn import analysis
from engine.errors import Finding, InvalidModel
from engine.following import wrong_follows
from engine.handler import Handler, Kind
from engine.model import DocumentRules
from engine.model.papers import wrong_rules
from engine.runtime import FileKind, Runtime
from engine.signing.rules import wrong_signing
from engine.store import terms as term_rows
from engine.terms import Carrier

DEMANDED = bpmn.DEMANDED


def check(runtime: Runtime, files: Mapping[str, bytes]) -> list[Finding]:
    """Return everything that is wrong with `files` (path → bytes) as one deployment."""
    with runtime.store.read() as tx:
        known = _known(runtime, tx, files)
    findings = list(bpmn.check(of_kind(files, FileKind.DIAGRAM), known))
    tables = of_kind(files, FileKind.TABLE)
    for path, data in tables.items():
        findings += analysis.analyse(data, path, tables)
    for path, data in of_kind(files, FileKind.FORM).items():
        findings += forms.check(data, path, {*runtime.lists, *runtime.registers})
        findings += termfacts.check(path, data, known.terms or ())
    findings += letter_checks.check(files, known.terms)
    findings += list(_facts_findings(files, frozenset(runtime.policy.roles)))
    if not any(finding.severity == "error" for finding in findings):
        findings += _findings_of(lambda: _compile(files))
        findings += _picker_findings(files)
        findings += _checklist_findings(files)
        findings += _signing_findings(files)
        findings += _following_findings(files, frozenset(runtime.decision_types.types))
    if not any(finding.severity == "error" for finding in findings):
        findings += confidential.check(files)
    return findings


def check_diagrams(runtime: Runtime, files: Mapping[str, bytes]) -> list[Finding]:
    """Return what is wrong with the diagrams among `files`: quick enough while one is drawn."""
    with runtime.store.read() as tx:
        known = _known(runtime, tx, files)
    return list(bpmn.check(of_kind(files, FileKind.DIAGRAM), known))


def _compile(files: Mapping[str, bytes]) -> None:
    prepared = bpmn.prepare(of_kind(files, FileKind.DIAGRAM))
    bpmn.load(prepared.normalised, of_kind(files, FileKind.TABLE))


def _findings_of(work: Any) -> list[Finding]:
    try:
        work()
    except InvalidModel as refused:
        return list(refused.findings)
    return []


def _facts_findings(files: Mapping[str, bytes], roles: frozenset[str]) -> Iterator[Finding]:
    for path, data in of_kind(files, FileKind.FACTS).items():
        try:
            facts = tomllib.loads(data.decode("utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
            line = line_told(wrong)
            yield Finding(path, "facts.not_toml", line=line, facts={"detail": str(wrong)})
            continue
        for key, detail in wrong_rules(facts, roles):
            yield Finding(path, "facts.document", facts={"key": key, "detail": detail})


def _picker_findings(files: Mapping[str, bytes]) -> Iterator[Finding]:
    """Name the file pickers that ask a type of document that there is not, or too many of one."""
    facts = [tomllib.loads(data.decode()) for data in of_kind(files, FileKind.FACTS).values()]
    types = {key: each for one in facts for key, each in DocumentRules.of(one).types.items()}
    for path, data in of_kind(files, FileKind.FORM).items():
        for key, field in forms.load(data).by_key.items():
            asked = field.files
            if asked is None or asked.kind is None:
                continue
            told = {"value": asked.kind, "known": sorted(types)}
            if asked.kind not in types:
                yield Finding(path, "form.unknown_document_type", key, facts=told)
            elif not types[asked.kind].several and (asked.multiple is True or forms.ROW in key):
                yield Finding(path, "form.one_of_type", key, facts={"value": asked.kind})


def _checklist_findings(files: Mapping[str, bytes]) -> Iterator[Finding]:
    models = dmn.parse_all(of_kind(files, FileKind.TABLE))
    for path, data in of_kind(files, FileKind.FACTS).items():
        yield from checklist.wrong_rules(tomllib.loads(data.decode("utf-8")), path, models)


def _signing_findings(files: Mapping[str, bytes]) -> Iterator[Finding]:
    found = {PurePosixPath(path).stem: data for path, data in of_kind(files, FileKind.FORM).items()}
    for path, data in of_kind(files, FileKind.FACTS).items():
        yield from wrong_signing(tomllib.loads(data.decode("utf-8")), path, found)


def _following_findings(files: Mapping[str, bytes], types: frozenset[str]) -> Iterator[Finding]:
    schemas = of_kind(files, FileKind.FORM).values()
    fields = frozenset(key for data in schemas for key in forms.load(data).by_key)
    for path, data in of_kind(files, FileKind.FACTS).items():
        yield from wrong_follows(tomllib.loads(data.decode("utf-8")), path, fields, types)


def _known(runtime: Runtime, tx: store.Tx, files: Mapping[str, bytes]) -> bpmn.KnownNames:
    def stems(kind: FileKind) -> frozenset[str]:
        return frozenset(PurePosixPath(path).stem for path in of_kind(files, kind))

    terms = term_rows.all_terms(tx)
    return bpmn.KnownNames(
        forms=stems(FileKind.FORM),
        groups=_groups(runtime),
        terms=frozenset(term.key for term in terms) or None,
        citizen_terms=frozenset(t.key for t in terms if t.carrier == Carrier.CITIZEN),
        letters=stems(FileKind.LETTER),
        jobs=frozenset(jobs.HANDLERS),
        registers={
            each.name: frozenset(one.name for one in each.fields)
            for each in runtime.registers.values()
        },
        register_jobs=services.OF_REGISTERS,
        decision_types=frozenset(runtime.decision_types.types),
        needed={name: each.needed for name, each in jobs.HANDLERS.items()},
        works={name: _work(each) for name, each in jobs.HANDLERS.items()},
        systems=_systems(runtime),
        system_jobs=frozenset({connectors.CALL}),
        decisions=stems(FileKind.TABLE),
    )


def _work(handler: Handler) -> bpmn.Work:
    return bpmn.Work(
        inputs=frozenset(each.name for each in handler.inputs),
        throws=handler.throws,
        outside=handler.kind is Kind.EFFECT,
        takes_more=handler.open,
    )


def _systems(runtime: Runtime) -> Mapping[str, frozenset[str]] | None:
    """Return the systems outside with what a diagram may ask of each; None: not to be read now."""
    try:
        found = connectors.systems(runtime)
    except InvalidModel:
        return None
    return {
        name: frozenset(each.name for each in system.operations.values() if not each.probe)
        for name, system in found.items()
    }


def _groups(runtime: Runtime) -> frozenset[str]:
    roles = frozenset(runtime.policy.roles)
    return roles | {f"{role}-{team}" for role in roles for team in runtime.teams}
