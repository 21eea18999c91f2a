"""What there is to choose from at a moment: options of the form, of a variable, FEEL or a list.

No database, no clock, no network; lists of codes and documents are handed in.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from engine.forms.codelists import CodeList
from engine.forms.display import as_text
from engine.forms.schema import Field, Files, Option
from engine.forms.scope import Scope
from engine.model import Value

MOST_OPTIONS = 500


@dataclass(frozen=True, slots=True)
class Offers:
    """What the house has to choose from beside the form: lists of codes by name, documents by id.

    The facts of a document, as far as they are known: `name`, `media_type`, `size` and `kind`; the
    number of the `case` where it can be looked at; and, for one whose name not every reader of the
    case may know, what it is `called` there. It is `own` when it is of no case yet,
    for who sent it. `may_add` tells whether files can be added.
    """

    lists: Mapping[str, CodeList] = field(default_factory=dict)
    documents: Mapping[str, Mapping[str, Value]] = field(default_factory=dict)
    may_add: bool = False


NOTHING = Offers()


def with_options(one: Field, scope: Scope, offers: Offers) -> Field:
    """Return the field with the options that it has now; a field with its own is left alone."""
    if one.files is not None:
        return dataclasses.replace(one, options=_documents(one.files, offers.documents))
    if one.choices is None or one.options:
        return one
    if one.choices.computed is not None:
        return dataclasses.replace(one, options=_computed(scope.value(one.choices.computed)))
    known = offers.lists.get(one.choices.code_list or "")
    return dataclasses.replace(one, options=known.options if known else ())


def _computed(value: Value) -> tuple[Option, ...]:
    """Return the options that a list gives: texts, numbers, or contexts with value and label."""
    found: dict[str, Option] = {}
    for one in value[:MOST_OPTIONS] if isinstance(value, list) else ():
        option = _option(one)
        if option is not None:
            found.setdefault(option.text, option)
    return tuple(found.values())


def _option(value: Value) -> Option | None:
    """Return one option, None for what cannot be one."""
    label: Any = value
    if isinstance(value, Mapping):
        value, label = value.get("value"), value.get("label", value.get("value"))
    if isinstance(value, bool):
        return Option(value, "true" if value else "false", as_text(label))
    if isinstance(value, Decimal) and value.is_finite():
        return Option(value, str(value), as_text(label))
    return Option(value, value, as_text(label)) if isinstance(value, str) and value else None


def _documents(files: Files, documents: Mapping[str, Mapping[str, Value]]) -> tuple[Option, ...]:
    """Return the documents that a file picker takes."""
    return tuple(
        Option(name, name, as_text(facts.get("called") or facts.get("name")) or name)
        for name, facts in documents.items()
        if files.kind in (None, facts.get("kind")) and accepts(files.accept, facts)
    )


def accepts(accept: Sequence[str], facts: Mapping[str, Value]) -> bool:
    """Tell whether a document has one of the endings or media types that are asked."""
    name, media = as_text(facts.get("name")).lower(), as_text(facts.get("media_type")).lower()
    return not accept or any(
        name.endswith(one) if one.startswith(".") else _is_media(one, media) for one in accept
    )


def _is_media(wanted: str, media: str) -> bool:
    """Tell whether a media type is the one asked; `image/*` is any image."""
    return media.startswith(wanted[:-1]) if wanted.endswith("/*") else media == wanted
