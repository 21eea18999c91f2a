"""Global tasks: a task that call activities share is a process of that one task (§10.3.6)."""

from __future__ import annotations

from lxml import etree

from engine.bpmn.normalise.tree import GENERATED, ORIGIN, Tree
from engine.bpmn.tags import GLOBAL_TASKS, bpmn, kind


def global_tasks(tree: Tree) -> None:
    """Draw every global task as a process with its id; the task in it is the analyst's element."""
    for declared in [e for e in tree.root if kind(e) in GLOBAL_TASKS]:
        process = etree.Element(bpmn("process"))
        tree.root.replace(declared, process)
        identity = declared.get("id", "")
        for name, value in (("id", identity), ("name", declared.get("name", ""))):
            process.set(name, value)
        process.set("isExecutable", "true")
        process.append(declared)
        declared.tag = bpmn(GLOBAL_TASKS[kind(declared)])
        language = declared.attrib.pop("scriptLanguage", "")
        if language:
            declared.set("scriptFormat", language)
        declared.set(GENERATED, "id")
        declared.set(ORIGIN, identity)
        tree.by_id[identity] = process
        tree.name(declared, f"{identity}:task")
