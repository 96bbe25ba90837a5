"""An owner is named, told, sees what is declared without an account, and contests it; nothing is deleted."""

import re
from datetime import timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from uuid import uuid4

import pytest
from pypdf import PdfReader
from sqlmodel import Session, select

from conftest import AT
from declared_housing import submitted
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.database import transaction
from husly.kit.errors import DomainError, NotAllowedError
from husly.kit.web.limits import Tries
from husly.worker import deliver_due
from register.declarations.models import Declaration
from register.owners import actions
from register.owners.models import OwnerNotice
from register.owners.queries import count_untold, find_by_code
from web_client import Web, words

OWNER = {"name": "Olga Ejer", "postal_address": "Skovvej 3, 4000 Roskilde"}


def named(session: Session, **changes: str) -> OwnerNotice:
    home = submitted(session).accommodation
    return actions.name_owner(session, accommodation_id=home.id, by=SYSTEM, at=AT, **(OWNER | changes))


def test_the_letter_leaves_with_the_code_which_is_then_forgotten(session: Session, tmp_path: Path) -> None:
    notice = named(session)
    line = deliver_due(session, outbox_path=tmp_path, at=AT)
    assert line == f"owner {notice.id} -> owner-{notice.id}.pdf"
    text = PdfReader(tmp_path / f"owner-{notice.id}.pdf").pages[0].extract_text()
    found = re.search(r"\w{4}-\w{4}-\w{4}", text)
    assert found is not None
    assert "UDKAST" in text
    assert "Olga Ejer" in text
    assert "Prøvegartneriet" not in text
    assert "Algade 12B" in text
    assert (notice.code, notice.told_at is None) == (None, False)
    same = find_by_code(session, found[0].lower().replace("-", " "))
    assert same is notice


def test_the_same_owner_again_changes_nothing_and_another_ends_the_first_code(session: Session) -> None:
    first = named(session)
    code = str(first.code)
    assert named(session) is first
    second = named(session, name="Ole Nyejer")
    assert second is not first
    assert find_by_code(session, code) is None
    assert find_by_code(session, str(second.code)) is second


@pytest.mark.parametrize("changes", [{"name": " "}, {"postal_address": ""}, {"email": "olga"}, {"name": "x" * 201}])
def test_an_owner_without_name_or_address_is_refused(session: Session, changes: dict[str, str]) -> None:
    with pytest.raises(DomainError):
        named(session, **changes)


def test_nobody_names_an_owner_for_the_housing_of_another(session: Session) -> None:
    home = submitted(session).accommodation
    stranger = Actor(id="s", name="S", grants=(Grant(Role.EMPLOYER, employer_id=uuid4()),))
    with pytest.raises(NotAllowedError):
        actions.name_owner(session, accommodation_id=home.id, by=stranger, at=AT, **OWNER)


def test_a_contest_is_a_task_and_leaves_the_declaration_as_it_was(session: Session) -> None:
    notice = named(session)
    before = session.exec(select(Declaration)).one().model_dump()
    made = actions.contest(session, notice, reasons=["not_agreed", "<script>"], text="Nej", at=AT)
    assert made.reasons == ["not_agreed"]
    assert session.exec(select(Declaration)).one().model_dump() == before
    with pytest.raises(DomainError):
        actions.contest(session, notice, reasons=[], text=" ", at=AT)
    with pytest.raises(DomainError):
        actions.close_contest(session, made.id, answer=" ", by=SYSTEM, at=AT)
    actions.close_contest(session, made.id, answer="Aftalen er set", by=SYSTEM, at=AT)
    with pytest.raises(DomainError, match="meanwhile"):
        actions.close_contest(session, made.id, answer="Igen", by=SYSTEM, at=AT)


def test_a_contest_sent_twice_is_one_until_it_is_answered(session: Session) -> None:
    notice = named(session)
    first = actions.contest(session, notice, reasons=["not_agreed"], text="Nej", at=AT)
    assert actions.contest(session, notice, reasons=["not_agreed"], text=" Nej ", at=AT) is first
    assert actions.contest(session, notice, reasons=["not_agreed"], text="Nej, slet ikke", at=AT) is not first
    actions.close_contest(session, first.id, answer="Aftalen er set", by=SYSTEM, at=AT)
    assert actions.contest(session, notice, reasons=["not_agreed"], text="Nej", at=AT) is not first


