"""Lays a diagram out: pools, lanes, left to right, arrows around shapes, words that can be read.

`layout` writes a drawing, `faults` tells what is wrong with one. Pure: bytes in, bytes out; the
same diagram always gives the same drawing. `scheme` is what has to be drawn, read by `reading`;
`columns` and `placing` choose cells, `field`, `ports` and `routing` the way of every arrow,
`tracks` and `drawing` the px, `captions` the words along arrows; `writing` writes it all down and
`geometry` measures it.
"""

from __future__ import annotations

from engine import xml
from engine.layout.captions import caption
from engine.layout.drawing import Drawing, Measures
from engine.layout.field import Field
from engine.layout.geometry import faults
from engine.layout.placing import place
from engine.layout.reading import planes
from engine.layout.routing import route
from engine.layout.scheme import Plane
from engine.layout.writing import rewritten

__all__ = ["faults", "layout"]


def layout(data: bytes, file: str = "diagram.bpmn") -> bytes:
    """Return the diagram laid out anew (BPMN 2.0.2 §12); nothing else in it changes.

    Raises InvalidModel when `data` is not XML that we read, or would not be any longer.
    """
    root = xml.parse(data, file)
    made = rewritten(data, root, [drawn(plane) for plane in planes(root)])
    xml.parse(made, file)
    return made


def drawn(plane: Plane) -> Drawing:
    """Return where everything of one plane stands."""
    grid = place(plane)
    field = Field(plane, grid)
    routes = route(plane, grid, field)
    made = Measures(plane, grid, routes, field).drawing()
    caption(made)
    return made
