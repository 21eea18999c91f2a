"""What a form may be made of: the components that are executed, and our own properties of each.

The form editor is told this list, so that it offers what the reader understands and nothing else.
No words for people, no database, no clock, no network.
"""

from __future__ import annotations

from dataclasses import dataclass

from engine.forms.identifiers import IDENTIFIERS
from engine.forms.own import CLASSES, UNITS
from engine.forms.reader import FIELD_TYPES, OTHER_TYPES
from engine.forms.schema import CHOICE_KINDS

COMPONENTS = FIELD_TYPES | OTHER_TYPES
_CHOSEN = frozenset(CHOICE_KINDS)
_LIST = frozenset({"dynamiclist"})
_FILLED = FIELD_TYPES - {"expression"}


@dataclass(frozen=True, slots=True)
class OwnProperty:
    """One of our own properties: its name, what is written in it, and which components have it.

    `kind` is text, template (text with `{{feel}}`), feel, number, or choice out of `choices`.
    """

    name: str
    kind: str
    components: frozenset[str]
    choices: tuple[str, ...] = ()


OWN_PROPERTIES: tuple[OwnProperty, ...] = (
    OwnProperty("hulp", "template", _FILLED | _LIST),
    OwnProperty("rechtsgrond", "text", _FILLED | _LIST),
    OwnProperty("controle", "choice", frozenset({"textfield"}), tuple(IDENTIFIERS)),
    OwnProperty("eenheid", "choice", frozenset({"number", "textfield"}), tuple(UNITS)),
    OwnProperty("lijst", "text", _CHOSEN),
    OwnProperty("oordeel", "choice", frozenset({"radio"}), ("ja",)),
    OwnProperty("soort", "text", frozenset({"filepicker"})),
    OwnProperty("vertrouwelijk", "choice", _FILLED, CLASSES),
    OwnProperty("bron", "feel", _FILLED | _LIST),
    OwnProperty("bronNaam", "template", _FILLED),
    OwnProperty("vergelijk", "feel", _FILLED),
    OwnProperty("rij", "template", _LIST),
    OwnProperty("minRijen", "number", _LIST),
    OwnProperty("maxRijen", "number", _LIST),
)

FORM_PROPERTIES = ("paginas",)
"""Our own properties of a form as a whole, each on or off: `paginas` makes every group a part."""
