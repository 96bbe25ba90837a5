"""Joint visits and other authorities' visits in the register: gates, seats and slots for a plan, lists read."""

from datetime import date, timedelta

import pytest
from sqlmodel import Session, select

from conftest import AT
from housed import SVENDBORG, add_dwelling
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.errors import DomainError, NotFoundError
from inspection.joint.actions import agree, cancel, carry_out, reopen
from inspection.joint.for_plans import with_joint_visits
from inspection.joint.models import OtherAuthorityVisit, OtherState
from inspection.joint.moves import JointState
from inspection.joint.other_actions import change_state, import_visits
from inspection.joint.partner_actions import Terms, add_partner, add_slot, invite, record_answer, set_terms, tell_cmm
from inspection.joint.queries import get_joint, other_visits_at, terms_of, warnings_at, warnings_for
from inspection.planning.solving.problem import Candidate, OtherVisit, Seat, Slot
from joint_made import TOLD_BY, VISIT, proposed, ready, told
from register.dwellings.addresses import address_key
from register.matches.lines import ListError

HOURS = {"visit_on": VISIT, "from_min": 540, "to_min": 660}
SLOT = Slot(VISIT, 480, 720)
HEAD = "authority;date;street;house_number;unit;postcode;state;told_by;contact\n"
ODENSE_ONLY = Actor("k", "Karin", (Grant(Role.CASEWORKER, municipality_code="0461"),))


def test_a_police_action_waits_for_the_notice_to_the_centre(session: Session) -> None:
    joint = proposed(session, add_dwelling(session).id, "police", police_action=True)
    ready(session, joint, slot=SLOT)
    with pytest.raises(DomainError) as refused:
        agree(session, joint, **HOURS, by=SYSTEM, at=AT)
    assert refused.value.code == "joint.cmm_told"
    assert "Center mod Menneskehandel" in str(refused.value.params["da"])
    tell_cmm(session, joint, on=AT.date(), how="Telefonisk til hotline", by=SYSTEM, at=AT)
    agree(session, joint, **HOURS, by=SYSTEM, at=AT)
    assert get_joint(session, joint, by=SYSTEM).visit.state is JointState.AGREED


def test_asking_the_centre_along_counts_as_telling_it(session: Session) -> None:
    joint = proposed(session, add_dwelling(session).id, "police", "cmm", police_action=True)
    ready(session, joint)
    assert get_joint(session, joint, by=SYSTEM).visit.cmm_told_on == AT.date() - timedelta(days=2)
    agree(session, joint, **HOURS, by=SYSTEM, at=AT)


def test_each_needs_a_basis_of_its_own_and_hours_that_all_gave(session: Session) -> None:
    joint = proposed(session, add_dwelling(session).id, "tax")
    file = get_joint(session, joint, by=SYSTEM)
    ready(session, joint, slot=SLOT)
    set_terms(session, joint, file.partners[1].id, Terms(role="Ser på løn"), by=SYSTEM, at=AT)
    with pytest.raises(DomainError) as refused:
        agree(session, joint, **HOURS, by=SYSTEM, at=AT)
    assert refused.value.code == "joint.each_has_basis"
    set_terms(session, joint, file.partners[1].id, Terms(role="Ser", legal_basis="Lov"), by=SYSTEM, at=AT)
    with pytest.raises(DomainError) as refused:
        agree(session, joint, visit_on=VISIT, from_min=700, to_min=760, by=SYSTEM, at=AT)
    assert refused.value.code == "joint.all_can"
    agree(session, joint, **HOURS, by=SYSTEM, at=AT)


def test_an_authority_that_says_no_is_left_out_and_the_last_one_ends_it(session: Session) -> None:
    joint = proposed(session, add_dwelling(session).id, "tax")
    ready(session, joint)
    partner = next(one for one in get_joint(session, joint, by=SYSTEM).partners if not one.is_own)
    record_answer(session, joint, partner.id, accepts=False, on=AT.date(), by=SYSTEM, at=AT)
    with pytest.raises(DomainError) as refused:
        agree(session, joint, **HOURS, by=SYSTEM, at=AT)
    assert refused.value.code == "joint.others_come"


