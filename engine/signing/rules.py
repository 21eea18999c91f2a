"""What a procedure says of signing, held against its forms when it is deployed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from engine import forms
from engine.errors import Finding


def wrong_signing(
    facts: Mapping[str, Any], path: str, found: Mapping[str, bytes]
) -> Iterator[Finding]:
    """Yield what is not in order with `[[signing]]`; `found` are the forms by name.

    Each has the name of a form and `answers`: for fields of that form, a value that they take.
    """
    rules = facts.get("signing", [])
    for rule in rules if isinstance(rules, list) else [{}]:
        form = str(rule.get("form", ""))[:100] if isinstance(rule, Mapping) else ""
        answers = rule.get("answers") if isinstance(rule, Mapping) else None
        if form not in found:
            yield Finding(path, "facts.signing_form", line=1, facts={"form": form})
        elif not isinstance(answers, Mapping) or not answers:
            yield Finding(path, "facts.signing_answers", line=1, facts={"form": form})
        else:
            fields = forms.load(found[form]).by_key
            for key, value in answers.items():
                options = [option.text for option in fields[key].options] if key in fields else None
                if options is None or (options and value not in options):
                    told = {"form": form, "field": str(key)[:100], "value": str(value)[:100]}
                    yield Finding(path, "facts.signing_field", line=1, facts=told)
