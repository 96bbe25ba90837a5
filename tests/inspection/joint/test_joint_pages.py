"""The pages of joint visits: from a warning to an agreed visit, refusals at their fields, hidden from all others."""

import re
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlmodel import Session, select

from housed import add_dwelling, house
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.clock import now, today
from husly.kit.database import transaction
from inspection.enforcement.actions import open_case
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.joint.models import JointPartner, OtherAuthorityVisit
from inspection.joint.queries import get_joint
from joint_made import TOLD_BY, proposed, ready, told
from planned_visits import planned_visit
from register.dwellings.addresses import address_key
from register.dwellings.models import Dwelling
from web_client import NOBODYS, Web, words

ODENSE = Grant(Role.CASEWORKER, municipality_code="0461")
INSPECTOR = Grant(Role.INSPECTOR)
PAGES = ("/joint", "/joint/new", "/joint/visits", "/joint/cards", f"/joint/{NOBODYS}")
SENDS = (
    "/joint/new",
    "/joint/visits",
    "/joint/visits/import",
    f"/joint/visits/{NOBODYS}/state",
    f"/joint/{NOBODYS}/agree",
)


def soon(days: int = 20) -> date:
    return today() + timedelta(days=days)


def case_at(session: Session, on: date) -> tuple[UUID, UUID]:
    home = house(session, starts_on=today() - timedelta(days=40))
    case = open_case(
        session,
        accommodation_id=home.id,
        visit_on=on,
        from_min=540,
        to_min=660,
        inspector_id="x",
        reason="Udvalgt",
        chosen=Chosen(reason=VisitReason.SCORE),
        by=SYSTEM,
        at=now(),
    )
    return case.id, home.dwelling_id


def partners(web: Web, joint: str) -> dict[str, str]:
    with transaction(web.engine, writing=False) as session:
        rows = session.exec(select(JointPartner).where(JointPartner.joint_visit_id == UUID(joint.split("/")[2])))
        return {one.authority: str(one.id) for one in rows}


def test_from_a_warning_on_the_case_to_an_agreed_visit(web: Web) -> None:
    with transaction(web.engine) as session:
        case, dwelling = case_at(session, soon())
        told(session, dwelling, soon(25), authority="police", at=now())
    web.sign_in(ODENSE)
    web.get("/language/en")
    page = web.get(f"/cases/{case}")
    assert "Police comes here on" in words(page)
    assert "5 days after this visit" in words(page)
    assert TOLD_BY not in page.text
    (offer,) = re.findall(r'href="(/joint/new\?visit=[^"]+)"', page.text)
    form = web.get(offer.replace("&amp;", "&"))
    assert re.search(r'value="police" checked', form.text)
    assert f'value="{soon(25).isoformat()}"' in form.text
    sent: dict[str, Any] = {
        "dwelling": str(dwelling),
        "case": str(case),
        "purpose": "Se på boligen sammen",
        "partners": ["police"],
        "lead": "police",
        "visit_on": soon(25).isoformat(),
        "from": "09:00",
        "to": "11:00",
        "service_min": "90",
        "police_action": "true",
    }
    made = web.post("/joint/new", sent)
    assert made.status_code == 303, words(made)
    joint = made.headers["location"].partition("?")[0]
    shown = words(web.get(joint))
    for said in ("No other authority has said yes", "must come itself", "on its own legal basis", "can be agreed only"):
        assert said in shown, said
    who = partners(web, joint)
    day = {"visit_on": soon(25).isoformat(), "from": "09:00", "to": "11:00"}
    assert web.post(f"{joint}/agree", day).status_code == 409
    for authority, pid in who.items():
        terms = {
            "partner": pid,
            f"role-{pid}": "Ser",
            f"legal_basis-{pid}": f"Hjemmel {authority}",
            f"people-{pid}": "2",
        }
        assert web.post(f"{joint}/terms", terms).status_code == 303
    police = who["police"]
    asked = {"partner": police, f"invited_on-{police}": today().isoformat()}
    assert web.post(f"{joint}/invite", asked).status_code == 303
    answer = {"partner": police, f"answer-{police}": "yes", f"answered_on-{police}": today().isoformat()}
    assert web.post(f"{joint}/answer", answer).status_code == 303
    hours = {f"slot_on-{police}": soon(25).isoformat(), f"slot_from-{police}": "08:00", f"slot_to-{police}": "12:00"}
    assert web.post(f"{joint}/slot", {"partner": police} | hours).status_code == 303
    refused = web.post(f"{joint}/agree", day)
    assert (refused.status_code, "the centre against human trafficking has been told" in words(refused)) == (409, True)
    assert web.post(f"{joint}/cmm", {"cmm_on": today().isoformat(), "cmm_how": "Telefon"}).status_code == 303
    assert web.post(f"{joint}/agree", day).status_code == 303
    shown = words(web.get(joint))
    assert "Agreed" in shown
    assert "Hjemmel police" in shown
    assert "08:00–12:00" in shown
    case_page = words(web.get(f"/cases/{case}"))
    assert "5 days after" not in case_page or "Offer to join" not in case_page
    assert "09:00–11:00" in case_page
    assert web.post(f"{joint}/cancel", {"cancel_reason": ""}).status_code == 422
    assert web.post(f"{joint}/cancel", {"cancel_reason": "Aflyst af politiet"}).status_code == 303
    assert "Aflyst af politiet" in words(web.get(joint))
    assert web.get("/joint").text.count(joint) == 0
    assert joint in web.get("/joint?over=1").text


