"""Pages of cases: who may read them, what they show before anyone presses, what they do with wrong input."""

from uuid import uuid4

import pytest
from sqlmodel import select

import case_ways
from case_ways import VISIT_DAY, Way, start
from case_web import Clock, case_web, clock, ids_of, take
from husly.kit.access import Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.database import transaction
from husly.kit.i18n import gettext as _
from husly.kit.mail import spoken
from inspection.enforcement.actions import open_case
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.enforcement.models import InspectionCase
from inspection.enforcement.transitions import CaseState
from register.employers.models import Employer
from web_client import Web, words

__all__ = ["case_web", "clock"]

INSPECTOR = Grant(Role.INSPECTOR)
DECISION_MAKER = Grant(Role.DECISION_MAKER)


def opened(web: Web, until: str = "") -> Way:
    """A case, carried as far as the method of ``Way`` named."""
    with transaction(web.engine) as session:
        way = start(session)
        if until:
            for step in until.split():
                getattr(way, step)()
    return way


def state_of(web: Web, way: Way) -> CaseState:
    with transaction(web.engine, writing=False) as session:
        return session.get_one(InspectionCase, way.case.id).state


@pytest.mark.parametrize("path", ["/cases", "/cases/{id}", "/cases/{id}/findings"])
def test_whoever_is_not_signed_in_is_asked_to(case_web: Web, path: str) -> None:
    way = opened(case_web)
    answer = case_web.get(path.format(id=way.case.id))
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.STATISTICIAN, Role.ADMINISTRATOR])
def test_other_roles_are_refused_alike_whether_the_case_exists_or_not(case_web: Web, role: Role) -> None:
    way = opened(case_web)
    case_web.sign_in(Grant(role, way.case.employer_id if role is Role.EMPLOYER else None))
    for case_id in (way.case.id, uuid4()):
        assert case_web.get(f"/cases/{case_id}").status_code == 403
        assert take(case_web, f"/cases/{case_id}", "close", reason="x").status_code == 403
    assert case_web.get("/cases").status_code == 403


def test_an_employer_finds_no_trace_of_a_case_on_its_own_pages(case_web: Web) -> None:
    way = opened(case_web, "notify")
    case_web.sign_in(Grant(Role.EMPLOYER, way.case.employer_id))
    for path in ("/", "/declarations", f"/declarations/{way.case.accommodation_id}"):
        shown = case_web.get(path).text
        assert way.case.case_number not in shown
        assert str(way.case.id) not in shown
        assert "/cases" not in shown


def test_a_case_of_another_municipality_is_not_found(case_web: Web) -> None:
    way = opened(case_web)
    case_web.sign_in(Grant(Role.CASEWORKER, municipality_code="0751"))
    assert case_web.get(f"/cases/{way.case.id}").status_code == 404
    assert take(case_web, f"/cases/{way.case.id}", "close", reason="x").status_code == 404
    assert way.case.case_number not in case_web.get("/cases").text
    assert state_of(case_web, way) is CaseState.PLANNED


def test_the_municipality_of_the_case_reads_it_once_the_visit_was_told_of(case_web: Web) -> None:
    way = opened(case_web, "notify")
    case_web.sign_in(Grant(Role.CASEWORKER, municipality_code="0461"))
    assert way.case.case_number in words(case_web.get("/cases"))
    assert "Møllevangen 12" in words(case_web.get(f"/cases/{way.case.id}"))


def test_reading_a_case_leaves_an_audit_row(case_web: Web) -> None:
    way = opened(case_web)
    reader = case_web.sign_in(INSPECTOR)
    case_web.get(f"/cases/{way.case.id}")
    with transaction(case_web.engine, writing=False) as session:
        rows = session.exec(select(AuditEvent).where(AuditEvent.action == "case.read")).all()
    assert [(row.by_id, row.object_id) for row in rows] == [(reader.id, str(way.case.id))]


@pytest.mark.parametrize(
    "query",
    ["standing=nonsense", "number=-3", "number=999999999", "municipality=%27%3B--", "search=%25_%00x", "overdue=1"],
)
def test_odd_filters_of_the_list_break_nothing(case_web: Web, query: str) -> None:
    opened(case_web)
    case_web.sign_in(INSPECTOR)
    assert case_web.client.get(f"/cases?{query}").status_code == 200


def test_a_late_notice_is_shown_as_unlawful_before_anyone_presses(case_web: Web, clock: Clock) -> None:
    way = opened(case_web)
    case_web.sign_in(INSPECTOR)
    assert "Varslet giver" not in words(case_web.get(f"/cases/{way.case.id}"))
    clock.go_to(VISIT_DAY - 14)
    shown = words(case_web.get(f"/cases/{way.case.id}"))
    assert "Varslet giver 14 dage; kravet er 15" in shown
    assert "RSL § 5, stk. 2" in shown


