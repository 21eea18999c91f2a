"""A bundle carries a version to another installation; whatever is wrong with one is refused."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from engine import deployments, errors, promotion
from engine import runtime as wiring
from engine.model import SYSTEM, HistoryKind
from engine.promotion import opening
from engine.promotion.bundles import FILES, MANIFEST, SIGNATURE, digests
from engine.runtime import Runtime
from engine.store import history as trail
from tests.furnished import show_house
from tests.house import House

__all__ = ["show_house"]
KEY, PROCESS, FILE = "post", "post_bekijken", "proef.zip"
WANTED = promotion.Wanted(KEY, "Getest met het team", "Nele Aerts")


@pytest.fixture(scope="module")
def test(show_house: House, tmp_path_factory: pytest.TempPathFactory) -> House:
    """Return the installation where analysts try things out; what it changed is in force there."""
    house = _copy(show_house, tmp_path_factory.mktemp("test"), installation="test")
    change(house.runtime, b"<!-- twee -->", house)
    return house


@pytest.fixture
def production(show_house: House, test: House, tmp_path: Path) -> Runtime:
    """Return the installation that trusts bundles of the other one."""
    return _copy(show_house, tmp_path, bundle_keys=_key(test)).runtime


@pytest.fixture(scope="module")
def bundle(test: House) -> bytes:
    return promotion.make(test.runtime, wanted=WANTED, by=SYSTEM)


def _copy(house: House, folder: Path, **more: str) -> House:
    source = house.runtime.settings
    target = folder / "house"
    shutil.copytree(source.data_dir, target)
    settings = replace(
        source,
        database_url=f"sqlite:///{target / 'house.db'}",
        data_dir=str(target),
        bundle_key=str(folder / "bundle.pem"),
        **more,  # type: ignore[arg-type] # texts only
    )
    return House(wiring.build(settings, house.clock), house.clock, dict(house.actors))


def _key(house: House) -> str:
    return promotion.own_key(Path(house.runtime.settings.bundle_key))


def change(runtime: Runtime, words: bytes, house: House) -> None:
    by = house.actors["pieter.claeys"]
    xml = deployments.view(runtime, process_id=PROCESS, by=by).xml
    sent = xml.replace(b"</bpmn:definitions>", words + b"</bpmn:definitions>")
    deployments.deploy_draft(runtime, name=PROCESS, by=by, reason="een proef", content=sent)


def apply(runtime: Runtime, data: bytes, over: int | None = None) -> promotion.Applied:
    return promotion.apply(runtime, data=data, file=FILE, by=SYSTEM, over=over)


def refused(runtime: Runtime, data: bytes) -> set[str]:
    with pytest.raises(errors.InvalidModel) as told:
        apply(runtime, data)
    return {each.rule for each in told.value.findings}


def rewritten(data: bytes, change: Callable[[dict[str, bytes]], object]) -> bytes:
    """Return a bundle with other entries."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    change(entries)
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, each in entries.items():
            archive.writestr(name, each)
    return held.getvalue()


def test_the_same_version_is_in_force_there_with_author_and_reason(
    production: Runtime, bundle: bytes
) -> None:
    done = apply(production, bundle)
    said = promotion.verify(production, data=bundle, file=FILE).manifest
    assert (done.new, done.line.version, done.line.author) == (True, 2, "Pieter Claeys")
    assert done.line.content_hash == said.content_hash
    assert done.line.reason == (
        "Getest met het team (uit test, versie 2; goedgekeurd door Nele Aerts)"
    )
    assert done.line.source == "bundle"
    again = apply(production, bundle)
    assert (again.new, again.line.id) == (False, done.line.id)
    reports = {each.process_key: each for each in deployments.deploy_folder(production)}
    assert (reports[KEY].version, reports[KEY].outcome) == (2, "differs")


def test_a_bundle_tells_who_made_what(production: Runtime, bundle: bytes) -> None:
    said = promotion.verify(production, data=bundle, file=FILE).manifest
    assert (said.author, said.approver, said.installation) == (
        "Pieter Claeys",
        "Nele Aerts",
        "test",
    )
    assert (said.process_key, said.version, len(said.lineage)) == (KEY, 2, 2)


