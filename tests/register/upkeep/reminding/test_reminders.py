"""Reminders: on the right day, once each, one mail an employer, never after somebody has acted (D2, D14)."""

from collections.abc import Mapping
from datetime import date, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from agreements_made import in_force
from command_line import Command
from command_line import husly_command as husly_command
from conftest import AT
from housed import add_employer, house
from husly.kit.access import SYSTEM, Grant, Role
from husly.kit.accounts.models import Account, Mandate, MandateEnd, MandateScope, RoleGrant
from husly.kit.clock import danish_date
from husly.kit.database import transaction
from husly.kit.outbox import OutboxMessage
from husly.settings import Settings
from husly.worker import deliver_due
from mandated import a_mandate
from register.accommodations.models import Accommodation
from register.declarations.journey.models import DeclarationDraft
from register.declarations.models import Declaration
from register.employers.models import Employer
from register.upkeep import actions
from register.upkeep.duties import AS_SHIPPED, Duties
from register.upkeep.models import ReminderKind, ReminderSent
from register.upkeep.reminding.actions import due_by_group, remind
from register.upkeep.reminding.due import ITEMS
from register.upkeep.reminding.mails import HEADINGS
from web_client import Web

TODAY = danish_date(AT)
SETTINGS = Settings(public_url="https://husly.example/", authority_name="Prøvetilsynet", authority_phone="70 00 00 00")


def kinds(session: Session, on: date, duties: Duties = AS_SHIPPED) -> list[tuple[str, date]]:
    found = due_by_group(session, duties, today=on)
    return sorted((due.kind.value, due.about_on) for dues in found.values() for due in dues)


def an_old_home(session: Session, days: int = 360, **given: Any) -> Accommodation:
    """A home declared so many days ago, of an employer with an address for mail."""
    employer = given.pop("employer", None) or add_employer(session, contact_email="eva@firma.example")
    at = AT - timedelta(days=days)
    return house(session, employer=employer, submitted_at=at, starts_on=at.date(), **given)


@pytest.mark.parametrize(
    ("before_due", "kind"),
    [
        (31, None),
        (30, "reconfirm_30"),
        (8, "reconfirm_30"),
        (7, "reconfirm_7"),
        (0, "reconfirm_7"),
        (-1, "reconfirm_overdue"),
        (-100, "reconfirm_overdue"),
    ],
)
def test_a_confirmation_is_asked_30_and_7_days_before_and_when_overdue(
    session: Session, before_due: int, kind: str | None
) -> None:
    an_old_home(session, 0)
    due_on = date(2027, 3, 2)
    found = kinds(session, due_on - timedelta(days=before_due))
    assert found == ([] if kind is None else [(kind, due_on)])


def test_nobody_is_asked_about_what_has_ended_or_is_not_in_use_or_where_nobody_confirms(session: Session) -> None:
    an_old_home(session, 400, ends_on=TODAY - timedelta(days=1))
    paused = an_old_home(session, 400)
    actions.tell_pause(session, paused.id, from_on=TODAY, back_on=TODAY + timedelta(9), by=SYSTEM, at=AT)
    assert kinds(session, TODAY) == []
    assert len(kinds(session, TODAY + timedelta(9))) == 1
    assert kinds(session, TODAY + timedelta(9), Duties(reconfirm_months=0)) == []


@pytest.mark.parametrize(("days", "asked"), [(-1, 0), (0, 1), (7, 1), (8, 0)])
def test_a_last_day_is_asked_about_in_the_week_before(session: Session, days: int, asked: int) -> None:
    ends_on = TODAY + timedelta(days=60)
    an_old_home(session, 10, ends_on=ends_on)
    assert kinds(session, ends_on - timedelta(days=days)) == [("ending", ends_on)] * asked


@pytest.mark.parametrize(("days", "asked"), [(31, 0), (30, 1), (0, 1), (-1, 0)])
def test_an_agreement_that_ends_is_told_a_month_before(session: Session, days: int, asked: int) -> None:
    home, last = an_old_home(session, 10), TODAY + timedelta(days=50)
    in_force(session, home.id, valid_to=last.isoformat())
    assert kinds(session, last - timedelta(days=days)) == [("claim_ending", last)] * asked


def test_every_kind_has_its_words() -> None:
    assert set(HEADINGS) == set(ReminderKind)
    assert set(ITEMS) == set(ReminderKind)


def an_account(session: Session, home: Accommodation, email: str, **given: Any) -> Account:
    account = Account(email=email, name="Bo", password_hash="!", created_at=AT, **given)
    session.add(account)
    session.flush()
    session.add(RoleGrant(account_id=account.id, role=Role.EMPLOYER, employer_id=home.employer_id))
    session.flush()
    return account


def mails(engine: Engine, folder: Path, *, days: int = 0) -> dict[str, EmailMessage]:
    """Everything in the outbox delivered into a folder: the mails by receiver."""
    with transaction(engine) as session:
        while deliver_due(session, outbox_path=folder, at=AT + timedelta(days=days, minutes=1), chosen=SETTINGS):
            pass
        failed = session.exec(select(OutboxMessage.last_error).where(col(OutboxMessage.last_error).is_not(None)))
        assert failed.all() == []
    read = [message_from_bytes(path.read_bytes(), policy=policy.default) for path in folder.glob("mail/*.eml")]
    return {str(one["To"]): one for one in read if isinstance(one, EmailMessage)}


