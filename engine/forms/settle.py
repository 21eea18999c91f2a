"""Which fields of a form are there, and which may be changed, given what is filled in.

Conditions see the row that they stand in, over the form's own values, over the case's variables;
a hidden field counts as null. No database, no clock, no network.
"""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Callable, Mapping, MutableMapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, NamedTuple

from engine.feel import Expression
from engine.forms.choosing import NOTHING, Offers, with_options
from engine.forms.rows import Placed, Sheet, at_path, lay_out, nested_counts
from engine.forms.schema import MANY_KINDS, Field, Form, Member, Repeat
from engine.forms.scope import Scope
from engine.forms.values import Refused, read
from engine.model import Value

_MOST_ROUNDS = 20


class Reading(NamedTuple):
    """What was given for one field: its value, or why it cannot be read."""

    given: bool
    value: Value = None
    refused: Refused | None = None

    @property
    def empty(self) -> bool:
        """Tell whether nothing was filled in: absent, blank, no tick."""
        value = self.value
        if self.refused is not None or value is None or value is False:
            return self.refused is None
        return not value and isinstance(value, str | list)


Reader = Callable[[Field], Reading]


@dataclass(frozen=True, slots=True)
class Settled:
    """The form at rest: what FEEL sees in every row, what was read, what is hidden or locked.

    `scopes` has the key of a row, and "" for the form itself.
    """

    scopes: Mapping[str, Scope]
    fields: Mapping[str, Field]
    readings: Mapping[str, Reading]
    hidden: frozenset[str]
    locked: frozenset[str]
    current: Mapping[str, Value]

    def is_hidden(self, hidden_by: tuple[Expression, ...], row: str) -> bool:
        """Tell whether one of these conditions hides a component of a row."""
        return any(self.scopes[row].truth(condition) for condition in hidden_by)

    def value(self, field: Field) -> Value:
        """Return the value that a field holds, the case's own when it is locked."""
        kept = self.current if field.key in self.locked else None
        return kept[field.key] if kept is not None else self.readings[field.key].value


def settle(
    sheet: Sheet,
    reader: Reader,
    context: Mapping[str, Value],
    now: datetime | None,
    offers: Offers = NOTHING,
) -> Settled:
    """Read every field in order, then evaluate all conditions until nothing changes any more.

    Fields are taken in order, each seeing what the fields before it became; that is also what
    computed options see. A field that never comes to rest (its condition contradicts itself) is
    hidden.
    """
    return _Settling(sheet, context, now, offers).settle(reader)


def defaults(
    form: Form,
    context: Mapping[str, Value],
    now: datetime | None,
    offers: Offers = NOTHING,
) -> dict[str, Value]:
    """Return what each field holds before anybody fills it in, nested by path.

    The case's own value comes first, then the default; fields without either are left out. A list
    that the case does not have gets the rows of its source, else its first rows.
    """
    context = with_rows(form, context, now)
    sheet = untouched(form, context)
    settling = _Settling(sheet, context, now, offers)
    nested: dict[str, Value] = {}
    at = Nest(sheet, nested)
    for field in sheet.fields:
        value = settling.current[field.key]
        if value is not None:
            at.put(field, value)
    return nested


def with_rows(
    form: Form, context: Mapping[str, Value], now: datetime | None
) -> Mapping[str, Value]:
    """Return the context with the rows that lists take from their source, where it has none."""
    filled = [
        each
        for each in form.members
        if isinstance(each, Repeat)
        and each.prefill is not None
        and not isinstance(at_path(context, each.path), list)
    ]
    if not filled:
        return context
    names, scope = overlay(filled, context), Scope(context, now)
    for each in filled:
        rows = scope.value(each.prefill) if each.prefill is not None else None
        known = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
        if known:
            put(names, each.inner, known[: each.most])
    return names


def untouched(form: Form, context: Mapping[str, Value]) -> Sheet:
    """Lay out the form with the rows that the case has, else with those it begins with."""
    counts = nested_counts(form, context)
    waiting: list[tuple[str, Sequence[Member]]] = [("", form.members)]
    while waiting:
        start, members = waiting.pop()
        for each in members:
            if isinstance(each, Repeat):
                key = start + ".".join(each.inner)
                rows = counts.setdefault(key, each.first)
                waiting.extend((f"{key}.{at}.", each.members) for at in range(rows))
    return lay_out(form, counts)


