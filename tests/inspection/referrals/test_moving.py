"""From a draft to its end: what must be there, who may, who may know (REF-01 to REF-16)."""

import json
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlmodel import Session, select

from conftest import AT
from housing import declare
from husly.kit.audit import AuditEvent
from husly.kit.errors import DomainError, NotAllowedError, NotFoundError
from husly.kit.outbox import OutboxMessage
from inspection.authorities.actions import save_authority
from inspection.authorities.letterheads import Letterhead
from inspection.enforcement.tables import checks_from
from inspection.referrals import drafting, moving
from inspection.referrals.delivery import deliver_referral
from inspection.referrals.drafting import Concern
from inspection.referrals.models import Referral, TraffickingConcern
from inspection.referrals.moving import Answer
from inspection.referrals.queries import (
    ReferralFilter,
    find_altered_papers,
    find_by_code,
    get_referral,
    list_referrals,
    list_steps,
)
from inspection.referrals.reminding import remind_of_referrals
from inspection.referrals.transitions import TABLE, ReferralFacts, ReferralMove, ReferralState
from inspection.referrals.words import Age, Closure, Notify, ReferralReason, StatusBy, VictimStatus
from referrals_made import (
    ADMINISTRATOR,
    CASEWORKER,
    DECIDER,
    INSPECTOR,
    OTHER_INSPECTOR,
    SETTINGS,
    WORDS,
    approved,
    concern,
    contact,
    drafted,
    sent,
)
from register.dwellings.models import Dwelling
from register.employers.models import Employer

TODAY = date(2026, 3, 2)


@pytest.fixture
def home(session: Session) -> Dwelling:
    """A declared dwelling, approved texts, and a contact of the municipality, the police and the centre."""
    approved(session)
    contact(session, "municipality", "0461")
    for receiver in ("police", "cmm", "siri", "labour_inspectorate"):
        contact(session, receiver)
    return session.get_one(Dwelling, declare(session).dwelling_id)


def test_a_referral_goes_from_draft_to_an_end_with_a_reason(session: Session, home: Dwelling) -> None:
    town = Letterhead("Odense Kommune", "Flakhaven 2; 5000 Odense C", "35209115", "66 13 13 72", "by@kommune.example")
    save_authority(session, "0461", town, by=ADMINISTRATOR, at=AT)
    one = drafted(session, home.id)
    code = sent(session, one, by=CASEWORKER)
    assert (one.state, one.due_on) == (ReferralState.SENT, date(2026, 3, 16))
    found = find_by_code(session, code.lower())
    assert found is not None
    assert found.id == one.id
    moving.acknowledge_by_code(session, found, Answer(person="Mona", number="2026-1", plan="Besøger"), at=AT)
    moving.say(session, one.id, ReferralMove.FOLLOW_UP, words="Påbud til ejeren", by=CASEWORKER, at=AT)
    moving.close(session, one.id, Closure.HANDLED, words="Bragt i orden", by=CASEWORKER, at=AT)
    assert (one.state, one.outcome, one.receiver_number) == (ReferralState.CLOSED, "Påbud til ejeren", "2026-1")
    moves = [step.move for step in list_steps(session, one.id)]
    assert moves == [None, "decide", "send", "acknowledge", "follow_up", "close"]


MISSING = {
    "address_is_validated": {"address_checked": False},
    "sender_has_contact": {"sender_phone": ""},
    "employer_has_contact": {"employer": {"name": "Fynsk Gartneri ApS"}},
    "reason_is_coded": {"reason": ReferralReason.OTHER},
    "request_is_there": {"request": " "},
    "observation_is_there": {"observed_on": None},
    "basis_is_named": {"basis": "fvl_27"},
    "necessity_is_reasoned": {"necessity": ""},
    "purpose_is_there": {"purpose": ""},
    "child_is_flagged": {"children": "To børn"},
}


@pytest.mark.parametrize("rule", MISSING)
def test_it_cannot_be_decided_without(rule: str, session: Session, home: Dwelling) -> None:
    receiver = "labour_inspectorate" if rule == "child_is_flagged" else "municipality"
    one = drafted(session, home.id, receiver, replace(WORDS, **MISSING[rule]))
    with pytest.raises(DomainError) as refused:
        moving.decide(session, one.id, by=DECIDER, at=AT)
    assert refused.value.code == rule
    assert one.state is ReferralState.DRAFTED


