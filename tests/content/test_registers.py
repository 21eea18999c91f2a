"""Terms, municipalities, mandates, roles and invented people: data that must agree."""

import json
import re

from tests.content.reading import (
    PROCESSES,
    matches,
    municipalities,
    people,
    roles,
    rules,
    terms,
)


def test_every_term_names_its_source_and_how_sure_we_are() -> None:
    assert len(terms()) == 97
    for key, row in terms().items():
        assert row["source"], key
        assert row["status"] in {"gelezen", "te bevestigen"}, key
        assert row["valid_from"].isoformat() == "2026-01-01", key


def test_a_citizens_term_leaves_time_for_the_post_and_ours_does_not() -> None:
    grace = terms()["post.respijt"]["value"]
    for key, row in terms().items():
        counted = row["who"] == "burger" and row["unit"] in {"kalenderdagen", "maanden", "jaren"}
        assert row.get("grace_days", 0) == (grace if counted else 0), key


def test_no_term_on_the_agency_rolls_to_a_later_day() -> None:
    assert not [
        k for k, row in terms().items() if row["who"] == "agentschap" and row["roll"] == "vooruit"
    ]


def test_the_team_table_gives_every_municipality_the_team_of_the_register() -> None:
    table = rules("bevoegd_team")
    for row in municipalities():
        prefix = int(row["nis"][:2])
        _, outputs = next((i, o) for i, o in table if matches(i[1], prefix))
        assert outputs[0] == f'"kb-ko-{row["team"]}"', row


def test_an_unknown_municipality_goes_to_the_team_coordinators() -> None:
    inputs, outputs = rules("bevoegd_team")[-1]
    assert set(inputs) == {"-"}
    assert outputs[0] == '"teamcoordinator-ko"'


def test_the_table_of_municipalities_is_that_of_the_register() -> None:
    table = {(i[0], o[0], o[1]) for i, o in rules("gemeente")}
    quoted = {
        tuple(f'"{row[name]}"' for name in ("nis", "gemeente", "provincie"))
        for row in municipalities()
    }
    assert table == quoted
    assert len(table) == len(rules("gemeente")) == 304


def test_a_decision_that_nobody_thought_of_goes_up_to_the_top() -> None:
    inputs, outputs = rules("beslissingsbevoegdheid")[-1]
    assert set(inputs) == {"-"}
    assert outputs[0] == '"administrateur-generaal"'


def test_every_group_of_the_tables_is_a_role() -> None:
    known = roles()["role"].keys()
    named = set()
    for table in ("bevoegd_team", "beslissingsbevoegdheid"):
        for _, outputs in rules(table):
            columns = [outputs[0], outputs[3 if table == "bevoegd_team" else 1]]
            named |= {cell.strip('"') for cell in columns if cell.startswith('"')}
    teams = roles()["team"].keys()
    groups = set(known) | {f"{role}-{team}" for role in known for team in teams}
    assert named <= groups


def test_roles_speak_in_known_words() -> None:
    for name, role in roles()["role"].items():
        assert role["title"], name
        assert role["reads"] in {"all", "team", "own"}, name
        assert set(role.get("teams", ())) <= roles()["team"].keys(), name


def test_invented_people_hold_known_roles_in_known_teams() -> None:
    for login, person in people().items():
        assert person["email"].endswith("@voorbeeld.be"), login
        for held in person["roles"]:
            rule = roles()["role"][held["role"]]
            assert ("team" in held) == ("teams" in rule), login
            assert held.get("team") in {None, *rule.get("teams", ())}, login


def test_every_role_is_held_by_somebody() -> None:
    held = {role["role"] for person in people().values() for role in person["roles"]}
    assert held == roles()["role"].keys()


def test_record_types_declare_their_fields() -> None:
    types = [json.loads(p.read_text("utf-8")) for p in (PROCESSES / "registers").glob("*.json")]
    assert {"organisator", "locatie", "arts"} <= {kind["type"] for kind in types}
    for kind in types:
        names = [field["naam"] for field in kind["velden"]]
        assert len(names) == len(set(names))
        assert set(re.findall(r"\{\{(\w+)\}\}", kind["toon"])) <= set(names)
