"""An officer settles an address that was heard of: a declared dwelling after all, or dismissed with a reason."""

from uuid import UUID

import pytest
from sqlmodel import select

from conftest import AT
from housed import SVENDBORG, house
from husly.kit.access import SYSTEM, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.database import transaction
from husly.settings import REPOSITORY
from inspection.tips.actions import Place, locate_report
from register.residents.actions import take_report
from register.residents.forms import Given
from register.residents.models import Report, TipSource, UnverifiedAddress
from web_client import NOBODYS, Web, words

OFFICER = Grant(Role.CASEWORKER, municipality_code="0461")


def heard_of(web: Web, number: str = "3") -> tuple[UUID, UUID]:
    """A report and the address that an officer wrote down from it."""
    with transaction(web.engine) as session:
        given = Given(TipSource.UNION, "da", "", text="Trangt", place=f"Ladevej {number}", postcode="5000")
        take_report(session, given, door=None, data_path=REPOSITORY / "data", on=AT.date())
        report = session.exec(select(Report).where(Report.unverified_id == None, Report.dwelling_id == None)).one()  # noqa: E711
        place = Place("Ladevej", "3", "", "5000")
        locate_report(session, report.id, place=place, data_path=REPOSITORY / "data", by=SYSTEM, at=AT)
        return report.id, session.exec(select(UnverifiedAddress)).one().id


def test_it_is_linked_to_a_dwelling_that_a_search_finds_and_leaves_the_list(web: Web) -> None:
    report_id, address_id = heard_of(web)
    with transaction(web.engine) as session:
        home = house(session)
        far = house(session, place=SVENDBORG, street="Fjordvej")
    web.sign_in(OFFICER)
    path = f"/reports/addresses/{address_id}"
    assert path in web.get("/reports/addresses").text
    assert str(home.id) not in web.get(path).text
    assert str(home.id) in web.get(path, search="røvej").text
    assert str(far.id) not in web.get(path, search="fjordvej").text
    assert web.post(path, {"accommodation_id": str(far.id)}).status_code == 404
    assert web.post(path, {"accommodation_id": "x"}).status_code == 404
    assert web.post(path, {"accommodation_id": str(home.id)}).status_code == 303
    assert path not in web.get("/reports/addresses").text
    with transaction(web.engine, writing=False) as session:
        report = session.get_one(Report, report_id)
        assert (report.dwelling_id, report.unverified_id) == (home.dwelling_id, None)
        told = session.exec(select(AuditEvent).where(AuditEvent.action == "address.linked")).one()
        assert (told.object_id, str(home.dwelling_id) in told.details) == (str(address_id), True)
    assert web.post(path, {"accommodation_id": str(home.id)}).status_code in (409, 422)


def test_it_is_dismissed_with_a_reason_only_and_comes_back_when_heard_of_again(web: Web) -> None:
    _report_id, address_id = heard_of(web)
    web.sign_in(OFFICER)
    path = f"/reports/addresses/{address_id}"
    assert web.post(path, {"reason": "  "}).status_code == 422
    assert path in web.get("/reports/addresses").text
    assert web.post(path, {"reason": "En lade uden vinduer, set 2. marts"}).status_code == 303
    assert path not in web.get("/reports/addresses").text
    with transaction(web.engine, writing=False) as session:
        told = session.exec(select(AuditEvent).where(AuditEvent.action == "address.dismissed")).one()
        assert "En lade" in told.details
        assert session.get(UnverifiedAddress, address_id) is not None
    assert heard_of(web)[1] == address_id
    assert path in web.get("/reports/addresses").text


@pytest.mark.parametrize("grant", [Grant(Role.CASEWORKER, municipality_code="0101"), Grant(Role.STATISTICIAN)])
def test_nobody_else_settles_it(web: Web, grant: Grant) -> None:
    _report_id, address_id = heard_of(web)
    web.sign_in(grant)
    for answer in (
        web.get(f"/reports/addresses/{address_id}"),
        web.post(f"/reports/addresses/{address_id}", {"reason": "Nej"}),
    ):
        assert answer.status_code in (403, 404)
    web.sign_in(OFFICER)
    assert f"/reports/addresses/{address_id}" in web.get("/reports/addresses").text
    assert web.get(f"/reports/addresses/{NOBODYS}").status_code == 404


def test_the_page_speaks_of_the_address_and_both_ways(web: Web) -> None:
    _report_id, address_id = heard_of(web)
    web.sign_in(OFFICER)
    web.client.cookies.set("husly_language", "en")
    text = words(web.get(f"/reports/addresses/{address_id}"))
    assert "Ladevej 3, 5000 Odense C" in text
    assert "Is it a declared dwelling?" in text
    assert "Dismiss the address" in text
