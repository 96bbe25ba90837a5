"""Officers read reports within their municipality, each reading noted; the case that follows is silent about them."""

from datetime import date, timedelta
from uuid import UUID

import pytest
from sqlmodel import Session, select

from conftest import AT
from housed import SVENDBORG, house
from husly.kit.access import Actor, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.clock import today
from husly.kit.database import transaction
from husly.settings import REPOSITORY
from inspection.enforcement.models import CaseMove, InspectionCase
from inspection.tips.actions import CASE_REASON
from inspection.tips.queries import ReportFilter, list_reports
from register.residents.actions import seal_reports, take_report
from register.residents.forms import Given
from register.residents.models import Report, ReportKind, ReportPhoto, TipSource, UnverifiedAddress
from register.residents.queries import reports_as_of
from register.sheets.actions import door_code
from register.sheets.models import DoorCode
from web_client import Web, words

ODENSE_OFFICER = Grant(Role.CASEWORKER, municipality_code="0461")
SECRET = "Formanden Bent truer os"
DAY = date(2026, 3, 2)


def reported(session: Session, *, kinds: tuple[ReportKind, ...] = (ReportKind.DAMP,), **given: object) -> Report:
    """A report about housing in Odense, unless a place is given."""
    place = given.pop("place_at", None)
    home = house(session) if place is None else house(session, place=place)
    door = session.get_one(DoorCode, door_code(session, home.id, on=DAY))
    known = {"source": TipSource.RESIDENT, "language": "pl", "once": "", "kinds": kinds, "text": SECRET}
    take_report(session, Given(**(known | given)), door=door, data_path=REPOSITORY / "data", on=DAY)  # type: ignore[arg-type]
    return session.exec(select(Report).where(Report.accommodation_id == home.id)).one()


def tipped(session: Session, postcode: str = "5000") -> Report:
    given = Given(TipSource.UNION, "da", "", text=SECRET, place="Ladevej", postcode=postcode, contact="12345678")
    take_report(session, given, door=None, data_path=REPOSITORY / "data", on=DAY)
    return session.exec(select(Report).where(Report.place == "Ladevej")).one()


def actions_of(web: Web) -> list[str]:
    with transaction(web.engine, writing=False) as session:
        return list(session.exec(select(AuditEvent.action).order_by(AuditEvent.seq)))  # type: ignore[arg-type]


def test_whoever_is_not_signed_in_or_lacks_the_permission_reads_nothing(web: Web) -> None:
    with transaction(web.engine) as session:
        report = reported(session)
    for path in ("/reports", "/reports/addresses", f"/reports/{report.id}", f"/reports/{report.id}/sender"):
        web.sign_out()
        assert web.get(path).headers["location"].startswith("/sign-in")
        for role in (Role.ADMINISTRATOR, Role.STATISTICIAN, Role.LEGAL_REVIEWER):
            web.sign_in(Grant(role))
            assert web.get(path).status_code == 403
        web.sign_in(Grant(Role.EMPLOYER, employer_id=UUID(int=1)))
        assert web.get(path).status_code == 403


def test_a_report_of_another_municipality_is_not_found(web: Web) -> None:
    with transaction(web.engine) as session:
        report = reported(session, place_at=SVENDBORG)
    web.sign_in(ODENSE_OFFICER)
    assert "Ærøvej" not in web.get("/reports").text
    assert web.get(f"/reports/{report.id}").status_code == 404
    assert web.post(f"/reports/{report.id}/take-up").status_code == 404
    assert web.post(f"/reports/{report.id}/close", {"outcome": "acted"}).status_code == 404
    assert web.get(f"/reports/{report.id}/photos/0").status_code == 404
    assert web.get(f"/reports/{report.id}/sender").status_code == 404