def test_an_employer_gets_one_mail_about_everything_and_never_the_same_again(
    clean_engine: Engine, tmp_path: Path
) -> None:
    with transaction(clean_engine) as session:
        first = an_old_home(session, street="Algade")
        house(session, employer=session.get_one(Employer, first.employer_id), submitted_at=AT, street="Nygade")
        an_old_home(session, 400, street="Fremmedvej")
        an_account(session, first, "bo@firma.example", language="en")
        an_account(session, first, "eva@firma.example")
        an_account(session, first, "gone@firma.example", active=False)
    done = remind(clean_engine, AS_SHIPPED, at=AT)
    assert dict(done.sent) == {ReminderKind.RECONFIRM_7: 1, ReminderKind.RECONFIRM_OVERDUE: 1}
    assert done.mails == 3
    again = remind(clean_engine, AS_SHIPPED, at=AT + timedelta(hours=9))
    assert (again.sent.total(), again.mails) == (0, 0)
    found = mails(clean_engine, tmp_path)
    assert set(found) == {"eva@firma.example", "bo@firma.example"}
    english = found["bo@firma.example"]
    assert english["Subject"] == "Husly: a reminder about your declarations"
    assert english["Auto-Submitted"] == "auto-generated"
    body = english.get_content()
    assert "Algade 7" in body
    assert "7 March 2026" in body
    assert f"https://husly.example/declarations/{first.id}" in body
    assert "Prøvetilsynet: 70 00 00 00" in body
    assert "Nygade" not in body
    assert "Fremmedvej" not in body


@pytest.mark.parametrize(
    ("scope", "days", "mailed"),
    [
        (MandateScope.DECLARE, 9, True),
        (MandateScope.EVERYTHING, 9, True),
        (MandateScope.READ, 9, False),
        (MandateScope.DECLARE, -1, False),
    ],
)
def test_a_representative_who_may_declare_is_reminded_while_the_mandate_holds(
    clean_engine: Engine, tmp_path: Path, scope: MandateScope, days: int, mailed: bool
) -> None:
    with transaction(clean_engine) as session:
        home = an_old_home(session, 400)
        account = Account(email="bodil@b.example", name="Bodil", password_hash="!", created_at=AT)
        session.add(account)
        session.flush()
        session.add(a_mandate(account.id, home.employer_id, scope, valid_to=TODAY + timedelta(days)))
    remind(clean_engine, AS_SHIPPED, at=AT)
    assert ("bodil@b.example" in mails(clean_engine, tmp_path)) is mailed


def test_a_mandate_that_ends_before_the_mail_leaves_gets_none(clean_engine: Engine, tmp_path: Path) -> None:
    with transaction(clean_engine) as session:
        home = an_old_home(session, 400)
        account = Account(email="bodil@b.example", name="Bodil", password_hash="!", created_at=AT)
        session.add(account)
        session.flush()
        mandate = a_mandate(account.id, home.employer_id)
        session.add(mandate)
    assert remind(clean_engine, AS_SHIPPED, at=AT).mails == 2
    with transaction(clean_engine) as session:
        held = session.get_one(Mandate, mandate.id)
        held.ended_at, held.ended_how = AT, MandateEnd.REVOKED
    assert set(mails(clean_engine, tmp_path)) == {"eva@firma.example"}


def test_one_who_has_confirmed_since_gets_no_mail_and_is_asked_again_in_a_year(
    clean_engine: Engine, tmp_path: Path
) -> None:
    with transaction(clean_engine) as session:
        home = an_old_home(session, 400)
    assert remind(clean_engine, AS_SHIPPED, at=AT).mails == 1
    with transaction(clean_engine) as session:
        actions.confirm(session, home.id, version=1, by=SYSTEM, at=AT)
    assert mails(clean_engine, tmp_path) == {}
    assert remind(clean_engine, AS_SHIPPED, at=AT + timedelta(days=300)).mails == 0
    assert remind(clean_engine, AS_SHIPPED, at=AT + timedelta(days=340)).mails == 1
    assert remind(clean_engine, AS_SHIPPED, at=AT + timedelta(days=360)).mails == 1
    assert remind(clean_engine, AS_SHIPPED, at=AT + timedelta(days=380)).mails == 1
    assert remind(clean_engine, AS_SHIPPED, at=AT + timedelta(days=390)).mails == 0
    with transaction(clean_engine, writing=False) as session:
        sent = [row.kind for row in session.exec(select(ReminderSent).order_by(col(ReminderSent.sent_at)))]
    assert sent == ["reconfirm_overdue", "reconfirm_30", "reconfirm_7", "reconfirm_overdue"]


