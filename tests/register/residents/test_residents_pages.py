"""A resident sees what is declared, confirms or reports it, and follows it, without a name, a sign-in or a cookie."""

import re
from datetime import date
from io import BytesIO

import pytest
from PIL import Image
from sqlmodel import select

from declared_housing import submitted
from husly.kit.access import Grant, Role
from husly.kit.database import transaction
from register.residents.codes import new_follow_code
from register.residents.models import Outcome, Report, ReportMessage, ReportPhoto, ReportState
from register.sheets.actions import door_code
from web_client import Web, fields_of, words

FORM = {"do": "report", "kinds": ["damp", "no_heating"], "text": "Der er koldt om natten"}


def door(web: Web) -> str:
    with transaction(web.engine) as session:
        home = submitted(session).accommodation
        return door_code(session, home.id, on=date(2026, 3, 2))


def code_in(page: str) -> str:
    found = re.search(r"\b[2-9A-Z]{4}-[2-9A-Z]{4}-[2-9A-Z]{4}\b", page)
    assert found is not None
    return found[0]


def photo(**options: object) -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "SecretPhone"
    exif[0x0112] = 6
    written = BytesIO()
    Image.new("RGB", (60, 40), "red").save(written, "JPEG", exif=exif, **options)
    return written.getvalue()


def stored(web: Web) -> Report:
    with transaction(web.engine, writing=False) as session:
        return session.exec(select(Report)).one()


def test_the_page_tells_what_is_declared_but_not_by_whom(web: Web) -> None:
    said = words(web.get(f"/h/{door(web)}?text=en"))
    assert "Algade 12B" in said
    assert "This is declared" in said
    assert "Prøvegartneriet" not in said


def test_the_page_speaks_the_language_of_the_address_else_of_the_browser(web: Web) -> None:
    code = door(web)
    polish = web.get(f"/h/{code}?text=pl").text
    assert '<html lang="pl" dir="ltr">' in polish
    web.client.headers["accept-language"] = "xx, da-DK;q=0.9"
    assert '<html lang="da"' in web.get(f"/h/{code}").text
    web.client.headers["accept-language"] = "xx"
    assert '<html lang="en"' in web.get(f"/h/{code}").text


def test_no_page_of_residents_sets_a_cookie_or_names_another_site(web: Web) -> None:
    code = door(web)
    web.client.cookies.clear()
    for path in (f"/h/{code}", "/tip", "/follow", "/h/none"):
        answer = web.get(path)
        assert "set-cookie" not in answer.headers
        assert answer.headers["referrer-policy"] == "no-referrer"
        assert re.findall(r'(?:src|href|action)="(?:https?:)?//', answer.text) == []
        assert "<script" not in answer.text


def test_a_report_is_kept_and_followed_by_its_code(web: Web) -> None:
    page = f"/h/{door(web)}?text=en"
    sent = web.client.post(page, data=FORM)
    assert sent.status_code == 200
    code = code_in(sent.text)
    kept = stored(web)
    assert kept.kinds == ["damp", "no_heating"]
    assert kept.language == "en"
    assert code.replace("-", "") not in str(kept.model_dump())
    seen = words(web.client.post("/follow?text=en", data={"code": code.lower()}))
    assert "Nobody has looked at it yet" in seen
    web.client.post("/follow?text=en", data={"code": code, "do": "reply", "text": "Det er værre nu"})
    twice = web.client.post("/follow?text=en", data={"code": code, "do": "reply", "text": "Det er værre nu"})
    assert twice.text.count("Det er værre nu") == 1
    with transaction(web.engine, writing=False) as session:
        assert session.exec(select(ReportMessage)).one().by_id is None


def test_a_second_press_stores_nothing_twice(web: Web) -> None:
    page = f"/h/{door(web)}?text=en"
    once = fields_of(web.get(page))["once"][0]
    web.client.post(page, data=FORM | {"once": once})
    again = web.client.post(page, data=FORM | {"once": once})
    assert "received this already" in words(again)
    assert stored(web).kinds == ["damp", "no_heating"]


def test_to_confirm_needs_one_press_and_leaves_nothing_to_do(web: Web) -> None:
    page = f"/h/{door(web)}?text=en"
    code = code_in(web.client.post(page, data={"do": "confirm"}).text)
    kept = stored(web)
    assert (kept.is_confirmation, kept.state, kept.outcome) == (True, ReportState.CLOSED, Outcome.CONFIRMED)
    assert "what is declared is right" in words(web.client.post("/follow?text=en", data={"code": code}))


def test_whoever_is_signed_in_in_the_same_browser_is_not_recognised(web: Web) -> None:
    code = door(web)
    someone = web.sign_in(Grant(Role.INSPECTOR), name="Rikke Genkendt")
    page = web.get(f"/h/{code}").text
    assert "Rikke" not in page
    web.client.post(f"/h/{code}", data=FORM)
    assert someone.id not in str(stored(web).model_dump())


def test_photos_are_drawn_anew_and_lose_their_names(web: Web) -> None:
    files = [("photos", ("mit-navn.jpg", photo(), "image/jpeg"))] * 2
    assert web.client.post(f"/h/{door(web)}", data=FORM, files=files).status_code == 200
    with transaction(web.engine, writing=False) as session:
        kept = session.exec(select(ReportPhoto)).all()
    assert [one.position for one in kept] == [0, 1]
    opened = Image.open(BytesIO(kept[0].content))
    assert opened.size == (40, 60)
    assert not opened.getexif()
    assert b"SecretPhone" not in kept[0].content


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"<svg xmlns='http://www.w3.org/2000/svg'><script>1</script></svg>", "no photo of a known kind"),
        (photo()[:200], "damaged"),
        (b"X5O!P%@AP[4\\PZX54(P^)7CC)7}" + b"$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*", "refused"),
        (b"\xff\xd8\xff" + bytes(20_000_001), "larger than 20 MB"),
    ],
)
def test_a_photo_that_cannot_be_used_is_named_and_nothing_is_stored(web: Web, content: bytes, said: str) -> None:
    page = f"/h/{door(web)}?text=en"
    answer = web.client.post(page, data=FORM, files=[("photos", ("x.jpg", content, "image/jpeg"))])
    assert answer.status_code == 422
    assert said in words(answer)
    assert "Der er koldt om natten" in answer.text
    assert "Choose the photos again" in words(answer)
    with transaction(web.engine, writing=False) as session:
        assert session.exec(select(Report)).all() == []