def test_a_contact_or_the_reason_why_the_employer_is_unknown_suffices(session: Session, home: Dwelling) -> None:
    words = replace(WORDS, employer={}, employer_unknown_reason="Ingen på stedet kendte arbejdsgiveren")
    moving.decide(session, drafted(session, home.id, words=words).id, by=CASEWORKER, at=AT)


def test_a_receiver_without_contact_cannot_be_told(session: Session, home: Dwelling) -> None:
    one = drafted(session, home.id, "fire_service")
    with pytest.raises(DomainError) as refused:
        moving.decide(session, one.id, by=DECIDER, at=AT)
    assert refused.value.code == "receiver_has_contact"


def test_a_dwelling_that_was_moved_goes_to_no_wrong_municipality(session: Session, home: Dwelling) -> None:
    one = drafted(session, home.id)
    moving.decide(session, one.id, by=DECIDER, at=AT)
    home.municipality_code = "0101"
    session.flush()
    with pytest.raises(DomainError) as refused:
        moving.send(session, one.id, settings=SETTINGS, by=DECIDER, at=AT)
    assert refused.value.code == "goes_to_right_municipality"


def test_sending_twice_sends_once(session: Session, home: Dwelling) -> None:
    one = drafted(session, home.id)
    sent(session, one)
    with pytest.raises(DomainError) as refused:
        moving.send(session, one.id, settings=SETTINGS, by=DECIDER, at=AT)
    assert refused.value.code == "step.moved_on"
    assert len(session.exec(select(OutboxMessage).where(OutboxMessage.channel == "referral")).all()) == 1


def test_outside_a_demonstration_an_unverified_basis_blocks(session: Session, home: Dwelling) -> None:
    one = drafted(session, home.id)
    moving.decide(session, one.id, by=DECIDER, at=AT)
    real = SETTINGS.model_copy(update={"demo_mode": False})
    with pytest.raises(DomainError, match="cannot be issued"):
        moving.send(session, one.id, settings=real, by=DECIDER, at=AT)
    assert one.issued_at is None


def test_those_who_decide_about_stay_are_told_by_a_decision_maker_only(session: Session, home: Dwelling) -> None:
    one = drafted(session, home.id, "siri", by=CASEWORKER)
    with pytest.raises(DomainError) as refused:
        moving.decide(session, one.id, by=CASEWORKER, at=AT)
    assert refused.value.code == "decision_maker_decides"
    moving.decide(session, one.id, by=DECIDER, at=AT)


def test_inspectors_draft_and_see_their_own_but_decide_nothing(session: Session, home: Dwelling) -> None:
    one = drafted(session, home.id, by=INSPECTOR)
    assert get_referral(session, one.id, by=INSPECTOR).id == one.id
    with pytest.raises(NotFoundError):
        get_referral(session, one.id, by=OTHER_INSPECTOR)
    with pytest.raises(NotAllowedError):
        moving.decide(session, one.id, by=INSPECTOR, at=AT)


def test_one_concern_makes_a_draft_to_the_police_and_one_to_the_centre(session: Session, home: Dwelling) -> None:
    made = concern(session, home.id)
    assert [one.receiver for one in made] == ["police", "cmm"]
    assert {one.confined for one in made} == {True}
    assert len({one.concern_id for one in made}) == 1


def test_telling_only_one_of_them_needs_a_reason(session: Session, home: Dwelling) -> None:
    with pytest.raises(DomainError) as refused:
        concern(session, home.id, Concern(notify=Notify.CMM))
    assert refused.value.code == "referral.one_only"
    made = concern(session, home.id, Concern(notify=Notify.CMM, one_only_reason="Politiet er på stedet"))
    assert [one.receiver for one in made] == ["cmm"]


def test_a_concern_is_read_by_decision_makers_and_its_author_alone(session: Session, home: Dwelling) -> None:
    one = concern(session, home.id, by=INSPECTOR)[0]
    wanted = ReferralFilter(standing="all")
    for reader, count in ((INSPECTOR, 2), (DECIDER, 2), (OTHER_INSPECTOR, 0), (CASEWORKER, 0)):
        assert list_referrals(session, by=reader, wanted=wanted, today=TODAY)[1] == count
    with pytest.raises(NotFoundError):
        get_referral(session, one.id, by=CASEWORKER)


