"""Rehousing orders from the two findings to the last resident, on both databases."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlmodel import Session, select

from case_ways import APPROVER, AUTHOR, INSPECTOR, Way, start
from conftest import AT
from housing import CASE_SETTINGS, declare
from husly.kit.access import Actor, Grant, Role
from husly.kit.errors import DomainError, NotAllowedError, NotFoundError
from inspection.enforcement import actions as cases
from inspection.enforcement.models import ClosureCode
from inspection.enforcement.transitions import CaseState
from inspection.letters.letter import letter_text
from inspection.letters.models import Letter
from inspection.letters.rendering import write_draft
from inspection.rehousing import actions, placing, residents
from inspection.rehousing.models import ConfirmedBy, Payer, ProposedBy, RehousingOrder, ResidentOutcome
from inspection.rehousing.queries import find_running, read_file
from inspection.rehousing.transitions import RehousingState
from register.dwellings.models import Dwelling
from rehousing_made import delivered, drafted, issued

THIRD = Actor("third", "Troels Tredje", (Grant(Role.DECISION_MAKER),))
ELSEWHERE = Actor("elsewhere", "Kaj København", (Grant(Role.CASEWORKER, municipality_code="0101"),))
MOVED, DECLINED = ResidentOutcome.MOVED, ResidentOutcome.DECLINED


@pytest.fixture
def way(session: Session) -> Way:
    """A case whose order was delivered on its thirty-third day."""
    made = start(session)
    made.to_delivered()
    return made


def settle(way: Way, order: RehousingOrder, key: str, outcome: ResidentOutcome, day: int = 40) -> None:
    told = residents.Told(outcome=outcome, on=way.on(day), confirmed_by=ConfirmedBy.INSPECTOR, place="Ny bolig")
    residents.settle_resident(way.session, way.case.id, order.id, key, told, by=INSPECTOR, at=way.at(day))


def refused(rule: str, act: Callable[[], object]) -> None:
    with pytest.raises(DomainError) as caught:
        act()
    assert caught.value.code == rule


def test_an_order_goes_from_two_findings_to_the_last_resident(way: Way) -> None:
    order = delivered(way)
    assert order.state is RehousingState.DELIVERED
    finish = lambda: actions.finish_rehousing(  # noqa: E731 - tried several times
        way.session, way.case.id, order.id, settings=way.settings, by=INSPECTOR, at=way.at(41)
    )
    keys = [one.key for one in read_file(way.session, order).residents]
    assert keys == ["B-01", "B-02", "B-03", "B-04", "B-05", "B-06"]
    for key in keys[:4]:
        settle(way, order, key, MOVED)
    settle(way, order, keys[4], DECLINED)
    refused("everybody_moved_or_declined", finish)
    settle(way, order, keys[5], DECLINED)
    finish()
    assert order.state is RehousingState.DONE
    assert residents.progress(way.session, order) == (4, 2, 0)
    assert find_running(way.session, way.case.id) is None


def test_without_the_power_nothing_is_drafted(way: Way) -> None:
    for settings in (
        CASE_SETTINGS.model_copy(update={"rehousing_order_power": "no"}),
        CASE_SETTINGS.model_copy(update={"demo_mode": False}),
    ):
        way.settings = settings
        refused("power_is_given", lambda: drafted(way))


def test_without_either_finding_nothing_is_drafted(way: Way) -> None:
    refused("not_feasible_at_once", lambda: drafted(way, not_feasible=" "))
    refused("rehousing_is_necessary", lambda: drafted(way, necessary=""))


def test_it_belongs_to_an_order_that_stands(session: Session) -> None:
    way = start(session)
    notice = way.notify()
    order = replace_parent(way, notice)
    refused("parent_order_stands", order)


def replace_parent(way: Way, letter: Letter) -> Callable[[], object]:
    draft = actions.Draft(
        parent_letter_id=letter.id,
        not_feasible="nej",
        necessary="ja",
        groups=(1,),
        from_on=way.on(40),
        until_on=None,
        payer=None,
        payer_law="",
        informed="",
        proof_due_on=way.on(45),
    )
    return lambda: actions.draft_rehousing(
        way.session, way.case.id, draft, settings=way.settings, by=AUTHOR, at=way.at(3)
    )


def test_the_payer_is_never_assumed(way: Way) -> None:
    order = drafted(way, payer=None, payer_law="")
    refused("payer_is_decided", lambda: issued(way, order))
    who = {"by": AUTHOR, "at": way.at(34)}
    actions.decide_payer(
        way.session, way.case.id, order.id, payer=Payer.OWNER, law="opdigtet § 2", informed="Ark er hængt op.", **who
    )
    actions.approve_rehousing(way.session, way.case.id, order.id, settings=way.settings, by=APPROVER, at=way.at(34))
    letter = next(one for one in way.file.letters if one.id == order.letter_id)
    draft = write_draft(way.session, way.file, letter, settings=way.settings, as_of=way.on(34))
    assert "betales af ejeren, jf. opdigtet § 2" in letter_text(draft.written)


@pytest.mark.parametrize("writes", ["hearing", "payer"])
def test_whoever_writes_in_it_cannot_approve_it(way: Way, writes: str) -> None:
    order = drafted(way, payer=None, payer_law="")
    who, at = {"settings": way.settings, "at": way.at(34)}, way.at(34)
    heard_by, pays_by = (APPROVER, AUTHOR) if writes == "hearing" else (AUTHOR, APPROVER)
    told = {"payer": Payer.OWNER, "law": "opdigtet § 2", "informed": "Ark er hængt op."}
    write = [
        lambda: actions.record_hearing(way.session, way.case.id, order.id, account="Nævnt.", by=heard_by, **who),
        lambda: actions.decide_payer(way.session, way.case.id, order.id, **told, by=pays_by, at=at),
    ]
    for one in write if writes == "payer" else reversed(write):
        one()
    for person in (APPROVER, AUTHOR):
        with pytest.raises(NotAllowedError):
            actions.approve_rehousing(way.session, way.case.id, order.id, by=person, **who)
    actions.approve_rehousing(way.session, way.case.id, order.id, by=THIRD, **who)
    assert order.state is RehousingState.APPROVED


def test_its_author_cannot_approve_it_and_another_municipality_sees_nothing(way: Way) -> None:
    order = drafted(way)
    who = {"settings": way.settings, "at": way.at(34)}
    actions.record_hearing(way.session, way.case.id, order.id, account="Nævnt.", by=AUTHOR, **who)
    with pytest.raises(NotAllowedError):
        actions.approve_rehousing(way.session, way.case.id, order.id, by=AUTHOR, **who)
    with pytest.raises(NotFoundError):
        actions.record_hearing(way.session, way.case.id, order.id, account="Nævnt.", by=ELSEWHERE, **who)


def test_one_order_runs_at_a_time(way: Way) -> None:
    drafted(way)
    refused("rehousing.running", lambda: drafted(way))


def test_two_confirmations_at_once_leave_one(way: Way) -> None:
    order = delivered(way)
    first = read_file(way.session, order).residents[0]
    residents.confirm_by_code(way.session, first.code, MOVED, way.on(40), at=way.at(40))
    refused("rehousing.told", lambda: settle(way, order, first.key, DECLINED))
    refused(
        "rehousing.told",
        lambda: residents.confirm_by_code(way.session, first.code, DECLINED, way.on(40), at=way.at(40)),
    )
    assert (first.outcome, first.confirmed_by) == (MOVED, ConfirmedBy.RESIDENT)


def test_nothing_is_told_before_the_order_left_nor_of_a_day_to_come(way: Way) -> None:
    order = drafted(way)
    refused("rehousing.not_running", lambda: settle(way, order, "B-01", MOVED, 34))
    issued(way, order)
    told = residents.Told(outcome=MOVED, on=way.on(50), confirmed_by=ConfirmedBy.EMPLOYER, place="Ny bolig")
    refused(
        "rehousing.day",
        lambda: residents.settle_resident(
            way.session, way.case.id, order.id, "B-01", told, by=INSPECTOR, at=way.at(40)
        ),
    )


def test_what_was_not_so_is_taken_back_with_its_reason(way: Way) -> None:
    order = delivered(way)
    settle(way, order, "B-01", MOVED)
    residents.reopen_resident(
        way.session, way.case.id, order.id, "B-01", reason="Bor der endnu.", by=INSPECTOR, at=way.at(41)
    )
    first = read_file(way.session, order).residents[0]
    assert (first.outcome, first.confirmed_by, first.note) == (ResidentOutcome.OPEN, None, "Bor der endnu.")


def test_withdrawing_it_ends_the_letter(way: Way) -> None:
    order = delivered(way)
    who = {"settings": way.settings, "at": way.at(36)}
    with pytest.raises(NotAllowedError):
        actions.withdraw_rehousing(way.session, way.case.id, order.id, reason="Fejl.", by=INSPECTOR, **who)
    actions.withdraw_rehousing(way.session, way.case.id, order.id, reason="Fejl.", by=APPROVER, **who)
    letter = way.session.get_one(Letter, order.letter_id)
    assert (order.state, letter.withdrawal_reason) == (RehousingState.WITHDRAWN, "Fejl.")


def test_the_letter_names_keys_grounds_and_standard_and_no_place_but_those_chosen(way: Way) -> None:
    order = drafted(way)
    letter = next(one for one in way.file.letters if one.id == order.letter_id)
    draft = write_draft(way.session, way.file, letter, settings=way.settings, as_of=way.on(34))
    text = letter_text(draft.written)
    for part in (
        "de 6 beboere",
        "Gruppe A: B-01, B-02, B-03",
        "ikke kan bringes i orden straks",
        "arbejdsgiveren, jf.",
    ):
        assert part in text
    assert draft.problems == ()
    assert draft.banner.startswith("PRØVE")
    codes = [one.code for one in read_file(way.session, order).residents]
    assert not any(code in text for code in codes)


def house(way: Way, street: str, km_north: float, residents: int, **changes: object) -> Dwelling:
    """A sound house with four bedrooms of two, so many residents declared, so far north of the case's dwelling."""
    rooms = [
        {"name": f"Værelse {number}", "use": "bedroom", "area_m2": 14, "window_openable": True, "daylight": True}
        for number in range(1, 5)
    ]
    document = {
        "address": {"street": street, "house_number": "1", "postcode": "5000", "municipality_code": "0461"},
        "dwelling": {
            "kind": "house",
            "residents": residents,
            "area_m2": 160,
            "habitable_rooms": 4,
            "toilets": 2,
            "not_hazardous": True,
            "drinking_water": True,
            "wastewater_drain": True,
            "heating": True,
            "protected_damp_cold_heat_noise": True,
        },
        "rooms": rooms,
    }
    accommodation = declare(way.session, at=AT - timedelta(days=30), **(document | changes))
    dwelling = way.session.get_one(Dwelling, accommodation.dwelling_id)
    here = way.file.dwelling
    here.latitude, here.longitude = 55.4, 10.4
    dwelling.latitude, dwelling.longitude = 55.4 + km_north / 111.3, 10.4
    way.session.flush()
    return dwelling