class Nest:
    """Nested values in the making: every list of a sheet has its rows, each a context."""

    def __init__(
        self,
        sheet: Sheet,
        nested: dict[str, Value],
        begin: Callable[[Repeat, int], dict[str, Value]] = lambda _list, _at: {},
        skip: Callable[[Placed], bool] = lambda _placed: False,
    ) -> None:
        self.rows: dict[str, dict[str, Value]] = {"": nested}
        self.lists: dict[str, list[Value]] = {}
        self.row_of = sheet.row_of
        for placed in sheet.lists:
            repeat = placed.what
            if not isinstance(repeat, Repeat) or skip(placed):
                continue
            made = [begin(repeat, at) for at in range(sheet.counts[repeat.key])]
            self.rows |= {f"{repeat.key}.{at}": row for at, row in enumerate(made)}
            self.lists[repeat.key] = list(made)
            self.put(repeat, self.lists[repeat.key])

    def put(self, member: Member, value: Value) -> None:
        """Write the value of a field, or the rows of a list, in its own row."""
        row, path = self.rows[self.row_of[member.key]], member.inner
        if len(path) == 1:
            row[path[0]] = value
        else:
            put(row, path, value)


class _Settling:
    """One form on its way to rest."""

    def __init__(
        self,
        sheet: Sheet,
        context: Mapping[str, Value],
        now: datetime | None,
        offers: Offers = NOTHING,
    ) -> None:
        self.sheet = sheet
        self.context = context
        self.offers = offers
        names = overlay([each.what for each in sheet.items if not each.row], context)
        self.nest = Nest(sheet, names, self.row)
        self.scopes = self.made_scopes(names, now)
        self.hidden: set[str] = set()
        self.locked: set[str] = set()
        self.current: dict[str, Value] = {}
        self.opened: dict[str, Value] = {}
        for placed in sheet.items:
            if isinstance(placed.what, Field):
                value = self.first_value(placed.what, placed.row)
                self.current[placed.what.key] = value
                self.nest.put(placed.what, value)

    def row(self, repeat: Repeat, at: int) -> dict[str, Value]:
        """Begin a row: with what the case has in it, when the rows are the case's."""
        known = at_path(self.context, (*repeat.path, at)) if repeat.fixed else None
        return overlay(repeat.members, known if isinstance(known, Mapping) else {})

    def made_scopes(self, names: dict[str, Value], now: datetime | None) -> dict[str, Scope]:
        """Make what FEEL sees in each row: its fields, `this`, `parent` and `i`, then the form."""
        scopes = {"": Scope(names, now)}
        for key, row in self.nest.rows.items():
            if not key:
                continue
            above, _, number = key.rpartition(".")
            outer = self.nest.row_of[above]
            upper = scopes[outer].names
            count = [*(upper.get("i", ()) if outer else ()), Decimal(int(number) + 1)]
            own = {"this": row, "parent": self.nest.rows[outer], "i": count}
            around = upper if isinstance(upper, MutableMapping) else dict(upper)
            scopes[key] = Scope(ChainMap(row, own, around), now)
        return scopes

    def first_value(self, field: Field, row: str) -> Value:
        """Return what a field holds before anybody fills it in."""
        fresh = self.sheet.fresh and self.is_fresh(row)
        value = None if fresh else at_path(self.context, field.path)
        if field.formula is not None:
            kept = None if field.formula.live else value
            return self.scopes[row].value(field.formula.expression) if kept is None else kept
        if value is None and (field.default is not None or field.own.prefill is not None):
            value = self.default(field, self.scopes[row])
        if value is None and field.kind in MANY_KINDS:
            return []
        return False if value is None and field.kind == "checkbox" else value

    def is_fresh(self, row: str) -> bool:
        """Tell whether a row was just added, or stands in one that was."""
        return f"{row}.".startswith(f"{self.sheet.fresh}.")

    def default(self, field: Field, scope: Scope) -> Value:
        """Return what a field is filled in with: from its source, else its default."""
        for wanted in (field.own.prefill, field.default):
            if wanted is not None:
                value = taken(with_options(field, scope, self.offers), wanted, scope)
                if value is not None:
                    return value
        return None

    def settle(self, reader: Reader) -> Settled:
        """Read the fields and go round until nothing moves."""
        fields: dict[str, Field] = {}
        readings: dict[str, Reading] = {}
        for placed in self.sheet.items:
            if isinstance(placed.what, Field):
                field = with_options(placed.what, self.scopes[placed.row], self.offers)
                fields[field.key] = field
                readings[field.key] = self.reading(field, placed.row, reader)
                self.opened[field.key] = readings[field.key].value
                if field.formula is None:
                    self.nest.put(field, self.opened[field.key])
        for placed in self.at_rest():
            self.hidden.add(placed.what.key)
            self.show(placed)
        hidden, locked = frozenset(self.hidden), frozenset(self.locked)
        return Settled(self.scopes, fields, readings, hidden, locked, self.current)

    def reading(self, field: Field, row: str, reader: Reader) -> Reading:
        """Read one field; in a row that was just added it holds what it begins with."""
        reading = reader(field)
        if self.sheet.fresh and not reading.given and self.is_fresh(row):
            return Reading(given=False, value=self.current[field.key])
        return reading

    def at_rest(self) -> list[Placed]:
        """Evaluate conditions, round after round; return what never came to rest.

        Every other round goes from the last to the first, so that a chain of conditions, each on
        the field below it, is at rest however long it is.
        """
        restless: list[Placed] = []
        order = self.sheet.changing
        for _ in range(_MOST_ROUNDS):
            restless = [each for each in order if self.moves(each)]
            order = order[::-1]
            if not restless:
                break
        return restless

    def moves(self, placed: Placed) -> bool:
        """Evaluate the conditions of one field or list; tell whether it became something else."""
        what, scope = placed.what, self.scopes[placed.row]
        hidden = not self.hidden.isdisjoint(placed.above)
        hidden = hidden or any(scope.truth(condition) for condition in what.hidden_by)
        locked = isinstance(what, Field) and (
            scope.truth(what.disabled) or scope.truth(what.readonly)
        )
        computed = isinstance(what, Field) and self.computes(what, scope)
        same = (hidden, locked) == (what.key in self.hidden, what.key in self.locked)
        if same and not computed:
            return False
        _put_in(self.hidden, what.key, wanted=hidden)
        _put_in(self.locked, what.key, wanted=locked)
        self.show(placed)
        return True

    def computes(self, field: Field, scope: Scope) -> bool:
        """Compute a field that follows what is filled in; tell whether its value is another."""
        if field.formula is None or not field.formula.live:
            return False
        value, before = scope.value(field.formula.expression), self.current[field.key]
        self.current[field.key] = value
        return type(value) is not type(before) or bool(value != before)

    def show(self, placed: Placed) -> None:
        """Let FEEL see what a field or list holds now: nothing when it is hidden."""
        key = placed.what.key
        value: Value = None
        if key not in self.hidden:
            kept: Mapping[str, Value] = self.current if key in self.locked else self.opened
            value = self.nest.lists[key] if isinstance(placed.what, Repeat) else kept[key]
        self.nest.put(placed.what, value)


