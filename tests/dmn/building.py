"""Small decision models for the tests."""

from __future__ import annotations

from collections.abc import Sequence
from xml.sax.saxutils import escape, quoteattr

from engine.dmn import Tables, parse
from engine.errors import InvalidModel

NAMESPACE = "https://www.omg.org/spec/DMN/20191111/MODEL/"


def model(*parts: str, namespace: str = NAMESPACE) -> bytes:
    return (
        f'<definitions xmlns="{namespace}" id="d" name="proef" namespace="urn:proef">'
        f"{''.join(parts)}</definitions>"
    ).encode()


def column(tag: str, text: str, **attributes: str) -> str:
    """Return an input (text is its expression) or an output (text is inside it)."""
    values = "".join(f" {name}={quoteattr(value)}" for name, value in attributes.items())
    inside = f"<inputExpression><text>{escape(text)}</text></inputExpression>"
    return f"<{tag}{values}>{inside if tag == 'input' else text}</{tag}>"


def values(tag: str, text: str) -> str:
    return f"<{tag}><text>{escape(text)}</text></{tag}>"


def rule(key: str, cells: Sequence[str], results: Sequence[str], note: str = "") -> str:
    inside = "".join(values("inputEntry", cell) for cell in cells)
    inside += "".join(values("outputEntry", result) for result in results)
    inside += values("annotationEntry", note) if note else ""
    return f'<rule id="{key}">{inside}</rule>'


def table(*parts: str, policy: str = "UNIQUE", more: str = "") -> str:
    attributes = f'hitPolicy="{policy}"{more}'
    return f'<decisionTable id="t" {attributes}>{"".join(parts)}</decisionTable>'


def decision(key: str, logic: str, *requires: str, variable: str = "") -> str:
    """Return a decision; a requirement is a tag and an id, or an href of another model."""
    needs = ""
    for tag, _, name in (one.partition(" ") for one in requires):
        of = "knowledge" if tag == "requiredKnowledge" else "information"
        href = name if "#" in name else f"#{name}"
        needs += f'<{of}Requirement><{tag} href="{href}"/></{of}Requirement>'
    return f'<decision id="{key}" name="{key}">{variable}{needs}{logic}</decision>'


def knowledge(key: str, parameters: str, logic: str, *knows: str, gives: str = "Any") -> str:
    """Return a knowledge model; parameters are `name:type` with spaces between."""
    formal = "".join(
        f'<formalParameter name="{name}" typeRef="{kind}"/>'
        for name, _, kind in (one.partition(":") for one in parameters.split())
    )
    needs = "".join(
        f'<knowledgeRequirement><requiredKnowledge href="#{one}"/></knowledgeRequirement>'
        for one in knows
    )
    return (
        f'<businessKnowledgeModel id="{key}" name="{key}">'
        f'<variable name="{key}" typeRef="{gives}"/>'
        f"<encapsulatedLogic>{formal}{logic}</encapsulatedLogic>{needs}</businessKnowledgeModel>"
    )


def entry(name: str, logic: str) -> str:
    """Return an entry of a boxed context; without a name the result cell."""
    variable = f'<variable name="{name}"/>' if name else ""
    return f"<contextEntry>{variable}{logic}</contextEntry>"


def binding(name: str, text: str) -> str:
    return f'<binding><parameter name="{name}"/>{literal(text)}</binding>'


def literal(text: str) -> str:
    return f"<literalExpression><text>{escape(text)}</text></literalExpression>"


def tables(*parts: str) -> Tables:
    return parse(model(*parts), "proef.dmn")


def refused(data: bytes) -> list[tuple[str, str | None]]:
    """Return rule and element of every finding."""
    try:
        parse(data, "proef.dmn")
    except InvalidModel as error:
        return [(one.rule, one.element) for one in error.findings]
    return []
