"""The marks inside shapes: kinds of task, triggers of events, kinds of gateway, states. Pure."""

from __future__ import annotations

from engine.bpmn.svg_text import element

INK = "#333332"
LINE = "#5f6470"
PAPER = "#ffffff"
BLUE = "#0055cc"
GREEN = "#007a37"
RED = "#aa2729"

# paths on a field of 16 by 16
_TASKS = {
    "userTask": "M8 2.2a2.9 2.9 0 1 0 .01 0M2.5 14.2c0-3.4 2.2-5 5.5-5s5.5 1.6 5.5 5z",
    "manualTask": "M2 8.5l3.5-4h7a1 1 0 0 1 0 2H8.5M8.5 6.5h5a1 1 0 0 1 0 2h-5m0 0h4.5a1 1 0 0 1"
    " 0 2H8.5m0 0h3.5a1 1 0 0 1 0 2H4.5L2 11",
    "serviceTask": "M8 4a4 4 0 1 0 .01 0M8 6.4a1.6 1.6 0 1 0 .01 0"
    "M8 1.6v2.4M8 12v2.4M1.6 8h2.4M12 8h2.4"
    "M3.5 3.5l1.7 1.7M10.8 10.8l1.7 1.7M3.5 12.5l1.7-1.7M10.8 5.2l1.7-1.7",
    "scriptTask": "M4 1.8h8c-2 2.5 1.5 5 0 7.2-1 1.7-1 3.4 0 5H4c-1.3-2 .5-4 1-5.5C5.6 6 2.5"
    " 4 4 1.8zM5.8 5h4M6.2 8h4M5.8 11h4",
    "businessRuleTask": "M1.5 3h13v10h-13zM1.5 6h13M1.5 9.5h13M5.5 6v7",
    "sendTask": "M1.5 3.5h13v9h-13zM1.5 3.5l6.5 5 6.5-5",
    "receiveTask": "M1.5 3.5h13v9h-13zM1.5 3.5l6.5 5 6.5-5",
}
_TRIGGERS = {
    "message": "M1.5 3.5h13v9h-13zM1.5 3.5l6.5 5 6.5-5",
    "timer": "M8 1.5a6.5 6.5 0 1 0 .01 0M8 4v4l3 1.8",
    "error": "M2.5 13l3.5-9 4 5.5L13.5 3 10 12.5 6 7.5z",
    "signal": "M8 2.5l6 10.5H2z",
    "escalation": "M8 2l4.5 11.5L8 9.5l-4.5 4z",
    "conditional": "M3 2h10v12H3zM5 5h6M5 8h6M5 11h6",
    "link": "M2 6h7V3l5 5-5 5v-3H2z",
    "compensate": "M8 3.5v9L2 8zM14 3.5v9L8 8z",
    "cancel": "M3.5 5l1.5-1.5L8 6.5l3-3L12.5 5l-3 3 3 3-1.5 1.5-3-3-3 3L3.5 11l3-3z",
    "multiple": "M8 2l6 4.5-2.3 7H4.3L2 6.5z",
}
_GATEWAYS = {
    "exclusiveGateway": ("M5 5l6 6M11 5l-6 6", 2.4),
    "parallelGateway": ("M8 2.5v11M2.5 8h11", 2.6),
    "inclusiveGateway": ("M8 3.5a4.5 4.5 0 1 0 .01 0", 2.2),
    "complexGateway": ("M8 2.5v11M2.5 8h11M4.2 4.2l7.6 7.6M11.8 4.2l-7.6 7.6", 2.2),
    "eventBasedGateway": (
        "M8 2a6 6 0 1 0 .01 0M8 4.2l3.6 2.6-1.4 4.3H5.8L4.4 6.8z",
        1.1,
    ),
}


def task(kind: str, x: float, y: float) -> str:
    """Return the icon of a kind of task with its corner at (x, y), "" for a plain task."""
    path = _TASKS.get(kind)
    if path is None:
        return ""
    filled = kind == "sendTask"
    return _icon(path, x, y, 15, filled=filled)


def trigger(name: str, x: float, y: float, size: float, *, thrown: bool) -> str:
    """Return the sign of what starts or follows an event, centred at (x, y)."""
    if name == "terminate":
        return element("circle", cx=x, cy=y, r=size * 0.45, fill=INK, class_="drawing-icon-filled")
    path = _TRIGGERS.get(name)
    return _icon(path, x - size / 2, y - size / 2, size, filled=thrown) if path else ""


def gateway(kind: str, x: float, y: float, size: float) -> str:
    """Return the sign of a gateway, centred at (x, y)."""
    path, stroke = _GATEWAYS.get(kind, ("", 1.0))
    return _icon(path, x - size / 2, y - size / 2, size, stroke=stroke) if path else ""


def _icon(
    path: str, x: float, y: float, size: float, *, filled: bool = False, stroke: float = 1.1
) -> str:
    folded = filled and path == _TRIGGERS["message"]  # an envelope's flap is a light line on dark
    return element(
        "path",
        d=path,
        transform=f"translate({x:.2f} {y:.2f}) scale({size / 16:.3f})",
        fill=INK if filled else "none",
        stroke=PAPER if folded else INK,
        stroke_width=0.8 if filled else stroke,
        stroke_linejoin="round",
        stroke_linecap="round",
        class_="drawing-icon-filled" if filled else "drawing-icon",
    )


_BADGES = {
    "done": (GREEN, "M4.5 8.3l2.5 2.5 4.7-5.3"),
    "active": (BLUE, "M6 4.8l5.2 3.2L6 11.2z"),
    "failed": (RED, "M8 4v5M8 11.7v.2"),
}


def badge(mark: str, x: float, y: float) -> str:
    """Return the round badge of a state, centred at (x, y); "" for a state without one."""
    if mark not in _BADGES:
        return ""
    colour, path = _BADGES[mark]
    disc = element("circle", cx=8.0, cy=8.0, r=8.0, fill=colour, stroke=PAPER, stroke_width=1.5)
    sign = element(
        "path",
        d=path,
        fill=PAPER if mark == "active" else "none",
        stroke=PAPER,
        stroke_width=2.0,
        stroke_linecap="round",
        stroke_linejoin="round",
    )
    place = f"translate({x - 9:.2f} {y - 9:.2f}) scale(1.125)"
    return element("g", disc + sign, transform=place, class_=f"drawing-badge drawing-badge-{mark}")
