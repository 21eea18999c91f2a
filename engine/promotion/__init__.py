"""A version of a procedure goes to another installation, in one signed file.

`keys` signs and knows whom to trust, `bundles` is the shape of the file, `opening` reads one
without believing anything in it, `carrying` makes one here and puts one into force there.
"""

from engine.promotion.bundles import Bundle, Manifest
from engine.promotion.carrying import Applied, Wanted, apply, make, verify
from engine.promotion.keys import own_key

__all__ = ["Applied", "Bundle", "Manifest", "Wanted", "apply", "make", "own_key", "verify"]