def other(name: str, cvr: str) -> dict[str, str]:
    return {"name": name, "cvr_number": cvr, "contact_name": "Bo Bo", "contact_email": "bo@bo.example"}


def test_places_of_the_employer_come_first_and_full_or_far_ones_not_at_all(way: Way) -> None:
    own = house(way, "Egenvej", 12, 2)
    near = house(way, "Nærvej", 3, 2, employer=other("Anden ApS", "25313763"))
    house(way, "Fuldvej", 2, 8)
    house(way, "Fjernvej", 40, 2)
    order = drafted(way)
    found = placing.places_for(
        way.session, way.file, read_file(way.session, order), settings=way.settings, by=INSPECTOR
    )
    assert [one.dwelling_id for one in found] == [own.id, near.id]
    assert [one.free for one in found] == [6, 6]
    assert [round(one.distance_km) for one in found] == [12, 3]
    elsewhere = placing.places_for(
        way.session, way.file, read_file(way.session, order), settings=way.settings, by=ELSEWHERE
    )
    assert elsewhere == []


def propose(way: Way, order: RehousingOrder, dwelling: Dwelling, groups: list[str], who: ProposedBy) -> object:
    return placing.propose_place(
        way.session,
        way.case.id,
        order.id,
        dwelling_id=dwelling.id,
        groups=groups,
        proposed_by=who,
        in_letter=who is ProposedBy.AUTHORITY,
        settings=way.settings,
        by=AUTHOR,
        at=way.at(34),
    )


