"""Write `docs/procedures.md` from the process repository: what every procedure is made of.

`python -m tools.procedures` writes it; a test compares it with what the files say now.
"""

# ruff: noqa: RUF001 - Dutch text has its own quotation marks

from __future__ import annotations

import tomllib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from engine import deployments, dmn, letters, scenarios, xml
from engine.bpmn.tags import bpmn, pr
from engine.deployments.files import FACTS, SHARED
from engine.model import Term
from engine.scenarios import Plans
from engine.terms import read_terms
from engine.wording.nl.policies import POLICIES

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "procedures.md"
TERM = (pr("term"), "term")
NONE = "geen"
HEAD = """# Procedures

Wat er meegeleverd wordt, gelezen uit `processes/` en `forms/`; `python -m tools.procedures` maakt
deze bladzijde. In een nieuwe installatie is alles versie 1; de controlecode is die van precies deze
bestanden. Bronnen als [S17] staan in `processes/LEESMIJ.md`. Wat ‘te bevestigen’ is, is een aanname
tot een jurist ze bevestigt.

"""
Rows = Sequence[tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Task:
    """What a person does in a diagram, or whoever answers to the group."""

    name: str
    group: str
    form: str
    legal_basis: str


@dataclass
class Drawn:
    """A diagram: its tasks, and what it calls and names."""

    id: str
    name: str
    tasks: list[Task] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)
    terms: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class House:
    """The process repository, read once."""

    processes: Path = ROOT / "processes"
    forms: Path = ROOT / "forms"

    @cached_property
    def hashes(self) -> Mapping[str, str]:
        """Return the hash of every procedure as it ships: what its deployment has."""
        found = deployments.procedures_in(self.processes, self.forms)
        return {key: deployments.content_hash(files) for key, files in found}

    @cached_property
    def terms(self) -> Mapping[str, Term]:
        """Return the newest row of every term."""
        rows = read_terms((self.processes / "termijnen.toml").read_text("utf-8"))
        return {row.key: row for row in sorted(rows, key=lambda row: row.valid_from)}

    @cached_property
    def plans(self) -> Plans:
        """Return every scenario and trial."""
        return scenarios.read_all(scenarios.plan_files(self.processes))[0]

    @cached_property
    def types(self) -> Mapping[str, Any]:
        """Return the sorts of decisions by key."""
        found = tomllib.loads((self.processes / "beslissingssoorten.toml").read_text("utf-8"))
        return dict(found["type"])

    @cached_property
    def roles(self) -> Mapping[str, str]:
        """Return the title of every role."""
        found = tomllib.loads((self.processes / "rollen.toml").read_text("utf-8"))["role"]
        return {key: row["title"] for key, row in found.items()}

    def procedures(self) -> list[str]:
        """Return the folders of procedures, by name; the shared one comes last."""
        found = sorted(path.parent.name for path in self.processes.glob(f"*/{FACTS}"))
        return sorted(found, key=lambda key: key == SHARED)

    def facts(self, key: str) -> Mapping[str, Any]:
        """Return the facts of a procedure."""
        return tomllib.loads((self.processes / key / FACTS).read_text("utf-8"))

    def drawn(self, key: str) -> list[Drawn]:
        """Return the diagrams of a procedure."""
        paths = sorted((self.processes / key).glob("*.bpmn"))
        return [each for path in paths for each in _read(path)]


def _read(path: Path) -> Iterator[Drawn]:
    root = xml.parse(path.read_bytes(), path.name)
    for process in root.iter(bpmn("process")):
        drawn = Drawn(process.get("id", ""), process.get("name", ""))
        for element in process.iter():
            if element.tag == bpmn("userTask"):
                said = [element.get(pr(name)) or "" for name in ("candidateGroup", "form")]
                basis = element.get(pr("legalBasis")) or ""
                drawn.tasks.append(Task(element.get("name", ""), said[0], said[1], basis))
            if element.tag == bpmn("callActivity") and element.get("calledElement"):
                drawn.calls.append(element.get("calledElement", ""))
            drawn.terms += [found for name in TERM if (found := element.get(name))]
        yield drawn


def page() -> str:
    """Return the page."""
    house = House()
    keys = house.procedures()
    titles = {each.id: each.name for key in keys for each in house.drawn(key)}
    overview = _table(
        ("procedure", "diagrammen", "taken", "tabellen", "brieven", "scenario’s"),
        [_counts(house, key) for key in keys],
    )
    return HEAD + overview + "".join(_procedure(house, key, titles) for key in keys)


def _counts(house: House, key: str) -> tuple[str, ...]:
    drawn, folder = house.drawn(key), house.processes / key
    title = house.facts(key)["title"]
    return (
        f"[{title}](#{_anchor(title)})",
        str(len(drawn)),
        str(sum(len(each.tasks) for each in drawn)),
        str(len(list(folder.glob("*.dmn")))),
        str(len(list(folder.glob("brieven/*.md")))),
        str(len(_plans_of(house, key))),
    )


