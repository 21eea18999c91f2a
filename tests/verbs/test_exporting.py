"""What is in force goes back to a folder: the same hashes, nothing lost, nowhere else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from engine import deployments, errors
from engine import runtime as wiring
from engine.deployments.naming import is_safe, wrong_paths
from engine.model import SYSTEM
from tests import house as houses
from tests.house import PROCESS, ROOT, House
from tests.verbs.operating import stamp

__all__ = ["stamp"]
KEY = "vergunning"
DIAGRAM = f"processes/{KEY}/{PROCESS}.bpmn"
BY = "pieter.claeys"


def change(house: House, process_id: str = PROCESS, words: bytes = b"<!-- anders -->") -> str:
    """Put another diagram into force in the page, and return the hash of its version."""
    by = house.actors[BY]
    xml = deployments.view(house.runtime, process_id=process_id, by=by).xml
    line = deployments.deploy_draft(
        house.runtime,
        name=process_id,
        by=by,
        reason="een proef",
        content=xml.replace(b"</bpmn:definitions>", words + b"</bpmn:definitions>"),
    )
    return line.content_hash


def export(house: House, into: Path, *, force: bool = False) -> deployments.Exported:
    return deployments.export(house.runtime, into=into, by=SYSTEM, procedure=KEY, force=force)


def refused(house: House, into: Path) -> set[tuple[str, str]]:
    with pytest.raises(errors.InvalidModel) as told:
        export(house, into)
    return {(each.file, each.rule) for each in told.value.findings}


def test_a_deployment_of_what_was_exported_has_the_same_hash(either: House, tmp_path: Path) -> None:
    digest = change(either)
    into = tmp_path / "map"
    done = export(either, into)
    assert done.versions == ((KEY, 2, digest),)
    other = replace(
        houses.settings(tmp_path),
        processes=str(into / "processes"),
        forms=str(into / "forms"),
        data_dir=str(tmp_path / "anders"),
        database_url=f"sqlite:///{tmp_path}/anders.db",
    )
    runtime = wiring.build(other)
    runtime.store.upgrade()
    deployments.load_terms(runtime)
    (report,) = deployments.deploy_folder(runtime)
    (line,) = deployments.catalogue(runtime, by=either.actors[BY])
    runtime.store.close()
    assert (report.process_key, report.outcome) == (KEY, "deployed")
    assert line.content_hash == digest


def test_exporting_twice_writes_nothing_the_second_time(house: House, tmp_path: Path) -> None:
    assert export(house, tmp_path).written
    assert export(house, tmp_path).written == ()


def test_the_version_before_is_written_over_and_nothing_else(house: House, tmp_path: Path) -> None:
    export(house, tmp_path)
    change(house)
    done = export(house, tmp_path)
    assert (done.written, done.removed) == ((DIAGRAM,), ())
    assert b"<!-- anders -->" in (tmp_path / DIAGRAM).read_bytes()


def test_what_somebody_changed_on_disk_is_kept_unless_forced(house: House, tmp_path: Path) -> None:
    export(house, tmp_path)
    (tmp_path / DIAGRAM).write_text("mijn werk", "utf-8")
    (tmp_path / "processes" / KEY / "nieuw.dmn").write_text("nog werk", "utf-8")
    assert refused(house, tmp_path) == {
        (DIAGRAM, "export.changed"),
        (f"processes/{KEY}/nieuw.dmn", "export.superfluous"),
    }
    assert (tmp_path / DIAGRAM).read_text("utf-8") == "mijn werk"
    done = export(house, tmp_path, force=True)
    assert (done.written, done.removed) == ((DIAGRAM,), (f"processes/{KEY}/nieuw.dmn",))


def test_the_tables_of_the_agency_come_along_and_are_never_written_over(
    house: House, tmp_path: Path
) -> None:
    roles = tmp_path / "processes" / "rollen.toml"
    export(house, tmp_path)
    assert roles.read_bytes() == (ROOT / "processes" / "rollen.toml").read_bytes()
    roles.write_text("# van mij", "utf-8")
    export(house, tmp_path, force=True)
    assert roles.read_text("utf-8") == "# van mij"


def test_shared_files_that_differ_do_not_go_into_one_folder(house: House, tmp_path: Path) -> None:
    change(house, "kennisgeving")
    with pytest.raises(errors.InvalidModel) as told:
        deployments.export(house.runtime, into=tmp_path, by=SYSTEM)
    assert ("gedeeld/kennisgeving.bpmn", "export.shared_differs") in {
        (each.file, each.rule) for each in told.value.findings
    }
    assert list(tmp_path.glob("processes/**/*")) == []


def test_a_link_does_not_lead_out_of_the_folder(house: House, tmp_path: Path) -> None:
    outside = tmp_path / "buiten"
    outside.mkdir()
    into = tmp_path / "map"
    (into / "processes").mkdir(parents=True)
    (into / "processes" / KEY).symlink_to(outside)
    assert (DIAGRAM, "export.outside") in refused(house, into)
    assert list(outside.iterdir()) == []


def test_names_that_mean_something_to_a_disk_are_refused() -> None:
    good = [f"{KEY}/a.bpmn", "gedeeld/brieven/blokken/een blok.md", f"forms/{KEY}/b.json"]
    bad = [
        *("/etc/a.toml", "../a.bpmn", f"{KEY}/../../a.bpmn", f"{KEY}//a.bpmn", f"{KEY}\\a.bpmn"),
        *(f"{KEY}/.git/a.toml", f"{KEY}/a.sh", f"{KEY}/con.bpmn", f"{KEY}/a.bpmn\n", "a.bpmn"),
        *("klachten/a.bpmn", "forms/a.json", f"{KEY}/c:a.bpmn", f"{KEY}/{'a' * 200}.bpmn"),
        *("forms/forms/a.json", f"{KEY}/a .bpmn/x.bpmn ", ""),
    ]
    assert [path for path in good if not is_safe(KEY, path)] == []
    assert [path for path in bad if is_safe(KEY, path)] == []
    assert [each.rule for each in wrong_paths(KEY, [f"{KEY}/a.bpmn", f"{KEY}/A.bpmn"])] == [
        "file.same_path"
    ]


def test_who_may_not_read_models_may_not_export_them(house: House, tmp_path: Path) -> None:
    with pytest.raises(errors.NotAllowed):
        deployments.export(house.runtime, into=tmp_path, by=house.actors["sara.mertens"])
