"""Outsiders open no room of a case and press none of its buttons; no room opens the rows of another case."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from uuid import UUID

import httpx
import pytest
import sqlalchemy as sa
from litestar.routes import HTTPRoute
from litestar.testing import TestClient
from sqlalchemy.engine import Engine
from sqlmodel import Session, SQLModel, select

from case_ways import AUTHOR, INSPECTOR, Way, start
from conftest import AT
from housing import CASE_SETTINGS, declare
from husly.app import create_app
from husly.kit.access import Grant, Permission, Role
from husly.kit.clock import danish_date
from husly.kit.database import open_engine, transaction
from inspection.appeals.actions import Received, receive_appeal
from inspection.appeals.models import Appellant, Channel
from inspection.case_file.making import make_bundle
from inspection.case_file.models import Purpose
from inspection.delivery.models import LetterDelivery
from inspection.enforcement import actions as cases
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.fines.actions import propose_fine
from inspection.fines.kinds import FineKind
from inspection.followup.actions import Done, ask_by_code, report_by_code
from inspection.followup.models import ExtensionRequest, ItemReport
from inspection.hearings.models import HearingPoint
from inspection.police.actions import Reported, propose_report
from inspection.police.models import PoliceReport
from inspection.rehousing.models import RehousingOrder
from referrals_made import drafted as drafted_referral
from rehousing_made import delivered
from walking import routes_of, text_of
from web_client import NOBODYS, Web

SETTINGS = CASE_SETTINGS.model_copy(update={"fine_only_after_order": True})
ELSEWHERE = {"street": "Kirkevej", "house_number": "2", "postcode": "5000", "municipality_code": "0461"}
OWN_BOOKS = {"audit_event", "audit_head", "account", "role_grant", "sign_in"}
SECRET = "Gudrun Hemmelig"
ROOMS = ("/cases", "/letters", "/post", "/referrals", "/deadlines", "/authorities", "/notices", "/procedures")


@dataclass
class Rooms:
    """Two cases with something in every room, and the ids of what is in them, by name."""

    engine: Engine
    ids: list[dict[str, UUID]] = field(default_factory=list)
    employer: UUID | None = None

    def fingerprint(self) -> dict[str, str]:
        """Of every table but those that remember who came and what was tried."""
        found = {}
        with self.engine.connect() as connection:
            for table in SQLModel.metadata.sorted_tables:
                if table.name not in OWN_BOOKS:
                    rows = sorted(str(row) for row in connection.execute(sa.select(table)))
                    found[table.name] = hashlib.sha256("\n".join(rows).encode()).hexdigest()
        return found


def _way(session: Session, first: bool) -> Way:
    if first:
        return start(session, settings=SETTINGS)
    accommodation = declare(session, at=AT - timedelta(days=60), address=ELSEWHERE)
    chosen, on = Chosen(reason=VisitReason.SCORE), danish_date(AT) + timedelta(days=21)
    when = {"visit_on": on, "from_min": 540, "to_min": 660, "inspector_id": INSPECTOR.id}
    who = {"by": INSPECTOR, "at": AT}
    case = cases.open_case(session, accommodation_id=accommodation.id, reason="Tæt", chosen=chosen, **when, **who)
    return Way(session, case, SETTINGS)


def _filled(session: Session, first: bool) -> tuple[dict[str, UUID], UUID]:
    way = _way(session, first)
    letter = way.to_delivered()
    case, order = way.case.id, way.file.order
    assert order is not None
    rehousing = delivered(way)
    code, item = letter.choices["report_code"], way.file.items[0].id
    report_by_code(session, code, Done(item_id=item, done="To er flyttet.", done_on=way.on(50)), at=way.at(51))
    ask_by_code(session, code, item_id=item, until=way.on(99), reason=SECRET, at=way.at(60))
    said = (Appellant.ADDRESSEE, SECRET, Channel.DIGITAL_POST, way.on(60), "Rummet er stort nok.")
    appeal = receive_appeal(session, case, Received(letter.id, *said), by=INSPECTOR, at=way.at(60))
    words = {"legal_source": "Bødekataloget", "reason": "Påbuddet er ikke efterkommet"}
    words |= {"settings": SETTINGS.model_copy(update={"fine_only_after_order": False})}
    fine = propose_fine(session, case, kind=FineKind.FIXED, amount=5_000, **words, by=AUTHOR, at=way.at(86))
    told = Reported(district="Fyns Politi", district_address="Vej 1, 5000 Odense C", act_from=way.on(81),
                    act_to=way.on(85), act="Påbuddet er ikke efterkommet", provisions="lov nr. 1445")  # fmt: skip
    police = propose_report(session, case, told=told, by=AUTHOR, at=way.at(86))
    who = {"settings": SETTINGS, "by": INSPECTOR, "at": way.at(87)}
    bundle = make_bundle(session, case, Purpose.APPEAL_BODY, **who)
    hearing = way.file.hearing
    assert hearing is not None
    ids = {
        "case": case,
        "letter": letter.id,
        "rehousing": rehousing.id,
        "item": item,
        "appeal": appeal.id,
        "fine": fine.id,
        "police": police.id,
        "bundle": bundle.id,
        "report": session.exec(select(ItemReport.id).where(ItemReport.order_id == order.id)).one(),
        "request": session.exec(select(ExtensionRequest.id).where(ExtensionRequest.order_id == order.id)).one(),
        "point": session.exec(select(HearingPoint.id).where(HearingPoint.hearing_id == hearing.id)).first() or case,
        "delivery": session.exec(select(LetterDelivery.id).where(LetterDelivery.letter_id == letter.id)).one(),
        "referral": drafted_referral(session, way.file.dwelling.id).id,
    }
    return ids, way.case.employer_id


@pytest.fixture(scope="module")
def rooms(tmp_path_factory: pytest.TempPathFactory) -> Rooms:
    engine = open_engine(f"sqlite:///{tmp_path_factory.mktemp('rooms') / 'test.sqlite'}")
    SQLModel.metadata.create_all(engine)
    made = Rooms(engine)
    with transaction(engine) as session:
        for first in (True, False):
            ids, made.employer = _filled(session, first)
            made.ids.append(ids)
    return made


@pytest.fixture
def browser(rooms: Rooms) -> Iterator[Web]:
    with TestClient(create_app(SETTINGS, engine=rooms.engine)) as client:
        yield Web(client, rooms.engine)


def paths(web: Web, rooms: Rooms, method: str) -> list[str]:
    """Every address of the rooms that a form or a link leads to, filled with what there is."""
    ids = rooms.ids[0]
    found = []
    for route in web.client.app.routes:
        if not (isinstance(route, HTTPRoute) and method in route.methods and route.path.startswith(ROOMS)):
            continue
        places = re.findall(r"\{(\w+):(\w+)\}", route.path)
        for one in ids.values() if len(places) > 1 else [ids["case"]]:
            path = route.path
            for name, kind in places:
                known = {"case_id": ids["case"], "letter_id": ids["letter"], "delivery_id": ids["delivery"]}
                known |= {"referral_id": ids["referral"], "step": "approve", "act": "approve", "kind": "paabud"}
                known |= {"name": ids["letter"]} if "/letters" in path else {}
                path = path.replace(f"{{{name}:{kind}}}", str(known.get(name, one)))
            found.append(path)
    return list(dict.fromkeys(found))


OUTSIDERS: dict[str, tuple[Grant, ...]] = {
    "nobody": (),
    "statistician": (Grant(Role.STATISTICIAN),),
    "lawyer": (Grant(Role.LEGAL_REVIEWER),),
    "caseworker elsewhere": (Grant(Role.CASEWORKER, municipality_code="0479"),),
    "leader elsewhere": (Grant(Role.DECISION_MAKER, municipality_code="0479"),),
}


def tells(rooms: Rooms, answer: httpx.Response, path: str) -> list[str]:
    """What of the cases an answer tells that did not stand in the address."""
    text = text_of(answer)
    words = [SECRET, "Fynsk Gartneri", *(str(one) for ids in rooms.ids for one in ids.values())]
    return [f"{path}: {word}" for word in words if word in text and word not in path]


@pytest.mark.parametrize("who", [*OUTSIDERS, "employer"])
def test_no_outsider_reads_or_changes_anything_of_a_case(browser: Web, rooms: Rooms, who: str) -> None:
    grants = (Grant(Role.EMPLOYER, rooms.employer),) if who == "employer" else OUTSIDERS[who]
    if grants:
        browser.sign_in(*grants)
    before = rooms.fingerprint()
    found, opened = [], 0
    for path in paths(browser, rooms, "GET"):
        answer = browser.get(path)
        assert answer.status_code in (200, 303, 403, 404), (path, answer.status_code)
        found += tells(rooms, answer, path)
        opened += 1
    for path in paths(browser, rooms, "POST"):
        answer = browser.post(path, {"confirmed": "yes", "reason": "x", "words": "x", "delivered_on": "2026-06-01"})
        assert answer.status_code < 500, (path, answer.status_code)
        if any(str(one) in path for one in rooms.ids[0].values()) and "/read/" not in path and "/open/" not in path:
            assert answer.status_code in (303, 400, 403, 404), (path, answer.status_code)
        found += tells(rooms, answer, path)
    assert found == []
    assert rooms.fingerprint() == before
    assert opened > 20


def test_no_room_of_one_case_opens_or_changes_the_rows_of_another(browser: Web, rooms: Rooms) -> None:
    browser.sign_in(Grant(Role.DECISION_MAKER), Grant(Role.INSPECTOR))
    mine, other = rooms.ids
    case, before = f"/cases/{mine['case']}", rooms.fingerprint()
    for path in (
        f"{case}/hearing/files/{other['report']}",
        f"{case}/follow-up/files/{other['report']}",
        f"{case}/police/{other['police']}.zip",
        f"{case}/file/{other['bundle']}",
        f"{case}/rehousing/{other['rehousing']}/sheet.pdf",
    ):
        assert browser.get(path).status_code == 404, path
    day = "2026-06-01"
    forms: list[tuple[str, dict[str, object]]] = [
        (f"{case}/appeals/{other['appeal']}/accept", {"on": day}),
        (f"{case}/appeals/{other['appeal']}/effect", {"suspends": "true", "reason": "x"}),
        (f"{case}/file/{other['bundle']}/answer", {}),
        (f"{case}/appeals", {"letter": other["letter"], "appellant": "addressee", "appellant_name": "x",
                             "channel": "digital_post", "lodged_on": day}),
        (f"{case}/steps/fine-move", {"fine": other["fine"], "move": "approve"}),
        (f"{case}/steps/fine-move", {"fine": other["fine"], "move": "withdraw", f"note.{other['fine']}": "x"}),
        (f"{case}/steps/fine-stop", {"fine": other["fine"], "stops_on": day}),
        (f"{case}/steps/police-move", {"report": other["police"], "move": "approve"}),
        (f"{case}/steps/delivered", {"letter_id": other["letter"], "delivered_on": day}),
        (f"{case}/steps/item-report", {f"done.{other['item']}": "x", "done_on": day}),
        (f"{case}/steps/item-decide", {f"accepted.{other['report']}": "true", "reason": "x"}),
        (f"{case}/steps/extension-decide", {f"move.{other['request']}": "grant", "until": "2027-01-04", "answer": "x"}),
        (f"{case}/steps/decide-time", {"request_id": other["request"], "decision": "grant", "until": "2027-01-04"}),
        (f"{case}/steps/information-reply", {"letter_id": other["letter"], "received_on": day, "text": "x"}),
        *((f"{case}/rehousing/{step}", {"order": other["rehousing"], "reason": "x", "key": "B-01", "outcome": "moved",
                                        "confirmed_by": "inspector", "on": day, "place": "x", "groups": "A",
                                        "payer": "employer", "payer_law": "x", "informed": "x",
                                        "dwelling": NOBODYS, "parent": other["letter"]})
          for step in ("record_hearing", "payer", "approve", "return_draft", "finish",
                       "withdraw", "propose", "drop", "settle", "reopen")),
        (f"{case}/prohibition/arrived", {"letter_id": other["letter"], "delivered_on": day}),
    ]  # fmt: skip
    for path, form in forms:
        answer = browser.post(path, {name: str(value) for name, value in form.items()})
        assert answer.status_code in (404, 409, 422), (path, form, answer.status_code)
        assert str(other["case"]) not in answer.text
    assert rooms.fingerprint() == before


def test_every_room_of_a_case_was_walked(browser: Web, rooms: Rooms) -> None:
    walked = set(paths(browser, rooms, "GET"))
    assert {f"/cases/{rooms.ids[0]['case']}/{room}" for room in ("fines", "police", "rehousing", "follow-up")} <= walked
    assert any("/appeals/" in path for path in paths(browser, rooms, "POST"))
    assert len(routes_of(browser.client.app)) > len(walked)
    assert Permission.READ_CASES not in Grant(Role.REPRESENTATIVE, rooms.employer).permissions
    with transaction(rooms.engine, writing=False) as session:
        assert session.exec(select(PoliceReport)).all()
        assert session.exec(select(RehousingOrder)).all()