def test_it_is_made_on_its_day_and_given_up_with_a_reason_only(session: Session) -> None:
    joint = proposed(session, add_dwelling(session).id, "tax")
    ready(session, joint)
    agree(session, joint, **HOURS, by=SYSTEM, at=AT)
    with pytest.raises(DomainError, match="not come yet"):
        carry_out(session, joint, by=SYSTEM, at=AT)
    with pytest.raises(DomainError, match="Write why"):
        cancel(session, joint, reason=" ", by=SYSTEM, at=AT)
    reopen(session, joint, reason="Skat kan ikke alligevel", by=SYSTEM, at=AT)
    agree(session, joint, **HOURS, by=SYSTEM, at=AT)
    carry_out(session, joint, by=SYSTEM, at=AT + timedelta(days=16))
    with pytest.raises(DomainError, match="moved on"):
        cancel(session, joint, reason="Nej", by=SYSTEM, at=AT + timedelta(days=16))
    steps = [one.move for one in get_joint(session, joint, by=SYSTEM).steps]
    assert steps == [None, "agree", "reopen", "agree", "carry_out"]
    traced = session.exec(select(AuditEvent.details).where(AuditEvent.object_id == str(joint))).all()
    assert not [one for one in traced if TOLD_BY in one or "Skat kan ikke" in one or "Egen hjemmel" in one]


def test_no_second_one_at_a_door_none_without_another_and_none_outside_the_area(session: Session) -> None:
    home = add_dwelling(session)
    proposed(session, home.id)
    with pytest.raises(DomainError, match="already"):
        proposed(session, home.id)
    with pytest.raises(DomainError, match="at least one other"):
        proposed(session, add_dwelling(session).id, "labour_inspectorate")
    with pytest.raises(DomainError, match="leads"):
        proposed(session, add_dwelling(session).id, "tax", lead="police")
    with pytest.raises(NotFoundError):
        proposed(session, add_dwelling(session, place=SVENDBORG).id, "tax", lead="municipality", by=ODENSE_ONLY)


def test_an_answer_needs_a_question_before_it_and_days_that_have_come(session: Session) -> None:
    joint = proposed(session, add_dwelling(session).id, "tax")
    own, other = get_joint(session, joint, by=SYSTEM).partners
    later = AT.date() + timedelta(days=1)
    for act, said in (
        (lambda: record_answer(session, joint, other.id, accepts=True, on=AT.date(), by=SYSTEM, at=AT), "first when"),
        (lambda: invite(session, joint, other.id, on=later, by=SYSTEM, at=AT), "not come yet"),
        (lambda: invite(session, joint, own.id, on=AT.date(), by=SYSTEM, at=AT), "is not asked"),
        (lambda: add_partner(session, joint, "tax", by=SYSTEM, at=AT), "in already"),
        (lambda: add_partner(session, joint, "circus", by=SYSTEM, at=AT), "from the list"),
        (lambda: tell_cmm(session, joint, on=AT.date(), how="", by=SYSTEM, at=AT), "how the centre"),
        (lambda: set_terms(session, joint, other.id, Terms(shares=["findings"]), by=SYSTEM, at=AT), "legal basis"),
        (lambda: add_slot(session, joint, own.id, Slot(date(2020, 1, 1), 1, 2), by=SYSTEM, at=AT), "has passed"),
    ):
        with pytest.raises(DomainError, match=said):
            act()
    invite(session, joint, other.id, on=AT.date(), by=SYSTEM, at=AT)
    with pytest.raises(DomainError, match="before the question"):
        record_answer(session, joint, other.id, accepts=True, on=date(2026, 2, 1), by=SYSTEM, at=AT)


def test_a_plan_gets_our_seats_and_the_slots_in_which_all_can(session: Session) -> None:
    home, bare = add_dwelling(session), add_dwelling(session)
    joint = proposed(session, home.id, "police", "tax")
    ready(session, joint, slot=SLOT, people=2)
    terms = terms_of(session, [home.id, bare.id])
    assert (terms[home.id].seats, terms[home.id].slots) == ((Seat(), Seat()), (SLOT,))
    assert bare.id not in terms
    agree(session, joint, **HOURS, by=SYSTEM, at=AT)
    assert terms_of(session, [home.id])[home.id].slots == (Slot(VISIT, 540, 660),)
    cancel(session, joint, reason="Ikke nødvendigt", by=SYSTEM, at=AT)
    assert terms_of(session, [home.id]) == {}


