"""The pages over time: who may read and tell, what stands in the history, what was known when."""

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from conftest import AT
from declared_housing import submitted
from housed import declare, house
from husly.kit.access import SYSTEM, Grant, Role
from husly.kit.clock import today
from husly.kit.database import transaction
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration
from register.declarations.queries import get_declared
from register.upkeep import actions
from register.upkeep.models import Confirmation, EndTold, Pause
from register.upkeep.queries import known_about
from web_client import Web, fields_of, words

OLD = AT - timedelta(days=340)


def a_home(web: Web, **given: object) -> Accommodation:
    with transaction(web.engine) as session:
        return submitted(session, given).accommodation


def as_employer(web: Web, home: Accommodation) -> None:
    web.sign_in(Grant(Role.EMPLOYER, employer_id=home.employer_id), name="Eva Ejer")


@pytest.mark.parametrize("path", ["history", "not-in-use", "end"])
def test_only_who_may_read_it_sees_a_page(web: Web, path: str) -> None:
    home = a_home(web)
    address = f"/declarations/{home.id}/{path}"
    assert web.get(address).headers["location"].startswith("/sign-in")
    web.sign_in(Grant(Role.STATISTICIAN))
    assert web.get(address).status_code == 403
    web.sign_in(Grant(Role.EMPLOYER, employer_id=uuid4()))
    assert web.get(address).status_code == 404
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0101"))
    assert web.get(address).status_code == (404 if path == "history" else 403)
    as_employer(web, home)
    assert web.get(address).status_code == 200


@pytest.mark.parametrize("path", ["confirm", "not-in-use", "end"])
def test_nobody_else_tells_anything(web: Web, path: str) -> None:
    home = a_home(web)
    form = {"version": "1", "from_on": "2026-05-01", "back_on": "2026-05-02", "ends_on": "2026-05-01"}
    for grant in (Grant(Role.INSPECTOR), Grant(Role.EMPLOYER, employer_id=uuid4())):
        web.sign_in(grant)
        assert web.post(f"/declarations/{home.id}/{path}", form).status_code in (403, 404)
    with transaction(web.engine, writing=False) as session:
        assert session.get_one(Accommodation, home.id).ends_on is None
        assert not session.exec(select(Pause)).all() + session.exec(select(Confirmation)).all()


def test_an_employer_tells_that_it_is_not_in_use_and_takes_it_back(web: Web) -> None:
    home = a_home(web)
    as_employer(web, home)
    page, form = f"/declarations/{home.id}", f"/declarations/{home.id}/not-in-use"
    wrong = web.post(form, {"from_on": "i morgen", "back_on": "2026-13-01"})
    assert wrong.status_code == 422
    assert fields_of(wrong)["from_on"] == ["i morgen"]
    assert web.post(form, {"from_on": "2026-05-02", "back_on": "2026-05-01"}).status_code == 422
    days = {"from_on": today().isoformat(), "back_on": (today() + timedelta(30)).isoformat()}
    assert web.post(form, days).status_code == 303
    assert web.post(form, days).status_code == 422
    shown = words(web.get(page))
    assert "Ikke i brug før" in shown or "Not in use until" in shown
    listed = words(web.get("/declarations"))
    assert "Ikke i brug før" in listed or "Not in use until" in listed
    with transaction(web.engine, writing=False) as session:
        pause = session.exec(select(Pause)).one()
    assert web.post(f"/declarations/{uuid4()}/not-in-use/{pause.id}/back").status_code == 404
    assert web.post(f"{form}/{pause.id}/back").status_code == 303
    shown = words(web.get(page))
    assert "Ikke i brug før" not in shown
    assert "Not in use until" not in shown
    assert web.post(f"{form}/{pause.id}/back").status_code == 409


def test_an_employer_tells_the_last_day(web: Web) -> None:
    home = a_home(web)
    as_employer(web, home)
    form = f"/declarations/{home.id}/end"
    for wrong in ("", "2026-02-28", "9999-01-01"):
        assert web.post(form, {"ends_on": wrong}).status_code == 422
    assert web.post(form, {"ends_on": "2026-04-30"}).status_code == 303
    assert web.post(form, {"ends_on": "2026-04-30"}).status_code == 303
    assert fields_of(web.get(form))["ends_on"] == ["2026-04-30"]
    assert web.post(form, {"ends_on": "2026-05-30"}).status_code == 422, "it is over: a new stay is a new declaration"
    assert web.post(form, {"ends_on": "2026-04-20"}).status_code == 303
    with transaction(web.engine, writing=False) as session:
        told = session.exec(select(EndTold).order_by(EndTold.told_at)).all()  # type: ignore[arg-type]
        assert [(one.before, one.ends_on) for one in told] == [
            (None, date(2026, 4, 30)),
            (date(2026, 4, 30), date(2026, 4, 20)),
        ]
    page = web.get(f"/declarations/{home.id}")
    assert "/confirm" not in page.text, "what has ended is not confirmed"
    assert web.post(f"/declarations/{home.id}/confirm", {"version": "1"}).status_code == 409