def test_more_than_can_be_read_is_refused_in_words(web: Web) -> None:
    files = [("photos", (f"{number}.jpg", bytes(15_500_000), "image/jpeg")) for number in range(4)]
    answer = web.client.post(f"/h/{door(web)}?text=en", data=FORM, files=files)
    assert answer.status_code == 413
    assert "at most 60 MB" in words(answer)


@pytest.mark.parametrize(
    ("form", "said"),
    [
        ({"do": "report"}, "Choose what is wrong"),
        ({"do": "report", "text": "x" * 4001}, "at most 4000"),
        ({"do": "report", "kinds": ["<b>"], "text": " \x00 "}, "Choose what is wrong"),
    ],
)
def test_an_empty_or_endless_report_is_refused_in_words(web: Web, form: dict[str, object], said: str) -> None:
    answer = web.client.post(f"/h/{door(web)}?text=en", data=form)
    assert answer.status_code == 422
    assert said in words(answer)


@pytest.mark.parametrize(
    "text", ["😀🏠", "مرحبا شقة", "\u202eevil\u202c", "a\x00b", "<script>alert(1)</script>", "Ünïcödé"]
)
def test_whatever_is_written_is_taken_and_shown_as_text(web: Web, text: str) -> None:
    assert web.client.post(f"/h/{door(web)}", data={"do": "report", "text": text}).status_code == 200
    assert stored(web).text == text.replace("\x00", "")


def test_a_form_that_another_site_sends_is_refused(web: Web) -> None:
    code = door(web)
    refused = web.client.post(f"/h/{code}", data=FORM, headers={"sec-fetch-site": "cross-site"})
    assert refused.status_code == 403
    assert web.client.post(f"/h/{code}", data=FORM, headers={"sec-fetch-site": "same-origin"}).status_code == 200


def test_what_is_no_form_is_refused_in_words(web: Web) -> None:
    code = door(web)
    assert web.client.post(f"/h/{code}", json={"text": "x"}).status_code == 422
    broken = web.client.post(f"/h/{code}", content=b"--x", headers={"content-type": "multipart/form-data"})
    assert broken.status_code == 400


def test_a_renewed_code_says_so_and_still_takes_reports(web: Web) -> None:
    with transaction(web.engine) as session:
        home = submitted(session).accommodation
        old = door_code(session, home.id, on=date(2026, 3, 2))
    web.sign_in(Grant(Role.EMPLOYER, employer_id=home.employer_id))
    assert "Give the sheet a new code" in web.get(f"/declarations/{home.id}/papers?lang=en").text
    assert web.post(f"/declarations/{home.id}/door-code").status_code == 303
    with transaction(web.engine) as session:
        assert door_code(session, home.id, on=date(2026, 3, 3)) != old
    assert "replaced by one with a new code" in words(web.get(f"/h/{old}?text=en"))
    assert web.client.post(f"/h/{old}", data=FORM).status_code == 200


def test_nobody_renews_the_code_of_another(web: Web) -> None:
    with transaction(web.engine) as session:
        home = submitted(session).accommodation
    web.sign_in(Grant(Role.INSPECTOR))
    assert web.post(f"/declarations/{home.id}/door-code").status_code == 403


def test_a_tip_needs_a_sender_kind_and_a_place(web: Web) -> None:
    said = words(web.client.post("/tip?text=en", data={"text": "Mange mennesker i en lade"}))
    assert "Choose who you are" in said
    assert "say where the home is" in said
    form = {"source": "union", "place": "Ladevej 3", "postcode": "5000", "text": "Mange i en lade"}
    assert web.client.post("/tip?text=en", data=form).status_code == 200
    kept = stored(web)
    assert (kept.dwelling_id, kept.municipality_code, kept.place) == (None, "0461", "Ladevej 3")


def test_a_tip_with_the_code_of_a_sheet_is_about_its_dwelling(web: Web) -> None:
    code = door(web)
    form = {"source": "landlord", "door_code": f"{code[:5]} {code[5:]}".lower(), "kinds": "more_people"}
    assert web.client.post("/tip", data=form).status_code == 200
    assert stored(web).accommodation_id is not None
    wrong = web.client.post("/tip?text=en", data=form | {"door_code": "AAAA"})
    assert wrong.status_code == 422


def test_ten_wrong_codes_must_wait_but_slips_of_the_pen_do_not_count(web: Web) -> None:
    for _ in range(12):
        assert web.client.post("/follow", data={"code": "AAAA-AAAA-AAAA"}).status_code == 422
    for _ in range(10):
        assert web.client.post("/follow", data={"code": new_follow_code()}).status_code == 422
    refused = web.client.post("/follow?text=en", data={"code": new_follow_code()})
    assert refused.status_code == 429
    assert "Wait 15 minutes" in words(refused)


def test_a_wrong_door_code_is_told_with_another_way(web: Web) -> None:
    answer = web.get("/h/AAAAAAAAAAA?text=en")
    assert answer.status_code == 404
    assert "/tip?text=en" in answer.text
