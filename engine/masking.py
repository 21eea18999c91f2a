"""What somebody may not read of a case: values of fields whose class has other readers.

Every read of variables, drafts, trails and evaluations goes through a mask; what is kept is never
changed. A class restricts when the procedure names its readers (`[[confidentiality]]`).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from engine import forms
from engine.model import Actor, DocumentRules, Value
from engine.runtime import Deployed
from engine.store.rows import EvaluationRow, HistoryRow, Page
from engine.wording.nl import confidential

Path = forms.Path
MASKED = confidential.MASKED
ROW = "*"
_SIDES = ("old", "new")
_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Mask:
    """The paths that somebody may not read; without any, everything stays as it is."""

    paths: frozenset[Path] = frozenset()

    def __bool__(self) -> bool:
        """Tell whether anything is hidden."""
        return bool(self.paths)

    def hides(self, key: str) -> bool:
        """Tell whether a field or posted name is hidden: `personen.0.naam`."""
        return bool(self.paths) and forms.within(_pattern(key), self.paths)

    def touches(self, path: str) -> bool:
        """Tell whether a variable or a part of one is hidden, or holds something that is."""
        name = _pattern(path)
        return self.hides(path) or any(each[: len(name)] == name for each in self.paths)

    def values(self, variables: Mapping[str, Value]) -> Mapping[str, Value]:
        """Return variables without what is hidden."""
        return _hidden(variables, self.paths, None) if self.paths else variables

    def stored(self, variables: Mapping[str, Any]) -> Mapping[str, Any]:
        """Return tagged variables with a word in the place of what is hidden."""
        return _hidden(variables, self.paths, MASKED) if self.paths else variables

    def form(self, schema: bytes) -> bytes:
        """Return a form in which what is hidden is locked and empty."""
        return forms.veiled(schema, self.paths) if self.paths else schema

    def typed(self, draft: Mapping[str, Any]) -> dict[str, Any]:
        """Return what was typed, flat by key, without what is hidden."""
        return {key: value for key, value in draft.items() if not self.hides(key)}

    def unseen(self, draft: Mapping[str, Any] | None) -> dict[str, Any]:
        """Return what of a draft is hidden, so that who saves over it does not lose it."""
        return {key: value for key, value in (draft or {}).items() if self.hides(key)}

    def restored(self, new: Mapping[str, Value], real: Mapping[str, Value]) -> dict[str, Value]:
        """Return `new` with what is hidden as it really is: nobody writes what he cannot read."""
        return {
            name: _restored(value, real.get(name), _below(self.paths, name))
            for name, value in new.items()
        }

    def event(self, row: HistoryRow) -> HistoryRow:
        """Return a line of the trail without what is hidden; its hash stays that of all of it."""
        if not self.paths or not row.payload:
            return row
        payload = dict(self.stored(row.payload))
        if "changes" in row.payload:
            payload["changes"] = [self._change(each) for each in row.payload["changes"]]
        return replace(row, payload=payload)

    def events(self, found: Page[HistoryRow]) -> Page[HistoryRow]:
        """Return a page of the trail without what is hidden."""
        return replace(found, rows=tuple(self.event(row) for row in found.rows))

    def evaluation(self, row: EvaluationRow) -> EvaluationRow:
        """Return a run of a decision without what is hidden; its inputs are named by their FEEL.

        Of one that looked at something hidden, neither result nor rules tell: they would say it.
        """
        if not self.paths:
            return row
        seen = {
            name: MASKED if self._looks_at(name, value) else value
            for name, value in row.inputs.items()
        }
        if seen == row.inputs:
            return row
        return replace(row, inputs=seen, outputs=MASKED, matched=())

    def evaluations(self, found: Page[EvaluationRow]) -> Page[EvaluationRow]:
        """Return a page of runs of decisions without what is hidden."""
        return replace(found, rows=tuple(self.evaluation(row) for row in found.rows))

    def _change(self, change: Mapping[str, Any]) -> dict[str, Any]:
        name = str(change["name"])
        return {**change, **{side: self.stored({name: change[side]})[name] for side in _SIDES}}

    def _looks_at(self, text: str, value: Any) -> bool:
        whole = isinstance(value, dict | list)
        return any(mentions(text, path, whole=whole) for path in self.paths)


ALL = Mask()
"""What hides nothing."""


def of(deployed: Deployed, by: Actor | None) -> Mask:
    """Return what `by` may not read of the cases of a deployment; the machine reads everything."""
    if by is None or not deployed.secrets:
        return ALL
    classes = DocumentRules.of(deployed.facts).classes
    return Mask(
        frozenset(
            path
            for path, name in deployed.secrets.items()
            if name in classes and not classes[name].lets(by)
        )
    )


def of_all(deployed: Iterable[Deployed], by: Actor) -> Mask:
    """Return what `by` may not read of something that belongs to none of these deployments yet."""
    return Mask(frozenset(path for each in deployed for path in of(each, by).paths))


def mentions(text: str, path: Iterable[str], *, whole: bool = False) -> bool:
    """Tell whether a FEEL text speaks of a path; with `whole` its first name is enough."""
    words, named = set(_WORD.findall(text)), [part for part in path if part != ROW]
    return named[0] in words and (whole or named[-1] in words)


def _pattern(key: str) -> Path:
    return tuple(ROW if part.isdigit() else part for part in key.split("."))


def _below(paths: frozenset[Path], name: str) -> frozenset[Path]:
    return frozenset(path[1:] for path in paths if path and path[0] == name)


def _hidden(value: Any, paths: frozenset[Path], instead: Any) -> Any:
    """Return a value, plain or tagged, with `instead` at every path."""
    if value is None or not paths:
        return value
    if () in paths:
        return instead
    if isinstance(value, dict) and value.keys() == {"@context"}:
        return {"@context": _hidden(value["@context"], paths, instead)}
    if isinstance(value, Mapping):
        return {name: _hidden(each, _below(paths, name), instead) for name, each in value.items()}
    if isinstance(value, list):
        return [_hidden(each, _below(paths, ROW), instead) for each in value]
    return value


def _restored(new: Value, real: Value, paths: frozenset[Path]) -> Value:
    if not paths:
        return new
    if () in paths:
        return real
    if isinstance(new, dict) and isinstance(real, dict):
        names = {path[0] for path in paths} & real.keys()
        back = {n: _restored(new.get(n), real[n], _below(paths, n)) for n in names}
        return {**new, **back}
    if isinstance(new, list) and isinstance(real, list):
        below, pairs = _below(paths, ROW), zip(new, real, strict=False)
        return [*(_restored(one, other, below) for one, other in pairs), *new[len(real) :]]
    return new
