"""How an activity is repeated, compiled; what cannot be repeated as written is refused."""

from __future__ import annotations

from engine.bpmn.compiling import Compiler
from engine.bpmn.diagram import LoopRule, Text, Throws
from engine.bpmn.parser import NodeSpec
from engine.bpmn.repeats import Repeat, is_count, is_name


def loop_of(compiler: Compiler, spec: NodeSpec) -> LoopRule | None:
    """Return the compiled rule by which an activity is repeated; `None` when it is not."""
    repeat = spec.repeat
    if repeat is None:
        return None
    return _standard(compiler, spec, repeat) if repeat.kind == "standard" else _many(compiler, spec)


def _feel(compiler: Compiler, spec: NodeSpec, text: str | None, where: str) -> Text | None:
    return compiler.feel(text, spec.origin, where) if text else None


def _standard(compiler: Compiler, spec: NodeSpec, repeat: Repeat) -> LoopRule:
    maximum = None
    if repeat.maximum:
        if not is_count(repeat.maximum):
            compiler.refuse(spec.origin, "bpmn.loop.maximum", maximum=repeat.maximum)
        else:
            maximum = int(repeat.maximum)
    elif not repeat.condition:
        compiler.refuse(spec.origin, "bpmn.loop.endless")
    condition = _feel(compiler, spec, repeat.condition, "loop")
    return LoopRule(
        "standard", condition=condition, maximum=maximum, test_before=repeat.test_before
    )


def _many(compiler: Compiler, spec: NodeSpec) -> LoopRule:
    repeat = spec.repeat
    assert repeat is not None, "only repeated activities come here"
    if bool(repeat.cardinality) == bool(repeat.collection):
        compiler.refuse(spec.origin, "bpmn.loop.how_many")
    if bool(repeat.output) != bool(repeat.result):
        compiler.refuse(spec.origin, "bpmn.loop.output")
    for name in (repeat.element, repeat.output):
        if name and not is_name(name):
            compiler.refuse(spec.origin, "bpmn.loop.name", reference=name)
    return LoopRule(
        repeat.kind,
        cardinality=_feel(compiler, spec, repeat.cardinality, "loop"),
        collection=_feel(compiler, spec, repeat.collection, "loop"),
        element=repeat.element,
        output=repeat.output,
        result=_feel(compiler, spec, repeat.result, "loop"),
        completion=_feel(compiler, spec, repeat.completion, "loop"),
        throws=tuple(
            Throws(event, when, _feel(compiler, spec, condition, "loop"))
            for event, when, condition in repeat.throws
        ),
    )
