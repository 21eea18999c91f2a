"""Lists of codes as people keep them: what may be chosen, since when, where, and how it changes.

`reading` shows the lists with where they are used; `changing` proposes, confirms and withdraws a
change of one code under four eyes; `keeping` brings the files of the process repository into the
database, so that a code that a file no longer has stays. What a form may choose from on a day is
`engine.forms.Shelf`.
"""

from engine.codelists.changing import confirm, propose, withdraw
from engine.codelists.keeping import Loaded, load
from engine.codelists.reading import PAGE_SIZE, change, entry, overview, standing
from engine.codelists.views import ChangeView, Entry, Line, Standing, Used

__all__ = [
    "PAGE_SIZE",
    "ChangeView",
    "Entry",
    "Line",
    "Loaded",
    "Standing",
    "Used",
    "change",
    "confirm",
    "entry",
    "load",
    "overview",
    "propose",
    "standing",
    "withdraw",
]
