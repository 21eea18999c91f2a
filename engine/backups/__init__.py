"""A copy of the whole house at one moment, and a house from such a copy.

`manifest` says what is in a backup and is signed, `keys` seals the keys with a passphrase, `making`
makes one while people work, `checking` believes none before it is found whole, `restoring` puts one
in place.
"""

from engine.backups.checking import Fault, Report
from engine.backups.keys import read_passphrase
from engine.backups.making import Made, make
from engine.backups.manifest import Manifest
from engine.backups.noting import last
from engine.backups.restoring import Restored, Wanted, check, restore
from engine.store.afterwards import LastBackup

__all__ = [
    "Fault",
    "LastBackup",
    "Made",
    "Manifest",
    "Report",
    "Restored",
    "Wanted",
    "check",
    "last",
    "make",
    "read_passphrase",
    "restore",
]