def test_a_group_larger_than_the_room_is_refused_and_kept_as_the_employers_offer(way: Way) -> None:
    small, full = house(way, "Småvej", 5, 6), house(way, "Fuldvej", 2, 8)
    order = drafted(way)
    refused("rehousing.place", lambda: propose(way, order, small, ["A"], ProposedBy.AUTHORITY))
    propose(way, order, small, ["B"], ProposedBy.AUTHORITY)
    propose(way, order, full, ["A"], ProposedBy.EMPLOYER)
    places = {dwelling.id: place for place, dwelling in read_file(way.session, order).places}
    assert places[full.id].problems == ["no_room"]
    assert places[small.id].problems == []
    refused("rehousing.place_twice", lambda: propose(way, order, small, ["C"], ProposedBy.AUTHORITY))
    letter = next(one for one in way.file.letters if one.id == order.letter_id)
    draft = write_draft(way.session, way.file, letter, settings=way.settings, as_of=way.on(34))
    assert "Småvej 1" in letter_text(draft.written)
    assert "Fuldvej" not in letter_text(draft.written)


def test_every_row_is_written(way: Way) -> None:
    drafted(way)
    assert len(way.session.exec(select(RehousingOrder)).all()) == 1


def test_a_case_is_not_closed_while_residents_wait_to_be_rehoused(way: Way) -> None:
    order = delivered(way)
    cases.record_silence(way.session, way.case.id, by=INSPECTOR, at=way.at(85))
    way.report(86)
    closing = {"reason": "Fraflyttet.", "code": ClosureCode.MOVED_OUT, "by": INSPECTOR, "at": way.at(86)}
    with pytest.raises(DomainError) as refused:
        cases.close_case(way.session, way.case.id, **closing)
    assert refused.value.code == "no_rehousing_runs"
    for resident in read_file(way.session, order).residents:
        settle(way, order, resident.key, MOVED, 86)
    actions.finish_rehousing(way.session, way.case.id, order.id, settings=way.settings, by=INSPECTOR, at=way.at(86))
    assert cases.close_case(way.session, way.case.id, **closing) is CaseState.CLOSED
