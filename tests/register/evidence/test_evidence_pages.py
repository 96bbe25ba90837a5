"""Photos and documents of declared housing: attached, looked at, fetched, withdrawn."""

from uuid import UUID, uuid4

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, col, select

from housed import ODENSE, SVENDBORG, house
from husly.kit.access import Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.database import transaction
from register.accommodations.models import Accommodation
from register.evidence.models import DeclarationEvidence
from uploads_made import NO_EVIDENCE, PLACE, a_paper, a_photo
from web_client import Web, words

BEDROOM = "photo_bedroom|Rum 0"


@pytest.fixture
def home(clean_engine: Engine) -> Accommodation:
    with transaction(clean_engine) as session:
        return house(session, place=ODENSE)


@pytest.fixture
def own(web: Web, home: Accommodation) -> str:
    """The employer, signed in; the page of the files."""
    web.sign_in(Grant(Role.EMPLOYER, employer_id=home.employer_id))
    return f"/evidence/{home.id}"


def stored(engine: Engine) -> list[DeclarationEvidence]:
    with Session(engine) as session:
        return list(session.exec(select(DeclarationEvidence).order_by(col(DeclarationEvidence.uploaded_at))))


def acts(engine: Engine) -> list[str]:
    with Session(engine) as session:
        found = session.exec(select(AuditEvent).order_by(col(AuditEvent.seq)))
        return [one.action for one in found if one.action.startswith("evidence.")]


def attach(web: Web, page: str, *files: tuple[str, bytes], place: str = BEDROOM):  # type: ignore[no-untyped-def]
    sent = [("files", (name, content, "application/octet-stream")) for name, content in files]
    return web.post(page, {"place": place}, files=sent)


def test_whoever_is_not_signed_in_is_sent_to_sign_in(web: Web, home: Accommodation) -> None:
    assert web.get(f"/evidence/{home.id}").status_code == 303


def test_another_employer_sees_nothing(web: Web, home: Accommodation) -> None:
    web.sign_in(Grant(Role.EMPLOYER, employer_id=uuid4()))
    assert web.get(f"/evidence/{home.id}").status_code == 404
    assert attach(web, f"/evidence/{home.id}", ("a.jpg", a_photo())).status_code == 404


def test_another_municipality_sees_nothing(web: Web, home: Accommodation) -> None:
    web.sign_in(Grant(Role.CASEWORKER, municipality_code=SVENDBORG[0]))
    assert web.get(f"/evidence/{home.id}").status_code == 404


def test_an_authority_attaches_nothing(web: Web, home: Accommodation) -> None:
    web.sign_in(Grant(Role.INSPECTOR))
    assert attach(web, f"/evidence/{home.id}", ("a.jpg", a_photo())).status_code == 403


def test_photos_are_stored_without_where_they_were_taken(web: Web, own: str, clean_engine: Engine) -> None:
    answer = attach(web, own, ("a.jpg", a_photo()), ("b 🏠.png", a_photo(kind="PNG")))
    assert answer.status_code == 303
    first, second = stored(clean_engine)
    assert (first.item, first.room, first.name, second.name) == ("photo_bedroom", "Rum 0", "a.jpg", "b 🏠.png")
    assert PLACE.encode() not in first.content + second.content + (first.preview or b"")
    page = web.get(own)
    assert page.text.count("data:image/jpeg;base64,") == 2
    assert acts(clean_engine) == ["evidence.added", "evidence.added"]


def test_what_was_attached_is_no_longer_asked_for(web: Web, own: str, home: Accommodation) -> None:
    declaration = f"/declarations/{home.id}"
    before = words(web.get(declaration, lang="en"))
    attach(web, own, ("a.jpg", a_photo()))
    after = words(web.get(declaration, lang="en"))
    assert "0 attached, 8 still asked for" in before
    assert "1 attached, 7 still asked for" in after


