"""Whether a PDF that grew still says what it said: nothing but signatures came to it.

Every object that can be reached from the first catalog is compared with what stands under its
number now (ISO 32000-2 §7.5.6: an incremental update appends, numbers stay). Only the catalog may
get a form with signature fields and what belongs to signatures, and a page the places of those.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from pyhanko.pdf_utils import generic

FOR_SIGNATURES = frozenset({"/AcroForm", "/DSS", "/Extensions", "/Version", "/Perms", "/Metadata"})
ON_A_PAGE = frozenset({"/Annots", "/Tabs"})
MOST_OBJECTS = 200_000


def only_signed(before: Any, after: Any) -> bool:
    """Tell whether the reader `after` shows all that `before` showed, and more only signatures."""
    fields = _signature_fields(after.root)
    if fields is None:
        return False
    walk = _Walk(fields)
    return walk.same_roots(before.root, after.root)


def _signature_fields(root: Any) -> set[Any] | None:
    """Return the references of the fields of the form, or None when one is not for a signature."""
    form = at(root, "/AcroForm")
    if form is None or at(form, "/XFA") is not None:
        return None
    found = set()
    for reference in _raw(at(form, "/Fields") or ()):
        field = _object(reference)
        if not isinstance(field, generic.DictionaryObject) or at(field, "/FT") != "/Sig":
            return None
        kids = list(_raw(at(field, "/Kids") or ()))
        found |= {each.reference for each in (reference, *kids) if _is_reference(each)}
    return found


class _Walk:
    """One comparison; pairs of objects that were met are not looked at again."""

    def __init__(self, fields: set[Any]) -> None:
        self._fields = fields
        self._seen: set[Any] = set()
        self._todo: list[tuple[Any, Any]] = []

    def same_roots(self, old: Any, new: Any) -> bool:
        """Compare from the catalogs on."""
        if not self._same_dictionary(old, new, FOR_SIGNATURES):
            return False
        while self._todo:
            if len(self._seen) > MOST_OBJECTS or not self._same(*self._todo.pop()):
                return False
        return True

    def _same(self, old: Any, new: Any) -> bool:
        if _is_reference(old) or _is_reference(new):
            return self._same_reference(old, new)
        if isinstance(old, generic.DictionaryObject):
            return self._same_thing(old, new)
        if isinstance(old, generic.ArrayObject):
            return self._same_list(old, new)
        return type(old) is type(new) and bool(old == new)

    def _same_reference(self, old: Any, new: Any) -> bool:
        if not (_is_reference(old) and _is_reference(new)):
            return False
        if (old.idnum, old.generation) != (new.idnum, new.generation):
            return False
        if (old.idnum, old.generation) not in self._seen:
            self._seen.add((old.idnum, old.generation))
            self._todo.append((old.get_object(), new.get_object()))
        return True

    def _same_thing(self, old: Any, new: Any) -> bool:
        if type(old) is not type(new):
            return False
        if isinstance(old, generic.StreamObject) and old.encoded_data != new.encoded_data:
            return False
        if at(old, "/Type") == "/Catalog":  # a way back to the root, which was compared already
            return True
        if at(old, "/Type") == "/Page":
            return self._same_places(old, new) and self._same_dictionary(old, new, ON_A_PAGE)
        return self._same_dictionary(old, new, frozenset())

    def _same_dictionary(self, old: Any, new: Any, free: frozenset[str]) -> bool:
        if set(old) - free != set(new) - free:
            return False
        self._todo += [(old.raw_get(key), new.raw_get(key)) for key in old if key not in free]
        return True

    def _same_list(self, old: Any, new: Any) -> bool:
        if not isinstance(new, generic.ArrayObject) or len(old) != len(new):
            return False
        self._todo += zip(_raw(old), _raw(new), strict=True)
        return True

    def _same_places(self, old: Any, new: Any) -> bool:
        """Compare what lies upon a page: what was there still is, what came is a signature's."""
        was, now = (list(_raw(at(each, "/Annots") or ())) for each in (old, new))
        self._todo += zip(was, now, strict=False)
        added = now[len(was) :]
        return len(now) >= len(was) and all(
            _is_reference(each) and each.reference in self._fields for each in added
        )


def at(thing: Any, key: str) -> Any:
    """Return what a dictionary holds under `key`, itself and not a reference to it, or None."""
    try:
        return thing[key]
    except KeyError:
        return None


def _raw(some: Any) -> Iterable[Any]:
    return (some.raw_get(at) for at in range(len(some)))


def _object(thing: Any) -> Any:
    return thing.get_object() if _is_reference(thing) else thing


def _is_reference(thing: Any) -> bool:
    return isinstance(thing, generic.IndirectObject)
