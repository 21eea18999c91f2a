"""How messages find their case: keys, conversations, message flows (BPMN 2.0.2 §8.4.2, §9.3)."""

from tests.bpmn.constructs.model import (
    Construct,
    boundary,
    catch,
    end,
    event,
    flows,
    handler,
    line,
    message,
    start,
    throw,
    user,
)

CORRELATION, FLOWS = "§8.4.2", "§9.3"


def declared(name: str, **paths: str) -> str:
    """Return a correlation property, with the FEEL that reads it from each message."""
    expressions = "".join(
        f'<correlationPropertyRetrievalExpression messageRef="{of}"><messagePath>{path}'
        "</messagePath></correlationPropertyRetrievalExpression>"
        for of, path in paths.items()
    )
    return f'<correlationProperty id="{name}" name="{name}">{expressions}</correlationProperty>'


def key(*properties: str, name: str = "key", more: str = "") -> str:
    """Return a collaboration whose messages are known by a correlation key."""
    parts = "".join(
        f"<correlationPropertyRef>{part}</correlationPropertyRef>" for part in properties
    )
    inner = f'<correlationKey id="{name}" name="{name}">{parts}</correlationKey>'
    return f'<collaboration id="talk_{name}">{more}{inner}</collaboration>'


def subscribed(*bindings: tuple[str, str], to: str = "key") -> str:
    """Return what the process waits for, computed from its own data."""
    parts = "".join(
        f'<correlationPropertyBinding correlationPropertyRef="{part}"><dataPath>{path}</dataPath>'
        "</correlationPropertyBinding>"
        for part, path in bindings
    )
    return f'<correlationSubscription correlationKeyRef="{to}">{parts}</correlationSubscription>'


def joined(*pairs: str) -> str:
    """Return a collaboration of message flows `source>target`, called `source_target`."""
    drawn = "".join(
        f'<messageFlow id="{source}_{target}" name="{source} {target}" sourceRef="{source}" '
        f'targetRef="{target}"/>'
        for source, _, target in (pair.partition(">") for pair in pairs)
    )
    people = '<participant id="pool_p" processRef="p"/><participant id="pool_w" name="World"/>'
    return f'<collaboration id="talk">{people}{drawn}</collaboration>'


BY_NUMBER = declared("nr", m1="order.number", m2="number") + key("nr")
OPEN = "<messageEventDefinition/>"

CONSTRUCTS = (
    Construct(
        "correlation, by a key that the first message fixes",
        CORRELATION,
        start(message(), "s") + catch("c", message("m2")) + end() + flows(("s", "c"), ("c", "end")),
        """message m1 order={number:7} | -s +c | c
        deliver c number=7 | -c -end |""",
        top=BY_NUMBER,
    ),
    Construct(
        "correlation, by a key that a sent message fixes",
        CORRELATION,
        line(throw("t", message()), catch("c", message("m2")), names="t c"),
        """start order={number:7} | -start -t +c | c
        deliver c number=7 | -c -end |""",
        top=BY_NUMBER,
    ),
    Construct(
        "correlation, by a key of several properties",
        CORRELATION,
        start(message(), "s") + catch("c", message("m2")) + end() + flows(("s", "c"), ("c", "end")),
        """message m1 a=1 b=2 | -s +c | c
        deliver c a=1 b=2 | -c -end |""",
        top=declared("a", m1="a", m2="a") + declared("b", m1="b", m2="b") + key("a", "b"),
    ),
    Construct(
        "correlation, by what the process knows itself",
        CORRELATION,
        line(catch("c", message("m2")), names="c") + subscribed(("nr", "mine")),
        """start mine=7 | -start +c | c
        deliver c number=7 | -c -end |""",
        top=BY_NUMBER,
    ),
    Construct(
        "correlation, by our own attribute on the event",
        CORRELATION,
        line(
            event("intermediateThrowEvent", "t", message(), 'pr:correlation="nr" pr:keep="P2D"'),
            event("intermediateCatchEvent", "c", message("m2"), 'pr:correlation="nr + 1"'),
            names="t c",
        ),
        """start nr=7 | -start -t +c | c
        deliver c | -c -end |""",
    ),
    Construct(
        "correlation, of a boundary event and an event sub-process",
        CORRELATION,
        start(message(), "s")
        + user("a")
        + boundary("b", "a", message("m2"), cancel=False)
        + end()
        + flows(("s", "a"), ("a", "end"), ("b", "end"))
        + handler("h", message("m2"), user("u"), names="u"),
        """message m1 order={number:7} | -s +a | a b h_s
        deliver b number=7 | -b -end | a b h_s
        deliver h_s number=7 | xa +h -h_s +u | u
        complete u | -u -h_e -h |""",
        top=BY_NUMBER,
    ),
    Construct(
        "correlation, start events of one conversation: the second comes to the same case",
        "§13.2",
        start(message(), "s")
        + start(message("m2"), "t")
        + user("a")
        + user("b")
        + end()
        + flows(("s", "a"), ("t", "b"), ("a", "end"), ("b", "end")),
        """message m1 order={number:7} | -s +a | a t
        deliver t number=7 | -t +b | a b
        complete a | -a -end | b
        complete b | -b -end |""",
        top=BY_NUMBER,
    ),
    Construct(
        "correlation, start events of one conversation: the case does not wait for the second",
        "§13.2",
        start(message(), "s")
        + start(message("m2"), "t")
        + user("a")
        + end()
        + flows(("s", "a"), ("t", "a"), ("a", "end")),
        """message m2 number=7 | -t +a | a s
        complete a | -a -end |""",
        top=BY_NUMBER,
    ),
    Construct(
        "correlation, a starting gateway that waits for the rest of its conversation",
        "§10.6.6",
        '<eventBasedGateway id="g" instantiate="true" eventGatewayType="Parallel"/>'
        + catch("c", message())
        + catch("d", message("m2"))
        + end()
        + flows(("g", "c"), ("g", "d"), ("c", "end"), ("d", "end")),
        """message m2 number=7 | -g -d +c -end | c
        deliver c order={number:7} | -c -end |""",
        top=BY_NUMBER,
    ),
    Construct(
        "message flow, joins two that name no message",
        FLOWS,
        line(throw("t", OPEN), names="t") + "</process>"
        '<process id="q" isExecutable="true">' + start(OPEN, "qs") + user("b") + flows(("qs", "b")),
        "start | -start -t -end |",
        top=joined("t>qs"),
    ),
    Construct(
        "message flow, says the message of the other end",
        FLOWS,
        line(catch("c", OPEN), names="c") + "</process>"
        '<process id="q">' + start(name="qs") + throw("t", message()) + flows(("qs", "t")),
        """start | -start +c | c
        deliver c x=1 | -c -end |""",
        "x = 1",
        top=joined("t>c"),
    ),
    Construct(
        "message flow, of a send task and a receive task",
        FLOWS,
        line('<sendTask id="t"/>', names="t") + "</process>"
        '<process id="q" isExecutable="true">'
        + start(name="qs")
        + '<receiveTask id="r"/>'
        + flows(("qs", "r")),
        "start | -start -t -end |",
        top=joined("t>r"),
    ),
    Construct(
        "message flow, from the world outside, with the message that it names",
        FLOWS,
        line(catch("c", OPEN), names="c"),
        """start | -start +c | c
        deliver c x=1 | -c -end |""",
        "x = 1",
        top=joined("pool_w>c").replace('targetRef="c"', 'targetRef="c" messageRef="m1"'),
    ),
)