def test_each_field_of_the_form_has_its_own_answer(web: Web) -> None:
    web.sign_in(ODENSE)
    web.get("/language/en")
    sent = {"from": "11:00", "to": "9", "visit_on": "soon", "service_min": "5", "lead": "circus", "purpose": "\x00"}
    refused = web.post("/joint/new", sent)
    assert refused.status_code == 422
    for name in ("partners", "to", "visit_on", "service_min", "lead", "purpose", "street"):
        assert f'href="#{name}"' in refused.text, name
        assert re.search(f'id="{name}"', refused.text), name
    with transaction(web.engine) as session:
        joint = f"/joint/{proposed(session, add_dwelling(session).id, 'tax', at=now(), visit_on=None)}"
    tax = partners(web, joint)["tax"]
    for step, fields, name in (
        ("terms", {f"people-{tax}": "99"}, f"people-{tax}"),
        ("invite", {f"invited_on-{tax}": "x"}, f"invited_on-{tax}"),
        ("slot", {f"slot_on-{tax}": soon().isoformat(), f"slot_from-{tax}": "25:00"}, f"slot_from-{tax}"),
        ("agree", {"visit_on": "", "from": "", "to": ""}, "visit_on"),
        ("cmm", {"cmm_on": today().isoformat()}, "cmm_how"),
        ("partner", {"authority": "circus"}, "authority"),
        ("reopen", {}, "reopen_reason"),
    ):
        answer = web.post(f"{joint}/{step}", {"partner": tax} | fields)
        assert (answer.status_code, f'href="#{name}"' in answer.text) == (422, True), (step, words(answer)[:300])
    assert web.post(f"{joint}/nothing").status_code == 404
    assert web.post(f"{joint}/lead", {"partner": "x"}).status_code == 404


def test_what_is_shared_stands_at_each_authority_and_findings_need_a_basis(web: Web) -> None:
    with transaction(web.engine) as session:
        joint_id = proposed(session, add_dwelling(session).id, "tax", at=now())
        ready(session, joint_id, at=now())
    web.sign_in(INSPECTOR)
    web.get("/language/en")
    joint = f"/joint/{joint_id}"
    tax = partners(web, joint)["tax"]
    terms = {"partner": tax, f"people-{tax}": "1", f"shares-{tax}": ["findings", "place_and_time"]}
    refused = web.post(f"{joint}/terms", terms)
    assert (refused.status_code, "only on a legal basis" in words(refused)) == (409, True)
    terms |= {f"role-{tax}": "Ser", f"legal_basis-{tax}": "Lov", f"sharing_basis-{tax}": "Forvaltningslovens § 28"}
    assert web.post(f"{joint}/terms", terms).status_code == 303
    shown = words(web.get(joint))
    assert "May see of ours Address, day and hours What we found on the visit Basis for sharing" in shown


