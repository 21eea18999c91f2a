"""The one way out over HTTP: named endpoints that an operator configured, called within limits.

No redirects, https (or a network that the operator named), checked addresses, bounded in time and
size. Whoever calls gives a stable idempotency key: a call may arrive twice, never by another name.
"""

from engine.errors import Permanent, Temporary
from engine.outgoing.addresses import checked
from engine.outgoing.client import Answer, call
from engine.outgoing.endpoints import BadEndpoints, Endpoint, read_endpoints

__all__ = [
    "Answer",
    "BadEndpoints",
    "Endpoint",
    "Permanent",
    "Temporary",
    "call",
    "checked",
    "read_endpoints",
]
