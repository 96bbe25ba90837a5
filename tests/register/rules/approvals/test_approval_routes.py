"""The page of an approval, on both databases."""

import hashlib
import re
from uuid import uuid4

import httpx
import pytest

from approving import ACT, LAW, LAWYER, SECOND, URL, Approving, hashes_of
from husly.kit.access import Grant, Role
from husly.kit.clock import today
from husly.kit.database import transaction
from standards.rules.pack import list_packs, load_pack
from web_client import Web, fields_of, words

PAGE = f"/standards/{ACT.id}/approval"
REVIEWER, MAKER = Grant(Role.LEGAL_REVIEWER), Grant(Role.DECISION_MAKER)
WINDOW = hashes_of(ACT, "window")
TOTAL = len(ACT.requirements)


def shown(web: Web, path: str = PAGE) -> str:
    return words(web.get(path, lang="en"))


def seen(web: Web) -> dict[str, str]:
    """The hidden fields of the form: what the reader has on the screen."""
    fields = fields_of(web.get(PAGE))
    return {name: fields[name][0] for name in ("content_hash", "revision")}


def record(web: Web, **changes: object) -> httpx.Response:
    sent = {"url": URL, "retrieved_on": today().isoformat(), "pasted": LAW.decode()} | changes
    return web.post(f"{PAGE}/texts?lang=en", {name: value for name, value in sent.items() if value is not None})


def text_id(web: Web) -> str:
    return re.findall(r'<option value="([0-9a-f-]{36})"', web.get(PAGE).text)[0]


def confirm(web: Web, hashes: list[str], **changes: object) -> httpx.Response:
    return web.post(f"{PAGE}/confirm?lang=en", {**seen(web), "rules": hashes, "text_id": text_id(web), **changes})


def test_whoever_is_not_signed_in_is_asked_to_sign_in(web: Web) -> None:
    assert web.get(PAGE).headers["location"].startswith("/sign-in")
    for act in ("texts", "confirm", "countersign", "withdraw"):
        assert web.post(f"{PAGE}/{act}").headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.LEGAL_REVIEWER and not role.is_of_employer])
def test_others_read_but_do_not_sign(web: Web, role: Role) -> None:
    web.sign_in(Grant(role))
    assert web.get(PAGE).status_code == 200
    acts = ("texts", "confirm") if role is Role.DECISION_MAKER else ("texts", "confirm", "countersign", "withdraw")
    for act in acts:
        assert web.post(f"{PAGE}/{act}", {"rules": WINDOW}).status_code == 403


def test_a_decision_maker_of_one_municipality_sees_no_button_and_is_refused(web: Web) -> None:
    web.sign_in(Grant(Role.DECISION_MAKER, municipality_code="0461"))
    answer = web.get(PAGE)
    assert 'name="rules"' not in answer.text
    sent = {"content_hash": ACT.content_hash, "revision": "0", "rules": WINDOW, "reason": "x"}
    for act in ("countersign", "withdraw"):
        assert web.post(f"{PAGE}/{act}", sent).status_code == 403


@pytest.mark.parametrize("path", ["/standards/us-nowhere/approval", "/standards/..%2Fx/approval"])
def test_a_pack_that_is_not_there_is_not_found(web: Web, path: str) -> None:
    web.sign_in(REVIEWER)
    assert web.get(path).status_code == 404
    assert web.post(f"{path}/confirm").status_code == 404


@pytest.mark.parametrize("pack_id", list_packs())
def test_every_pack_tells_what_its_state_blocks_and_why(web: Web, pack_id: str) -> None:
    web.sign_in(REVIEWER)
    text, pack = shown(web, f"/standards/{pack_id}/approval"), load_pack(pack_id)
    if pack.legal_status in ("binding", "expired") and pack.jurisdiction == "DK":
        assert "No letter may cite this pack, because no lawyer has confirmed any of its rules" in text
    else:
        assert "No letter may ever cite this pack, because it " in text
    for rule in pack.requirements:
        assert rule.text.en in text