def test_other_visits_are_recorded_by_hand_and_read_from_a_list(web: Web) -> None:
    key = address_key(street="Skovvej", house_number="3", unit="", postcode="5000")
    with transaction(web.engine) as session:
        add_dwelling(session, street="Skovvej", house_number="3", address_key=key)
    web.sign_in(ODENSE)
    web.get("/language/en")
    empty = web.post("/joint/visits", {})
    assert empty.status_code == 422
    for name in ("authority", "visit_on", "street", "told_by"):
        assert f'href="#{name}"' in empty.text
    place = {"street": "Skovvej", "house_number": "3", "postcode": "5000"}
    visit = {"authority": "tax", "visit_on": soon().isoformat(), "told_by": TOLD_BY} | place
    assert "no dwelling at that address" in words(web.post("/joint/visits", visit | {"house_number": "4"}))
    assert web.post("/joint/visits", visit).status_code == 303
    shown = words(web.get("/joint/visits"))
    assert "Tax agency Skovvej 3, 5000 Odense C Planned" in shown
    assert TOLD_BY in shown
    bad = web.post(
        "/joint/visits/import",
        {"list_told_by": "Skat"},
        files={
            "file": ("l.csv", b"authority;date;street;house_number;postcode\ncircus;x;Skovvej;3;5000\n", "text/csv")
        },
    )
    assert (bad.status_code, "line 2: authority circus is not known" in words(bad)) == (422, True)
    good = f"authority;date;street;house_number;postcode\npolice;{soon(3)};Skovvej;3;5000\n".encode()
    read = web.post("/joint/visits/import", {"list_told_by": "Politi"}, files={"file": ("l.csv", good, "text/csv")})
    assert read.status_code == 303
    with transaction(web.engine, writing=False) as session:
        rows = {one.authority: one.id for one in session.exec(select(OtherAuthorityVisit))}
    assert set(rows) == {"tax", "police"}
    assert web.post(f"/joint/visits/{rows['tax']}/state", {"state": "made"}).status_code == 303
    assert web.post(f"/joint/visits/{rows['tax']}/state", {"state": "lost"}).status_code == 404
    assert "Visit made" in words(web.get("/joint/visits"))


def test_a_plan_tells_of_others_at_its_doors(web: Web) -> None:
    with transaction(web.engine) as session:
        home = house(session, starts_on=today() - timedelta(days=40))
        visit = planned_visit(session, home.id, soon(), accepted=False)
        told(session, home.dwelling_id, soon(8), at=now())
        plan = visit.plan_id
    web.sign_in(INSPECTOR)
    web.get("/language/en")
    page = words(web.get(f"/plans/{plan}"))
    assert "At 1 visit another authority goes to the same door within 30 days" in page
    assert "12 days before this visit. Offer to join" in page


def test_nobody_outside_reads_or_changes_anything(web: Web) -> None:
    with transaction(web.engine) as session:
        home = house(session)
        told(session, home.dwelling_id, soon(), at=now())
        joint = proposed(session, home.dwelling_id, at=now())
        employer = home.employer_id
    for path in PAGES:
        assert web.get(path).status_code == 303
    for grant in (
        Grant(Role.EMPLOYER, employer_id=employer),
        Grant(Role.ADMINISTRATOR),
        Grant(Role.STATISTICIAN),
        Grant(Role.LEGAL_REVIEWER),
    ):
        web.sign_in(grant)
        assert [web.get(path).status_code for path in (*PAGES, f"/joint/{joint}")] == [403] * 6
        assert [web.post(path).status_code for path in (*SENDS, f"/joint/{joint}/cancel")] == [403] * 6
        assert "/joint" not in web.get("/").text
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0101"))
    assert web.get(f"/joint/{joint}").status_code == 404
    assert web.post(f"/joint/{joint}/cancel", {"cancel_reason": "x"}).status_code == 404
    assert "Ærøvej" not in web.get("/joint").text + web.get("/joint/visits").text


def test_readings_are_noted_and_the_trail_names_nobody(web: Web) -> None:
    with transaction(web.engine) as session:
        home = add_dwelling(session)
        told(session, home.id, soon(), at=now())
        joint = proposed(session, home.id, at=now())
    reader = web.sign_in(INSPECTOR)
    assert web.get(f"/joint/{joint}").status_code == 200
    with transaction(web.engine, writing=False) as session:
        events = session.exec(select(AuditEvent)).all()
        assert get_joint(session, joint, by=SYSTEM).visit.state == "proposed"
    assert [one.by_id for one in events if one.action == "joint_visit.read"] == [reader.id]
    assert not [one for one in events if TOLD_BY in one.details or "11 22 33 44" in one.details]


def test_a_municipality_plans_as_one_and_the_state_as_the_inspectorate(web: Web) -> None:
    with transaction(web.engine) as session:
        one, other = add_dwelling(session), add_dwelling(session)
        caseworker = Actor("k", "Karin", (ODENSE,))
        joints = [
            proposed(session, one.id, "tax", lead="tax", by=caseworker, at=now()),
            proposed(session, other.id, "tax", lead="tax", at=now()),
        ]
        own = [
            next(part.authority for part in get_joint(session, joint, by=SYSTEM).partners if part.is_own)
            for joint in joints
        ]
        assert session.get_one(Dwelling, one.id).municipality_code == "0461"
    assert own == ["municipality", "labour_inspectorate"]
