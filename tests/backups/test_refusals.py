"""What is wrong with a backup is found; what stands in the way of a restore is not written over."""

from __future__ import annotations

import json
import shutil
import sqlite3
import tarfile
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import text

from engine import backups, errors, history
from engine import runtime as wiring
from engine.backups import Wanted, holding
from engine.backups.manifest import KEYS, MANIFEST, SEALS
from engine.config import Settings
from engine.store import copies, seals
from tests.backups import living
from tests.backups.living import PASSPHRASE, Lived, elsewhere
from tests.house import House


@pytest.fixture
def lived(house: House) -> Lived:
    return living.live(house)


def document(backup: Path) -> Path:
    (found,) = backup.glob("documents/*/*/*")
    return found


def flip(file: Path) -> None:
    data = bytearray(file.read_bytes())
    data[len(data) // 2] ^= 1
    file.write_bytes(data)


DAMAGE: dict[str, tuple[Callable[[Path], object], str]] = {
    "a page of the database": (lambda at: flip(at / "database.sqlite"), "changed"),
    "a document": (lambda at: flip(document(at)), "changed"),
    "a document that is gone": (lambda at: document(at).unlink(), "missing"),
    "the seals": (lambda at: (at / SEALS).write_text(""), "changed"),
    "a file that nobody named": (lambda at: (at / "more").write_text("x"), "strange"),
    "a link out of it": (lambda at: (at / "more").symlink_to("/etc/hostname"), "strange"),
}


@pytest.mark.parametrize("damage", DAMAGE)
def test_damage_is_found_and_nothing_is_restored(
    lived: Lived, backup: Path, tmp_path: Path, damage: str
) -> None:
    harm, kind = DAMAGE[damage]
    harm(backup)
    settings = elsewhere(tmp_path)
    done = backups.restore(settings, wanted=Wanted(backup, PASSPHRASE))
    assert [each.kind for each in done.report.faults] == [kind]
    assert not Path(settings.data_dir).exists()


def refusal(settings: Settings, wanted: Wanted) -> set[str]:
    with pytest.raises(errors.InvalidInput) as refused:
        backups.restore(settings, wanted=wanted)
    return {each.code for each in refused.value.problems}


def test_a_manifest_that_was_changed_is_not_believed(backup: Path, tmp_path: Path) -> None:
    said = json.loads((backup / MANIFEST).read_text("utf-8"))
    said["holds"]["counts"]["case_"] = 0
    (backup / MANIFEST).write_text(json.dumps(said), "utf-8")
    assert refusal(elsewhere(tmp_path), Wanted(backup, PASSPHRASE)) == {"backup.unsigned"}


def test_only_the_key_that_was_named_may_have_signed(backup: Path, tmp_path: Path) -> None:
    wanted = Wanted(backup, PASSPHRASE, signed_by="00" * 32)
    assert refusal(elsewhere(tmp_path), wanted) == {"backup.other_key"}
    seals.create_key(tmp_path / "elsewhere" / "key.pem")
    assert refusal(elsewhere(tmp_path), Wanted(backup, PASSPHRASE)) == {"backup.other_key"}


def test_what_is_no_backup_is_refused(tmp_path: Path) -> None:
    (tmp_path / "text.tar").write_text("no archive")
    for source in (tmp_path, tmp_path / "nowhere", tmp_path / "text.tar"):
        assert refusal(elsewhere(tmp_path), Wanted(source)) == {"backup.not_one"}


def test_a_backup_of_the_other_database_or_a_newer_schema_is_refused(
    lived: Lived, tmp_path: Path
) -> None:
    backup = lived.back_up(tmp_path / "one").place
    other = replace(elsewhere(tmp_path), database_url="postgresql://127.0.0.1:1/none")
    assert refusal(other, Wanted(backup, PASSPHRASE)) == {"backup.other_database"}
    with lived.house.runtime.store.write("test.newer") as tx:
        tx.run(text("UPDATE alembic_version SET version_num = '9999'"))
    newer = lived.back_up(tmp_path / "two").place
    assert refusal(elsewhere(tmp_path), Wanted(newer, PASSPHRASE)) == {"backup.newer"}


def test_keys_open_with_their_passphrase_only(backup: Path, tmp_path: Path) -> None:
    settings = elsewhere(tmp_path)
    assert refusal(settings, Wanted(backup)) == {"backup.passphrase_needed"}
    other = Wanted(backup, b"een andere lange wachtzin")
    assert refusal(settings, other) == {"backup.other_passphrase"}


def test_no_key_lies_in_a_backup_in_the_clear(lived: Lived, backup: Path) -> None:
    held = [each.read_bytes() for each in backup.rglob("*") if each.is_file()]
    for name in ("documents_key", "seal_key"):
        key = Path(getattr(lived.settings, name)).read_bytes()
        assert not any(key in data for data in held)


def test_a_backup_without_keys_needs_them_in_their_places(lived: Lived, tmp_path: Path) -> None:
    backup = lived.back_up(tmp_path / "backups", None).place
    assert not (backup / KEYS).exists()
    settings = elsewhere(tmp_path)
    assert refusal(settings, Wanted(backup)) == {"backup.key_needed"}
    Path(settings.data_dir).mkdir()
    shutil.copy(lived.settings.documents_key, settings.documents_key)
    shutil.copy(lived.settings.seal_key, settings.seal_key)
    done = backups.restore(settings, wanted=Wanted(backup, every=True))
    assert done.report.whole, done.report.faults


def test_another_documents_key_is_found_out(lived: Lived, tmp_path: Path) -> None:
    backup = lived.back_up(tmp_path / "backups", None).place
    settings = elsewhere(tmp_path)
    Path(settings.data_dir).mkdir()
    shutil.copy(lived.settings.seal_key, settings.seal_key)
    Path(settings.documents_key).write_bytes(bytes(32))
    done = backups.restore(settings, wanted=Wanted(backup))
    assert {each.kind for each in done.report.faults} == {"key", "document"}
    assert done.undone is None


def test_what_is_there_stays_unless_its_name_is_typed(
    lived: Lived, backup: Path, tmp_path: Path
) -> None:
    lived.add(b"Een stuk van na de back-up.")
    assert refusal(lived.settings, Wanted(backup, PASSPHRASE)) == {"backup.in_the_way"}
    assert refusal(lived.settings, Wanted(backup, PASSPHRASE, force="x")) == {"backup.in_the_way"}
    lived.house.clock.now = living.later(lived.house.clock.now)
    history.seal(lived.house.runtime)
    lived.house.runtime.store.close()
    done = backups.restore(lived.settings, wanted=Wanted(backup, PASSPHRASE, force="house.db"))
    assert done.report.whole, done.report.faults
    assert done.later_seals == 1
    assert len(done.aside) == 3
    before = replace(lived.settings, database_url=f"sqlite:///{done.aside[0]}")
    before_store = wiring.build(before).store
    assert len(copies.look(before_store)[1]) == 2
    before_store.close()


def test_a_backup_in_one_file_is_restored_like_a_folder(lived: Lived, tmp_path: Path) -> None:
    file = tmp_path / "one.tar"
    assert lived.back_up(file).place == file
    with pytest.raises(errors.InvalidInput):
        lived.back_up(file)
    done = backups.restore(elsewhere(tmp_path), wanted=Wanted(file, PASSPHRASE, every=True))
    assert done.report.whole, done.report.faults


def test_a_file_that_leaves_its_folder_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "evil.tar"
    with tarfile.open(file, "w") as archive:
        archive.add(__file__, "../outside")
    assert refusal(elsewhere(tmp_path), Wanted(file)) == {"backup.not_one"}


def test_documents_are_copied_once_for_many_backups(lived: Lived, tmp_path: Path) -> None:
    first = lived.back_up(tmp_path / "backups")
    new = lived.add(b"Nog een stuk.")
    second = lived.back_up(tmp_path / "backups")
    assert (first.linked, second.linked) == (0, 1)
    assert new in second.manifest.documents
    shutil.rmtree(first.place)
    done = backups.check(lived.settings, wanted=Wanted(second.place, PASSPHRASE, every=True))
    assert (done.report.whole, done.report.documents) == (True, 2)


def test_a_document_that_is_destroyed_meanwhile_is_in_the_backup_that_names_it(
    lived: Lived, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (digest,) = lived.house.runtime.vault.digests()
    whole = holding.hold_rest

    def destroyed(*given: object) -> list[str]:
        lived.house.runtime.vault.remove(digest)
        return whole(*given)  # type: ignore[arg-type] # passed on as it came

    monkeypatch.setattr(holding, "hold_rest", destroyed)
    made = lived.back_up(tmp_path / "backups")
    assert made.manifest.documents == [digest]
    assert list(lived.house.runtime.vault.digests()) == []


def test_older_backups_go_and_what_was_never_finished(lived: Lived, tmp_path: Path) -> None:
    folder = tmp_path / "backups"
    names = [lived.back_up(folder).place.name for _ in range(3)]
    (folder / ".procesregie-20260101T000000Z.part").mkdir()
    (folder / "something-else").mkdir()
    lived.house.clock.now = living.later(lived.house.clock.now)
    made = backups.make(lived.house.runtime, place=folder, passphrase=None, keep=2)
    assert made.removed == tuple(names[:2])
    left = {each.name for each in folder.iterdir()}
    assert left == {names[2], made.place.name, "something-else"}


def test_one_backup_is_made_at_a_time_and_a_failed_one_leaves_nothing(
    lived: Lived, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_given: object) -> None:
        with pytest.raises(errors.Unavailable, match="backup_busy"):
            lived.back_up(tmp_path / "others")
        raise sqlite3.OperationalError("disk full")

    monkeypatch.setattr(copies, "copy", broken)
    with pytest.raises(sqlite3.OperationalError):
        lived.back_up(tmp_path / "backups")
    assert list((tmp_path / "backups").iterdir()) == []
    assert not list(lived.house.runtime.vault.folder.glob("held-*"))
    assert backups.last(lived.house.runtime) is None
