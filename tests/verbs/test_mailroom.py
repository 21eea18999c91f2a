"""The post room: booked once, brought where it belongs, danger first; mails are opened."""

from __future__ import annotations

from datetime import timedelta
from email.message import EmailMessage

import pytest
from sqlalchemy import func, select

from engine import documents, errors, mailroom, post, uploads
from engine.mailroom import RefusedBooking, Typed
from engine.model import Actor
from engine.store import documents as document_rows
from engine.store.tables import case_, document, metadata
from engine.store.tables import post as post_table
from tests import posting, sending
from tests.house import House
from tests.verbs import probing
from tests.vetting import samples

WAITS = probing.row(
    '<intermediateCatchEvent id="arrives" name="Answer arrives">'
    '<messageEventDefinition id="m" messageRef="answer"/></intermediateCatchEvent>',
    probing.TASK.format("look"),
)
MESSAGE = '<message id="answer" name="answer"/>'
ANSWER = b"""{"schemaVersion": 17, "type": "default", "id": "answer", "components": [
    {"type": "textfield", "id": "a", "key": "answer.text", "label": "Text",
     "validate": {"required": true}},
    {"type": "filepicker", "id": "b", "key": "answer.papers", "label": "Papers",
     "multiple": true}]}"""
KEY = "k" * 24


@pytest.fixture
def number(house: House) -> str:
    """Return a case that waits for an answer with a form, in which files can be named."""
    probing.deploy(house, WAITS, beside=MESSAGE, files={"forms/probe/answer.json": ANSWER})
    return probing.start(house)


def token(house: House, number: str) -> str:
    by = house.actors["an.admin"]
    return post.expected(house.runtime, number=number, by=by)[0].token


def rows(house: House) -> dict[str, int]:
    """Return how many rows every table has, the logs of looks left out."""
    with house.runtime.store.read() as tx:
        return {
            name: int(tx.scalar(select(func.count()).select_from(table)))
            for name, table in metadata.tables.items()
            if name not in {"access_log", "counter", "history_payload"}
        }


def names(house: House, number: str) -> list[str]:
    with house.runtime.store.read() as tx:
        return sorted(each.name for each in document_rows.of_case(tx, house.case(number).id).rows)


def began(house: House, process: str) -> list[str]:
    """Return the numbers of the cases of a process."""
    with house.runtime.store.read() as tx:
        query = select(case_.c.number).where(case_.c.process_id == process)
        return [row[0] for row in tx.all(query.order_by(case_.c.number))]


# --- booked --------------------------------------------------------------------------------------


def test_what_is_expected_goes_on_with_its_day_of_receipt_and_its_files(
    house: House, number: str
) -> None:
    attached = posting.attach(house, KEY, b"Een attest.", "attest.txt")
    (paper,) = attached.documents[mailroom.FILES]
    earlier = house.clock.now.date() - timedelta(days=2)
    posted = {"answer.text": "Here it is", "answer.papers": [paper]}
    booked = posting.book(
        house, number, [token(house, number)], posted, received_on=earlier, key=KEY
    )
    assert (booked.number, booked.messages) == (number, ("answer",))
    assert probing.only_task(house, number).element == "look"
    assert names(house, number) == ["attest.txt"]
    line = next(each for each in probing.lines(house, number) if each.kind == "post:registered")
    assert line.meta["received_on"] == earlier.isoformat()
    assert line.at == house.clock.now
    assert began(house, "post_bekijken") == []


def test_the_same_page_books_once(house: House, number: str) -> None:
    waits = token(house, number)
    first = posting.book(house, number, [waits], {"answer.text": "x"}, key=KEY)
    before = rows(house)
    again = posting.book(house, number, [waits], {"answer.text": "x"}, key=KEY)
    assert (again.post_id, again.number, again.again) == (first.post_id, number, True)
    assert rows(house) == before


def test_the_page_of_another_is_not_told_what_it_booked(house: House, number: str) -> None:
    posting.book(house, None, key=KEY)
    with pytest.raises(errors.NotAllowed):
        posting.book(house, None, key=KEY, by="sara.mertens")


def test_a_refused_answer_changes_nothing_and_keeps_the_files(house: House, number: str) -> None:
    posting.attach(house, KEY, b"Een attest.")
    before, waits = rows(house), token(house, number)
    with pytest.raises(post.RefusedPost) as refused:
        posting.book(house, number, [waits], {}, key=KEY)
    assert [each.field for each in refused.value.problems] == ["answer.text"]
    assert rows(house) == before
    typed = Typed(number=number, tokens=[waits], key=KEY)
    drawn = mailroom.sheet(house.runtime, by=house.actors["an.admin"], typed=typed)
    assert [each.name for each in drawn.files] == ["stuk.txt"]


