"""What goes with a letter: named in it with its pages, frozen with it, sent by every channel."""

import hashlib
from base64 import b64decode
from io import BytesIO
from pathlib import Path
from xml.etree import ElementTree as ET

import page
import pytest
import sqlalchemy as sa
from pypdf import PdfReader
from sqlmodel import Session, select

from case_ways import APPROVER, INSPECTOR, VISIT_DAY, Way, start
from case_web import Clock, case_web, clock
from husly.kit.access import Grant, Role
from husly.kit.database import transaction
from husly.kit.web.limits import Tries
from husly.worker import deliver_due
from inspection.delivery.bundling import bundle_files, make_bundle, manifest_csv
from inspection.delivery.links import Opened, open_by_link
from inspection.delivery.memo_checks import schema_problems
from inspection.delivery.models import LetterDelivery
from inspection.delivery.queries import list_of_letter
from inspection.enforcement import actions
from inspection.enforcement.models import Addressee
from inspection.letters.letter import letter_text
from inspection.letters.models import Letter, LetterEnclosure
from inspection.letters.queries import find_altered, list_enclosures
from inspection.letters.rendering import write_draft
from inspection.rehousing.models import Payer
from rehousing_made import drafted, issued
from web_client import Web, words

__all__ = ["case_web", "clock"]
INSPECTS = Grant(Role.INSPECTOR)


def report_of(way: Way) -> Letter:
    who = {"by": INSPECTOR, "at": way.at(VISIT_DAY)}
    letter = actions.draft_report(way.session, way.case.id, hours="9–11", participants="to tilsynsførende", **who)
    return way.issue(letter, VISIT_DAY)


def heard(session: Session, **settings: object) -> tuple[Way, Letter]:
    """A hearing with the report of the visit."""
    way = start(session)
    way.settings = way.settings.model_copy(update=settings)
    way.notify()
    way.visit()
    way.find()
    report_of(way)
    return way, way.issue(way.draft_hearing(), VISIT_DAY)


def text_of(pdf: bytes | None) -> str:
    return " ".join(" ".join(one.extract_text() for one in PdfReader(BytesIO(pdf or b"")).pages).split())


def test_a_hearing_names_the_report_with_its_pages_and_both_are_frozen(session: Session) -> None:
    way, letter = heard(session)
    report = next(one for one in way.file.letters if one.kind.value == "tilsynsrapport")
    (enclosed,) = list_enclosures(session, letter.id)
    assert enclosed.pdf == report.pdf
    assert enclosed.sha256 == hashlib.sha256(report.pdf or b"").hexdigest()
    assert enclosed.pages == len(PdfReader(BytesIO(enclosed.pdf)).pages)
    told = f"Bilag 1 Rapport fra tilsyn, 23. marts 2026 ({enclosed.pages} sider)"
    assert f"Disse bilag følger med brevet: {told}" in text_of(letter.pdf)
    assert [found.rule_id for found in page.validate_pdf_bytes(letter.pdf, profile="ua1").failures] == []


def test_without_a_report_and_in_a_withdrawal_nothing_goes_with_it(session: Session) -> None:
    way = start(session)
    way.to_delivered()
    assert session.exec(select(LetterEnclosure)).all() == []
    assert "Bilag" not in text_of(way.file.letters[-1].pdf)


def test_a_rehousing_order_brings_the_sheet_to_hang_up_without_any_key(session: Session) -> None:
    way = start(session)
    way.to_delivered()
    order = drafted(way)
    draft = write_draft(session, way.file, way.file.letter(order.letter_id), settings=way.settings, as_of=way.on(34))
    assert "Ark til beboerne på engelsk (1 side)" in letter_text(draft.written)
    letter = issued(way, order)
    sheets = list_enclosures(session, letter.id)
    assert [one.language for one in sheets] == ["da", "en"]
    for one in sheets:
        text = text_of(one.pdf)
        assert "B-01" not in text
        assert "UDKAST" not in text
        assert [found.rule_id for found in page.validate_pdf_bytes(one.pdf, profile="2a").failures] == []


def test_a_rehousing_order_against_the_owner_tells_residents_of_the_owner_alone(session: Session) -> None:
    way = start(session)
    way.case.addressee, way.case.owner_name = Addressee.OWNER, "Kirsten Ås"
    way.case.owner_postal_address = "Søbyvej 41; 5985 Søby"
    way.to_delivered()
    letter = issued(way, drafted(way, payer=Payer.OWNER))
    danish, english = (text_of(one.pdf) for one in list_enclosures(session, letter.id))
    assert "Ejeren af boligen skal tilbyde dig en anden bolig" in danish
    assert "Ejeren betaler for den anden bolig." in danish
    assert "Din arbejdsgiver skal" not in danish
    assert "The owner of this housing must offer you another place" in english
    assert "The owner pays for the other place." in english
    assert "Your employer must" not in english
    assert "Kirsten" not in danish + english


def test_an_enclosure_that_was_altered_is_found_at_night(session: Session) -> None:
    _way, letter = heard(session)
    assert find_altered(session)[1] == []
    session.execute(sa.update(LetterEnclosure).values(pdf=b"%PDF-forged"))
    session.expire_all()
    assert [(one.letter_id, one.kind) for one in find_altered(session)[1]] == [(letter.id, "enclosure 1")]