def test_the_same_file_twice_is_stored_once(web: Web, own: str, clean_engine: Engine) -> None:
    for _ in range(2):
        assert attach(web, own, ("a.jpg", a_photo())).status_code == 303
    assert len(stored(clean_engine)) == 1


def test_a_file_is_always_a_download_that_nothing_opens(web: Web, own: str, clean_engine: Engine) -> None:
    attach(web, own, ("plan.pdf", a_paper()), place="floor_plan|")
    (file,) = stored(clean_engine)
    answer = web.get(f"{own}/{file.id}")
    assert answer.content == a_paper()
    assert answer.headers["content-disposition"].startswith("attachment")
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "sandbox" in answer.headers["content-security-policy"]
    assert acts(clean_engine) == ["evidence.added"], "the employer's own reading is nobody's business"


def test_an_authoritys_look_and_reading_are_audited(web: Web, own: str, clean_engine: Engine) -> None:
    attach(web, own, ("plan.pdf", a_paper()), place="floor_plan|")
    (file,) = stored(clean_engine)
    web.sign_in(Grant(Role.CASEWORKER, municipality_code=ODENSE[0]))
    assert web.get(own).status_code == 200
    assert web.get(f"{own}/{file.id}").content == a_paper()
    assert acts(clean_engine) == ["evidence.added", "evidence.looked_at", "evidence.read"]


def test_a_withdrawn_file_stays_in_the_history_and_no_longer_counts(web: Web, own: str, clean_engine: Engine) -> None:
    attach(web, own, ("a.jpg", a_photo()))
    (file,) = stored(clean_engine)
    assert web.post(f"{own}/{file.id}/withdraw", {"why": "Forkert rum\x00"}).status_code == 303
    page = words(web.get(own, lang="en"))
    assert "Forkert rum" in page
    assert "0 attached" in page
    assert web.get(f"{own}/{file.id}").status_code == 200
    assert acts(clean_engine) == ["evidence.added", "evidence.withdrawn"]


def test_a_file_of_another_dwelling_is_not_found_here(web: Web, own: str, clean_engine: Engine) -> None:
    attach(web, own, ("a.jpg", a_photo()))
    (file,) = stored(clean_engine)
    with transaction(clean_engine) as session:
        employer = session.get_one(Accommodation, UUID(own.rpartition("/")[2])).employer_id
        other = house(session)
        other.employer_id = employer
    assert web.get(f"/evidence/{other.id}/{file.id}").status_code == 404
    assert web.post(f"/evidence/{other.id}/{file.id}/withdraw").status_code == 404


@pytest.mark.parametrize("what", NO_EVIDENCE)
def test_what_is_no_evidence_is_refused_and_nothing_of_the_lot_is_stored(
    web: Web, own: str, clean_engine: Engine, what: str
) -> None:
    content, _ = NO_EVIDENCE[what]
    answer = attach(web, own, ("god.pdf", a_paper()), ("dårlig.pdf", content), place="floor_plan|")
    assert answer.status_code == 422
    assert "dårlig.pdf: " in words(answer)
    assert stored(clean_engine) == []


@pytest.mark.parametrize("place", ["", "nothing|", "photo_bedroom|Rum 17", "photo_bedroom", "x" * 5000, "photo\x00|"])
def test_what_a_file_shows_must_be_on_the_list(web: Web, own: str, clean_engine: Engine, place: str) -> None:
    assert attach(web, own, ("a.jpg", a_photo()), place=place).status_code == 422
    assert stored(clean_engine) == []


def test_where_a_photo_is_asked_for_a_paper_is_refused(web: Web, own: str, clean_engine: Engine) -> None:
    assert attach(web, own, ("a.pdf", a_paper())).status_code == 422
    assert stored(clean_engine) == []


def test_nothing_chosen_is_said(web: Web, own: str) -> None:
    answer = web.post(own, {"place": BEDROOM}, files=[("files", ("", b"", "application/octet-stream"))])
    assert answer.status_code == 422
