"""Meetings in the register: proposals by rule, what is known, decisions carried over until they are done."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from conftest import AT
from housed import SVENDBORG, add_dwelling, add_employer, house
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.errors import DomainError, NotFoundError
from inspection.enforcement.actions import open_case
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.joint.models import OtherState
from inspection.meetings.actions import ItemText, add_item, remove_item, set_item, subject_of
from inspection.meetings.agenda import agenda_for, agenda_sheet
from inspection.meetings.deciding import add_action, close_meeting, move_action, set_participant, write_minutes
from inspection.meetings.models import ActionState, ItemReason
from inspection.meetings.proposals import propose_items
from inspection.meetings.queries import get_meeting
from inspection.meetings.receiving import Receiver
from joint_made import TOLD_BY, proposed, told
from meetings_made import BASIS, DAY, NAMES, item, meeting, month
from visits_made import visited

ODENSE_ONLY = Actor("k", "Karin", (Grant(Role.CASEWORKER, municipality_code="0461"),))
INSPECTOR = Actor("ins", "Ida", (Grant(Role.INSPECTOR),))


def reasons(session: Session, by: Actor = SYSTEM, **given: str) -> dict[str, set[ItemReason]]:
    found = propose_items(session, by=by, as_of=AT.date(), **given)
    return {one.subject_key: set(one.reasons) for one in found}


def referred(session: Session, home_id: object, inspector_id: str) -> None:
    open_case(
        session,
        accommodation_id=home_id,  # type: ignore[arg-type]
        visit_on=AT.date() + timedelta(days=20),
        from_min=540,
        to_min=600,
        inspector_id=inspector_id,
        reason="Udvalgt",
        chosen=Chosen(reason=VisitReason.REFERRAL),
        by=SYSTEM,
        at=AT,
    )


def test_the_register_proposes_by_rule_within_the_area(session: Session) -> None:
    door, joint, south = add_dwelling(session), add_dwelling(session), add_dwelling(session, place=SVENDBORG)
    told(session, door.id)
    told(session, south.id, authority="police")
    proposed(session, joint.id)
    proposed(session, door.id)
    found = reasons(session)
    assert found[subject_of(dwelling_id=door.id)] == {ItemReason.OTHER_AUTHORITY, ItemReason.JOINT_PROPOSED}
    assert found[subject_of(dwelling_id=joint.id)] == {ItemReason.JOINT_PROPOSED}
    assert subject_of(dwelling_id=south.id) in found
    assert subject_of(dwelling_id=south.id) not in reasons(session, ODENSE_ONLY)
    assert set(reasons(session, municipality_code="0479")) == {subject_of(dwelling_id=south.id)}


def test_an_employer_with_cases_in_several_municipalities_is_proposed(session: Session) -> None:
    firm, other = add_employer(session), add_employer(session)
    for place in (("0461", 55.4, 10.4), SVENDBORG):
        visited(session, house(session, employer=firm, place=place), date(2026, 2, 10), breached=True)
    visited(session, house(session, employer=other), date(2026, 2, 10), breached=True)
    key = subject_of(employer_id=firm.id)
    assert reasons(session) == {key: {ItemReason.SEVERAL_MUNICIPALITIES}}
    assert reasons(session, ODENSE_ONLY) == {}
    one = meeting(session)
    made = add_item(session, one.id, key, names=NAMES, by=SYSTEM, at=AT)
    assert made.municipality_codes == ["0461", "0479"]
    assert [fact[0] for fact in made.facts] == ["employer", "cases_in", "cases_in"]


def test_a_referral_is_not_proposed_to_whoever_is_to_visit(session: Session) -> None:
    home = house(session)
    referred(session, home.id, INSPECTOR.id)
    assert reasons(session) == {subject_of(dwelling_id=home.dwelling_id): {ItemReason.REFERRAL}}
    assert reasons(session, INSPECTOR) == {}


def test_what_is_known_is_facts_without_sources_and_without_our_planned_visits(session: Session) -> None:
    home, seen = house(session, residents=6), house(session)
    referred(session, home.id, "x")
    visited(session, seen, date(2026, 2, 10), breached=True)
    told(session, home.dwelling_id)
    told(session, home.dwelling_id, date(2026, 2, 20), authority="police", state=OtherState.MADE)
    one = meeting(session)
    first, second = item(session, one, home.dwelling_id), item(session, one, seen.dwelling_id)
    assert [fact[0] for fact in first.facts] == ["address", "employer", "residents", "other_made", "other_planned"]
    assert first.facts[-1][2] == ["tax"]
    assert TOLD_BY not in str(first.facts)
    assert [fact[0] for fact in second.facts] == ["address", "employer", "residents", "case", "breaches"]


def test_each_authority_gets_what_it_may_see_and_nothing_else(session: Session) -> None:
    odense, south = add_dwelling(session), add_dwelling(session, place=SVENDBORG, street="Havvej")
    told(session, odense.id)
    one = meeting(session)
    both = item(session, one, odense.id, ["police", "municipality", "tax"], questions="Hvem kører?")
    item(session, one, south.id, ["municipality"], questions="Hemmeligt sydpå")
    write_minutes(session, one.id, "Kun til os", by=SYSTEM, at=AT)
    set_item(
        session,
        one.id,
        both.id,
        ItemText(questions="Hvem kører?", legal_basis=BASIS, shown_to=both.shown_to, decided="Vi kører sammen"),
        by=SYSTEM,
        at=AT,
    )
    file = get_meeting(session, one.id, by=SYSTEM)

    def paper(receiver: Receiver) -> str:
        return str(agenda_sheet(agenda_for(file, receiver, names=NAMES), sender="AT"))

    assert file.receivers(SYSTEM) == [
        Receiver("municipality", "0461"),
        Receiver("municipality", "0479"),
        Receiver("police"),
        Receiver("tax"),
    ]
    for receiver in file.receivers(SYSTEM):
        assert "Kun til os" not in paper(receiver)
    police, tax, svendborg = (paper(Receiver(*who)) for who in (("police",), ("tax",), ("municipality", "0479")))
    assert "Vi kører sammen" in police
    assert BASIS in police
    assert "Hemmeligt sydpå" not in police
    assert "18. marts 2026" not in police
    assert "18. marts 2026" in tax
    assert "Havvej" in svendborg
    assert "Ærøvej" not in svendborg
    assert agenda_for(file, Receiver("cmm"), names=NAMES).is_empty
    assert agenda_for(file, Receiver("municipality"), names=NAMES).is_empty


def test_open_actions_stand_on_the_next_list_until_they_are_done(session: Session) -> None:
    home = add_dwelling(session)
    first = meeting(session)
    on = item(session, first, home.id, ["police"])
    given = {"authority": "police", "due_on": month(1), "by": SYSTEM, "at": AT}
    done, left = (
        add_action(session, first.id, on.id, what=what, **given)  # type: ignore[arg-type]
        for what in ("Ring til ejeren", "Hent papirer")
    )
    close_meeting(session, first.id, by=SYSTEM, at=AT + timedelta(days=3))
    second = meeting(session, month(1))
    third = meeting(session, month(2))
    elsewhere = meeting(session, month(1), municipality_code="0461")
    move_action(session, done.id, state=ActionState.DONE, progress="", by=SYSTEM, at=AT + timedelta(days=20))
    move_action(session, left.id, state=ActionState.OPEN, progress="Rykket", by=SYSTEM, at=AT + timedelta(days=20))

    def carried(one: object) -> list[str]:
        return [found.action.what for found in get_meeting(session, one, by=SYSTEM).carried]  # type: ignore[arg-type]

    assert sorted(carried(second.id)) == ["Hent papirer", "Ring til ejeren"]
    assert carried(third.id) == ["Hent papirer"]
    assert carried(elsewhere.id) == []
    agenda = agenda_for(get_meeting(session, third.id, by=SYSTEM), Receiver("police"), names=NAMES)
    assert [line.progress for _, line in agenda.carried] == ["Rykket"]
    assert agenda_for(get_meeting(session, third.id, by=SYSTEM), Receiver("tax"), names=NAMES).is_empty


def test_what_the_rules_forbid_is_said(session: Session) -> None:
    home, south = add_dwelling(session), add_dwelling(session, place=SVENDBORG)
    one = meeting(session, municipality_code="0461")
    on = item(session, one, home.id, ["police"])
    later = AT + timedelta(days=4)
    twice, outside = subject_of(dwelling_id=home.id), subject_of(dwelling_id=south.id)
    unshared = ItemText(shown_to=["police"])
    numbered = ItemText(questions="Beboer 010190-1234 siger")
    who = Receiver("municipality")
    task = {"authority": "tax", "by": SYSTEM, "at": AT}
    for act, said in (
        (lambda: meeting(session, municipality_code="0461"), "already"),
        (lambda: meeting(session, date(2026, 1, 1)), "has passed"),
        (lambda: add_item(session, one.id, twice, names=NAMES, by=SYSTEM, at=AT), "already"),
        (lambda: add_item(session, one.id, outside, names=NAMES, by=SYSTEM, at=AT), "outside"),
        (lambda: set_item(session, one.id, on.id, unshared, by=SYSTEM, at=AT), "legal basis"),
        (lambda: set_item(session, one.id, on.id, numbered, by=SYSTEM, at=AT), "personal number"),
        (lambda: set_participant(session, one.id, who, people="Bo", by=SYSTEM, at=AT), "which municipality"),
        (lambda: add_action(session, one.id, on.id, what="x", due_on=date(2026, 1, 1), **task), "has passed"),  # type: ignore[arg-type]
        (lambda: close_meeting(session, one.id, by=SYSTEM, at=AT), "not come yet"),
    ):
        with pytest.raises(DomainError, match=said):
            act()
    action = add_action(session, one.id, on.id, what="Ring", due_on=DAY, **task)  # type: ignore[arg-type]
    with pytest.raises(DomainError, match="why it is dropped"):
        move_action(session, action.id, state=ActionState.DROPPED, progress=" ", by=SYSTEM, at=AT)
    with pytest.raises(DomainError, match="so it stays"):
        remove_item(session, one.id, on.id, by=SYSTEM, at=AT)
    close_meeting(session, one.id, by=SYSTEM, at=later)
    with pytest.raises(DomainError, match="is closed"):
        write_minutes(session, one.id, "Nyt", by=SYSTEM, at=later)
    with pytest.raises(NotFoundError):
        get_meeting(session, meeting(session).id, by=ODENSE_ONLY)
    with pytest.raises(NotFoundError):
        add_item(session, meeting(session, month(3)).id, "dwelling:x", names=NAMES, by=SYSTEM, at=AT)


def test_the_trail_holds_nothing_that_people_wrote_but_the_basis(session: Session) -> None:
    one = meeting(session)
    item(session, one, add_dwelling(session).id, ["police"], questions="Meget hemmeligt")
    details = [event.details for event in session.exec(select(AuditEvent))]
    assert any(BASIS in text for text in details)
    assert not [text for text in details if "hemmeligt" in text or "Ærøvej" in text]