@pytest.mark.parametrize("version", ["1.1", "1.2"])
def test_it_travels_in_the_digital_message_as_a_further_document(
    session: Session, tmp_path: Path, version: str
) -> None:
    given = {"post_channel": "digital_post", "memo_version": version, "authority_cvr": "12345674"}
    way, letter = heard(session, **given, outbox_path=tmp_path)
    while deliver_due(session, outbox_path=tmp_path, chosen=way.settings, at=way.at(VISIT_DAY)):
        pass
    (path,) = (tmp_path / "memo").glob("*partshoering*.xml")
    xml = path.read_bytes()
    assert schema_problems(xml, version) == []
    space = {"memo": "https://DigitalPost.dk/MeMo-1"}
    (further,) = ET.fromstring(xml).findall(".//memo:AdditionalDocument", space)  # noqa: S314 - our own
    content = b64decode(further.findtext(".//memo:content", "", space))
    assert content == list_enclosures(session, letter.id)[0].pdf
    assert further.findtext(".//memo:filename", "", space).endswith("-bilag-1.pdf")


def test_it_lies_behind_its_letter_in_the_print_bundle_and_beside_it_in_the_folder(
    session: Session, tmp_path: Path
) -> None:
    way, letter = heard(session, post_channel="paper", outbox_path=tmp_path)
    made = make_bundle(session, by=APPROVER, at=way.at(VISIT_DAY))
    assert made is not None
    pdf, listed = bundle_files(session, made)
    row = next(one for one in listed if one.kind == "partshoering")
    (enclosed,) = list_enclosures(session, letter.id)
    assert row.last_page - row.first_page + 1 == len(PdfReader(BytesIO(letter.pdf or b"")).pages) + enclosed.pages
    assert max(one.last_page for one in listed) == len(PdfReader(BytesIO(pdf)).pages)
    assert enclosed.sha256 in manifest_csv(listed).decode()
    way.settings = way.settings.model_copy(update={"post_channel": "folder"})
    order = way.draft_at_once()
    at_once = way.issue(way.file.letter(order.letter_id), VISIT_DAY, APPROVER)
    deliver_due(session, outbox_path=tmp_path, chosen=way.settings, at=way.at(VISIT_DAY))
    (beside,) = tmp_path.glob("*strakspaabud*-bilag-1.pdf")
    assert beside.read_bytes() == list_enclosures(session, at_once.id)[0].pdf
    slip = next(tmp_path.glob("*strakspaabud*.json")).read_text(encoding="utf-8")
    assert f'"{beside.name}"' in slip


def test_the_page_behind_a_link_lists_letter_and_papers_and_gives_each(case_web: Web, clock: Clock) -> None:
    code = "ABCDEFGHJKLMNPQR"
    with transaction(case_web.engine) as session:
        from husly.kit.codes import code_hash
        from inspection.delivery.transitions import Channel, DeliveryState

        way, letter = heard(session)
        (delivery,) = list_of_letter(session, letter.id)
        delivery.channel, delivery.state, delivery.sent_at = Channel.MAIL, DeliveryState.SENT, way.at(VISIT_DAY)
        delivery.link_hash, delivery.link_expires_at = code_hash(code), way.at(4000)
        session.flush()
        number, frozen, papers = way.case.case_number, letter.pdf, list_enclosures(session, letter.id)[0].pdf
    case_web.client.app.state.tries = Tries()
    listed = case_web.post(f"/letters/read/{code}", {"number": number})
    assert listed.headers["content-type"].startswith("text/html")
    assert "Rapport fra tilsyn" in words(listed)
    assert case_web.post(f"/letters/read/{code}", {"number": number, "document": "0"}).content == frozen
    assert case_web.post(f"/letters/read/{code}", {"number": number, "document": "1"}).content == papers
    assert "Rapport fra tilsyn" in words(case_web.post(f"/letters/read/{code}", {"number": number, "document": "7"}))
    assert case_web.post(f"/letters/read/{code}", {"number": "0", "document": "1"}).status_code == 422
    with transaction(case_web.engine) as session:
        opened = open_by_link(session, code, number, at=way.at(VISIT_DAY + 1))
        assert isinstance(opened, Opened)
        assert session.get_one(LetterDelivery, delivery.id).delivered_on is not None


def test_the_page_of_a_letter_shows_what_goes_with_it_before_and_after(case_web: Web, clock: Clock) -> None:
    with transaction(case_web.engine) as session:
        way = start(session)
        way.notify()
        way.visit()
        way.find()
        report_of(way)
        letter = way.draft_hearing().id
    clock.go_to(VISIT_DAY)
    case_web.sign_in(INSPECTS)
    shown = words(case_web.get(f"/letters/{letter}"))
    assert shown.count("Rapport fra tilsyn") >= 3  # what goes with it, the link, the text
    assert case_web.get(f"/letters/{letter}/enclosures/1").content.startswith(b"%PDF")
    assert case_web.post(f"/letters/{letter}/issue", {"confirmed": "yes"}).status_code == 303
    assert case_web.get(f"/letters/{letter}/enclosures/1").content.startswith(b"%PDF")
    for wrong in ("0", "2", "-1", "x"):
        assert case_web.get(f"/letters/{letter}/enclosures/{wrong}").status_code == 404
    case_web.sign_in(Grant(Role.CASEWORKER, municipality_code="0751"))
    assert case_web.get(f"/letters/{letter}/enclosures/1").status_code == 404
