"""What nobody types by mistake: zero bytes, number bombs, lists without a day. A clear answer, never a fault."""

from datetime import timedelta

import pytest

from husly.kit.access import Grant, Role
from husly.kit.clock import today
from inspection.risk.weights import WeightsError, delivered_text, parse_weights
from score_card_cases import two_homes
from web_client import Web

HEX = "0x" + "f" * 6000
"""A number of some seven thousand digits: Python reads it and refuses to write it."""
MERGED = "\n".join(["a0: &a0 {x: 1}", *(f"a{n}: &a{n} {{<<: [{', '.join([f'*a{n - 1}'] * 9)}]}}" for n in range(1, 9))])
"""Eight lines that would grow to nine to the power of eight entries."""


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (f"groups: [{HEX}, 2, 3]", "a number above"),
        (f"? {HEX}\n: 3", "a number above"),
        (f"factors: [{{key: {HEX}}}]", "a number above"),
        (delivered_text("2026-11").replace("above: {730: 1}", f"above: {{{'9' * 400}: 1}}"), "a number above"),
        (MERGED, "<< is not read"),
        ("&a [*a]", "more than"),
        ("[" * 2000, "YAML"),
        ("a: 1\na: 2", "stands twice"),
    ],
    ids=["groups", "key", "factor", "limit", "merge", "itself", "deep", "twice"],
)
def test_a_weight_set_that_would_stop_the_reader_is_refused(text: str, said: str) -> None:
    with pytest.raises(WeightsError, match=said):
        parse_weights(text, origin="mine")


FILTERED = (
    "/risk?municipality=%00",
    "/risk/list.csv?kind=a%00b",
    "/map/dwellings.geojson?municipality=%00",
    "/undeclared?municipality=%00",
    "/reregistered?municipality=%00",
    "/risk/weights/2026-11?beside=%00",
)
NOWHERE = ("/risk/weights/%00", "/risk/weights/a%00b/yaml", "/c/%00")


def test_a_zero_byte_is_left_out_of_a_filter_and_names_nothing_in_a_path(web: Web) -> None:
    two_homes(web.engine)
    web.sign_in(Grant(Role.DECISION_MAKER))
    assert {address: web.get(address).status_code for address in FILTERED} == dict.fromkeys(FILTERED, 200)
    assert {address: web.get(address).status_code for address in NOWHERE} == dict.fromkeys(NOWHERE, 404)


def test_a_zero_byte_in_a_reason_is_left_out(web: Web) -> None:
    home, _ = two_homes(web.engine)
    web.sign_in(Grant(Role.DECISION_MAKER))
    until = (today() + timedelta(days=9)).isoformat()
    form = {"kind": "put_first", "until_on": until, "to_group": "", "reason": "Set\x00 på vejen"}
    assert web.post(f"/risk/{home.id}/deviations", form).status_code == 303
    assert "Set på vejen" in web.get(f"/risk/{home.id}").text
    assert web.post(f"/risk/{home.id}/deviations", form | {"reason": "\x00"}).status_code == 409


@pytest.mark.parametrize("as_of", ["", "i går", "2999-01-01", "0001-01-01"])
def test_a_list_of_no_day_or_a_day_to_come_is_not_read(web: Web, as_of: str) -> None:
    web.sign_in(Grant(Role.DECISION_MAKER))
    content = b"rut_number;name;postcode;workers;from\nR-1;Firma;5000;9;2026-01-01\n"
    answer = web.post("/undeclared/lists", {"register_name": "RUT", "as_of": as_of}, files={"file": ("a.csv", content)})
    assert answer.status_code == 422


POSTS = (
    "/risk/{id}/deviations",
    "/risk/deviations/{id}/end",
    "/risk/weights",
    "/risk/weights/2026-11/adopt",
    "/risk/weights/2026-11/reject",
    "/risk/weights/2026-11/withdraw",
    "/undeclared/find",
    "/undeclared/lists",
    "/undeclared/{id}/review",
    "/undeclared/{id}/dismiss",
    "/undeclared/{id}/ask",
    "/undeclared/{id}/take-up",
    "/reregistered/pairs/{id}/confirm",
    "/reregistered/pairs/{id}/dismiss",
    "/reregistered/{id}/traces",
    "/plans/{id}/visits/{id}/drop",
    "/cases/open/{id}",
)


def test_no_form_is_taken_without_its_token_or_from_whoever_is_no_officer(web: Web) -> None:
    home, _ = two_homes(web.engine)
    addresses = [one.format(id=home.id) for one in POSTS]
    grants = [Grant(Role.EMPLOYER, employer_id=home.employer_id), Grant(Role.ADMINISTRATOR), Grant(Role.STATISTICIAN)]
    for grant in grants:
        web.sign_in(grant)
        assert {one: web.post(one, {}).status_code for one in addresses} == dict.fromkeys(addresses, 403)
    web.sign_in(Grant(Role.DECISION_MAKER))
    forged = {one: web.client.post(one, data={"reason": "x"}, follow_redirects=False).status_code for one in addresses}
    assert forged == dict.fromkeys(addresses, 403)
