"""A signed copy is our letter and nothing but signed; whatever else is refused by name."""

from __future__ import annotations

import io
from datetime import UTC, datetime
from pathlib import Path

import pytest

from engine import vetting
from engine.vetting.kinds import Refused
from engine.vetting.signing import check_signatures
from tests.vetting.certificates import Identity, identity, letter, sign, written_over

NOW = datetime(2026, 6, 1, 12, 0, tzinfo=UTC)
ROOT = identity("Proefautoriteit")
DECIDER = identity("Jan De Smet", ROOT)


def refusal(signed: bytes) -> str:
    with pytest.raises(Refused) as refused:
        check_signatures(signed, [letter()], "", NOW)
    return refused.value.code


def chain(signed: bytes, roots: Path | str = "", at: datetime = NOW) -> str:
    told = check_signatures(signed, [letter()], str(roots), at)
    return str(told["signatures"][0]["chain"])


def test_a_signed_letter_says_which_it_is_who_signed_and_when(tmp_path: Path) -> None:
    ROOT.write_to(tmp_path)
    signed = sign(letter(), DECIDER)
    found = vetting.signatures(io.BytesIO(signed), [b"another", letter()], str(tmp_path), NOW)
    assert (found.letter, found.refused) == (1, None)
    (told,) = found.signatures
    assert (told["signer"], told["organisation"]) == ("Jan De Smet", "Proefbestuur")
    assert (told["issuer"], told["chain"], told["stamped"]) == ("Proefautoriteit", "known", False)
    assert datetime.fromisoformat(told["signed_at"]).tzinfo is not None


@pytest.mark.parametrize("box", [None, (50, 50, 250, 120)])
def test_a_visible_signature_is_one_too(box: tuple[int, int, int, int] | None) -> None:
    assert chain(sign(letter(), DECIDER, box=box)) == "unknown"


def test_two_people_may_sign_after_one_another() -> None:
    twice = sign(sign(letter(), DECIDER), identity("Tweede", ROOT), name="Tweede")
    told = check_signatures(twice, [letter()], "", NOW)["signatures"]
    assert [each["signer"] for each in told] == ["Jan De Smet", "Tweede"]


def test_a_certificate_is_known_only_by_a_root_of_ours_and_in_its_time(tmp_path: Path) -> None:
    signed = sign(letter(), DECIDER)
    assert chain(signed) == "unknown"
    identity("Iemand anders").write_to(tmp_path / "others")
    assert chain(signed, tmp_path / "others") == "unknown"
    ROOT.write_to(tmp_path / "ours")
    assert chain(signed, tmp_path / "ours") == "known"
    assert chain(signed, tmp_path / "ours", datetime(2040, 1, 1, tzinfo=UTC)) == "expired"


def test_a_copy_without_a_signature_is_refused() -> None:
    assert refusal(letter()) == "signature.none"


def test_another_document_is_refused_signed_or_not() -> None:
    other = letter("Een andere brief")
    assert refusal(other) == refusal(sign(other, DECIDER)) == "signature.other_document"


def flipped(data: bytes, at: int) -> bytes:
    changed = bytearray(data)
    changed[at] ^= 1
    return bytes(changed)


@pytest.mark.parametrize("part", range(12))
def test_a_changed_byte_of_the_letter_is_found(part: int) -> None:
    signed = sign(letter(), DECIDER)
    at = 100 + part * (len(letter()) - 200) // 12
    assert refusal(flipped(signed, at)) in {"signature.tampered", "signature.other_document"}


def test_a_changed_byte_of_the_signed_part_is_found() -> None:
    signed = sign(letter(), DECIDER)
    assert refusal(flipped(signed, signed.index(b"/Handtekening"[1:], len(letter())))) == (
        "signature.tampered"
    )


def test_text_added_before_the_signature_is_found() -> None:
    assert refusal(sign(written_over(letter()), DECIDER)) == "signature.tampered"


def test_text_added_after_the_signature_is_found() -> None:
    assert refusal(written_over(sign(letter(), DECIDER))) == "signature.tampered"


def test_a_signature_that_could_hide_the_text_is_refused() -> None:
    assert refusal(sign(letter(), DECIDER, box=(20, 20, 580, 800))) == "signature.covers"


@pytest.mark.parametrize("junk", [b"%PDF-1.7\nrommel", b"", letter()[:2000]])
def test_what_is_no_whole_pdf_is_refused(junk: bytes) -> None:
    assert refusal(junk) in {"signature.tampered", "signature.other_document"}


def test_the_check_finds_text_only_because_objects_are_compared(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    changed = sign(written_over(letter()), DECIDER)
    monkeypatch.setattr("engine.vetting.signing.only_signed", lambda _before, _after: True)
    assert chain(changed) == "unknown"


def test_a_signer_is_told_as_the_certificate_says(tmp_path: Path) -> None:
    stranger: Identity = identity("Onbekend", identity("Vreemde autoriteit"))
    ROOT.write_to(tmp_path)
    told = check_signatures(sign(letter(), stranger), [letter()], str(tmp_path), NOW)
    (one,) = told["signatures"]
    assert (one["signer"], one["issuer"], one["chain"]) == (
        "Onbekend",
        "Vreemde autoriteit",
        "unknown",
    )
