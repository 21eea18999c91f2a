"""A letter sent as a mail: what arrives, what is tried again, and what becomes a dead letter."""

from __future__ import annotations

from dataclasses import replace

import pytest

from engine import sending
from engine.store import jobs as job_rows
from tests.house import House
from tests.outbox.postman import PASSWORD, USER, Postman, authenticator, free_port, postman
from tests.outbox.sendings import connected, jobs, mail, sent, told, wait
from tests.verbs import probing

QUEUED, DONE, FAILED = "sending:queued", "sending:done", "sending:failed"


def test_the_letter_arrives_as_a_mail_and_the_case_keeps_it(house: House) -> None:
    with postman() as post:
        number = sent(connected(house, post), mail(attach="true"), to_look=True)
    (took,) = post.took
    assert (took["From"], took["To"]) == ("Het huis <huis@voorbeeld.be>", "jan@voorbeeld.be")
    assert took["Subject"] == "[DEMO] Uw aanvraag"
    assert took["Auto-Submitted"] == "auto-generated"
    body = took.get_body(("plain",))
    assert body is not None
    assert "Beste Jan\n\n- Breng dit mee\n- En dit" in body.get_content().replace("\r\n", "\n")
    assert number in body.get_content()
    (pdf,) = took.iter_attachments()
    assert (pdf.get_filename(), pdf.get_content()[:5]) == ("Uw aanvraag.pdf", b"%PDF-")
    assert told(house, number) == [QUEUED, DONE]


def test_without_a_mail_server_the_mail_waits_where_it_can_be_seen(house: House) -> None:
    number = sent(house, mail(), to_look=True)
    wait(house, days=30)
    (job,) = jobs(house)
    assert (job.state, sending.read_error(job.error)[0]) == ("open", "mail.no_server")
    with postman() as post:
        connected(house, post)
        wait(house, minutes=11)
    assert post.to == ["jan@voorbeeld.be"]
    assert told(house, number) == [QUEUED, DONE]


def test_each_address_has_its_own_mail_and_its_own_refusal(house: House) -> None:
    refuses = {"weg@voorbeeld.be": "550 No such user", "vol@voorbeeld.be": "452 Full"}
    to = '["jan@voorbeeld.be", "weg@voorbeeld.be", "vol@voorbeeld.be", "jan@voorbeeld.be"]'
    with postman(Postman(refuses=dict(refuses))) as post:
        number = sent(connected(house, post), mail(to))
        assert post.to == ["jan@voorbeeld.be"]
        dead, waiting = jobs(house)
        assert sending.read_error(dead.error) == ("mail.refused", {"status": 550})
        assert sending.read_error(waiting.error) == ("mail.busy", {"status": 452})
        post.refuses.clear()
        wait(house, minutes=5)
    assert post.to == ["jan@voorbeeld.be", "vol@voorbeeld.be"]
    assert sorted(told(house, number)) == [DONE, DONE, FAILED, QUEUED]


def test_what_is_no_address_is_an_error_of_the_diagram_and_nothing_goes(house: House) -> None:
    with postman() as post:
        number = sent(connected(house, post), mail('["an@x.be", "jan@x.be, an@x.be"]'))
    assert not post.took
    assert told(house, number) == []
    assert "error:thrown" in probing.kinds(house, number)


def test_no_value_becomes_a_header(house: House) -> None:
    post = Postman()
    with postman(post):
        server = post.server()
        with house.runtime.store.write("tests.alert") as tx:
            settings = replace(house.runtime.settings, alert_to="an@voorbeeld.be")
            house.runtime = replace(house.runtime, settings=settings, mail_server=server)
            sending.alert(
                house.runtime, tx, key="1", subject="Hallo\r\nBcc: x@y.be", text=".\r\nQUIT\r\n"
            )
        house.work_off()
    (took,) = post.took
    assert took["Subject"] == "Hallo Bcc: x@y.be"
    assert took["Bcc"] is None
    assert "QUIT" in took.get_content()