@pytest.mark.parametrize(
    ("posted", "field"),
    [({"answer.text": "x", "other": "y"}, "other"), ({"answer.text": ["x", "y"]}, "answer.text")],
)
def test_a_forged_answer_changes_nothing(
    house: House, number: str, posted: dict[str, object], field: str
) -> None:
    waits = token(house, number)
    before = rows(house)
    with pytest.raises(errors.InvalidInput) as refused:
        posting.book(house, number, [waits], posted)
    assert field in {each.field for each in refused.value.problems}
    assert rows(house) == before


def test_a_file_of_another_person_cannot_be_named(house: House, number: str) -> None:
    attached = posting.attach(house, KEY, b"Geheim.", by="sara.mertens")
    (foreign,) = attached.documents[mailroom.FILES]
    posted = {"answer.text": "x", "answer.papers": [foreign]}
    with pytest.raises(post.RefusedPost) as refused:
        posting.book(house, number, [token(house, number)], posted, key=KEY)
    assert [each.field for each in refused.value.problems] == ["answer.papers"]


def test_a_day_that_has_still_to_come_and_a_piece_about_nothing_are_refused(house: House) -> None:
    tomorrow = house.clock.now.date() + timedelta(days=1)
    with pytest.raises(RefusedBooking) as refused:
        posting.book(house, None, received_on=tomorrow, subject=" ")
    assert [each.field for each in refused.value.problems] == ["_received", "_subject"]


def test_what_no_longer_waits_is_refused(house: House, number: str) -> None:
    waits = token(house, number)
    posting.book(house, number, [waits], {"answer.text": "x"})
    before = rows(house)
    with pytest.raises(errors.AlreadyDone):
        posting.book(house, number, [waits], {"answer.text": "x"})
    assert rows(house) == before


def test_who_may_not_register_post_may_do_nothing_here(house: House, number: str) -> None:
    auditor = "ann.auditor"
    with pytest.raises(errors.NotAllowed):
        posting.book(house, number, by=auditor)
    with pytest.raises(errors.NotAllowed):
        mailroom.search(house.runtime, by=house.actors[auditor], q="zonnebloem")
    with pytest.raises(errors.NotAllowed):
        posting.attach(house, KEY, b"x", by=auditor)
    with pytest.raises(errors.NotAllowed):
        mailroom.listing(house.runtime, by=house.actors[auditor])


# --- where nobody waits --------------------------------------------------------------------------


def test_a_piece_that_a_case_does_not_wait_for_is_a_document_and_a_task_for_its_owner(
    house: House, number: str
) -> None:
    posting.attach(house, KEY, b"Een brief.", "brief.txt")
    posting.book(house, number, key=KEY, subject="Nieuw adres")
    assert names(house, number) == ["brief.txt"]
    assert "post:filed" in probing.kinds(house, number)
    assert token(house, number), "it waits still"
    (look,) = began(house, "post_bekijken")
    assert house.case(look).dossier_id == house.case(number).dossier_id
    task = probing.only_task(house, look)
    assert task.candidate_group == "admin-medewerker"
    assert house.case(look).title == "Nieuw adres"


def test_a_piece_for_a_dossier_is_a_case_in_it_with_the_documents(house: House) -> None:
    owner = probing_dossier(house)
    posting.attach(house, KEY, b"Een brief.", "brief.txt")
    booked = posting.book(house, owner, key=KEY)
    assert booked.number == owner
    (look,) = began(house, "post_bekijken")
    assert names(house, look) == ["brief.txt"]


def probing_dossier(house: House) -> str:
    """Return the number of the dossier of a case."""
    probing.deploy(house, WAITS, beside=MESSAGE)
    case = house.case(probing.start(house))
    with house.runtime.store.read() as tx:
        found = tx.scalar(
            select(metadata.tables["dossier"].c.number).where(
                metadata.tables["dossier"].c.id == case.dossier_id
            )
        )
    return str(found)


def test_danger_goes_to_the_crisis_group_at_once_with_the_files(house: House, number: str) -> None:
    posting.attach(house, KEY, b"Blauwe plekken.", "brief.txt")
    posting.book(house, number, key=KEY, danger=True)
    (alarm,) = began(house, "gevaar_beoordelen")
    task = probing.only_task(house, alarm)
    assert task.candidate_group == house.runtime.post.danger_group  # type: ignore[union-attr]
    assert task.due_on == house.clock.now.date()
    assert names(house, alarm) == ["brief.txt"]
    assert names(house, number) == ["brief.txt"]