def test_whatever_was_changed_after_signing_is_refused(production: Runtime, bundle: bytes) -> None:
    diagram = f"{FILES}{KEY}/{PROCESS}.bpmn"

    def manifest(entries: dict[str, bytes]) -> None:
        entries[MANIFEST] = entries[MANIFEST].replace(b"Nele Aerts", b"Jan Janssens")

    def content(entries: dict[str, bytes]) -> None:
        entries[diagram] += b" "

    for way in (
        manifest,
        content,
        lambda entries: entries.pop(diagram),
        lambda entries: entries.update({f"{FILES}{KEY}/nog.bpmn": b"<a/>"}),
        lambda entries: entries.update({"elders.txt": b"a"}),
        lambda entries: entries.update({"../../boven.bpmn": b"<a/>"}),
    ):
        assert refused(production, rewritten(bundle, way)) == {"bundle.changed"}


def test_without_a_signature_of_somebody_we_trust_nothing_is_believed(
    test: House, show_house: House, production: Runtime, bundle: bytes, tmp_path: Path
) -> None:
    unsigned = rewritten(bundle, lambda entries: entries.pop(SIGNATURE))
    assert refused(production, unsigned) == {"bundle.unsigned"}
    stranger = _copy(show_house, tmp_path / "vreemd")
    change(stranger.runtime, b"<!-- drie -->", stranger)
    assert refused(production, promotion.make(stranger.runtime, wanted=WANTED, by=SYSTEM)) == {
        "bundle.unknown_key"
    }
    misspelt = replace(production, settings=replace(production.settings, bundle_keys="abc"))
    assert refused(misspelt, bundle) == {"bundle.bad_keys"}


def test_a_signed_path_that_leads_outside_is_refused(
    test: House, production: Runtime, bundle: bytes
) -> None:
    def slip(entries: dict[str, bytes]) -> None:
        said = json.loads(entries[MANIFEST])
        entries[f"{FILES}../../etc/a.bpmn"] = b"<a/>"
        said["files"]["../../etc/a.bpmn"] = digests({"a": b"<a/>"})["a"]
        entries[MANIFEST] = json.dumps(said).encode()
        path = Path(test.runtime.settings.bundle_key)
        key, signature = promotion.keys.sign(path, entries[MANIFEST])
        entries[SIGNATURE] = json.dumps({"key": key, "signature": signature}).encode()

    assert refused(production, rewritten(bundle, slip)) == {"file.unsafe_path"}


def test_bombs_and_rubbish_are_refused(production: Runtime, bundle: bytes) -> None:
    bomb = rewritten(bundle, lambda e: e.update({f"{FILES}{KEY}/groot.bpmn": b" " * 3_000_000}))
    many = rewritten(bundle, lambda e: e.update({f"{FILES}{n}": b"" for n in range(2_001)}))
    assert refused(production, bomb) == {"bundle.too_large"}
    assert refused(production, many) == {"bundle.too_large"}
    assert refused(production, b" " * (opening.MOST_BYTES + 1)) == {"bundle.too_large"}
    for rubbish in (b"", b"PK\x05\x06", bundle[:-40], bundle[: len(bundle) // 2], b"[]"):
        assert refused(production, rubbish) == {"bundle.not_one"}
    odd = rewritten(bundle, lambda entries: entries.update({SIGNATURE: b"[" * 9}))
    assert refused(production, odd) == {"bundle.not_one"}


def test_what_is_older_or_made_beside_it_is_refused_and_written_down(
    test: House, show_house: House, production: Runtime, bundle: bytes
) -> None:
    apply(production, bundle)
    change(production, b"<!-- hier -->", show_house)
    assert refused(production, bundle) == {"bundle.older"}
    change(test.runtime, b"<!-- drie -->", test)
    newer = promotion.make(test.runtime, wanted=WANTED, by=SYSTEM)
    assert refused(production, newer) == {"bundle.other_line"}
    with production.store.read() as tx:
        lines = trail.of_log(tx, kind=str(HistoryKind.MODEL_REFUSED))
    assert {"rules": ["bundle.other_line"]} in [each.payload for each in lines]
    assert apply(production, newer, over=3).line.version == 4


def test_the_author_does_not_approve_and_somebody_says_why(test: House) -> None:
    for wanted, code in (
        (replace(WANTED, approver="pieter claeys"), "bundle.same_person"),
        (replace(WANTED, approver=""), "required"),
        (replace(WANTED, reason=" "), "required"),
    ):
        with pytest.raises(errors.InvalidInput) as told:
            promotion.make(test.runtime, wanted=wanted, by=SYSTEM)
        assert [each.code for each in told.value.problems] == [code]
    with pytest.raises(errors.NotAllowed):
        promotion.make(test.runtime, wanted=WANTED, by=test.actors["sara.mertens"])
    with pytest.raises(errors.NotFound):
        promotion.make(test.runtime, wanted=replace(WANTED, procedure="nergens"), by=SYSTEM)
