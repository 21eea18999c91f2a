"""What happens to diagrams before they are stored: checked, normalised, compiled once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from types import MappingProxyType

from lxml import etree

from engine import xml
from engine.bpmn import rules, vendors
from engine.bpmn.bundle import compile_bundle
from engine.bpmn.canonical import canonical
from engine.bpmn.normalise import NORMALISER, normalise
from engine.bpmn.rules import KnownNames
from engine.bpmn.rules.tree import label
from engine.bpmn.supported import unsupported
from engine.bpmn.tags import GLOBAL_TASKS, bpmn
from engine.errors import Finding, InvalidModel

_TOLD = frozenset({vendors.Level.REFUSED, vendors.Level.ATTENTION})
# Rules that miss what a vendor said in its own way, and that was refused for a reason of its own.
_SAID_BETTER = frozenset(
    {"bpmn.task.no_job", "bpmn.task.no_decision", "bpmn.task.no_result", "bpmn.task.no_group"}
    | {"bpmn.task.no_script", "bpmn.task.script_format", "bpmn.task.script_result"}
    | {"bpmn.feel.foreign", "bpmn.feel.language", "bpmn.feel.syntax", "bpmn.unsupported.language"}
)


@dataclass(frozen=True, slots=True)
class Prepared:
    """Diagrams as they are stored beside their source, and the normaliser that made them."""

    normalised: Mapping[str, bytes]
    normaliser: int


def check(files: Mapping[str, bytes], known: KnownNames | None = None) -> list[Finding]:
    """Return everything that is wrong with `files` (file name → bytes), all at once.

    Warnings included. `known` are the names that diagrams may refer to; `None` leaves them
    unchecked.
    """
    normalised, findings = _check(files, known)
    if not _errors(findings):  # with fewer names to look for nothing more would be wrong
        _outcome(_key(files)).prepared = _ready(normalised)
    return findings


def prepare(files: Mapping[str, bytes]) -> Prepared:
    """Return the diagrams normalised, ready to be stored and loaded.

    What `check` found whole a moment ago is not looked at again. Raises InvalidModel with every
    error when something in them cannot be executed as drawn.
    """
    outcome = _outcome(_key(files))
    if outcome.prepared is None:
        normalised, findings = _check(files, None)
        errors = _errors(findings)
        if errors:
            raise InvalidModel(errors)
        outcome.prepared = _ready(normalised)
    return outcome.prepared


@dataclass(slots=True)
class _Outcome:
    """What became of some diagrams; nothing until they were found whole."""

    prepared: Prepared | None = None


@lru_cache(maxsize=32)
def _outcome(_files: tuple[tuple[str, bytes], ...]) -> _Outcome:
    """Return the one place where the outcome of these diagrams is kept, for a while."""
    return _Outcome()


def _key(files: Mapping[str, bytes]) -> tuple[tuple[str, bytes], ...]:
    return tuple(sorted(files.items()))


def _ready(normalised: Mapping[str, bytes]) -> Prepared:
    return Prepared(MappingProxyType(dict(normalised)), NORMALISER)


def _check(
    files: Mapping[str, bytes], known: KnownNames | None
) -> tuple[dict[str, bytes], list[Finding]]:
    findings: list[Finding] = []
    normalised: dict[str, bytes] = {}
    sources: dict[str, etree._Element] = {}
    processes = known.processes if known else None
    for file in sorted(files):
        try:
            sources[file] = canonical(xml.parse(files[file], file))
        except InvalidModel as error:
            findings.extend(error.findings)
    callable_ = {bpmn(name) for name in ("process", *GLOBAL_TASKS)}
    drawn = {p.get("id", "") for root in sources.values() for p in root.iter(*callable_)}
    names = replace(known or KnownNames(), processes=frozenset(drawn | (processes or set())))
    names = rules.with_asking(names, (rules.Tree(root, file) for file, root in sources.items()))
    for file, root in sources.items():
        added = _vendor_findings(root, file)
        found = added + _own_findings(root, file, names, added)
        findings.extend(found)
        if not _errors(found):
            rewritten, refused = normalise(root, file)
            findings.extend(_placed(refused, sources))
            normalised[file] = xml.write(rewritten)
    findings.extend(_processes_twice(sources))
    if not _errors(findings):
        _, refused = compile_bundle(normalised, None)
        findings.extend(_placed(refused, sources))
    return normalised, findings


def _vendor_findings(root: etree._Element, file: str) -> list[Finding]:
    """Rewrite `root` in our own words, and return what vendors said that we do not do so."""
    told = [remark.finding(file) for remark in vendors.translate(root) if remark.level in _TOLD]
    vendors.strip(root)
    return told


def _own_findings(
    root: etree._Element, file: str, names: KnownNames, added: list[Finding]
) -> list[Finding]:
    """Return what is wrong in our own words; what a vendor's finding says better is left out."""
    better = {finding.element for finding in _errors(added)}
    found = [*rules.check(root, file, names)]
    told = {finding.line for finding in _errors(found + added)}
    found += [finding for finding in unsupported(root, file) if finding.line not in told]
    return [f for f in found if f.element not in better or f.rule not in _SAID_BETTER]


def _processes_twice(sources: Mapping[str, etree._Element]) -> Iterator[Finding]:
    """Yield every process that is executed from one file and declared in another as well."""
    first: dict[str, str] = {}
    for file, root in sources.items():
        for process in root.iter(bpmn("process")):
            name = process.get("id", "")
            if process.get("isExecutable") == "true" and first.setdefault(name, file) != file:
                facts = {"other": first[name], "name": label(process)}
                line = xml.line_of(process)
                yield Finding(file, "bpmn.process.duplicate", name, line, facts=facts)


def _errors(findings: list[Finding]) -> list[Finding]:
    return [finding for finding in findings if finding.severity == "error"]


def _placed(
    findings: Iterable[Finding], sources: Mapping[str, etree._Element]
) -> Iterator[Finding]:
    """Yield findings on a normalised file with the line in the analyst's own.

    What is said of no element, is said of the file: its first line.
    """
    places: dict[str, dict[str | None, int | None]] = {}
    for finding in findings:
        root = sources[finding.file]
        if finding.file not in places:
            places[finding.file] = {e.get("id"): xml.line_of(e) for e in reversed([*root.iter()])}
        element = finding.element if finding.element in places[finding.file] else None
        line = places[finding.file][element] if element else xml.line_of(root)
        if finding.line is not None and not finding.rule.startswith("xml."):
            line = finding.line  # of something without an id
        yield replace(finding, element=element, line=line, column=None)
