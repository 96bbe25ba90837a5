"""The pages of meetings: from the list to a paper for the police, refusals at their fields, hidden from all others."""

import re
from datetime import date, timedelta
from io import BytesIO
from uuid import UUID

from pypdf import PdfReader
from sqlmodel import select

from housed import SVENDBORG, add_dwelling, house
from husly.kit.access import Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.clock import now, today
from husly.kit.database import transaction
from joint_made import TOLD_BY, told
from meetings_made import BASIS, item, meeting
from web_client import NOBODYS, Web, words

INSPECTOR = Grant(Role.INSPECTOR)


def soon(days: int = 0) -> date:
    return today() + timedelta(days=days)


def test_from_a_proposal_to_a_paper_and_the_next_months_list(web: Web) -> None:
    with transaction(web.engine) as session:
        home = house(session, starts_on=soon(-40))
        told(session, home.dwelling_id, soon(10), authority="police", at=now())
        told(session, home.dwelling_id, soon(12), authority="tax", at=now())
        told(session, add_dwelling(session, place=SVENDBORG, street="Havvej").id, soon(9), at=now())
    web.sign_in(INSPECTOR)
    web.get("/language/en")
    made = web.post("/meetings", {"held_on": soon().isoformat(), "place": "Odense"})
    assert made.status_code == 303, words(made)
    one = made.headers["location"].partition("?")[0]
    page = web.get(one)
    assert "Another authority was there or comes" in words(page)
    assert (
        web.post(f"{one}/put-on", {"subject": f"dwelling:{home.dwelling_id}", "reason": "other_authority"}).status_code
        == 303
    )
    page = web.get(one)
    (item_id,) = re.findall(r'id="item-([0-9a-f-]{36})"', page.text)
    assert "Police comes there on" in words(page)
    assert TOLD_BY not in page.text
    sent = {
        "item": item_id,
        f"questions-{item_id}": "Hvem kører derud?\nHvornår?",
        f"shown_to-{item_id}": ["police", "municipality"],
        f"decided-{item_id}": "Vi kører sammen",
    }
    refused = web.post(f"{one}/item", sent)
    assert (refused.status_code, f'href="#legal_basis-{item_id}"' in refused.text) == (422, True)
    assert "Hvem kører derud?" in refused.text
    assert web.post(f"{one}/item", sent | {f"legal_basis-{item_id}": BASIS}).status_code == 303
    action = {"item": item_id, f"who-{item_id}": "police", f"what-{item_id}": "Spørg ejeren"}
    assert web.post(f"{one}/action", action).status_code == 422
    assert web.post(f"{one}/action", action | {f"due_on-{item_id}": soon(20).isoformat()}).status_code == 303
    assert web.post(f"{one}/minutes", {"minutes": "Kun til os selv"}).status_code == 303
    assert web.post(f"{one}/participant", {"authority": "police", "people": "Pia Politi"}).status_code == 303
    assert web.post(f"{one}/participant", {"authority": "municipality"}).status_code == 422
    papers = re.findall(rf'href="({one}/agenda/[^"]+)"', web.get(one).text)
    assert papers == [f"{one}/agenda/municipality?municipality=0461", f"{one}/agenda/police"]
    shown = words(web.get(f"{one}/agenda/police"))
    for said in ("Police comes there on", "Hvem kører derud?", "Vi kører sammen", BASIS, "Spørg ejeren"):
        assert said in shown, said
    for hidden in ("Kun til os selv", "Tax agency comes", "Havvej", TOLD_BY, "Another authority was there"):
        assert hidden not in shown, hidden
    pdf = web.get(f"{one}/papers/police")
    assert pdf.headers["content-type"] == "application/pdf"
    text = " ".join(sheet.extract_text() for sheet in PdfReader(BytesIO(pdf.content)).pages)
    assert "IN CONFIDENCE" in text
    assert "Vi kører sammen" in text
    assert "Kun til os selv" not in text
    for nothing in ("tax", "cmm", "municipality?municipality=0479", "circus"):
        assert web.get(f"{one}/agenda/{nothing}").status_code == 404
    with transaction(web.engine, writing=False) as session:
        transfers = session.exec(select(AuditEvent).where(AuditEvent.action == "meeting.agenda_made")).all()
    assert len(transfers) == 2
    assert all(BASIS in found.details and "police" in found.details for found in transfers)
    assert web.post(f"{one}/close").status_code == 303
    assert web.post(f"{one}/minutes", {"minutes": "Igen"}).status_code == 409
    following = web.post("/meetings", {"held_on": soon(30).isoformat()}).headers["location"].partition("?")[0]
    page = web.get(following)
    assert "From earlier meetings Police : Spørg ejeren" in words(page)
    (action_id,) = re.findall(r'id="action-([0-9a-f-]{36})"', page.text)
    dropped = {"action": action_id, "state": "dropped"}
    assert web.post(f"{following}/progress", dropped).status_code == 422
    done = {"action": action_id, "state": "done", f"progress-{action_id}": "Ejeren er spurgt"}
    assert web.post(f"{following}/progress", done).status_code == 303
    assert "Ejeren er spurgt" in words(web.get(following))


def test_each_field_of_a_new_meeting_has_its_own_answer(web: Web) -> None:
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0461"))
    web.get("/language/en")
    refused = web.post("/meetings", {"held_on": "x", "municipality": "0101"})
    assert refused.status_code == 422
    assert 'href="#held_on"' in refused.text
    assert 'href="#municipality"' in refused.text
    assert web.post("/meetings", {"held_on": "2020-01-01", "municipality": "0461"}).status_code == 422
    one = web.post("/meetings", {"held_on": soon().isoformat(), "municipality": "0461"}).headers["location"]
    one = one.partition("?")[0]
    assert 'href="#street"' in web.post(f"{one}/put-on", {"street": "Ingen"}).text
    assert web.post(f"{one}/put-on", {"subject": "dwelling:x"}).status_code == 404
    assert web.post(f"{one}/nothing").status_code == 404


def test_nobody_outside_reads_or_changes_anything(web: Web) -> None:
    with transaction(web.engine) as session:
        home = house(session)
        one = meeting(session, soon(), at=now())
        item(session, one, home.dwelling_id, ["police"], at=now())
        meeting_id, employer = one.id, home.employer_id
    reads = (
        "/meetings",
        *(f"/meetings/{x}{y}" for x in (NOBODYS, meeting_id) for y in ("", "/agenda/police", "/papers/police")),
    )
    sends = ("/meetings", *(f"/meetings/{meeting_id}/{step}" for step in ("item", "close", "progress")))
    assert {web.get(path).status_code for path in reads} == {303}
    for grant in (
        Grant(Role.EMPLOYER, employer_id=UUID(str(employer))),
        Grant(Role.ADMINISTRATOR),
        Grant(Role.STATISTICIAN),
        Grant(Role.LEGAL_REVIEWER),
    ):
        web.sign_in(grant)
        assert {web.get(path).status_code for path in reads} == {403}
        assert {web.post(path).status_code for path in sends} == {403}
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0461"))
    assert {web.get(path).status_code for path in reads[1:]} == {404}
    assert web.post(f"/meetings/{meeting_id}/close").status_code == 404
    web.sign_in(INSPECTOR)
    assert web.get(f"/meetings/{meeting_id}").status_code == 200