def test_in_doubt_counts_as_a_child_and_the_municipality_comes_first(session: Session, home: Dwelling) -> None:
    one = concern(session, home.id, Concern(age=Age.IN_DOUBT))[0]
    assert one.concern_id is not None
    assert session.get_one(TraffickingConcern, one.concern_id).child_concerned
    with pytest.raises(DomainError) as refused:
        moving.decide(session, one.id, by=DECIDER, at=AT)
    assert refused.value.code == "child_is_flagged"
    with pytest.raises(DomainError) as refused:
        moving.note_interview(session, one.id, on=TODAY, by=DECIDER, at=AT)
    assert refused.value.code == "referral.child"
    words = replace(WORDS, reason=ReferralReason.TRAFFICKING_SIGNS, municipality_told_on=TODAY)
    drafting.change_draft(session, one.id, words, by=INSPECTOR, at=AT)
    moving.note_interview(session, one.id, on=TODAY, by=DECIDER, at=AT)
    moving.decide(session, one.id, by=DECIDER, at=AT)


def test_a_status_is_decided_by_others_and_only_taken_down(session: Session, home: Dwelling) -> None:
    one = concern(session, home.id)[0]
    with pytest.raises(DomainError) as refused:
        moving.note_status(session, one.id, status=VictimStatus.PRESUMED, status_by=None, on=TODAY, by=DECIDER, at=AT)
    assert refused.value.code == "referral.status_by"
    moving.note_status(
        session, one.id, status=VictimStatus.PRESUMED, status_by=StatusBy.CMM, on=TODAY, by=DECIDER, at=AT
    )


@pytest.mark.parametrize("text", ["CPR 010190-1234", "Bor nu på et krisecenter i Vejle"])
def test_numbers_of_persons_and_shelters_are_never_stored(text: str, session: Session, home: Dwelling) -> None:
    with pytest.raises(DomainError) as refused:
        drafted(session, home.id, words=replace(WORDS, observed=text))
    assert text not in str(refused.value)
    assert not session.exec(select(Referral)).all()


def test_a_firm_is_named_by_its_foreign_number_and_nobody_else_by_one_like_it(session: Session, home: Dwelling) -> None:
    firm = session.exec(select(Employer)).one()
    firm.cvr_number, firm.foreign_number = None, "1010123455"
    session.flush()
    named = replace(WORDS, employer={**WORDS.employer, "number": "1010123455"})
    one = drafted(session, home.id, words=named)
    sent(session, one)
    assert "1010123455" in str(one.content)
    with pytest.raises(DomainError, match=r"personal number|personnummer"):
        drafted(session, home.id, words=replace(WORDS, employer={**WORDS.employer, "number": "0101901234"}))


def test_what_was_sent_is_frozen_and_a_change_is_found(session: Session, home: Dwelling) -> None:
    one = drafted(session, home.id)
    sent(session, one)
    assert one.banner.startswith("PRØVE")
    assert find_altered_papers(session) == (1, [])
    one.pdf = (one.pdf or b"") + b"."
    session.flush()
    assert find_altered_papers(session) == (1, [one.number])


def test_the_post_gets_the_same_two_files_however_often(session: Session, home: Dwelling, tmp_path: Path) -> None:
    one = drafted(session, home.id)
    sent(session, one)
    message = session.exec(select(OutboxMessage).where(OutboxMessage.channel == "referral")).one()
    deliver_referral(session, message, tmp_path)
    deliver_referral(session, message, tmp_path)
    files = sorted(path.name for path in tmp_path.iterdir())
    assert len(files) == 2
    assert json.loads((tmp_path / files[0]).read_text())["sha256"] == one.sha256
    assert home.street not in " ".join(files)


def test_an_unacknowledged_one_is_overdue_after_ten_working_days(session: Session, home: Dwelling) -> None:
    one = drafted(session, home.id)
    sent(session, one)
    assert not one.is_overdue(date(2026, 3, 16))
    assert one.is_overdue(date(2026, 3, 17))
    rows, count = list_referrals(
        session, by=DECIDER, wanted=ReferralFilter(standing="overdue"), today=date(2026, 3, 17)
    )
    assert (count, rows[0].id) == (1, one.id)
    # Nobody is told where whoever sent it has no account.
    assert remind_of_referrals(session, at=AT + timedelta(days=20), keep=True) == []


def test_traces_hold_nothing_that_people_wrote(session: Session, home: Dwelling) -> None:
    sent(session, drafted(session, home.id))
    told = "".join(one.details for one in session.exec(select(AuditEvent)))
    assert not [word for word in ("madrasser", "Hanne", home.street) if word in told]


@pytest.mark.parametrize("state", ReferralState)
def test_without_any_facts_no_move_is_lawful(state: ReferralState) -> None:
    for check in checks_from(TABLE, state, ReferralFacts()):
        assert not check.allowed