def test_candidates_keep_what_they_know_and_get_what_the_joint_visit_asks(session: Session) -> None:
    home, bare = add_dwelling(session), add_dwelling(session)
    ready(session, proposed(session, home.id, "police"), slot=SLOT, people=2)
    proposed(session, bare.id, "tax")
    known = Seat(skills=frozenset({"fire"}))
    asked = [
        Candidate(
            id=str(number),
            lat=55.4,
            lon=10.4,
            prize=1,
            service_min=60,
            earliest_on=VISIT,
            seats=(known,),
            dwelling_id="" if dwelling is None else str(dwelling.id),
        )
        for number, dwelling in enumerate((home, bare, None))
    ]
    joint, waiting, nowhere = with_joint_visits(session, asked)
    assert (joint.slots, joint.seats, joint.service_min) == ((SLOT,), (known, Seat()), 90)
    assert (waiting, nowhere) == (asked[1], asked[2])
    told(session, home.id)
    first, last = VISIT - timedelta(days=29), VISIT - timedelta(days=28)
    assert other_visits_at(session, [home.id, bare.id], first, last) == {home.id: (OtherVisit("tax", VISIT),)}


def test_other_visits_are_told_near_a_day_and_to_the_planner(session: Session) -> None:
    home = add_dwelling(session)
    visit = told(session, home.id)
    told(session, home.id, VISIT + timedelta(days=60), authority="police")
    assert other_visits_at(session, [home.id], VISIT, VISIT) == {home.id: (OtherVisit("tax", VISIT),)}
    (warning,) = warnings_for(session, home.id, VISIT - timedelta(days=10), by=SYSTEM)
    assert (warning.authority, warning.days, warning.may_join) == ("tax", 10, True)
    assert warnings_for(session, home.id, VISIT - timedelta(days=31), by=SYSTEM) == []
    far = (home.id, VISIT + timedelta(days=45))
    assert list(warnings_at(session, [(home.id, VISIT), far], by=SYSTEM, as_of=AT.date())) == [(home.id, VISIT), far]
    change_state(session, visit.id, OtherState.CANCELLED, by=SYSTEM, at=AT)
    assert warnings_for(session, home.id, VISIT, by=SYSTEM) == []


def test_who_comes_along_on_the_day_is_not_warned_of(session: Session) -> None:
    home = add_dwelling(session)
    told(session, home.id)
    joint = proposed(session, home.id, "tax")
    ready(session, joint)
    assert warnings_for(session, home.id, VISIT, by=SYSTEM) != []
    agree(session, joint, **HOURS, by=SYSTEM, at=AT)
    assert warnings_for(session, home.id, VISIT, by=SYSTEM) == []


def test_a_list_is_read_once_its_strangers_are_not_kept(session: Session) -> None:
    key = address_key(street="Skovvej", house_number="3", unit="", postcode="5000")
    add_dwelling(session, street="Skovvej", house_number="3", address_key=key)
    south = address_key(street="Havvej", house_number="1", unit="", postcode="5700")
    add_dwelling(session, place=SVENDBORG, address_key=south)
    text = (
        HEAD
        + "Skattestyrelsen;2026-03-18;Skovvej;3;;5000;planlagt;;\n"
        + "police;2026-03-19;Skovvej;3;;5000;;Bo;tlf\n"
        + "tax;2026-03-18;skovvej;3;;5000;gennemført;;\n"
        + "tax;2026-03-18;Ukendtvej;3;;5000;;;\n"
        + "tax;2026-03-18;Havvej;1;;5700;;;\n"
    )
    made = import_visits(session, text.encode(), told_by="Skat Fyn", by=ODENSE_ONLY, at=AT)
    assert (made.recorded, made.known, made.elsewhere) == (2, 1, 2)
    rows = {one.authority: one for one in session.exec(select(OtherAuthorityVisit))}
    assert (rows["tax"].state, rows["tax"].told_by, rows["police"].told_by) == (OtherState.MADE, "Skat Fyn", "Bo")
    with pytest.raises(DomainError, match="read before"):
        import_visits(session, text.encode(), told_by="Skat Fyn", by=ODENSE_ONLY, at=AT)


def test_every_bad_row_is_named_and_nothing_is_kept(session: Session) -> None:
    text = HEAD + "circus;soon;Vej;1;;5000;x;;\n;2026-03-18;Vej;1;;50;;;\n"
    with pytest.raises(ListError) as refused:
        import_visits(session, text.encode(), told_by="Skat", by=SYSTEM, at=AT)
    first, second = refused.value.problems
    assert all(word in first for word in ("circus", "soon", "x"))
    assert all(word in second for word in ("authority", "50"))
    assert session.exec(select(OtherAuthorityVisit)).all() == []