def test_an_owner_sees_and_contests_without_an_account_and_the_authority_closes_it(web: Web) -> None:
    with transaction(web.engine) as session:
        home = submitted(session).accommodation
    mine = Grant(Role.EMPLOYER, employer_id=home.employer_id)
    web.sign_in(mine)
    assert web.post(f"/owners/name/{home.id}", OWNER | {"name": ""}).status_code == 422
    assert web.post(f"/owners/name/{home.id}", OWNER).status_code == 303
    assert "Olga Ejer" in web.get(f"/owners/name/{home.id}").text
    web.sign_out()
    with transaction(web.engine, writing=False) as session:
        code = str(session.exec(select(OwnerNotice)).one().code)
    assert web.get("/owner").status_code == 200
    assert web.post("/owner", {"code": "AAAA-AAAA-AAAA"}).status_code == 422
    page = words(web.post("/owner", {"code": code}))
    assert "Algade 12B" in page
    assert "Prøvegartneriet" not in page
    assert web.post("/owner", {"code": code, "do": "contest"}).status_code == 422
    sent = {"code": code, "do": "contest", "reasons": ["not_agreed", "more_there"], "text": "<b>Nej</b>"}
    assert web.post("/owner", sent).status_code == 200
    assert web.get("/owners/contests").headers["location"].startswith("/sign-in")
    web.sign_in(mine)
    assert web.get("/owners/contests").status_code == 403
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0461"))
    assert "Algade" not in web.get("/owners/contests").text
    web.sign_in(Grant(Role.INSPECTOR))
    page = web.get("/owners/contests")
    assert "&lt;b&gt;Nej" in page.text
    case = re.search(r'href="(/cases/[0-9a-f-]{36})"', page.text)
    assert case is not None
    read = words(web.get(case[1]))
    assert "Jeg har ikke" in read or "not agreed" in read
    assert web.post(f"{case[1]}/steps/close", {"reason": "Aftalen er set"}).status_code == 409
    answer = {"reason": "Aftalen er set", "answer": "Vi har set aftalen."}
    assert web.post(f"{case[1]}/steps/close", answer).status_code == 303
    assert "Vi har set aftalen." in words(web.get("/owners/contests"))
    web.sign_out()
    page = words(web.post("/owner", {"code": code}))
    assert "Vi har set aftalen." in page
    assert "Aftalen er set" not in page


def test_five_wrong_codes_lock_the_page_itself(web: Web) -> None:
    with transaction(web.engine) as session:
        code = str(named(session).code)
    web.client.app.state.tries = Tries()  # those of other tests came from the same place
    for _ in range(5):
        assert web.post("/owner", {"code": "AAAA"}).status_code == 422
    for closed in (web.post("/owner", {"code": code}), web.post("/owner", {"code": "AAAA"})):
        assert closed.status_code == 429
        assert "Too many wrong codes" in closed.text or "For mange forkerte koder" in closed.text
    web.client.app.state.tries = Tries()
    assert web.post("/owner", {"code": code}).status_code == 200


def test_who_is_not_told_within_a_day_is_counted_for_the_authority(session: Session, tmp_path: Path) -> None:
    named(session)
    assert count_untold(session, before=AT, by=SYSTEM) == 0
    assert count_untold(session, before=AT + timedelta(days=1), by=SYSTEM) == 1
    elsewhere = Actor(id="k", name="K", grants=(Grant(Role.CASEWORKER, municipality_code="0461"),))
    assert count_untold(session, before=AT + timedelta(days=1), by=elsewhere) == 0
    deliver_due(session, outbox_path=tmp_path, at=AT)
    assert count_untold(session, before=AT + timedelta(days=1), by=SYSTEM) == 0


def test_an_owner_with_a_mail_address_gets_a_link_and_no_word_of_the_housing(session: Session, tmp_path: Path) -> None:
    notice = named(session, email="olga@ejer.example")
    code = str(notice.code)
    for _ in range(2):
        assert deliver_due(session, outbox_path=tmp_path, at=AT)
    (mail,) = (tmp_path / "mail").glob("*.eml")
    told = message_from_bytes(mail.read_bytes(), policy=default)
    text = f"{told['subject']} {told.get_content()}"
    assert "/owner" in text
    for secret in (code, "Algade", "Roskilde", "Olga Ejer", "Gartneriet"):
        assert secret not in text
