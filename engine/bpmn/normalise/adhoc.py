"""Ad-hoc sub-processes: each part once, side by side or in the drawn order (§10.3.5, §13.3.5)."""

from __future__ import annotations

import itertools

from lxml import etree

from engine.bpmn.normalise.ends import stands_apart
from engine.bpmn.normalise.tree import Tree
from engine.bpmn.tags import EVENTS, bpmn, kind, pr, text_of

COMPLETION = pr("completion")
CANCELS = pr("cancelsRest")


def ad_hoc(tree: Tree) -> None:
    """Draw an ad-hoc sub-process as a sub-process whose parts all start.

    In the sequential one the drawn order is one of the legal orders. The completion condition and
    what becomes of the rest stay as attributes.
    """
    for activity in list(tree.root.iter(bpmn("adHocSubProcess"))):
        if any(kind(n) in ("startEvent", "endEvent") for n in tree.nodes(activity)):
            tree.refuse(activity, "bpmn.ad_hoc.start_or_end")
            continue
        if activity.attrib.pop("ordering", "").lower() == "sequential":
            _in_order(tree, activity)
        completion = text_of(activity, "completionCondition")
        for part in activity.findall(bpmn("completionCondition")):
            activity.remove(part)
        if completion:
            activity.set(COMPLETION, completion)
        activity.set(CANCELS, activity.attrib.pop("cancelRemainingInstances", "true"))
        activity.tag = bpmn("subProcess")


def _in_order(tree: Tree, activity: etree._Element) -> None:
    heads = [
        node
        for node in tree.nodes(activity)
        if kind(node) not in EVENTS and not stands_apart(node) and not tree.incoming(node)
    ]
    for before, after in itertools.pairwise(heads):
        seen = {before}
        while tree.outgoing(before):
            following = tree.by_id.get(tree.outgoing(before)[0].get("targetRef", ""))
            if following is None or following in seen:
                tree.refuse(activity, "bpmn.ad_hoc.no_order")
                return
            before = following  # noqa: PLW2901 - to the end of the part
            seen.add(before)
        tree.connect(before, after)
