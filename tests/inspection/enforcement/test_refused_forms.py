"""A form of a room that is refused gives its own page back: the reason, and each word that was typed into that form."""

from case_ways import start
from case_web import Clock, case_web, clock
from husly.kit.access import Grant, Role
from husly.kit.database import transaction
from inspection.enforcement.room_pages import Refusal
from inspection.enforcement.steps.kinds import Field, Step
from rehousing_made import delivered
from web_client import Web

__all__ = ["case_web", "clock"]

WORDS = "Vinduerne er bestilt, men håndværkeren kom ikke"


def test_only_the_form_that_was_refused_gets_its_words_back() -> None:
    refusal = Refusal("Nej", "answer", {"request": "2", "reason": WORDS})
    steps = [Step("answer", "", "", fields=(Field("request", "", "hidden", value=number),)) for number in ("1", "2")]
    assert [refusal.of(step).get("reason") for step in steps] == [None, WORDS]
    assert refusal.of(Step("other", "", "")) == {}
    assert (Refusal().status_code, refusal.status_code) == (200, 409)


def test_a_fine_that_cannot_be_proposed_stays_on_the_page_of_fines(case_web: Web, clock: Clock) -> None:
    with transaction(case_web.engine) as session:
        way = start(session)
        way.to_delivered()
        case = f"/cases/{way.case.id}"
    clock.go_to(40)
    case_web.sign_in(Grant(Role.INSPECTOR))
    sent = {"room": "fines", "kind": "fixed", "amount": "ti", "reason": WORDS, "legal_source": "Katalog 4.2"}
    answer = case_web.post(f"{case}/steps/fine-propose", sent)
    assert answer.status_code == 409
    assert 'value="fines"' in answer.text
    assert WORDS in answer.text
    assert "Katalog 4.2" in answer.text


def test_a_place_that_nobody_declared_keeps_its_address_typed(case_web: Web, clock: Clock) -> None:
    with transaction(case_web.engine) as session:
        way = start(session)
        way.to_delivered()
        order = delivered(way)
        case, order_id = f"/cases/{way.case.id}", str(order.id)
    clock.go_to(40)
    case_web.sign_in(Grant(Role.INSPECTOR))
    place = {"order": order_id, "street": "Ukendtvej", "house_number": "7", "postcode": "5000", "groups": "A"}
    answer = case_web.post(f"{case}/rehousing/offer", place)
    assert answer.status_code == 409
    assert 'value="Ukendtvej"' in answer.text
    assert 'value="A" checked' in answer.text
