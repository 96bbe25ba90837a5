"""Mandates given, accepted and ended; how far each reaches, and on whose behalf each act is written down."""

from datetime import date, timedelta
from email import message_from_bytes
from email.policy import default
from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import Session, col, select

from conftest import AT
from declared_housing import submitted
from husly.kit import audit
from husly.kit.access import SYSTEM, Actor, Grant, Permission, Role, Subject, may
from husly.kit.accounts.actions import open_account, sign_in
from husly.kit.accounts.models import Account, Mandate, MandateScope
from husly.kit.accounts.queries import actor_of, find_actor
from husly.kit.audit import AuditEvent
from husly.kit.errors import DomainError, NotAllowedError, NotFoundError
from husly.kit.mail import FolderPost
from husly.worker import deliver_due
from register.declarations.queries import get_declared, list_declared
from register.mandates import actions
from register.mandates.forms import Asked, MandateForm, read_mandate
from register.mandates.queries import find_offer, list_acts, list_authors
from register.mandates.standing import Standing, standing_of

BUILDER = {"employer": {"name": "Byggefirmaet A/S", "cvr_number": "88146328"}, "address.house_number": "40"}
EMAIL = "bodil@bogholder.example"
TODAY = date(2026, 3, 2)


@pytest.fixture
def gardener(session: Session) -> Actor:
    """The employer's own user, whose housing is declared; another employer's is declared too."""
    employer_id = submitted(session).accommodation.employer_id
    submitted(session, BUILDER)
    return a_person(session, "anna@gartneri.example", Grant(Role.EMPLOYER, employer_id))


def a_person(session: Session, email: str, *grants: Grant) -> Actor:
    account = Account(email=email, name=email.partition("@")[0].title(), password_hash="!", created_at=AT)
    session.add(account)
    session.flush()
    return Actor(str(account.id), account.name, grants)


def employer_of(actor: Actor) -> UUID:
    (grant,) = actor.grants
    assert grant.employer_id is not None
    return grant.employer_id


def offered(
    session: Session,
    by: Actor,
    scope: MandateScope = MandateScope.DECLARE,
    *,
    to: date | None = None,
    email: str = EMAIL,
) -> tuple[Mandate, str]:
    asked = Asked(employer_of(by), email, scope, TODAY, to)
    return actions.give_mandate(session, asked, by=by, at=AT)


def accepted(
    session: Session, by: Actor, scope: MandateScope = MandateScope.DECLARE, *, to: date | None = None
) -> Mandate:
    mandate, _ = offered(session, by, scope, to=to)
    actions.accept_offer(session, mandate, by=a_person(session, EMAIL), at=AT)
    return mandate


def representative(session: Session, mandate: Mandate, *, days: int = 0) -> Actor:
    account = session.get_one(Account, mandate.account_id)
    return actor_of(session, account, mandate_id=mandate.id, at=AT + timedelta(days=days))


def test_the_code_of_the_invitation_opens_an_account_that_acts_for_the_employer(
    session: Session, gardener: Actor
) -> None:
    mandate, code = offered(session, gardener)
    found = find_offer(session, f" {code.lower()} ", at=AT)
    assert found is mandate
    actions.open_and_accept(session, mandate, name="Bodil", password="en god lang adgangskode", at=AT)
    token = sign_in(session, email=EMAIL, password="en god lang adgangskode", hours=8, at=AT)
    assert token is not None
    actor = find_actor(session, token, at=AT)
    assert actor is not None
    assert actor.behalf is not None
    assert actor.behalf.employer_name == "Prøvegartneriet ApS"
    assert may(actor, Permission.DECLARE, Subject(employer_id=employer_of(gardener)))


