"""Signatures on a PDF: is it our letter and nothing but signed, who signed, when, do they hold.

Asked of the program that looks into files. Nothing is fetched: whether a certificate was revoked is
not known here, and whoever shows the answer has to say so.
"""

from __future__ import annotations

import io
import logging
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from typing import Any

from pyhanko.keys import load_certs_from_pemder_data
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import SignatureCoverageLevel, validate_pdf_signature
from pyhanko.sign.validation.errors import DisallowedAlgorithmError
from pyhanko.sign.validation.settings import KeyUsageConstraints
from pyhanko_certvalidator import ValidationContext

from engine.vetting.kinds import Refused
from engine.vetting.sameness import at, only_signed

CERTIFICATES = ("*.pem", "*.crt", "*.cer", "*.der")
WHOLE = (SignatureCoverageLevel.ENTIRE_FILE, SignatureCoverageLevel.ENTIRE_REVISION)
USAGE = KeyUsageConstraints(
    key_usage={"digital_signature", "non_repudiation"}, match_all_key_usages=False
)
MOST = 20
A4 = (0, 0, 595, 842)
MOST_OF_A_PAGE = 0.25

logging.getLogger("pyhanko").setLevel(logging.CRITICAL)
logging.getLogger("pyhanko_certvalidator").setLevel(logging.CRITICAL)


def check_signatures(
    signed: bytes, originals: Sequence[bytes], roots: str, moment: datetime
) -> Mapping[str, Any]:
    """Return which of `originals` was signed (its index) and what is known of each signature.

    The first revision of `signed` must be one of `originals` byte for byte, and whatever follows
    may only add signatures (`sameness`). `roots` is a folder with
    certificates that are trusted, or empty. Raises Refused with `signature.tampered`,
    `signature.weak`, `signature.other_document` or `signature.none`.
    """
    which = next((at for at, each in enumerate(originals) if signed.startswith(each)), None)
    try:
        reader = PdfFileReader(io.BytesIO(signed), strict=False)
        found = _signatures(reader, known=which is not None)
        told = [_told(each, roots, moment) for each in found]
        _refuse_changes(reader, None if which is None else originals[which], found)
    except (Refused, MemoryError):
        raise
    except DisallowedAlgorithmError as weak:
        raise Refused("signature.weak") from weak
    except Exception as broken:  # whatever a made-up file does to a reader of signatures
        raise Refused("signature.tampered") from broken
    return {"letter": which, "signatures": told}


def _signatures(reader: Any, *, known: bool) -> list[Any]:
    found = list(reader.embedded_signatures)
    if not found:
        raise Refused("signature.none" if known else "signature.other_document")
    if len(found) > MOST:
        raise Refused("signature.tampered")
    return found


def _told(signature: Any, roots: str, moment: datetime) -> Mapping[str, Any]:
    """Return what one signature says. Raises Refused when it does not hold."""
    trusted = list(_trusted(roots))
    context = ValidationContext(
        trust_roots=trusted, allow_fetching=False, moment=moment, revocation_mode="soft-fail"
    )
    status = validate_pdf_signature(signature, context, key_usage_settings=USAGE)
    if not (status.intact and status.valid) or status.coverage not in WHOLE:
        raise Refused("signature.tampered")
    certificate = signature.signer_cert
    subject, issuer = certificate.subject.native, certificate.issuer.native
    first, last = certificate.not_valid_before, certificate.not_valid_after
    stamp = status.timestamp_validity
    stamped = stamp is not None and stamp.intact and stamp.valid and stamp.trusted
    reported = stamp.timestamp if stamp and stamped else signature.self_reported_timestamp
    return {
        "signer": _text(subject.get("common_name")) or certificate.subject.human_friendly[:200],
        "organisation": _text(subject.get("organization_name")),
        "issuer": _text(issuer.get("common_name")) or certificate.issuer.human_friendly[:200],
        "serial": format(certificate.serial_number, "x"),
        "valid_from": first.isoformat(),
        "valid_to": last.isoformat(),
        "signed_at": reported.isoformat() if reported else None,
        "stamped": stamped,
        "chain": _chain(trusted=status.trusted, current=first <= moment <= last),
        "algorithm": status.md_algorithm,
    }


def _chain(*, trusted: bool, current: bool) -> str:
    """Return whether the certificate leads to one that is trusted: known, expired or unknown."""
    if trusted:
        return "known"
    return "unknown" if current else "expired"


def _trusted(roots: str) -> Iterator[Any]:
    if roots:
        for pattern in CERTIFICATES:
            for file in sorted(Path(roots).glob(pattern)):
                yield from load_certs_from_pemder_data(file.read_bytes())


def _refuse_changes(reader: Any, original: bytes | None, found: Sequence[Any]) -> None:
    """Refuse a file in which more was added to `original` than signatures, or without original."""
    if original is None:
        raise Refused("signature.other_document")
    before = PdfFileReader(io.BytesIO(original), strict=False)
    if max(each.signed_revision for each in found) < before.xrefs.total_revisions:
        raise Refused("signature.none")
    if not only_signed(before, reader):
        raise Refused("signature.tampered")
    for each in found:
        _refuse_cover(each.sig_field)


def _refuse_cover(field: Any) -> None:
    """Refuse a visible signature so large that it could hide the text of the letter."""
    place, page = at(field, "/Rect"), at(field, "/P")
    if not place or page is None:
        return
    left, low, right, high = (float(each) for each in place)
    box = [float(each) for each in at(page, "/MediaBox") or A4]
    whole = abs((box[2] - box[0]) * (box[3] - box[1]))
    if abs((right - left) * (high - low)) > MOST_OF_A_PAGE * whole:
        raise Refused("signature.covers")


def _text(value: object) -> str | None:
    """Return a name from a certificate; a name given more than once is its first."""
    first = value[0] if isinstance(value, list) and value else value
    return first[:200] if isinstance(first, str) else None
