"""Certificates and signatures, made here for tests."""

from __future__ import annotations

import io
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from asn1crypto import keys as asn1_keys
from asn1crypto import x509 as asn1_x509
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import fields, signers
from pyhanko_certvalidator.registry import SimpleCertificateStore

from engine import letters

MADE = datetime(2026, 1, 1, tzinfo=UTC)
LETTER = '+++\nonderwerp = "{subject}"\nsoort = "beslissing"\n+++\n\nBeste\n\nDit is een brief.\n'


@dataclass(frozen=True, slots=True)
class Identity:
    """Somebody with a key and a certificate."""

    key: ec.EllipticCurvePrivateKey
    certificate: x509.Certificate

    def write_to(self, folder: Path) -> None:
        """Put the certificate where trusted ones are looked for."""
        folder.mkdir(exist_ok=True, parents=True)
        pem = self.certificate.public_bytes(serialization.Encoding.PEM)
        (folder / f"{self.certificate.serial_number}.pem").write_bytes(pem)


def identity(name: str, issuer: Identity | None = None, *, days: int = 3650) -> Identity:
    """Make a certificate for `name`, by `issuer` or, as an authority, by itself."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name(
        [
            x509.NameAttribute(NameOID.COMMON_NAME, name),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Proefbestuur"),
        ]
    )
    root = issuer is None
    usage = dict.fromkeys(
        (
            "data_encipherment",
            "key_agreement",
            "key_encipherment",
            "encipher_only",
            "decipher_only",
        ),
        False,
    )
    certificate = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer.certificate.subject if issuer else subject)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(MADE)
        .not_valid_after(MADE + timedelta(days=days))
        .add_extension(x509.BasicConstraints(ca=root, path_length=None), critical=True)
        .add_extension(
            x509.KeyUsage(
                digital_signature=not root,
                content_commitment=not root,
                key_cert_sign=root,
                crl_sign=root,
                **usage,
            ),
            critical=True,
        )
        .sign(issuer.key if issuer else key, hashes.SHA256())
    )
    return Identity(key, certificate)


def sign(
    pdf: bytes,
    who: Identity,
    *,
    name: str = "Handtekening",
    box: tuple[int, int, int, int] | None = None,
) -> bytes:
    """Add the signature of `who` behind `pdf`, seen on the page in `box` or nowhere."""
    writer = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    if box is not None:
        fields.append_signature_field(writer, fields.SigFieldSpec(name, box=box, on_page=0))
    meta = signers.PdfSignatureMetadata(field_name=name)
    return bytes(signers.sign_pdf(writer, meta, signer=_signer(who)).getvalue())


def _signer(who: Identity) -> signers.SimpleSigner:
    certificate = who.certificate.public_bytes(serialization.Encoding.DER)
    key = who.key.private_bytes(
        serialization.Encoding.DER,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return signers.SimpleSigner(
        signing_cert=asn1_x509.Certificate.load(certificate),
        signing_key=asn1_keys.PrivateKeyInfo.load(key),
        cert_registry=SimpleCertificateStore(),  # type: ignore[no-untyped-call] # has no types
    )


def written_over(pdf: bytes) -> bytes:
    """Add text to the first page, as an update behind `pdf`."""
    writer: Any = IncrementalPdfFileWriter(io.BytesIO(pdf), strict=False)
    text = generic.StreamObject(stream_data=b"BT /F1 12 Tf (en 5.000 euro) Tj ET")
    writer.add_stream_to_page(0, writer.add_object(text))
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()


@cache
def letter(subject: str = "Een brief") -> bytes:
    """Return a letter as the product makes them."""
    meta = letters.LetterMeta(
        number="VG-2026-00001",
        date=MADE.date(),
        recipient=("Crèche De Zonnebloem",),
        signature=(),
        sender=("Opgroeien",),
        contact="",
        demo=False,
        unconfirmed=False,
    )
    return letters.render(LETTER.format(subject=subject), {}, meta).pdf