def test_a_connection_cut_after_the_mail_was_taken_sends_it_again_under_the_same_name(
    house: House,
) -> None:
    with postman(Postman(cuts=1)) as post:
        number = sent(connected(house, post), mail())
        (job,) = jobs(house)
        assert sending.read_error(job.error)[0] == "mail.unreachable"
        wait(house, minutes=5)
    assert len(post.took) == 2
    assert len({each["Message-ID"] for each in post.took}) == 1
    assert len({each["Date"] for each in post.took}) == 1
    assert told(house, number) == [QUEUED, DONE]


def test_a_worker_that_dies_after_sending_leaves_the_mail_to_the_next_with_the_same_name(
    house: House, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        pass

    def die(*_: object) -> bool:
        raise Killed

    with postman() as post:
        connected(house, post)
        with monkeypatch.context() as patched:
            patched.setattr(job_rows, "finish", die)
            with pytest.raises(Killed):
                sent(house, mail())
        wait(house, minutes=1)
        assert len(post.took) == 1
        wait(house, minutes=5)
        wait(house, days=2)
    assert len(post.took) == 2
    assert len({each["Message-ID"] for each in post.took}) == 1


def test_what_stays_refused_for_now_is_a_dead_letter_in_the_end(house: House) -> None:
    with postman(Postman(says=["451 Later"] * 20)) as post:
        number = sent(connected(house, post), mail())
        for _ in range(10):
            wait(house, hours=8)
    (job,) = jobs(house)
    assert (job.state, job.attempts) == ("failed", sending.ATTEMPTS)
    assert post.connections == sending.ATTEMPTS
    assert told(house, number) == [QUEUED, FAILED]


def test_a_mail_server_that_is_away_is_asked_once_for_all_that_waits(house: House) -> None:
    told_to = '["a@x.be", "b@x.be", "c@x.be", "d@x.be"]'
    with postman(Postman(slow=3)) as post:
        house.runtime = replace(house.runtime, mail_server=post.server(seconds=0.3))
        sent(house, mail(told_to))
        assert post.connections == 1
    with house.runtime.store.read() as tx:
        found = [each for each in job_rows.listing(tx, state="open") if each.kind == "send"]
    assert sorted(each.attempts for each in found) == [0, 0, 0, 1]


@pytest.mark.filterwarnings("ignore:Requiring AUTH while not requiring TLS")
def test_user_and_password_are_given_and_a_wrong_one_waits(house: House) -> None:
    check = authenticator((USER, PASSWORD))
    with postman(authenticator=check, auth_required=True, auth_require_tls=False) as post:
        right, wrong = (post.server(user=USER, password=each) for each in (PASSWORD, "fout"))
        house.runtime = replace(house.runtime, mail_server=wrong)
        sent(house, mail())
        (job,) = jobs(house)
        assert sending.read_error(job.error)[0] == "mail.login"
        house.runtime = replace(house.runtime, mail_server=right)
        wait(house, minutes=5)
    assert post.to == ["jan@voorbeeld.be"]


def test_a_server_without_the_security_that_is_asked_gets_nothing(house: House) -> None:
    with postman() as post:
        house.runtime = replace(house.runtime, mail_server=post.server(security="starttls"))
        sent(house, mail())
    (job,) = jobs(house)
    assert sending.read_error(job.error)[0] == "mail.not_secure"
    assert not post.took


def test_a_port_where_nobody_listens_is_tried_again(house: House) -> None:
    server = Postman(port=free_port()).server()
    house.runtime = replace(house.runtime, mail_server=server)
    sent(house, mail())
    (job,) = jobs(house)
    assert (job.state, sending.read_error(job.error)[0]) == ("open", "mail.unreachable")


def test_the_job_holds_no_name_no_address_and_no_text(house: House) -> None:
    sent(house, mail())
    (job,) = jobs(house)
    assert set(job.values) == {"sealed"}
    assert "jan" not in str(job)
