"""What is said of a drawing in which something overlaps, is crossed or cannot be read."""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "layout.overlap": "Dit element staat over een ander[: ‘{other}’]. Schuif een van beide op.",
    "layout.outside": "Dit element steekt uit[ ‘{other}’]. "
    "Zet het helemaal in zijn baan, pool of deelproces.",
    "layout.through": "Deze pijl loopt door een element[: ‘{other}’]. Leg ze eromheen.",
    "layout.slanted": "Deze pijl loopt schuin. Teken ze recht, met rechte hoeken.",
    "layout.loose": "Deze pijl raakt een van haar elementen niet[: ‘{other}’]. Sluit ze aan.",
    "layout.coincide": "Deze pijl ligt op een andere[: ‘{other}’]. Leg ze ernaast.",
    "layout.label_on_shape": "Deze tekst staat over een element[: ‘{other}’]. Schuif ze op.",
    "layout.label_on_label": "Deze tekst staat over een andere tekst[: ‘{other}’]. Schuif ze op.",
    "layout.label_on_border": "Deze tekst staat over een rand[: ‘{other}’]. Schuif ze op.",
    "layout.label_on_edge": "Deze tekst staat over een pijl[: ‘{other}’]. Schuif ze op.",
    "layout.broken_word": "Dit woord past niet en wordt afgebroken[: ‘{word}’]. "
    "Maak het vak breder.",
    "layout.not_drawn": "Dit element staat niet op de tekening. Schik het schema opnieuw.",
}