def _procedure(house: House, key: str, titles: Mapping[str, str]) -> str:
    facts, drawn = house.facts(key), house.drawn(key)
    digest = house.hashes.get(key)
    said = f"Map `{key}`" + (f" · controlecode `{digest}`" if digest else "")
    parts = [f"\n## {facts['title']}\n\n{said}\n"]
    parts.append(_part("Rechtsgrond", ("wat", "bron", "stand"), _basis(facts)))
    parts.append(
        _part("Taken", ("proces", "taak", "groep", "formulier", "rechtsgrond"), _tasks(drawn))
    )
    called = sorted({titles.get(each, each) for one in drawn for each in one.calls})
    parts.append(_list("Deelprocessen die opgeroepen worden", called))
    parts.append(_list("Rollen", _roles(house, drawn)))
    parts.append(_part("Termijnen", ("termijn", "waarde", "bron", "stand"), _terms(house, drawn)))
    parts.append(_part("Brieven", ("brief", "onderwerp"), _letters(house.processes / key)))
    parts.append(
        _part(
            "Beslissingen", ("soort", "uitkomst", "beslisser", "beroep"), _decisions(house, facts)
        )
    )
    parts.append(
        _part("Beslistabellen", ("tabel", "welke regel telt", "regels", "wat"), _tables(house, key))
    )
    parts.append(_part("Scenario’s", ("scenario", "proces", "einde"), _plans_of(house, key)))
    return "".join(parts)


def _basis(facts: Mapping[str, Any]) -> Rows:
    return [
        (row["title"], row.get("source", ""), row.get("status", ""))
        for row in facts.get("legal_basis", ())
    ]


def _tasks(drawn: Iterable[Drawn]) -> Rows:
    return [
        (one.name, task.name, f"`{task.group}`", f"`{task.form}`", task.legal_basis)
        for one in drawn
        for task in one.tasks
    ]


def _roles(house: House, drawn: Iterable[Drawn]) -> list[str]:
    groups = {task.group for one in drawn for task in one.tasks}
    named = {role for role in house.roles if any(_names(group, role) for group in groups)}
    computed = sorted(group for group in groups if group.startswith("="))
    found = [f"{house.roles[role]} (`{role}`)" for role in sorted(named)]
    return found + [f"wie `{group}` aanwijst" for group in computed]


def _names(group: str, role: str) -> bool:
    return group == role or f'"{role}"' in group or group.startswith(f"{role}-")


def _terms(house: House, drawn: Iterable[Drawn]) -> Rows:
    keys = sorted({key for one in drawn for key in one.terms if not key.startswith("=")})
    rows = []
    for key in keys:
        row = house.terms.get(key)
        if row is not None:
            value = f"{row.value} {row.unit}" if row.value is not None else row.fixed
            rows.append((f"{row.title or key} (`{key}`)", value, row.source, row.status))
    return rows


def _letters(folder: Path) -> Rows:
    rows = []
    for path in sorted(folder.glob("brieven/*.md")):
        runs = letters.read(path.read_text("utf-8"), path.name).subject
        rows.append((f"`{path.stem}`", "".join(getattr(run, "text", "…") for run in runs)))
    return rows


def _decisions(house: House, facts: Mapping[str, Any]) -> Rows:
    rows = []
    for kind in facts.get("decision_type", ()):
        remedies = kind.get("remedies", {})
        for outcome, title in kind.get("outcomes", {}).items():
            sort = house.types.get(f"{kind['key']}.{outcome}", {})
            decider = str(sort.get("decider", ""))
            rows.append(
                (
                    kind["title"],
                    title,
                    house.roles.get(decider, decider),
                    remedies.get(outcome, NONE),
                )
            )
    return rows


def _tables(house: House, key: str) -> Rows:
    files = {path.name: path.read_bytes() for path in sorted((house.processes / key).glob("*.dmn"))}
    rows = []
    for model in dmn.parse_all(files).values():
        for shown in (model.view(each) for each in model.decisions):
            policy = POLICIES[shown.hit_policy][0] if shown.hit_policy else "uitdrukking"
            rows.append((shown.name, policy, str(len(shown.rules)), shown.description))
    return rows


def _plans_of(house: House, key: str) -> Rows:
    found = [each for file, each in house.plans.scenarios.items() if file.startswith(f"{key}/")]
    return [(each.title, f"`{each.process}`", f"`{each.end}`") for each in found]


def _part(title: str, head: tuple[str, ...], rows: Rows) -> str:
    return f"\n### {title}\n\n{_table(head, rows)}" if rows else ""


def _list(title: str, items: Sequence[str]) -> str:
    return f"\n### {title}\n\n" + "".join(f"- {each}\n" for each in items) if items else ""


def _table(head: tuple[str, ...], rows: Rows) -> str:
    lines = [head, tuple("---" for _ in head), *rows]
    clean = ([" ".join(cell.replace("|", "\\|").split()) for cell in line] for line in lines)
    return "".join(f"| {' | '.join(cell or '-' for cell in line)} |\n" for line in clean)


def _anchor(title: str) -> str:
    return "".join(c for c in title.lower().replace(" ", "-") if c.isalnum() or c == "-")


def main() -> None:
    """Write the page."""
    PAGE.write_text(page(), "utf-8")
    print("docs/procedures.md")


if __name__ == "__main__":
    main()