@pytest.mark.parametrize(
    ("scope", "permitted"),
    [
        (MandateScope.READ, {Permission.READ_DECLARATIONS}),
        (MandateScope.DECLARE, {Permission.READ_DECLARATIONS, Permission.DECLARE}),
        (
            MandateScope.EVERYTHING,
            {Permission.READ_DECLARATIONS, Permission.DECLARE, Permission.IMPORT_DECLARATIONS},
        ),
    ],
)
def test_a_mandate_reaches_as_far_as_it_says_and_no_further(
    session: Session, gardener: Actor, scope: MandateScope, permitted: set[Permission]
) -> None:
    actor = representative(session, accepted(session, gardener, scope))
    own, other = Subject(employer_id=employer_of(gardener)), Subject(employer_id=UUID(int=1))
    public = {Permission.PUBLIC, Permission.SIGNED_IN, Permission.READ_STANDARDS}
    assert {one for one in Permission if may(actor, one, own)} - public == permitted
    assert {one for one in Permission if may(actor, one, other)} == {Permission.PUBLIC, Permission.SIGNED_IN}


def test_a_representative_sees_the_employers_housing_and_nobody_elses(session: Session, gardener: Actor) -> None:
    actor = representative(session, accepted(session, gardener))
    found, count = list_declared(session, by=actor)
    assert count == 1
    assert found[0].employer.id == employer_of(gardener)


def test_whoever_acts_by_a_mandate_cannot_pass_it_on(session: Session, gardener: Actor) -> None:
    actor = representative(session, accepted(session, gardener, MandateScope.EVERYTHING))
    asked = Asked(employer_of(gardener), "third@firm.example", MandateScope.READ, TODAY, None)
    with pytest.raises(NotAllowedError):
        actions.give_mandate(session, asked, by=actor, at=AT)


def test_nobody_gives_a_mandate_of_anothers_employer(session: Session, gardener: Actor) -> None:
    asked = Asked(UUID(int=1), EMAIL, MandateScope.READ, TODAY, None)
    with pytest.raises(NotAllowedError):
        actions.give_mandate(session, asked, by=gardener, at=AT)


@pytest.mark.parametrize("who", ["employer", "representative"])
def test_either_side_ends_it_and_it_permits_nothing_from_then_on(session: Session, gardener: Actor, who: str) -> None:
    mandate = accepted(session, gardener)
    actor = representative(session, mandate)
    actions.end_mandate(session, mandate.id, by=gardener if who == "employer" else actor, at=AT)
    after = representative(session, mandate)
    assert after.grants == ()
    assert after.behalf is not None
    assert not after.behalf.is_in_force
    expected = Standing.REVOKED if who == "employer" else Standing.GIVEN_UP
    assert standing_of(mandate, at=AT) is expected


def test_it_holds_through_its_last_day_and_not_on_the_next(session: Session, gardener: Actor) -> None:
    mandate = accepted(session, gardener, to=date(2026, 3, 5))
    assert representative(session, mandate, days=3).grants
    assert representative(session, mandate, days=4).grants == ()
    assert standing_of(mandate, at=AT + timedelta(days=4)) is Standing.EXPIRED


def test_it_does_not_hold_before_its_first_day(session: Session, gardener: Actor) -> None:
    mandate = accepted(session, gardener)
    assert representative(session, mandate, days=-1).grants == ()
    assert standing_of(mandate, at=AT - timedelta(days=1)) is Standing.TO_COME


def test_a_stranger_can_neither_end_nor_accept_it(session: Session, gardener: Actor) -> None:
    mandate, _ = offered(session, gardener)
    stranger = a_person(session, "stranger@firm.example", Grant(Role.EMPLOYER, UUID(int=7)))
    with pytest.raises(NotFoundError):
        actions.end_mandate(session, mandate.id, by=stranger, at=AT)
    with pytest.raises(NotAllowedError):
        actions.accept_offer(session, mandate, by=stranger, at=AT)


def test_another_account_cannot_wear_somebodys_mandate(session: Session, gardener: Actor) -> None:
    mandate = accepted(session, gardener)
    stranger = session.get_one(Account, UUID(a_person(session, "stranger@firm.example").id))
    actor = actor_of(session, stranger, mandate_id=mandate.id, at=AT)
    assert (actor.grants, actor.behalf) == ((), None)