def test_a_confirmation_is_no_version_and_counts_once_a_day(web: Web) -> None:
    with transaction(web.engine) as session:
        home = house(session, submitted_at=OLD, starts_on=date(2025, 1, 1))
    as_employer(web, home)
    page = web.get(f"/declarations/{home.id}")
    assert f"/declarations/{home.id}/confirm" in page.text
    assert web.post(f"/declarations/{home.id}/confirm", {"version": "2"}).status_code == 409
    for _ in range(2):
        assert web.post(f"/declarations/{home.id}/confirm", {"version": "1"}).status_code == 303
    with transaction(web.engine, writing=False) as session:
        assert len(session.exec(select(Confirmation)).all()) == 1
        assert len(session.exec(select(Declaration)).all()) == 1


def test_the_history_tells_what_changed_and_who_told_it(web: Web) -> None:
    home = a_home(web)
    with transaction(web.engine) as session:
        rooms = [{"name": "Værelse 1", "use": "bedroom", "area_m2": 10, "residents": 2, "beds": 2}]
        submitted(session, {"dwelling.residents": 5, "rooms": rooms}, at=AT + timedelta(days=3))
    as_employer(web, home)
    web.post(f"/declarations/{home.id}/confirm", {"version": "2"})
    web.get(f"/declarations/{home.id}/plan.pdf")
    page = web.get(f"/declarations/{home.id}/history")
    shown = words(page)
    for told in ("4 → 5", "14 m² → 10 m²", "Eva Ejer", "Værelse 2"):
        assert told in shown, told
    assert f"/declarations/{home.id}?version=1" in page.text
    assert shown.count("Prøvegartneriet") >= 1
    web.sign_in(Grant(Role.INSPECTOR), name="Ida Inspektør")
    web.get(f"/declarations/{home.id}/plan.pdf")
    assert "Ida Inspektør" in words(web.get(f"/declarations/{home.id}/history"))
    as_employer(web, home)
    assert "Ida Inspektør" not in words(web.get(f"/declarations/{home.id}/history"))


def test_a_version_told_late_says_by_how_much(web: Web) -> None:
    with transaction(web.engine) as session:
        home = house(session, submitted_at=AT)
        session.exec(select(Declaration)).one().is_current = False
        declare(session, home, version=2, valid_from=date(2026, 3, 6), submitted_at=AT + timedelta(days=9))
    as_employer(web, home)
    for path in ("", "/history"):
        shown = words(web.get(f"/declarations/{home.id}{path}"))
        assert "2 dage for sent" in shown or "2 days late" in shown, "Friday to Wednesday: Monday was the last day"


def test_the_page_answers_what_was_known_when(web: Web) -> None:
    home = a_home(web)
    as_employer(web, home)
    page = f"/declarations/{home.id}/history"
    assert web.get(page, known_on="x", about="2026-03-01").status_code == 422
    early = web.get(page, known_on="2026-02-01", about="2026-03-02")
    assert early.status_code == 200
    assert "?version=1" in web.get(page, known_on="2026-03-02", about="2026-03-02").text
    assert '<dl class="facts">' not in early.text


def days_known(session: Session, home_id: UUID, *days: tuple[date, date]) -> list[int | None]:
    declared = get_declared(session, home_id, by=SYSTEM)
    found = [known_about(session, declared, known_on=on, about=about).declared for on, about in days]
    return [None if one is None else one.declaration.residents for one in found]


def test_a_backdated_correction_changes_the_day_it_is_about_not_what_was_known(session: Session) -> None:
    home = house(session, residents=4, starts_on=date(2026, 1, 1), submitted_at=AT)
    session.exec(select(Declaration)).one().is_current = False
    declare(session, home, version=2, residents=9, valid_from=date(2026, 2, 1), submitted_at=AT + timedelta(days=30))
    before, after = AT.date(), AT.date() + timedelta(days=31)
    assert days_known(session, home.id, (before, date(2026, 2, 15)), (after, date(2026, 2, 15))) == [4, 9]
    assert days_known(session, home.id, (before, date(2026, 1, 15)), (after, date(2026, 1, 15))) == [4, 4]
    assert days_known(session, home.id, (before - timedelta(1), before), (after, date(2025, 12, 31))) == [None, None]


def test_pauses_and_ends_are_known_from_when_they_were_told(session: Session) -> None:
    home = house(session, submitted_at=AT)
    declared = get_declared(session, home.id, by=SYSTEM)
    later, about = AT + timedelta(days=5), date(2026, 3, 20)
    actions.tell_pause(session, home.id, from_on=about, back_on=date(2026, 4, 1), by=SYSTEM, at=later)
    actions.tell_end(session, home.id, ends_on=date(2026, 6, 1), by=SYSTEM, at=later)
    then = known_about(session, declared, known_on=AT.date(), about=about)
    now = known_about(session, declared, known_on=later.date(), about=about)
    assert (then.is_unused, then.ends_on) == (False, None)
    assert (now.is_unused, now.ends_on) == (True, date(2026, 6, 1))


def test_a_last_day_changed_by_a_declaration_is_kept_too(session: Session) -> None:
    home = submitted(session).accommodation
    later = AT + timedelta(days=5)
    submitted(session, {"period": {"starts_on": "2026-03-01", "ends_on": "2026-09-30"}}, at=later)
    declared = get_declared(session, home.id, by=SYSTEM)
    ends = [known_about(session, declared, known_on=day.date(), about=day.date()).ends_on for day in (AT, later)]
    assert ends == [None, date(2026, 9, 30)]
