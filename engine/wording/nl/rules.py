"""What each rule on a diagram says, and what an analyst does about it; also the rule book's text.

`ALL_RULES` says for each rule what is wrong and what to do. Without facts both read as Dutch too:
what stands between square brackets is left out when a fact in it is unknown.
"""

from __future__ import annotations

from collections.abc import Mapping

from engine.wording.nl.clocks import CLOCKS
from engine.wording.nl.correlation import CORRELATION
from engine.wording.nl.flow import FLOW
from engine.wording.nl.properties import PROPERTIES
from engine.wording.nl.structure import STRUCTURE
from engine.wording.nl.wiring import WIRING

_CONSTRUCTS: Mapping[str, tuple[str, str]] = {
    "parallel_start": (
        "een start van een proces die op meer dan berichten samen wacht",
        "Start met één ervan en wacht in de stroom op de andere.",
    ),
    "conditional_start": (
        "een start op een voorwaarde: voor er een procedure is, zijn er geen gegevens",
        "Start met een bericht, een signaal of een tijdstip.",
    ),
}

UNSUPPORTED = (
    "dit voert het systeem nog niet uit: {construct}",
    "Teken het anders, of vraag of het er nog bij komt.",
)


def _unsupported(construct: str, todo: str) -> tuple[str, str]:
    return f"dit voert het systeem nog niet uit: {construct}", todo


ALL_RULES: Mapping[str, tuple[str, str]] = {
    **STRUCTURE,
    **FLOW,
    **PROPERTIES,
    **WIRING,
    **CLOCKS,
    **CORRELATION,
    **{f"bpmn.unsupported.{name}": _unsupported(*told) for name, told in _CONSTRUCTS.items()},
}