def test_danger_in_a_piece_that_belongs_nowhere_is_on_top(house: House) -> None:
    posting.unplaced(house, subject="Reclame")
    house.clock.forward(hours=1)
    posting.unplaced(house, subject="Blauwe plekken", danger=True)
    found = mailroom.listing(house.runtime, by=house.actors["an.admin"])
    assert [each.piece and each.piece.subject for each in found.rows] == [
        "Blauwe plekken",
        "Reclame",
    ]
    assert mailroom.urgent(house.runtime, by=house.actors["an.admin"]) == 1
    assert len(began(house, "gevaar_beoordelen")) == 1


# --- not assigned --------------------------------------------------------------------------------


def assign(house: House, post_id: str, number: str, by: str = "an.admin", **more: object) -> None:
    asked: dict[str, object] = {"tokens": (), "posted": {}, **more}
    mailroom.assign(
        house.runtime,
        post_id=post_id,
        number=number,
        by=house.actors[by],
        **asked,  # type: ignore[arg-type]  # the two that every test gives another way
    )


def test_a_piece_is_assigned_once_and_the_second_is_told_by_whom(house: House, number: str) -> None:
    post_id = posting.unplaced(house, data=b"Een brief.")
    received = house.clock.now.date()
    house.clock.forward(days=3)
    waits = token(house, number)
    assign(house, post_id, number, tokens=[waits], posted={"answer.text": "x"})
    assert names(house, number) == ["stuk.txt"]
    line = next(each for each in probing.lines(house, number) if each.kind == "post:registered")
    assert line.meta["received_on"] == received.isoformat()
    before = rows(house)
    with pytest.raises(errors.AlreadyDone) as taken:
        assign(house, post_id, number, by="inge.roels")
    assert taken.value.facts["who"] == house.actors["an.admin"].name
    assert rows(house) == before
    assert mailroom.listing(house.runtime, by=house.actors["an.admin"]).total == 0


def test_a_refused_assignment_leaves_the_piece_where_it_is(house: House, number: str) -> None:
    post_id = posting.unplaced(house, data=b"Een brief.")
    before, waits = rows(house), token(house, number)
    with pytest.raises(post.RefusedPost):
        assign(house, post_id, number, tokens=[waits])
    with pytest.raises(errors.NotFound):
        assign(house, post_id, "XX-2026-99999")
    assert rows(house) == before


def test_what_is_not_for_us_is_put_aside_with_the_reason(house: House) -> None:
    post_id = posting.unplaced(house)
    by = house.actors["an.admin"]
    with pytest.raises(errors.InvalidInput):
        mailroom.drop(house.runtime, post_id=post_id, reason=" ", by=by)
    mailroom.drop(house.runtime, post_id=post_id, reason="Reclame", by=by)
    assert mailroom.listing(house.runtime, by=by).total == 0
    with pytest.raises(errors.AlreadyDone):
        mailroom.drop(house.runtime, post_id=post_id, reason="Reclame", by=by)


def test_messages_and_pieces_stand_in_one_list_the_longest_waiting_first(house: House) -> None:
    house.kept_message("nobody_waits")
    house.clock.forward(hours=1)
    posting.unplaced(house)
    found = mailroom.listing(house.runtime, by=house.actors["an.admin"])
    assert [each.message is not None for each in found.rows] == [True, False]


def test_a_piece_says_where_it_may_belong_by_the_number_in_it(house: House, number: str) -> None:
    post_id = posting.unplaced(house, subject=f"Antwoord op uw brief {number}, dank u")
    found = mailroom.view(house.runtime, post_id=post_id, by=house.actors["an.admin"])
    assert [each.number for each in found.places] == [number]


def test_the_files_of_what_waits_stay_when_nobody_else_needs_them(house: House) -> None:
    post_id = posting.unplaced(house, data=b"Een brief.")
    house.clock.forward(days=400)
    uploads.sweep(house.runtime)
    by = house.actors["an.admin"]
    found = mailroom.view(house.runtime, post_id=post_id, by=by)
    assert found.preview == "Een brief."
    _, opened = mailroom.read(house.runtime, post_id=post_id, file_id=found.files[0].id, by=by)
    with opened:
        assert opened.read() == b"Een brief."


# --- mails ---------------------------------------------------------------------------------------


def kept(house: House, data: bytes, name: str = "bericht.eml") -> tuple[list[str], list[list[str]]]:
    """Attach a mail; return the names of what was kept, and what of it was refused."""
    posting.attach(house, KEY, data, name)
    drawn = mailroom.sheet(house.runtime, by=house.actors["an.admin"], typed=Typed(key=KEY))
    refused = [
        each.inspected["mail"]["refused"] for each in drawn.files if "mail" in each.inspected
    ]
    return [each.name for each in drawn.files], refused[0] if refused else []