def test_an_offer_lapses_and_a_used_or_withdrawn_code_is_worthless(session: Session, gardener: Actor) -> None:
    mandate, code = offered(session, gardener)
    late = AT + timedelta(days=actions.CODE_DAYS)
    assert find_offer(session, code, at=late) is None
    assert standing_of(mandate, at=late) is Standing.LAPSED
    actions.end_mandate(session, mandate.id, by=gardener, at=AT)
    assert find_offer(session, code, at=AT) is None
    other, code = offered(session, gardener)
    actions.accept_offer(session, other, by=a_person(session, EMAIL), at=AT)
    assert find_offer(session, code, at=AT) is None


def test_declining_takes_the_code_alone(session: Session, gardener: Actor) -> None:
    mandate, _ = offered(session, gardener)
    actions.decline_offer(session, mandate, by=None, at=AT)
    assert standing_of(mandate, at=AT) is Standing.DECLINED


def test_one_address_has_one_mandate_of_an_employer_at_a_time(session: Session, gardener: Actor) -> None:
    mandate, _ = offered(session, gardener)
    with pytest.raises(DomainError, match="has a mandate"):
        offered(session, gardener)
    actions.end_mandate(session, mandate.id, by=gardener, at=AT)
    assert offered(session, gardener)[0].id != mandate.id


def test_nobody_needs_a_mandate_from_himself(session: Session, gardener: Actor) -> None:
    with pytest.raises(DomainError, match="your own address"):
        offered(session, gardener, email="anna@gartneri.example")


def test_every_act_by_a_mandate_is_written_down_with_the_employer(session: Session, gardener: Actor) -> None:
    mandate = accepted(session, gardener)
    declared = submitted(session, {"dwelling.area_m2": 95}, by=representative(session, mandate))
    written = session.exec(
        select(AuditEvent).where(AuditEvent.object_id == str(declared.declaration.id))
    ).one()  # fmt: skip
    assert (written.on_behalf_of, written.mandate_id) == (str(employer_of(gardener)), str(mandate.id))
    assert written.by_name == "Bodil"
    author = list_authors(session, [declared.declaration.id])[declared.declaration.id]
    assert (author.name, author.by_mandate) == ("Bodil", True)
    acts, count = list_acts(session, mandate.id, limit=50)
    assert count == len(acts)
    assert "declaration.submitted" in {act.action for act in acts}
    assert audit.verify(session)[1] is None


def test_the_employer_is_not_told_when_the_representative_signs_in(session: Session, gardener: Actor) -> None:
    mandate, _ = offered(session, gardener)
    actions.open_and_accept(session, mandate, name="Bodil", password="en god lang adgangskode", at=AT)
    assert sign_in(session, email=EMAIL, password="en god lang adgangskode", hours=8, at=AT)
    assert list_acts(session, mandate.id, limit=50) == ([], 0)


def test_the_trail_shows_when_somebody_hides_on_whose_behalf_it_was(session: Session, gardener: Actor) -> None:
    submitted(session, {"dwelling.area_m2": 95}, by=representative(session, accepted(session, gardener)))
    event = session.exec(select(AuditEvent).where(col(AuditEvent.mandate_id).is_not(None))).first()
    assert event is not None
    event.mandate_id = event.on_behalf_of = None
    session.flush()
    broken = audit.verify(session)[1]
    assert broken is not None
    assert broken.seq == event.seq


def test_declaring_for_another_employer_by_a_mandate_is_refused(session: Session, gardener: Actor) -> None:
    actor = representative(session, accepted(session, gardener))
    with pytest.raises(NotAllowedError):
        submitted(session, BUILDER | {"dwelling.area_m2": 95}, by=actor)