def test_an_approval_from_text_to_countersignature_to_withdrawal(web: Web) -> None:
    web.sign_in(REVIEWER, name="Lise Lov")
    assert "Record the official text first." in shown(web)
    assert record(web).status_code == 303
    assert hashlib.sha256(LAW).hexdigest() in web.get(PAGE).text
    assert confirm(web, WINDOW, note="Sammenholdt").status_code == 303
    text = shown(web)
    assert f"1 of {TOTAL} rules" in text
    assert "because 1 rule is confirmed, but no second person has countersigned" in text
    assert "You confirmed 1 of them yourself" in text

    own = web.post(f"{PAGE}/countersign?lang=en", {**seen(web), "rules": WINDOW})
    assert own.status_code == 409
    assert "Whoever confirmed a rule cannot countersign it" in words(own)

    web.sign_in(MAKER, name="Dorte Afgørelse")
    assert web.post(f"{PAGE}/countersign", {**seen(web), "rules": WINDOW}).status_code == 303
    text = shown(web)
    assert f"Partly approved: 1 of {TOTAL} rules" in text
    assert "Letters may cite 1 rule" in text
    assert f"shown as {ACT.id}.unverified" in text
    for said in ("Confirmed by Lise Lov", "Note: Sammenholdt", "Countersigned by Dorte Afgørelse"):
        assert said in text
    pack_page = shown(web, f"/standards/{ACT.id}")
    assert "Two persons stand by the rules marked as approved" in pack_page

    assert web.post(f"{PAGE}/withdraw?lang=en", {**seen(web), "rules": WINDOW, "reason": ""}).status_code == 409
    assert web.post(f"{PAGE}/withdraw", {**seen(web), "rules": WINDOW, "reason": "Loven er ændret"}).status_code == 303
    text = shown(web)
    assert "Withdrawn by Dorte Afgørelse" in text
    assert "Loven er ændret" in text
    assert "what was approved has been withdrawn" in text


def test_whoever_signs_reads_what_letters_say_of_a_breach(web: Web) -> None:
    web.sign_in(REVIEWER)
    assert "No window to the open air that opens" in shown(web)


def test_one_rule_is_confirmed_by_the_button_beside_it_whatever_else_is_ticked(web: Web) -> None:
    web.sign_in(REVIEWER)
    record(web)
    confirm(web, hashes_of(ACT), only=WINDOW[0])
    assert f"1 of {TOTAL} rules" in shown(web)


def test_the_enter_key_signs_nothing(web: Web) -> None:
    web.sign_in(REVIEWER)
    record(web)
    form = web.get(PAGE).text.partition('id="sign"')[2]
    assert form[form.index("<button") :].startswith("<button hidden disabled>")


def test_the_banner_of_a_draft_goes_when_every_rule_is_approved(web: Web) -> None:
    draft = "No lawyer has compared these values with the official text"
    web.sign_in(MAKER)
    assert draft in shown(web, f"/standards/{ACT.id}")
    with transaction(web.engine) as session:
        Approving(session).approve()
    text = shown(web, f"/standards/{ACT.id}")
    assert draft not in text
    assert "Approved" in text
    assert "Letters may cite every rule of the pack" in shown(web)


def test_the_file_is_digested_as_it_is(web: Web) -> None:
    web.sign_in(REVIEWER)
    content = b"%PDF-1.7\r\n\x00\xff binary"
    sent = {"url": URL, "retrieved_on": today().isoformat(), "pasted": ""}
    answer = web.post(f"{PAGE}/texts", sent, files={"file": ("lov.pdf", content, "application/pdf")})
    assert answer.status_code == 303
    page = web.get(PAGE).text
    assert hashlib.sha256(content).hexdigest() in page
    assert "lov.pdf" in page


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"url": "retsinformation.dk"}, "Give the whole address"),
        ({"pasted": "  "}, "Choose the file of the official text"),
        ({"retrieved_on": "2999-01-01"}, "has not come yet"),
        ({"retrieved_on": "yesterday"}, "Choose a date"),
        ({"retrieved_on": None}, "Choose a date"),
    ],
)
def test_a_text_that_cannot_be_taken_is_refused_and_what_was_typed_stays(
    web: Web, changes: dict[str, object], said: str
) -> None:
    web.sign_in(REVIEWER)
    answer = record(web, **changes)
    assert answer.status_code == 409
    assert said in words(answer)
    if "pasted" not in changes:
        assert LAW.decode() in words(answer)


def test_what_was_ticked_and_typed_stays_after_a_refusal(web: Web) -> None:
    web.sign_in(REVIEWER)
    record(web)
    confirm(web, WINDOW)
    answer = confirm(web, hashes_of(ACT, "window", "toilet"), note="min note")
    assert answer.status_code == 409
    assert f"Confirmed already: {ACT.id}.window" in words(answer)
    assert set(fields_of(answer)["rules"]) == set(hashes_of(ACT, "window", "toilet"))
    assert fields_of(answer)["note"] == ["min note"]


