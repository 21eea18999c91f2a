"""People: who they are, how they come in, what they may do.

`managing` is the list of people with their roles, `sessions` signing in and out, `beginning` the
first people, `sweeping` forgets what signing in left behind; `passwords` and `tokens` keep secrets,
`telling` writes in the trail.
"""

from engine.people.beginning import add_invented, add_with_password, set_up, set_up_link
from engine.people.managing import (
    PersonRow,
    RoleRow,
    add,
    disable,
    grant,
    listing,
    one,
    reset_link,
    revoke,
    role_choices,
    team_choices,
)
from engine.people.passwords import hash_password, set_password
from engine.people.sessions import ATTEMPTS_BEFORE_WAIT, Session, session, sign_in, sign_out
from engine.people.sweeping import sweep
from engine.people.telling import demand, note_hidden

__all__ = [
    "ATTEMPTS_BEFORE_WAIT",
    "PersonRow",
    "RoleRow",
    "Session",
    "add",
    "add_invented",
    "add_with_password",
    "demand",
    "disable",
    "grant",
    "hash_password",
    "listing",
    "note_hidden",
    "one",
    "reset_link",
    "revoke",
    "role_choices",
    "session",
    "set_password",
    "set_up",
    "set_up_link",
    "sign_in",
    "sign_out",
    "sweep",
    "team_choices",
]
