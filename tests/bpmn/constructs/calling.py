"""Call activities whose process is computed (BPMN 2.0.2 §13.3.4)."""

from tests.bpmn.constructs.model import Construct, line, many, user

CALLED = "§13.3.4"
CALL = '<callActivity id="k" calledElement="{}">{}</callActivity>'
B = line(user("b"), names="b").replace('"start', '"ws').replace('"end"', '"wend"')
OTHER = f'<process id="w" isExecutable="true">{B.replace("b_end", "b_wend")}</process>'
CHOSEN = CALL.format("=which", "")

CONSTRUCTS = (
    Construct(
        "call activity, the name of the process is computed",
        CALLED,
        line(CHOSEN, names="k"),
        """start which="q" | -start +k -start +a | a
        complete a x=1 | -a -end -k -end |""",
        "x = 1",
        called=line(user("a"), names="a"),
    ),
    Construct(
        "call activity, another name is another process",
        CALLED,
        line(CHOSEN, names="k"),
        """start which="w" | -start +k -ws +b | b
        complete b | -b -wend -k -end |""",
        called=line(user("a"), names="a"),
        top=OTHER,
    ),
    Construct(
        "call activity, a computed name of its own in every instance",
        CALLED,
        line(
            CALL.format(
                "=item",
                many(more='pr:collection="[&quot;q&quot;, &quot;w&quot;]" pr:element="item"'),
            ),
            names="k",
        ),
        """start | -start +k +k -start +a +k -ws +b | a b
        complete b | -b -wend -k | a
        complete a | -a -end -k -k -end |""",
        called=line(user("a"), names="a"),
        top=OTHER,
    ),
)
