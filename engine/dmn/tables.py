"""Decision tables as they are read: columns, rules, hit policy; cells compiled.

No database, no clock, no network.
"""

from __future__ import annotations

from engine.dmn.findings import Findings
from engine.dmn.itemtypes import Types
from engine.dmn.model import AGGREGATES, RANKED, HitPolicy, Input, Output, Rule, Table
from engine.dmn.tree import Node
from engine.feel import Expression, UnaryTests, compile_expression, compile_unary_tests

NOTHING = compile_expression("null")
_ANYTHING = compile_unary_tests("-")
_POLICIES = {
    "UNIQUE": HitPolicy.UNIQUE,
    "ANY": HitPolicy.ANY,
    "PRIORITY": HitPolicy.PRIORITY,
    "FIRST": HitPolicy.FIRST,
    "RULE ORDER": HitPolicy.RULE_ORDER,
    "OUTPUT ORDER": HitPolicy.OUTPUT_ORDER,
    "COLLECT": HitPolicy.COLLECT,
}
_AGGREGATIONS = {
    "SUM": HitPolicy.SUM,
    "MIN": HitPolicy.LEAST,
    "MAX": HitPolicy.GREATEST,
    "COUNT": HitPolicy.COUNT,
}


def read_table(node: Node, types: Types, findings: Findings) -> Table:
    """Read one decision table (DMN 1.5 §8.3); everything wrong becomes a finding."""
    findings.only(node, {"input", "output", "annotation", "rule"})
    policy = _hit_policy(node, findings)
    inputs = tuple(_input(one, types, findings) for one in node.all("input"))
    output_nodes = list(node.all("output"))
    several = len(output_nodes) > 1
    outputs = tuple(
        _output(one, types, findings, several=several, ranked=policy in RANKED)
        for one in output_nodes
    )
    _check_outputs(node, outputs, policy, findings)
    rules = tuple(
        _rule(one, number, (inputs, outputs), findings)
        for number, one in enumerate(node.all("rule"), start=1)
    )
    if not rules:
        findings.add("no_rules", node)
    seen: set[str] = set()
    for rule in rules:
        if rule.id in seen:
            findings.add("rule_twice", node, rule=rule.id)
        seen.add(rule.id)
    annotations = tuple(one.get("name") or "" for one in node.all("annotation"))
    whole = tuple(
        rule
        for rule in rules
        if len(rule.tests) == len(inputs) and len(rule.outputs) == len(outputs)
    )
    return Table(node.get("id") or "", policy, inputs, outputs, whole, annotations)


def _hit_policy(node: Node, findings: Findings) -> HitPolicy:
    """Read hit policy and aggregation; without one it is UNIQUE."""
    name = node.get("hitPolicy") or "UNIQUE"
    policy = _POLICIES.get(name)
    if policy is None:
        findings.add("unknown_hit_policy", node, value=name, known=sorted(_POLICIES))
        return HitPolicy.UNIQUE
    aggregation = node.get("aggregation")
    if aggregation is None:
        return policy
    if policy is not HitPolicy.COLLECT or aggregation not in _AGGREGATIONS:
        known = sorted(_AGGREGATIONS)
        findings.add("unknown_aggregation", node, value=aggregation, policy=name, known=known)
        return policy
    return _AGGREGATIONS[aggregation]


def _input(node: Node, types: Types, findings: Findings) -> Input:
    """Read an input column."""
    findings.only(node, {"inputExpression", "inputValues"})
    if "inputVariable" in node.foreign:
        findings.add("not_supported", node, construct="inputVariable")
    inner = node.first("inputExpression")
    text = inner.text_in() if inner else ""
    label = node.get("label") or text
    if not text:
        findings.add("empty_expression", node, column=label)
    expression = findings.expression(inner, text, column=label) if text else None
    return Input(
        node.get("id") or label,
        label,
        expression or NOTHING,
        types.of(inner),
        _values(node, "inputValues", findings, label),
    )


def _output(node: Node, types: Types, findings: Findings, *, several: bool, ranked: bool) -> Output:
    """Read an output column; with several each needs a name."""
    findings.only(node, {"outputValues", "defaultOutputEntry"})
    name = node.get("name") or ""
    label = node.get("label") or name
    if several and not name:
        findings.add("missing_name", node, construct="output")
    values = node.first("outputValues")
    default = node.first("defaultOutputEntry")
    type_ = types.of(node)
    listed = values.text_in() if values else ""
    ranking = None
    if ranked and not listed:
        below = type_.values()
        listed = below.text if below else ""
    if ranked and listed:
        ranking = findings.expression(values or node, f"[{listed}]", column=label)
    text = default.text_in() if default else ""
    return Output(
        id=node.get("id") or label,
        name=name,
        label=label,
        type=type_,
        allowed=_values(node, "outputValues", findings, label),
        ranking=ranking,
        default=findings.expression(default, text, column=label) if text else None,
    )


def _values(node: Node, tag: str, findings: Findings, label: str) -> UnaryTests | None:
    """Read the allowed values of a column."""
    values = node.first(tag)
    if values is None or values.text_in() in {"", "-"}:
        return None
    return findings.tests(values, values.text_in(), column=label)


def _check_outputs(
    node: Node, outputs: tuple[Output, ...], policy: HitPolicy, findings: Findings
) -> None:
    """Check what the hit policy asks of the outputs."""
    names = [one.name for one in outputs]
    if not outputs:
        findings.add("no_outputs", node)
    if len(set(names)) < len(names) and all(names):
        findings.add("name_twice", node, construct="output")
    if policy in RANKED and all(one.ranking is None for one in outputs):
        findings.add("no_output_values", node, policy=policy.value)
    if policy in AGGREGATES - {HitPolicy.COUNT} and len(outputs) > 1:
        findings.add("several_outputs", node, policy=policy.value)


def _rule(
    node: Node,
    number: int,
    columns: tuple[tuple[Input, ...], tuple[Output, ...]],
    findings: Findings,
) -> Rule:
    """Read one rule; it has a cell for every column."""
    inputs, outputs = columns
    findings.only(node, {"inputEntry", "outputEntry", "annotationEntry"})
    key = node.get("id") or f"rule_{number}"
    input_cells = list(node.all("inputEntry"))
    output_cells = list(node.all("outputEntry"))
    if len(input_cells) != len(inputs) or len(output_cells) != len(outputs):
        findings.add(
            "cell_count",
            node,
            rule=key,
            number=number,
            cells=[len(input_cells), len(output_cells)],
            columns=[len(inputs), len(outputs)],
        )
    where = {"rule": key, "number": number}
    tests = [
        findings.tests(cell, cell.text_in(), column=column.label, **where) or _ANYTHING
        for column, cell in zip(inputs, input_cells, strict=False)
    ]
    results = [
        _result(cell, column.label, where, findings)
        for column, cell in zip(outputs, output_cells, strict=False)
    ]
    notes = tuple(one.text_in() for one in node.all("annotationEntry"))
    return Rule(key, tuple(tests), tuple(results), notes or _description(node))


def _result(cell: Node, label: str, where: dict[str, object], findings: Findings) -> Expression:
    """Read an output cell; an empty one or `-` gives null."""
    text = cell.text_in()
    if text in {"", "-"}:
        return NOTHING
    return findings.expression(cell, text, column=label, **where) or NOTHING


def _description(node: Node) -> tuple[str, ...]:
    """Return a rule's description, where older models keep their annotation."""
    text = node.text_in("description")
    return (text,) if text else ()