def test_the_list_tells_codes_and_days_but_no_text_and_no_source(web: Web) -> None:
    with transaction(web.engine) as session:
        reported(session, kinds=(ReportKind.LOCKED_IN,), contact="12345678")
        reported(session, is_confirmation=True, kinds=(), text="")
    web.sign_in(ODENSE_OFFICER)
    said = words(web.get("/reports?lang=en"))
    assert "Locked in Urgent" in said
    assert "1 report" in said
    assert "Bent" not in said
    assert "12345678" not in said
    assert "2 reports" in words(web.get("/reports?lang=en&confirmations=true"))
    assert "0 reports" in words(web.get("/reports?lang=en&kind=damp"))
    assert web.get("/reports?standing=x&kind=%00&municipality=9&number=99999999999").status_code == 200


def test_each_reading_is_noted_and_the_report_is_sealed_before_the_first(web: Web) -> None:
    with transaction(web.engine) as session:
        report = reported(session)
        session.add(ReportPhoto(report_id=report.id, position=0, media_type="image/jpeg", content=b"x"))
    web.sign_in(ODENSE_OFFICER)
    page = web.get(f"/reports/{report.id}")
    assert SECRET in page.text
    photo = web.get(f"/reports/{report.id}/photos/0")
    assert photo.headers["content-security-policy"] == "default-src 'none'; sandbox"
    assert web.get(f"/reports/{report.id}/photos/7").status_code == 404
    assert actions_of(web) == ["report.received", "report.read", "report.photo_read"]


def test_who_wrote_is_shown_to_caseworkers_alone_and_noted(web: Web) -> None:
    with transaction(web.engine) as session:
        report = reported(session, contact="12345678")
    web.sign_in(Grant(Role.INSPECTOR))
    assert "12345678" not in web.get(f"/reports/{report.id}").text
    assert web.get(f"/reports/{report.id}/sender").status_code == 403
    web.sign_in(ODENSE_OFFICER)
    assert "12345678" not in web.get(f"/reports/{report.id}").text
    assert "12345678" in web.get(f"/reports/{report.id}/sender").text
    assert actions_of(web)[-1] == "report.sender_read"


def test_it_is_taken_up_answered_and_closed(web: Web) -> None:
    with transaction(web.engine) as session:
        report = reported(session)
    web.sign_in(ODENSE_OFFICER)
    path = f"/reports/{report.id}"
    assert web.post(f"{path}/take-up").status_code == 303
    assert web.post(f"{path}/answer", {"text": " "}).status_code == 422
    assert web.post(f"{path}/answer", {"text": "<b>Tak</b>"}).status_code == 303
    assert "&lt;b&gt;Tak" in web.get(path).text
    assert web.post(f"{path}/close", {"outcome": "confirmed"}).status_code == 422
    assert web.post(f"{path}/close", {"outcome": "acted"}).status_code == 303
    assert web.post(f"{path}/close", {"outcome": "acted"}).status_code == 422
    assert web.post(f"{path}/case", {"accommodation_id": str(report.accommodation_id)}).status_code == 422


def test_the_case_that_is_opened_says_nothing_of_the_report(web: Web) -> None:
    with transaction(web.engine) as session:
        report = reported(session)
    web.sign_in(Grant(Role.INSPECTOR))
    path = f"/reports/{report.id}"
    form = {"accommodation_id": str(report.accommodation_id), "visit_on": "", "from_time": "9", "to_time": "11:00"}
    assert web.post(f"{path}/case", form).status_code == 422
    assert web.post(f"{path}/case", form | {"accommodation_id": "x"}).status_code == 404
    for slip in ("9999-12-31", (today() + timedelta(days=800)).isoformat()):
        assert web.post(f"{path}/case", form | {"visit_on": slip}).status_code == 422
    form |= {"visit_on": today().isoformat(), "from_time": "09:00"}
    assert web.post(f"{path}/case", form).status_code == 303
    with transaction(web.engine, writing=False) as session:
        case = session.exec(select(InspectionCase)).one()
        move = session.exec(select(CaseMove)).one()
        assert session.get_one(Report, report.id).case_id == case.id
    assert (case.reason, move.note) == (CASE_REASON, CASE_REASON)
    shown = web.get(f"/cases/{case.id}").text
    assert str(report.id) not in shown
    assert "Bent" not in shown
    assert web.post(f"{path}/case", form).status_code == 422