def test_an_account_with_rights_of_its_own_signs_in_as_itself(session: Session, gardener: Actor) -> None:
    mandate, _ = offered(session, gardener)
    own = Grant(Role.EMPLOYER, UUID(int=9))
    account = open_account(
        session, email=EMAIL, name="Bodil", password="en god lang adgangskode", grants=[own], by=SYSTEM, at=AT
    )
    actions.accept_offer(session, mandate, by=Actor(str(account.id), "Bodil"), at=AT)
    token = sign_in(session, email=EMAIL, password="en god lang adgangskode", hours=8, at=AT)
    assert token is not None
    actor = find_actor(session, token, at=AT)
    assert actor is not None
    assert (actor.grants, actor.behalf) == ((own,), None)
    actions.act_by(session, mandate.id, token=token, by=actor, at=AT)
    acting = find_actor(session, token, at=AT)
    assert acting is not None
    assert [grant.employer_id for grant in acting.grants] == [employer_of(gardener)]


def test_the_invitation_goes_out_by_mail_and_its_code_is_forgotten(
    session: Session, gardener: Actor, tmp_path: Path
) -> None:
    mandate, code = offered(session, gardener)
    line = deliver_due(session, outbox_path=tmp_path, at=AT, post=FolderPost(tmp_path))
    assert line is not None
    assert line.endswith("mandate sent")
    (sent,) = tmp_path.glob("*.eml")
    mail = message_from_bytes(sent.read_bytes(), policy=default)
    assert mail["To"] == EMAIL
    assert code in mail.get_body().get_content()  # type: ignore[union-attr]
    assert mandate.code is None
    assert find_offer(session, code, at=AT) is mandate


def test_a_withdrawn_offer_is_not_mailed(session: Session, gardener: Actor, tmp_path: Path) -> None:
    mandate, _ = offered(session, gardener)
    actions.end_mandate(session, mandate.id, by=gardener, at=AT)
    line = deliver_due(session, outbox_path=tmp_path, at=AT, post=FolderPost(tmp_path))
    assert line is not None
    assert line.endswith("no longer wanted")
    assert list(tmp_path.glob("*.eml")) == []


def test_an_invitation_that_could_not_be_sent_keeps_its_code(session: Session, gardener: Actor, tmp_path: Path) -> None:
    mandate, code = offered(session, gardener)
    blocked = tmp_path / "a file"
    blocked.write_text("in the way")
    line = deliver_due(session, outbox_path=tmp_path, at=AT, post=FolderPost(blocked))
    assert line is not None
    assert "failed" in line
    assert mandate.code == code


def test_a_mandate_as_typed_is_read_or_refused_by_field() -> None:
    right = MandateForm(
        employer=str(UUID(int=1)), email=" Bodil@Bogholder.example ", scope="read", valid_from="2026-03-02"
    )
    asked, errors = read_mandate(right, today=TODAY)
    assert errors == {}
    assert asked == Asked(UUID(int=1), EMAIL, MandateScope.READ, TODAY, None)
    wrong = MandateForm(employer="x", email="bodil", scope="all", valid_from="i dag", valid_to="2026-02-30")
    assert set(read_mandate(wrong, today=TODAY)[1]) == {"employer", "email", "scope", "valid_from", "valid_to"}
    over = right.model_copy(update={"valid_from": "2026-01-01", "valid_to": "2026-03-01"})
    assert set(read_mandate(over, today=TODAY)[1]) == {"valid_to"}


@pytest.mark.parametrize("email", ["@", "a@", "@b", "a b@c.dk", "a@b\x01.dk", "a" * 250 + "@b.dk", "📧"])
def test_what_is_no_address_is_refused(email: str) -> None:
    form = MandateForm(employer=str(UUID(int=1)), email=email, scope="read", valid_from="2026-03-02")
    assert set(read_mandate(form, today=TODAY)[1]) == {"email"}


def test_reading_by_a_read_only_mandate_works_and_another_employers_page_is_not_there(
    session: Session, gardener: Actor
) -> None:
    actor = representative(session, accepted(session, gardener, MandateScope.READ))
    own = list_declared(session, by=gardener)[0][0].accommodation.id
    others = {one.accommodation.id for one in list_declared(session, by=SYSTEM)[0]} - {own}
    assert get_declared(session, own, by=actor).accommodation.id == own
    with pytest.raises(NotFoundError):
        get_declared(session, others.pop(), by=actor)
