"""The database: the only package that knows SQLAlchemy (Core only) and the schema.

No wording, no rules of a procedure, no HTTP: a function takes a transaction first and gives back
frozen rows. Transactions are opened by verbs, never in here.
"""

from engine.store.ids import named_id, new_id, once_id
from engine.store.postgresql import Limits
from engine.store.transactions import Boundary, Counts, Store, Tx
from engine.store.types import plain

__all__ = ["Boundary", "Counts", "Limits", "Store", "Tx", "named_id", "new_id", "once_id", "plain"]
