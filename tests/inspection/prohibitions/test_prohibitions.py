"""Prohibitions of use: the law's longest times, who is told, rehousing first, two persons, letters to each."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from io import BytesIO
from threading import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pypdf import PdfReader
from sqlalchemy.engine import Engine
from sqlmodel import Session

from case_ways import APPROVER, AUTHOR, INSPECTOR, VISIT_DAY, Way, start
from husly.kit.access import Actor
from husly.kit.database import transaction
from husly.kit.errors import DomainError
from inspection.enforcement.actions import draft_hearing
from inspection.enforcement.models import Addressee, LegalBasis
from inspection.enforcement.tables import checks_from
from inspection.letters.letter import letter_text
from inspection.letters.rendering import write_draft
from inspection.prohibitions.actions import draft_prohibition, edit_prohibition
from inspection.prohibitions.issuing import issue_prohibition, note_arrival
from inspection.prohibitions.queries import letters_of, standing_prohibition
from inspection.prohibitions.transitions import (
    TABLE,
    ProhibitionFacts,
    ProhibitionMove,
    ProhibitionState,
    latest_move_out,
    move_out_is_in_time,
)
from prohibitions_made import (
    MUNICIPAL,
    approve,
    drafted_prohibition,
    issue,
    issued_prohibition,
    move,
    wanted,
    way_to_prohibition,
)

TODAY = date(2026, 3, 23)


def text_of(pdf: bytes | None) -> str:
    assert pdf is not None
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages).split())


def test_imminent_danger_and_seven_months_is_refused_with_the_clause(session: Session) -> None:
    way = way_to_prohibition(session)
    with pytest.raises(DomainError) as error:
        drafted_prohibition(way, move_out_on=way.on(VISIT_DAY + 213))
    assert error.value.code == "move_out_is_in_time"
    assert "byfornyelsesloven § 76" in str(error.value)
    assert (
        drafted_prohibition(way, move_out_on=way.on(VISIT_DAY + 213), imminent=False).state is ProhibitionState.DRAFTED
    )


@given(st.dates(date(2020, 1, 1), date(2050, 1, 1)), st.integers(-400, 6500), st.booleans())
def test_no_move_out_lies_beyond_the_laws_longest_time(as_of: date, days: int, imminent: bool) -> None:
    facts = ProhibitionFacts(as_of, True, imminent, as_of + timedelta(days=days), "x")
    longest = 184 if imminent else 15 * 366
    if move_out_is_in_time.holds(facts):
        assert 0 < days <= longest
    assert latest_move_out(as_of, imminent=imminent) > as_of


def test_each_recipient_gets_a_letter_and_tenants_are_not_named(session: Session) -> None:
    way = way_to_prohibition(session)
    prohibition = issued_prohibition(way)
    assert prohibition.state is ProhibitionState.ISSUED
    letters = letters_of(way.file, prohibition)
    assert [(one.recipient or {})["name"] for one in letters] == [
        "Ejendomsselskabet Møllen ApS",
        "Beboerne på adressen",
        "Øens Sparekasse A/S",
    ]
    for letter in letters:
        text = text_of(letter.pdf)
        for part in (
            "forbyder, at kælderen på Møllevangen 12",
            "byfornyelseslovens § 76",
            "senest den 20. april 2026",
            "skorstenen kan styrte ned",
            "Om erstatningsbolig og støtte",
            "Prøveklagenævnet",
            "forvaltningslovens § 19, stk. 2, nr. 3",
        ):
            assert part in text
        assert (letter.recipient or {})["name"] in text
        assert "Det skal opnås" not in text


def test_where_residents_will_live_stands_in_their_own_letter_only(session: Session) -> None:
    way = way_to_prohibition(session)
    prohibition = issued_prohibition(way)
    letters = letters_of(way.file, prohibition)
    assert len(letters) == 3
    for letter in letters:
        text, role = text_of(letter.pdf), (letter.recipient or {})["role"]
        assert ("Skolegade 4" in text) == (role == "tenants")
        assert ("Kommunen sørger for, at beboerne får en anden bolig." in text) == (role != "tenants")
        assert ("Skolegade 4" in str(letter.content)) == (role == "tenants")


def test_a_letter_names_mortgagees_among_those_told_only_where_there_are_some(session: Session) -> None:
    way = way_to_prohibition(session)
    prohibition = issued_prohibition(way, mortgagees=())
    first, *_ = letters_of(way.file, prohibition)
    assert "Brevet er sendt til ejeren og til beboerne på adressen." in text_of(first.pdf)
    assert "panthavere" not in text_of(first.pdf)


def test_without_rehousing_it_is_blocked_until_a_reason_is_given(session: Session) -> None:
    way = way_to_prohibition(session)
    drafted_prohibition(way, rehousing_note="")
    move(way, ProhibitionMove.SETTLE_HEARING)
    with pytest.raises(DomainError) as error:
        move(way, ProhibitionMove.APPROVE, APPROVER)
    assert error.value.code == "rehousing_is_told"
    move(way, ProhibitionMove.SEND_BACK, reason="Genhusning mangler.")
    override = wanted(way, rehousing_note="", rehousing_override="ingen bor der nu")
    edit_prohibition(session, way.case.id, wanted=override, by=AUTHOR, at=way.at(VISIT_DAY))
    move(way, ProhibitionMove.SETTLE_HEARING)
    assert move(way, ProhibitionMove.APPROVE, APPROVER).state is ProhibitionState.APPROVED
    issue(way)
    assert "ingen bor der nu" not in text_of(way.file.letters[-1].pdf)


def test_its_author_cannot_approve_and_an_unheard_party_stops_it(session: Session) -> None:
    way = way_to_prohibition(session)
    drafted_prohibition(way, hearing_waiver_reason="")
    with pytest.raises(DomainError) as error:
        move(way, ProhibitionMove.SETTLE_HEARING)
    assert error.value.code == "party_was_heard"
    edit_prohibition(session, way.case.id, wanted=wanted(way), by=AUTHOR, at=way.at(VISIT_DAY))
    move(way, ProhibitionMove.SETTLE_HEARING)
    with pytest.raises(DomainError) as error:
        move(way, ProhibitionMove.APPROVE, AUTHOR)
    assert error.value.code == "second_person_acts"


def heard_about(way: Way, *reactions: str) -> None:
    """The party of the case was heard about what is named, did not answer, and the time has run."""
    letter = draft_hearing(
        way.session,
        way.case.id,
        days=14,
        contemplated_due_on=way.on(80),
        reactions=reactions,
        by=INSPECTOR,
        at=way.at(VISIT_DAY),
    )
    way.issue(letter, VISIT_DAY)
    way.arrive(letter, VISIT_DAY + 1)


def address_owner(way: Way) -> None:
    way.case.addressee, way.case.owner_name = Addressee.OWNER, "Ejendomsselskabet Møllen ApS"
    way.case.owner_postal_address, way.case.owner_cvr_number = "Møllevej 2; 5000 Odense C", "13585628"
    way.session.flush()


LATER = VISIT_DAY + 40
"""Long after the hearing."""


def drafted_unwaived(way: Way, **changes: str) -> None:
    draft_prohibition(
        way.session,
        way.case.id,
        wanted=wanted(way, hearing_waiver_reason="", move_out_on=way.on(LATER + 28), **changes),
        by=AUTHOR,
        at=way.at(LATER),
    )


@pytest.mark.parametrize(
    ("addressed", "reactions", "lacks"),
    [
        ("owner", ("order",), "prohibition_was_contemplated"),
        ("employer", ("order", "prohibition"), "owner_was_heard"),
        ("owner", ("order", "prohibition"), ""),
        ("employer who owns it", ("prohibition",), ""),
    ],
)
def test_only_a_hearing_of_the_owner_about_a_prohibition_counts_for_one(
    session: Session, addressed: str, reactions: tuple[str, ...], lacks: str
) -> None:
    way = way_to_prohibition(session)
    if addressed == "owner":
        address_owner(way)
    heard_about(way, *reactions)
    drafted_unwaived(way, **({"owner_cvr_number": "12345674"} if addressed == "employer" else {}))
    if not lacks:
        assert move(way, ProhibitionMove.SETTLE_HEARING, day=LATER).state is ProhibitionState.HEARD
        return
    with pytest.raises(DomainError) as error:
        move(way, ProhibitionMove.SETTLE_HEARING, day=LATER)
    assert error.value.code == lacks


def test_another_owner_than_the_one_who_was_heard_was_not_heard(session: Session) -> None:
    way = way_to_prohibition(session)
    address_owner(way)
    way.case.owner_cvr_number = "12345674"
    heard_about(way, "prohibition")
    drafted_unwaived(way)
    with pytest.raises(DomainError) as error:
        move(way, ProhibitionMove.SETTLE_HEARING, day=LATER)
    assert error.value.code == "owner_was_heard"


def test_only_under_the_urban_renewal_act(session: Session) -> None:
    way = way_to_prohibition(session)
    way.case.legal_basis = LegalBasis.EMPLOYEE_HOUSING_ACT
    with pytest.raises(DomainError) as error:
        drafted_prohibition(way)
    assert error.value.code == "prohibition.basis"


def test_it_is_delivered_with_the_last_letter_then_in_force_vacated_and_lifted(session: Session) -> None:
    way = way_to_prohibition(session)
    prohibition = issued_prohibition(way)
    letters = letters_of(way.file, prohibition)
    day = VISIT_DAY + 2
    for number, letter in enumerate(letters, 1):
        note_arrival(
            session,
            way.case.id,
            letter.id,
            delivered_on=way.on(day),
            by=AUTHOR,
            at=way.at(day),
        )
        assert (prohibition.state is ProhibitionState.DELIVERED) == (number == len(letters))
    move(way, ProhibitionMove.TAKE_EFFECT, APPROVER, day=day)
    move(way, ProhibitionMove.RECORD_VACATED, reason="Kælderen er tom.", day=40)
    move(way, ProhibitionMove.LIFT, APPROVER, reason="Skorstenen er muret om.", day=60)
    assert standing_prohibition(session, way.case.id) is None
    told = [one for one in way.file.letters if one.supersedes_id is not None]
    assert len(told) == len(letters)
    way.issue(told[0], 61, APPROVER)
    assert "Skorstenen er muret om." in text_of(told[0].pdf)


def test_of_two_decision_makers_at_the_same_moment_one_issues_it(clean_engine: Engine) -> None:
    with transaction(clean_engine) as session:
        way = way_to_prohibition(session)
        drafted_prohibition(way)
        approve(way)
    together = Barrier(2)

    def one(by: Actor) -> str:
        together.wait(timeout=20)
        try:
            with transaction(clean_engine) as own:
                issue_prohibition(own, way.case.id, settings=MUNICIPAL, by=by, at=way.at(VISIT_DAY))
        except DomainError as error:
            return error.code
        return "done"

    with ThreadPoolExecutor(2) as pool:
        assert sorted(pool.map(one, (AUTHOR, APPROVER))) == ["done", "step.moved_on"]


def test_every_state_is_reached_and_left_but_for_the_ends() -> None:
    ends = {ProhibitionState.LIFTED, ProhibitionState.WITHDRAWN, ProhibitionState.DROPPED}
    assert {row.target for row in TABLE} | {ProhibitionState.DRAFTED} == set(ProhibitionState)
    assert {row.source for row in TABLE} == set(ProhibitionState) - ends
    assert {row.move for row in TABLE} == set(ProhibitionMove)
    facts = ProhibitionFacts(TODAY, False, True, TODAY, "x")
    assert not any(check.allowed for check in checks_from(TABLE, ProhibitionState.APPROVED, facts))


@pytest.mark.parametrize(("made", "follows"), [(way_to_prohibition, True), (start, False)])
def test_the_order_before_it_says_that_a_prohibition_may_follow(
    session: Session, made: Callable[[Session], Way], follows: bool
) -> None:
    way = made(session)
    if not follows:
        way.notify()
        way.visit()
        way.find()
    way.send_hearing()
    way.answer()
    order = way.draft_order()
    letter = way.file.letter(order.letter_id)
    draft = write_draft(session, way.file, letter, settings=way.settings, as_of=way.on(31))
    assert ("kan vi også forbyde" in letter_text(draft.written)) is follows
