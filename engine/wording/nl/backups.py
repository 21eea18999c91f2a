"""What is said of backups that cannot be made or put back."""

from __future__ import annotations

from collections.abc import Mapping

SENTENCES: Mapping[str, str] = {
    "backup.exists": "Op deze plaats staat al een back-up. Kies een andere plaats.",
    "backup.short_passphrase": "De wachtzin is te kort[: minstens {least} tekens].",
    "backup.not_one": "Dit is geen back-up, of hij is niet volledig.",
    "backup.unsigned": "De handtekening van deze back-up klopt niet. Gebruik hem niet.",
    "backup.other_key": "Deze back-up is ondertekend met een andere sleutel[: {key}]. "
    "Geef die sleutel op als je hem vertrouwt.",
    "backup.other_format": "Deze back-up is van een andere versie van het programma.",
    "backup.other_passphrase": "De sleutels gaan niet open met deze wachtzin.",
    "backup.other_database": "Deze back-up is van een andere soort database[: {kind}].",
    "backup.newer": "Deze back-up is van een nieuwere versie van het programma[: {version}]. "
    "Werk eerst het programma bij.",
    "backup.passphrase_needed": "Deze sleutel zit in de back-up. Geef de wachtzin op.",
    "backup.key_needed": "Deze sleutel zit niet in de back-up. Zet hem eerst op zijn plaats.",
    "backup.in_the_way": "Hier staat al iets. Kies een lege plaats[, of geef --force {force}: dan "
    "wordt het opzijgezet].",
    "backup_document_gone": "Een document verdween terwijl de back-up bezig was. Probeer opnieuw.",
    "backup_busy": "Er wordt al een back-up gemaakt.",
    "backup_may_not_create": "De rol[ {role}] van PostgreSQL mag geen database maken, en dat "
    "is nodig om een back-up na te kijken. Geef haar CREATEDB, of kijk na op een andere machine.",
    "program_missing": "Een programma van PostgreSQL ontbreekt[: {program}].",
    "program_failed": "Een programma van PostgreSQL is mislukt[: {program}].",
}