def taken(field: Field, wanted: Value, scope: Scope) -> Value:
    """Return a value, or what FEEL gives; null when the field cannot hold it."""
    if not isinstance(wanted, Expression) and field.choices is None:
        return wanted
    try:
        value = scope.value(wanted) if isinstance(wanted, Expression) else wanted
        return read(field, value, "json")
    except Refused:
        return None


def put(nested: dict[str, Value], path: tuple[str, ...], value: Value) -> None:
    """Write a value at a path of nested dicts, making those on the way."""
    node = nested
    for segment in path[:-1]:
        node = node.setdefault(segment, {})
    node[path[-1]] = value


def _put_in(keys: set[str], key: str, *, wanted: bool) -> None:
    """Make a key a member, or not."""
    if wanted:
        keys.add(key)
    else:
        keys.discard(key)


def overlay(members: Sequence[Member], context: Mapping[str, Value]) -> dict[str, Value]:
    """Return a copy of the context in which the path of every member may be written."""
    names: dict[str, Any] = dict(context)
    copied: set[tuple[str, ...]] = set()
    for member in members:
        node = names
        for end, segment in enumerate(member.inner[:-1], start=1):
            if member.inner[:end] not in copied:
                inner = node.get(segment)
                node[segment] = dict(inner) if isinstance(inner, Mapping) else {}
                copied.add(member.inner[:end])
            node = node[segment]
    return names