@pytest.mark.parametrize(
    "sent",
    [
        {},
        {"content_hash": "x", "revision": "0", "rules": WINDOW},
        {"content_hash": ACT.content_hash, "revision": "-1", "rules": WINDOW},
        {"content_hash": ACT.content_hash, "revision": "x", "rules": WINDOW},
        {"content_hash": ACT.content_hash, "revision": "0", "rules": ["\x00", "0" * 64]},
        {"content_hash": ACT.content_hash, "revision": "0", "rules": WINDOW, "text_id": "not an id"},
        {"content_hash": ACT.content_hash, "revision": "0"},
    ],
)
def test_a_broken_form_is_refused_and_signs_nothing(web: Web, sent: dict[str, object]) -> None:
    web.sign_in(REVIEWER)
    record(web)
    for act in ("confirm", "countersign", "withdraw"):
        full = {"text_id": text_id(web), "reason": "x", **sent}
        assert web.post(f"{PAGE}/{act}", full).status_code == 409
    assert f"0 of {TOTAL} rules" in shown(web)


def test_a_page_opened_before_somebody_else_signed_is_refused(web: Web) -> None:
    web.sign_in(REVIEWER)
    record(web)
    before = seen(web)
    confirm(web, hashes_of(ACT, "toilet"))
    answer = web.post(f"{PAGE}/confirm?lang=en", {**before, "rules": WINDOW, "text_id": text_id(web)})
    assert answer.status_code == 409
    assert "Somebody else has signed or withdrawn" in words(answer)


def test_links_tick_the_rules_that_wait(web: Web) -> None:
    with transaction(web.engine) as session:
        way = Approving(session)
        way.confirm("window", "toilet")
        way.countersign("toilet")
    web.sign_in(REVIEWER)
    ticked = {
        tick: fields_of(web.get(PAGE, tick=tick)).get("rules", []) for tick in ("waiting", "signed", "unsigned", "x")
    }
    assert ticked["waiting"] == WINDOW
    assert set(ticked["signed"]) == set(hashes_of(ACT, "window", "toilet"))
    assert len(ticked["unsigned"]) == TOTAL - 2
    assert ticked["x"] == []


def test_an_earlier_version_is_shown_compared_signed_again_and_withdrawn(web: Web) -> None:
    rows = [
        one.model_copy(update={"severity": "advisory"}) if one.short_id == "toilet" else one
        for one in ACT.requirements
        if one.short_id != "heating"
    ]
    before = ACT.model_copy(update={"requirements": tuple(rows), "version": "0.0.9"})
    with transaction(web.engine) as session:
        Approving(session, before).approve("window", "toilet")
    web.sign_in(REVIEWER, name="Lise Lov")
    text = shown(web)
    assert "Unchanged since version 0.0.9." in text
    assert "Changed since version 0.0.9: severity." in text
    assert "New since version 0.0.9." in text
    assert f"Confirmed by {LAWYER.name}, countersigned by {SECOND.name}" in text
    assert "1 rule was approved in an earlier version" in text
    assert f"0 of {TOTAL} rules" in text
    assert web.post(f"{PAGE}/confirm", {**seen(web), "unchanged": "true"}).status_code == 303
    assert "Confirmed again, unchanged, by Lise Lov" in shown(web)
    taken_back = {"content_hash": before.content_hash, "revision": "2", "everything": "true", "reason": "Afløst"}
    assert web.post(f"{PAGE}/withdraw", taken_back).status_code == 303
    text = shown(web)
    assert "0 rules are approved by two persons; 2 were withdrawn." in text
    assert f"1 of {TOTAL} rules" in text


def test_judged_housing_tells_how_far_the_rules_are_approved(web: Web) -> None:
    with transaction(web.engine) as session:
        Approving(session).approve("window")
    web.sign_in(Grant(Role.EMPLOYER, employer_id=uuid4()))
    fields = {"dwelling.residents": "2", "rooms-0.name": "A", "rooms-0.use": "bedroom", "rooms-0.window_openable": "no"}
    text = words(web.post("/declarations/assess?lang=en", fields))
    assert f"Partly approved: 1 of {TOTAL} rules" in text
    assert f"{ACT.id}.unverified" in text
