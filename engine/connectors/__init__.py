"""Systems outside, as the procedures know them: one interface, four ways to be connected.

`contracts` says what each system holds and what one may ask of it, `ways` how it is connected
here; `native` and `wire` do what is asked, `typed` is values as JSON and back; `serving` is for
service tasks and `telling` for who does by hand what no machine did; `sheets` and `comparing` are
the files that come and go; `overview` is for operators.
"""

from engine.connectors.comparing import (
    Compared,
    Count,
    Difference,
    Standing,
    Table,
    compare,
    export,
    load,
    report,
    table_of,
)
from engine.connectors.contracts import Operation, System, systems
from engine.connectors.overview import Reached, View, overview, reach
from engine.connectors.serving import CALL, HANDLERS
from engine.connectors.ways import Setup, Way, setups

__all__ = [
    "CALL",
    "HANDLERS",
    "Compared",
    "Count",
    "Difference",
    "Operation",
    "Reached",
    "Setup",
    "Standing",
    "System",
    "Table",
    "View",
    "Way",
    "compare",
    "export",
    "load",
    "overview",
    "reach",
    "report",
    "setups",
    "systems",
    "table_of",
]
