"""The tables of docs/forms.md and docs/gids/formulieren.md, made of what the code accepts.

`python -m tools.form_language` writes them again between their marks; a test compares.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from engine.forms import check
from engine.forms.choosing import MOST_OPTIONS
from engine.forms.codelists import MOST_CODES
from engine.forms.facets import MOST_TABLE_ROWS
from engine.forms.identifiers import IDENTIFIERS
from engine.forms.own import CLASSES, UNITS
from engine.forms.reader import FIELD_TYPES, MOST_NESTED, OTHER_TYPES, REFUSED_TYPES
from engine.forms.rows import MOST_FIELDS
from engine.forms.schema import MOST_ROWS
from engine.forms.source import MAX_BYTES, MAX_COMPONENTS, MAX_DEPTH
from engine.forms.values import LONGEST_LINE, LONGEST_TEXT, MOST_DIGITS
from engine.wording.nl.forms import FINDINGS, PROBLEMS, VERDICTS

ROOT = Path(__file__).parent.parent
VALUES: Mapping[str, str] = {
    "textfield": "text or null",
    "textarea": "text with line feeds, or null",
    "number": "number (exact decimal) or null",
    "checkbox": "true or false",
    "checklist": "list of option values",
    "taglist": "list of option values",
    "radio": "option value or null",
    "select": "option value or null",
    "datetime": "date, time, or date and time, or null",
    "filepicker": "list of `{document, name}`",
    "expression": "what the FEEL gives",
    "dynamiclist": "list of contexts",
}
STANDARD = (
    "accept", "allowAddRemove", "appearance", "columns", "columnsExpression", "computeOn",
    "conditional", "dataSource", "decimalDigits", "defaultRepetitions", "defaultValue",
    "description", "disableCollapse", "disabled", "expression", "increment", "isRepeating", "key",
    "label", "multiple", "nonCollapsedItems", "path", "readonly", "rowCount", "searchable",
    "subtype", "text", "timeInterval", "timeSerializingFormat", "validate", "values",
    "valuesExpression", "valuesKey",
)  # fmt: skip
OWN = (
    "bron", "bronNaam", "controle", "eenheid", "hulp", "lijst", "maxRijen", "minRijen", "oordeel",
    "rechtsgrond", "rij", "soort", "vergelijk", "vertrouwelijk",
)  # fmt: skip
BASES: Mapping[str, dict[str, Any]] = {
    "datetime": {"subtype": "date"},
    "expression": {"expression": "=1"},
    "table": {"dataSource": "=a", "columns": [{"key": "a", "label": "A"}]},
    "dynamiclist": {
        "path": "p",
        "components": [{"type": "textfield", "id": "x", "key": "x", "label": "X"}],
    },
}


def accepts(kind: str, name: str, *, own: bool) -> bool:
    """Tell whether a component of this kind knows a property."""
    part: dict[str, Any] = {"type": kind, "id": "c", **BASES.get(kind, {})}
    part |= {"key": "k", "label": "L"} if kind in FIELD_TYPES - {"expression"} else {}
    part |= {"key": "k"} if kind == "expression" else {}
    if own:
        part["properties"] = {name: "ja" if name == "oordeel" else "1"}
    else:
        part.setdefault(name, "1")
    where = f"properties.{name}" if own else name
    found = check(json.dumps({"type": "default", "components": [part]}).encode(), "")
    refused = {one.facts.get("property") for one in found if one.rule == "form.unknown_property"}
    return where not in refused and "properties" not in refused


def components() -> str:
    """Return the table of components with their values and properties."""
    lines = ["| component | value | properties | our own properties |", "|---|---|---|---|"]
    for kind in sorted(FIELD_TYPES | OTHER_TYPES):
        known = [f"`{name}`" for name in STANDARD if accepts(kind, name, own=False)]
        ours = [f"`{name}`" for name in OWN if accepts(kind, name, own=True)]
        value = VALUES.get(kind, "none")
        lines.append(f"| `{kind}` | {value} | {' '.join(known)} | {' '.join(ours)} |")
    return "\n".join(lines)


def limits() -> str:
    """Return the table of limits."""
    rows = {
        "bytes of a schema": MAX_BYTES,
        "levels of a schema": MAX_DEPTH,
        "components of a schema": MAX_COMPONENTS,
        "fields that are filled in, rows counted": MOST_FIELDS,
        "rows of a list": MOST_ROWS,
        "lists within each other": MOST_NESTED,
        "options that FEEL gives": MOST_OPTIONS,
        "codes of a list": MOST_CODES,
        "rows of a table": MOST_TABLE_ROWS,
        "characters of one line": LONGEST_LINE,
        "characters of a text": LONGEST_TEXT,
        "digits of a number": MOST_DIGITS,
    }
    return "\n".join(
        ["| what | at most |", "|---|---|", *(f"| {what} | {n:,} |" for what, n in rows.items())]
    )


def sentences() -> str:
    """Return what a form says, code by code."""
    both = {**PROBLEMS, **FINDINGS}
    return "\n".join(
        ["| code | zin |", "|---|---|", *(f"| `{code}` | {text} |" for code, text in both.items())]
    )


def refused() -> str:
    """Return the components that have no place, with the reason."""
    rows = (f"| `{kind}` | {FINDINGS[f'form.{code}']} |" for kind, code in REFUSED_TYPES.items())
    return "\n".join(["| soort | waarom niet |", "|---|---|", *rows])


def words() -> str:
    """Return the closed lists that an analyst chooses from."""
    units = ", ".join(f"`{name}` ({n} decimalen)" for name, n in UNITS.items())
    return "\n".join(
        [
            "| eigenschap | waarden |",
            "|---|---|",
            f"| `controle` | {', '.join(f'`{name}`' for name in IDENTIFIERS)} |",
            f"| `eenheid` | {units} |",
            f"| `vertrouwelijk` | {', '.join(f'`{name}`' for name in CLASSES)} |",
            f"| `oordeel` | {', '.join(f'`{code}` ({text})' for code, text in VERDICTS.items())} |",
        ]
    )


TABLES: Mapping[str, Callable[[], str]] = {
    "components": components,
    "limits": limits,
    "sentences": sentences,
    "refused": refused,
    "words": words,
}
PAGES = (ROOT / "docs/forms.md", ROOT / "docs/gids/formulieren.md")


def made(text: str) -> str:
    """Return a page with its tables made again."""

    def table(match: re.Match[str]) -> str:
        return f"<!-- {match[1]} -->\n{TABLES[match[1]]()}\n<!-- end -->"

    return re.sub(r"<!-- (\w+) -->\n.*?<!-- end -->", table, text, flags=re.DOTALL)


if __name__ == "__main__":
    for page in PAGES:
        page.write_text(made(page.read_text(encoding="utf-8")), encoding="utf-8")
