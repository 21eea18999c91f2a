"""Where confidential fields of a deployment would be told to others than their readers."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Iterator, Mapping
from typing import Any

from engine import dmn, forms, letters, xml
from engine.deployments.asking import asked
from engine.deployments.files import of_kind
from engine.errors import Finding
from engine.forms import Path
from engine.forms.own import CLASSES
from engine.masking import mentions
from engine.model import DocumentRules
from engine.runtime import FileKind, letter_blocks

Files = Mapping[str, bytes]
Secrets = Mapping[Path, str]
SEARCHED = "field"  # the element that makes a value searchable, and the title of a case
_BRACES = re.compile(r"\{\{(.*?)\}\}", re.DOTALL)
_UNSEEN = frozenset({"conditional", "validate"})


def check(files: Files) -> Iterator[Finding]:
    """Return where a field of a class with readers is told, in files that are in order otherwise.

    Errors are what every reader of a list would see; the rest is a warning. Also: a field of the
    highest class without a reader in a form that can be asked, because its page promises that not
    everybody sees it.
    """
    classes = _classes(files)
    secrets = _secrets(files)
    for path, data in asked(files).items():
        for each, name in forms.confidential(forms.load(data)).items():
            if name == CLASSES[-1] and name not in classes:
                facts = {"field": ".".join(each), "class": name}
                yield Finding(path, "confidential.no_readers", ".".join(each), facts=facts)
    if secrets:
        yield from _in_diagrams(files, secrets)
        yield from _in_tables(files, secrets)
        yield from _in_letters(files, secrets)
        yield from _in_forms(files, secrets)


def in_letters(files: Files) -> Iterator[Finding]:
    """Return where the letters of `files` tell a field of a class with readers."""
    secrets = _secrets(files)
    if secrets:
        yield from _in_letters(files, secrets)


def _classes(files: Files) -> set[str]:
    return {
        name
        for data in of_kind(files, FileKind.FACTS).values()
        for name in DocumentRules.of(tomllib.loads(data.decode("utf-8"))).classes
    }


def _secrets(files: Files) -> dict[Path, str]:
    classes, secrets = _classes(files), dict[Path, str]()
    for data in of_kind(files, FileKind.FORM).values():
        found = forms.confidential(forms.load(data))
        secrets |= {each: name for each, name in found.items() if name in classes}
    return secrets


def _in_diagrams(files: Files, secrets: Secrets) -> Iterator[Finding]:
    for path, data in of_kind(files, FileKind.DIAGRAM).items():
        for element in xml.parse(data, path).iter():
            texts = [str(value) for value in element.attrib.values()]
            texts = [text[1:] for text in texts if text.startswith("=")]
            searched = str(element.tag).endswith(f"}}{SEARCHED}")
            for field in _told(texts, secrets):
                rule = "search_field" if searched else "diagram"
                line = xml.line_of(element)
                yield _finding(path, rule, field, line=line, is_error=searched)


def _in_tables(files: Files, secrets: Secrets) -> Iterator[Finding]:
    for path, model in dmn.parse_all(of_kind(files, FileKind.TABLE)).items():
        for decision, table in model.tables():
            texts = [column.expression.text for column in table.inputs]
            texts += [cell.text for rule in table.rules for cell in rule.outputs]
            for field in _told(texts, secrets):
                yield _finding(path, "table", field, element=decision)


def _in_letters(files: Files, secrets: Secrets) -> Iterator[Finding]:
    blocks = letter_blocks(files)
    for path, data in of_kind(files, FileKind.LETTER).items():
        text = data.decode("utf-8", "replace")
        model = letters.read(letters.assemble(text, blocks, path).text, path)
        subject = [hole.expression for hole in letters.holes_of(model.subject)]
        for field in _told(subject, secrets):
            yield _finding(path, "letter_subject", field, is_error=True)
        rest = [hole.expression for hole in model.holes if hole.expression not in subject]
        for field in _told(rest, secrets):
            yield _finding(path, "letter", field)


def _in_forms(files: Files, secrets: Secrets) -> Iterator[Finding]:
    for path, data in of_kind(files, FileKind.FORM).items():
        texts = list(_shown(json.loads(data)))
        for field in _told(texts, secrets):
            yield _finding(path, "form", field)


def _shown(node: Any) -> Iterator[str]:
    """Yield the FEEL of a form that gives what people see; conditions and limits do not."""
    if isinstance(node, dict):
        for name, each in node.items():
            if name not in _UNSEEN:
                yield from _shown(each)
    elif isinstance(node, list):
        for each in node:
            yield from _shown(each)
    elif isinstance(node, str):
        yield from [node[1:]] if node.startswith("=") else _BRACES.findall(node)


def _told(texts: list[str], secrets: Secrets) -> list[Path]:
    return sorted(path for path in secrets if any(mentions(text, path) for text in texts))


def _finding(
    file: str,
    rule: str,
    field: Path,
    *,
    element: str | None = None,
    line: int | None = None,
    is_error: bool = False,
) -> Finding:
    return Finding(
        file,
        f"confidential.{rule}",
        element,
        line,
        facts={"field": ".".join(field)},
        severity="error" if is_error else "warning",
    )