def test_the_author_sees_that_another_person_must_approve(case_web: Web, clock: Clock) -> None:
    way = opened(case_web, "to_heard")
    clock.go_to(30)
    case_web.sign_in(DECISION_MAKER)
    case = f"/cases/{way.case.id}"
    form = case_web.get(case)
    due = {f"due_on.{found}": clock.on(80) for found in ids_of(form, "due_on")}
    assert len(due) == 2
    sunday = take(case_web, case, "order", report_due_on=clock.on(83), considerations="Sundhed", **due)
    assert sunday.status_code == 409
    assert "24. maj 2026" in words(sunday)
    assert "26. maj 2026" in words(sunday)
    answer = take(case_web, case, "order", report_due_on=clock.on(85), considerations="Sundhed", **due)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/letters/")
    shown = case_web.get(case)
    assert "En anden end forfatteren skal godkende påbuddet" in words(shown)
    assert f"{case}/steps/approve" not in shown.text
    refused = take(case_web, case, "approve")
    assert refused.status_code == 409
    assert "En anden end forfatteren skal godkende påbuddet" in words(refused)
    assert state_of(case_web, way) is CaseState.ORDER_DRAFTED
    case_web.sign_in(DECISION_MAKER, name="Den Anden")
    assert take(case_web, case, "approve").status_code == 303
    assert "Den Anden" in words(case_web.get(case))


def test_an_order_without_a_hearing_is_refused_and_nothing_is_written(case_web: Web, clock: Clock) -> None:
    way = opened(case_web, "notify visit find")
    clock.go_to(30)
    case_web.sign_in(DECISION_MAKER)
    refused = take(case_web, f"/cases/{way.case.id}", "order", report_due_on=clock.on(83))
    assert refused.status_code == 409
    assert state_of(case_web, way) is CaseState.FINDINGS_RECORDED


def test_what_was_typed_is_not_lost_when_a_step_is_refused(case_web: Web) -> None:
    way = opened(case_web)
    case_web.sign_in(INSPECTOR)
    refused = take(
        case_web,
        f"/cases/{way.case.id}",
        "notice",
        objection_due_on="",
        facts="I har anmeldt seks <b>beboere</b>.",
        proportionality_reason="brev ikke er nok",
    )
    assert refused.status_code == 409
    assert "Vælg en dato i alle datofelter." in words(refused)
    assert "I har anmeldt seks &lt;b&gt;beboere&lt;/b&gt;." in refused.text


@pytest.mark.parametrize(
    ("step", "fields"),
    [
        ("replan", {"visit_on": "2026-99-99", "from": "09:00", "to": "10:00"}),
        ("replan", {"visit_on": "2026-05-01", "from": "25:00", "to": "1000"}),
        ("waive-notice", {"ground": "none", "reason": "x"}),
        ("close", {"reason": " "}),
        ("delivered", {"letter_id": "x", "delivered_on": "2026-03-03"}),
        ("verify", {"complied.not-an-id": "yes"}),
        ("hearing", {"days": "ti", "contemplated_due_on": "2026-05-01"}),
        ("access", {}),
        ("close", {"reason": "x" * 6000}),
    ],
)
def test_wrong_input_is_answered_with_a_sentence(case_web: Web, step: str, fields: dict[str, str]) -> None:
    way = opened(case_web)
    case_web.sign_in(INSPECTOR)
    answer = take(case_web, f"/cases/{way.case.id}", step, **fields)
    assert answer.status_code == 409
    assert "Intet er ændret" in words(answer)
    assert state_of(case_web, way) is CaseState.PLANNED


def test_a_case_whose_visit_moved_shows_the_objection_that_waits(case_web: Web, clock: Clock) -> None:
    way = opened(case_web, "notify")
    path = f"/cases/{way.case.id}"
    clock.go_to(5)
    case_web.sign_in(INSPECTOR)
    with spoken("da"):
        stays = _("The objection stays with the visit and must be answered before the new day.")
    assert stays not in words(case_web.get(path))
    take(case_web, path, "objection", received_on=clock.on(5), objection="Dagen passer ikke.")
    take(case_web, path, "replan", **{"visit_on": clock.on(45), "from": "09:00", "to": "10:00"})
    assert state_of(case_web, way) is CaseState.PLANNED
    shown = words(case_web.get(path))
    assert "Dagen passer ikke." in shown
    assert stays in shown


def test_an_unknown_step_is_not_found(case_web: Web) -> None:
    way = opened(case_web)
    case_web.sign_in(INSPECTOR)
    assert take(case_web, f"/cases/{way.case.id}", "burn-it-down").status_code == 404