def test_a_mail_brings_its_text_and_its_attachments_and_is_kept_itself(house: House) -> None:
    data = posting.mail(files={"attest.pdf": samples.pdf()}).as_bytes()
    found, refused = kept(house, data)
    assert sorted(found) == ["Tekst van de e-mail De aanvulling.txt", "attest.pdf", "bericht.eml"]
    assert refused == []
    drawn = mailroom.sheet(house.runtime, by=house.actors["an.admin"], typed=Typed(key=KEY))
    assert drawn.mail is not None
    assert drawn.mail.sender == "An Peeters <an@zonnebloem.be>"
    assert drawn.mail.subject == "De aanvulling"
    assert drawn.mail.received_on == "2026-04-27"


def test_what_may_not_come_in_is_named_and_the_rest_is_kept(house: House) -> None:
    made = posting.mail(
        files={
            "../../etc/lijst.txt": b"een lijst",
            "bom.docx": samples.docx({"word/big.xml": b"0" * 30_000_000}),
            "spel.exe": b"MZ\x90\x00",
            "gesloten.pdf": samples.pdf(password="geheim"),
            "goed.png": samples.image("PNG"),
        }
    )
    inner = EmailMessage()
    inner["Subject"], inner["From"] = "Eerder antwoord", "a@b.be"
    inner.set_content("binnenin")
    made.add_attachment(inner)
    found, refused = kept(house, made.as_bytes())
    assert set(found) >= {"bericht.eml", "lijst.txt", "goed.png"}
    assert dict(refused) == {
        "bom.docx": "upload.zip_bomb",
        "spel.exe": "upload.program",
        "gesloten.pdf": "upload.encrypted",
        "Eerder antwoord": "mail.nested",
    }
    assert "spel.exe" not in found


def test_the_page_of_a_mail_is_kept_as_text(house: House, number: str) -> None:
    page = "<html><head><style>p{}</style></head><body><p>Dag <b>Jan</b></p><script>x()</script>"
    posting.attach(house, KEY, posting.mail(page=page).as_bytes(), "m.eml")
    posting.book(house, number, key=KEY)
    with house.runtime.store.read() as tx:
        found = document_rows.of_case(tx, house.case(number).id).rows
    text = next(each for each in found if each.media_type == "text/plain")
    said = sending.read(house, number, text.id, actor(house)).decode()
    assert "Dag Jan" in said
    assert "<" not in said.partition("\n\n")[2]
    assert "x()" not in said


def actor(house: House) -> Actor:
    return house.actors["an.admin"]


def test_a_mail_that_nobody_can_read_is_kept_and_that_is_told(house: House) -> None:
    data = b"From: a@b.be\nSubject: x\n" + b"MIME-Version: 1.0\n"
    for depth in range(40):
        data += f'Content-Type: multipart/mixed; boundary="b{depth}"\n\n--b{depth}\n'.encode()
    found, refused = kept(house, data)
    assert found == ["bericht.eml"]
    assert [code for _, code in refused] == ["mail.unreadable"]


def test_the_same_mail_twice_is_one(house: House) -> None:
    data = posting.mail().as_bytes()
    first, _ = kept(house, data)
    again, _ = kept(house, data)
    assert first == again


def test_a_mail_on_the_page_of_documents_comes_with_what_is_in_it(
    house: House, number: str
) -> None:
    data = posting.mail(files={"a.png": samples.image("PNG"), "b.exe": b"MZ"}).as_bytes()
    added = documents.add(
        house.runtime,
        number=number,
        files=[sending.sent(house, data, "m.eml")],
        type_key=None,
        by=house.actors["an.admin"],
    )
    assert [each.name for each in added] == [
        "m.eml",
        "Tekst van de e-mail De aanvulling.txt",
        "a.png",
    ]
    assert added[0].inspected is not None
    assert added[0].inspected["mail"]["refused"] == [["b.exe", "upload.program"]]


# --- found ---------------------------------------------------------------------------------------


def test_a_place_is_found_by_number_and_by_a_word_of_its_name(house: House, number: str) -> None:
    by = house.actors["an.admin"]
    (found,) = mailroom.search(house.runtime, by=by, q=number.lower())
    assert (found.number, found.kind) == (number, "case")
    assert number in {e.number for e in mailroom.search(house.runtime, by=by, q="prob")}
    assert mailroom.search(house.runtime, by=by, q="x") == ()


def test_what_is_not_for_the_asker_is_not_found(house: House, number: str) -> None:
    by = house.actors["lien.declercq"]
    assert mailroom.search(house.runtime, by=by, q=number) == ()
    with pytest.raises(errors.NotFound):
        posting.book(house, number, by="lien.declercq")


def test_no_row_of_post_or_document_is_left_by_a_refused_place(house: House) -> None:
    with pytest.raises(errors.NotFound):
        posting.book(house, "XX-2026-00001")
    with house.runtime.store.read() as tx:
        assert tx.scalar(select(func.count()).select_from(post_table)) == 0
        assert tx.scalar(select(func.count()).select_from(document)) == 0