def test_an_unknown_place_becomes_an_unverified_address_by_a_click_only(web: Web) -> None:
    with transaction(web.engine) as session:
        report = tipped(session)
    web.sign_in(ODENSE_OFFICER)
    path = f"/reports/{report.id}"
    web.get(path)
    with transaction(web.engine, writing=False) as session:
        assert session.exec(select(UnverifiedAddress)).all() == []
    place = {"street": "Ladevej", "house_number": "3", "unit": "", "postcode": "5000"}
    assert web.post(f"{path}/address", place | {"postcode": "0001"}).status_code == 422
    assert web.post(f"{path}/address", place | {"house_number": ""}).status_code == 422
    assert web.post(f"{path}/address", place).status_code == 303
    assert "Ladevej 3, 5000 Odense C" in words(web.get("/reports/addresses"))
    assert "Ladevej 3" in words(web.get("/reports"))
    with transaction(web.engine, writing=False) as session:
        assert session.exec(select(UnverifiedAddress)).one().origin == "tip"


def test_a_declared_address_is_linked_instead(web: Web) -> None:
    with transaction(web.engine) as session:
        report = tipped(session)
        home = house(session, address_key="5000|ærøvej|7|")
    web.sign_in(ODENSE_OFFICER)
    form = {"street": "ÆRØVEJ", "house_number": "7", "postcode": "5000"}
    assert web.post(f"/reports/{report.id}/address", form).status_code == 303
    with transaction(web.engine, writing=False) as session:
        linked = session.get_one(Report, report.id)
        assert linked.accommodation_id == home.id
        assert session.exec(select(UnverifiedAddress)).all() == []
    assert web.post(f"/reports/{report.id}/address", form).status_code == 422


def test_a_place_outside_the_officers_municipality_is_not_his_to_record(web: Web) -> None:
    with transaction(web.engine) as session:
        report = tipped(session)
    web.sign_in(ODENSE_OFFICER)
    form = {"street": "Havnegade", "house_number": "1", "postcode": "5700"}
    assert web.post(f"/reports/{report.id}/address", form).status_code == 403


def test_a_tip_without_postal_code_is_for_officers_of_the_whole_country(session: Session, inspector: Actor) -> None:
    report = tipped(session, postcode="")
    local = Actor(id="k", name="K", grants=(ODENSE_OFFICER,))
    assert list_reports(session, by=local, wanted=ReportFilter())[1] == 0
    assert [row.id for row in list_reports(session, by=inspector, wanted=ReportFilter())[0]] == [report.id]


def test_reports_enter_the_trail_on_a_later_day_and_once(session: Session) -> None:
    first, second = reported(session), reported(session)
    assert session.exec(select(AuditEvent)).all() == []
    assert seal_reports(session, before=DAY, at=AT) == 0
    assert seal_reports(session, before=date(2026, 3, 3), at=AT) == 2
    assert seal_reports(session, before=date(2026, 3, 3), at=AT) == 0
    events = session.exec(select(AuditEvent)).all()
    assert {one.object_id for one in events} == {str(first.id), str(second.id)}
    assert {one.by_id for one in events} == {"resident"}
    assert SECRET not in "".join(str(one.model_dump()) for one in events)


@pytest.mark.parametrize(("on", "count"), [(date(2026, 3, 15), 0), (date(2026, 3, 16), 1)])
def test_what_a_score_may_know_comes_late_and_tells_no_day_and_no_source(
    session: Session, on: date, count: int
) -> None:
    report = reported(session)
    found = reports_as_of(session, on)
    assert [(one.dwelling_id, one.accommodation_id, one.is_urgent) for one in found] == [
        (report.dwelling_id, report.accommodation_id, False)
    ] * count
    assert all(set(vars(one)) == {"dwelling_id", "accommodation_id", "is_urgent"} for one in found)
