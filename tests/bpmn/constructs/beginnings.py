"""How a case begins: by hand, by a message, a signal or the clock (BPMN 2.0.2 §10.5.2, §13.2)."""

from tests.bpmn.constructs.model import (
    Construct,
    catch,
    end,
    flows,
    handler,
    line,
    message,
    signal,
    start,
    timer,
    user,
)

START, BEGIN = "§10.5.2", "§13.2"
KEYED = "".join(f'<message id="{k}" name="{k}" pr:correlation="nr"/>' for k in ("k1", "k2"))


def begun_by(trigger: str, more: str = "") -> str:
    """Return a process that begins with `trigger`, at `s`."""
    return start(trigger, "s", more) + user("a") + end() + flows(("s", "a"), ("a", "end"))


def receive(name: str, of: str, more: str = "") -> str:
    return f'<receiveTask id="{name}" messageRef="{of}" {more}/>'


def gateway(kind: str, *behind: str) -> str:
    """Return a starting gateway `g`; everything behind it goes to a user task of its own."""
    names = [part.partition('id="')[2].partition('"')[0] for part in behind]
    tasks = "".join(user(f"after_{name}") for name in names)
    drawn = f'<eventBasedGateway id="g" instantiate="true" eventGatewayType="{kind}"/>'
    pairs = [("g", name) for name in names] + [(name, f"after_{name}") for name in names]
    return (
        drawn
        + "".join(behind)
        + tasks
        + end()
        + flows(*pairs)
        + flows(*((f"after_{name}", "end") for name in names))
    )


CONSTRUCTS = (
    Construct(
        "start, with a signal, of a process",
        START,
        begun_by(signal()),
        """event s x=1 | -s +a | a
        complete a | -a -end |""",
        "x = 1",
    ),
    Construct(
        "start, at a date, of a process",
        START,
        begun_by(timer("2026-04-01", "timeDate")),
        "event s | -s +a | a",
    ),
    Construct(
        "start, after a while, of a process",
        START,
        begun_by(timer("P1D")),
        "event s | -s +a | a",
    ),
    Construct(
        "start, time and again, of a process",
        START,
        begun_by(timer("R/2026-01-01T08:00:00/P1W", "timeCycle")),
        "event s | -s +a | a",
    ),
    Construct(
        "start, at a time in FEEL that needs no case",
        START,
        begun_by(timer('=today() + duration("P7D")', "timeDate")),
        "event s | -s +a | a",
    ),
    Construct(
        "start, several: each begins a case of its own way, by hand",
        BEGIN,
        begun_by(message())
        + start(signal(), "t")
        + start(name="u")
        + user("b")
        + flows(("t", "b"), ("u", "b"), ("b", "end")),
        "start | -u +b | b",
    ),
    Construct(
        "start, several: each begins a case of its own way, by its message",
        BEGIN,
        begun_by(message()) + start(name="u") + user("b") + flows(("u", "b"), ("b", "end")),
        "message m1 | -s +a | a",
    ),
    Construct(
        "start, several: each begins a case of its own way, by its signal",
        BEGIN,
        begun_by(message()) + start(signal(), "t") + user("b") + flows(("t", "b"), ("b", "end")),
        "event t | -t +b | b",
    ),
    Construct(
        "start, multiple: one of its triggers is enough, a message",
        "§10.5.6",
        begun_by(message() + signal() + timer()),
        "message m1 x=1 | -s +a | a",
        "x = 1",
    ),
    Construct(
        "start, multiple: one of its triggers is enough, a signal or the clock",
        "§10.5.6",
        begun_by(message() + signal() + timer()),
        "event s | -s +a | a",
    ),
    Construct(
        "start, parallel multiple: all its messages, known by their keys",
        "§10.5.6",
        begun_by(message("k1") + message("k2"), 'parallelMultiple="true"'),
        """message k2 nr=7 | | s
        deliver s x=1 | -s +a | a
        complete a | -a -end |""",
        """nr = 7
        x = 1""",
        top=KEYED,
    ),
    Construct(
        "start, with a mapping: only what is mapped is kept",
        START,
        begun_by(
            '<extensionElements><pr:mapping><pr:out source="=x + 1" target="y"/></pr:mapping>'
            "</extensionElements>" + message()
        ),
        "message m1 x=1 | -s +a | a",
        """y = 2
        x = null""",
    ),
    Construct(
        "receive task that begins the process",
        BEGIN,
        receive("r", "m1", 'instantiate="true"')
        + user("a")
        + end()
        + flows(("r", "a"), ("a", "end")),
        """message m1 x=1 | -r +a | a
        complete a | -a -end |""",
        "x = 1",
    ),
    Construct(
        "receive task that begins the process, beside a start event",
        BEGIN,
        line(user("a"), names="a") + receive("r", "m1", 'instantiate="true"') + flows(("r", "a")),
        "start | -start +a | a",
    ),
    Construct(
        "event-based gateway that begins the process: the others are not waited for",
        "§10.6.6",
        gateway("Exclusive", catch("c", message()), receive("r", "m2")),
        """message m2 x=1 | -g -r +after_r | after_r
        complete after_r | -after_r -end |""",
        "x = 1",
    ),
    Construct(
        "event-based gateway that begins the process with a signal",
        "§10.6.6",
        gateway("Exclusive", catch("c", message()), catch("d", signal())),
        "event d | -g -d +after_d | after_d",
    ),
    Construct(
        "event-based gateway that begins the process, parallel: the others must still come",
        "§10.6.6",
        gateway("Parallel", catch("c", message("k1")), receive("r", "k2")),
        """message k1 nr=7 | -g -c +r +after_c | after_c r
        complete after_c | -after_c -end | r
        deliver r | -r +after_r | after_r
        complete after_r | -after_r -end |""",
        "nr = 7",
        top=KEYED,
    ),
    Construct(
        "start, with a message, arms the event sub-processes of the process",
        "§13.5.4",
        begun_by(message()) + handler("h", signal(), user("b"), names="b"),
        """message m1 | -s +a | a h_s
        signal s1 | xa +h -h_s +b | b""",
    ),
)