def test_who_has_no_address_is_counted_and_tried_again(clean_engine: Engine) -> None:
    with transaction(clean_engine) as session:
        home = an_old_home(session, 400, employer=add_employer(session))
    assert remind(clean_engine, AS_SHIPPED, at=AT).untold == 1
    with transaction(clean_engine) as session:
        an_account(session, home, "bo@firma.example")
    assert remind(clean_engine, AS_SHIPPED, at=AT + timedelta(days=1)).mails == 1


def test_a_foreign_firm_reads_english_and_many_places_are_told_by_number(clean_engine: Engine, tmp_path: Path) -> None:
    with transaction(clean_engine) as session:
        firm = add_employer(session, cvr_number=None, foreign_number="PL-1", contact_email="firma@pl.example")
        for number in range(53):
            an_old_home(session, 400, employer=firm, house_number=str(number + 1))
    done = remind(clean_engine, AS_SHIPPED, at=AT)
    assert (done.sent.total(), done.mails) == (53, 1)
    body = mails(clean_engine, tmp_path)["firma@pl.example"].get_content()
    assert body.startswith("Hello")
    assert body.count("Ærøvej") == 50
    assert "- and 3 more" in body


def test_the_command_sends_once_and_can_only_count(husly_command: Command, clean_engine: Engine) -> None:
    with transaction(clean_engine) as session:
        an_old_home(session, 4000)
    officers = "To officers: 0 in 0 mails.\n"
    dry = husly_command("reminders", "send", "--dry-run")
    told = f"Would be sent. Reminders: 1 in 1 mails (reconfirm_overdue 1).\nWould be sent. {officers}"
    assert (dry.exit_code, dry.stdout) == (0, told)
    sent = husly_command("reminders", "send").stdout
    assert sent == f"Reminders: 1 in 1 mails (reconfirm_overdue 1).\n{officers}"
    assert husly_command("reminders", "send").stdout == f"Reminders: 0 in 0 mails.\n{officers}"


def test_the_worker_reminds_and_delivers(
    husly_command: Command, clean_engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HUSLY_OUTBOX_PATH", str(tmp_path))
    with transaction(clean_engine) as session:
        an_old_home(session, 4000)
    result = husly_command("worker", "--once")
    assert result.exit_code == 0, result.output
    assert len(list((tmp_path / "mail").glob("*.eml"))) == 1


def test_the_language_chosen_while_signed_in_is_that_of_the_mails(web: Web) -> None:
    actor = web.sign_in(Grant(Role.INSPECTOR))

    def chosen() -> Mapping[str, str | None]:
        with transaction(web.engine, writing=False) as session:
            return {str(one.id): one.language for one in session.exec(select(Account))}

    assert chosen() == {actor.id: None}
    web.get("/language/en")
    assert chosen() == {actor.id: "en"}
    web.get("/language/xx")
    web.sign_out()
    web.get("/language/da")
    assert chosen() == {actor.id: "en"}
    assert UUID(actor.id)


def a_draft(session: Session) -> DeclarationDraft:
    account = Account(email="mia@maker.example", name="Mia", password_hash="!", created_at=AT)
    session.add(account)
    session.flush()
    address = {"street": "Algade", "house_number": "12B", "postcode": "4000"}
    draft = DeclarationDraft(by=str(account.id), document={"address": address}, created_at=AT, changed_at=AT)
    session.add(draft)
    session.flush()
    return draft


@pytest.mark.parametrize(
    ("days", "kind"), [(6, None), (7, "draft_7"), (20, "draft_7"), (21, "draft_21"), (60, "draft_21")]
)
def test_a_draft_is_told_of_after_a_week_and_after_three(session: Session, days: int, kind: str | None) -> None:
    draft = a_draft(session)
    on = TODAY + timedelta(days=days)
    assert kinds(session, on) == ([] if kind is None else [(kind, TODAY)])
    draft.submitted_at, draft.declaration_id = AT, _a_declaration_id(session)
    session.flush()
    assert kinds(session, on) == [], "never after submission"


def _a_declaration_id(session: Session) -> UUID:
    an_old_home(session, -3000)
    return session.exec(select(Declaration.id)).one()


def test_its_maker_alone_is_told_of_a_draft_and_not_once_it_is_thrown_away(
    clean_engine: Engine, tmp_path: Path
) -> None:
    with transaction(clean_engine) as session:
        draft = a_draft(session)
    later = AT + timedelta(days=8)
    assert remind(clean_engine, AS_SHIPPED, at=later).mails == 1
    assert remind(clean_engine, AS_SHIPPED, at=later + timedelta(days=1)).mails == 0
    found = mails(clean_engine, tmp_path, days=8)
    assert set(found) == {"mia@maker.example"}
    body = found["mia@maker.example"].get_content()
    assert "Algade 12B, 4000" in body
    assert f"https://husly.example/declarations/drafts/{draft.id}" in body
    assert remind(clean_engine, AS_SHIPPED, at=AT + timedelta(days=21)).mails == 1
    with transaction(clean_engine) as session:
        session.delete(session.get_one(DeclarationDraft, draft.id))
    assert len(mails(clean_engine, tmp_path / "later", days=21)) == 0