def test_a_form_without_its_token_is_refused(case_web: Web) -> None:
    way = opened(case_web)
    case_web.sign_in(INSPECTOR)
    answer = case_web.client.post(f"/cases/{way.case.id}/steps/close", data={"reason": "x"})
    assert answer.status_code == 403
    assert state_of(case_web, way) is CaseState.PLANNED


def test_findings_before_the_visit_are_refused(case_web: Web) -> None:
    way = opened(case_web)
    case_web.sign_in(INSPECTOR)
    assert case_web.get(f"/cases/{way.case.id}/findings").status_code == 409


def test_findings_can_be_saved_and_finished_later(case_web: Web, clock: Clock) -> None:
    way = opened(case_web, "notify visit")
    clock.go_to(VISIT_DAY)
    case_web.sign_in(INSPECTOR)
    path = f"/cases/{way.case.id}/findings"
    pack = "dk-indkvarteringslov-2025"
    shown = words(case_web.get(path))
    assert shown.index("Overtrådt efter det anmeldte") < shown.index("Overholdt efter det anmeldte")
    begun = {f"{pack}.cap:outcome": "breached", f"{pack}.cap:number": "3", f"{pack}.cap:text": "6 personer i 2 rum"}
    assert case_web.post(path, begun | {"do": "save"}).status_code == 303
    assert "6 personer i 2 rum" in case_web.get(path).text
    unfinished = case_web.post(path, begun | {"do": "finish"})
    assert unfinished.status_code == 422
    assert "Vælg et svar" in words(unfinished)
    rules = (
        "daylight",
        "heating",
        "indoor_climate",
        "no_hazard",
        "toilet",
        "drinking_water",
        "wastewater",
        "protection",
        "window",
    )
    rest = {f"{pack}.{rule}:outcome": "met" for rule in rules}
    assert case_web.post(path, begun | rest | {"do": "finish"}).headers["location"] == f"/cases/{way.case.id}"
    page = words(case_web.get(f"/cases/{way.case.id}"))
    assert "3 personer pr. beboelsesrum; 6 personer i 2 rum" in page
    assert "1 person pr. beboelsesrum for meget" in page
    assert state_of(case_web, way) is CaseState.FINDINGS_RECORDED


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        ({"outcome": "breached", "number": "2"}, "ligger inden for grænsen"),
        ({"outcome": "breached", "number": "tre"}, "Skriv et tal"),
        ({"outcome": "breached", "number": "-1"}, "Skriv et tal"),
        ({"outcome": "breached"}, "skriv, hvad der er set eller målt"),
        ({"outcome": "met", "number": "3"}, "ligger uden for grænsen"),
    ],
)
def test_a_finding_that_cannot_be_is_named_and_nothing_is_saved(
    case_web: Web, clock: Clock, answer: dict[str, str], said: str
) -> None:
    way = opened(case_web, "notify visit")
    clock.go_to(VISIT_DAY)
    case_web.sign_in(INSPECTOR)
    path = f"/cases/{way.case.id}/findings"
    sent = {f"dk-indkvarteringslov-2025.cap:{part}": text for part, text in answer.items()}
    refused = case_web.post(path, sent | {"do": "save"})
    assert refused.status_code == 422
    assert said in words(refused)
    with transaction(case_web.engine, writing=False) as session:
        assert Way(session, way.case).file.findings == ()


def test_names_are_escaped(case_web: Web) -> None:
    with transaction(case_web.engine) as session:
        way = start(session)
        session.get_one(Employer, way.case.employer_id).name = "<script>alert(1)</script>"
    case_web.sign_in(INSPECTOR)
    for path in ("/cases", f"/cases/{way.case.id}"):
        shown = case_web.get(path).text
        assert "<script>alert(1)" not in shown
        assert "&lt;script&gt;alert(1)" in shown


def test_the_list_pages_and_counts(case_web: Web) -> None:
    with transaction(case_web.engine) as session:
        way = start(session)
        for _ in range(26):
            open_case(
                session,
                accommodation_id=way.case.accommodation_id,
                visit_on=way.on(VISIT_DAY),
                from_min=540,
                to_min=600,
                inspector_id="x",
                reason="Plan",
                chosen=Chosen(reason=VisitReason.REFERRAL),
                by=case_ways.INSPECTOR,
                at=way.at(0),
            )
    case_web.sign_in(INSPECTOR)
    first, second = case_web.get("/cases"), case_web.get("/cases", number=2)
    assert "27 sager" in words(first)
    assert "Side 1 af 2" in words(first)
    assert second.text.count('href="/cases/') - first.text.count('href="/cases/') < 0
