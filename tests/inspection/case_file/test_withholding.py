"""What no bundle may hold: planted in a case, and looked for in the words of both bundles (REF-16, PRIV-01 to -13)."""

import hashlib
from io import BytesIO
from uuid import uuid4

import pytest
from PIL import Image
from pypdf import PdfReader
from sqlmodel import select

from case_ways import APPROVER, INSPECTOR, start
from conftest import AT
from husly.kit import pdf
from husly.kit.uploads import Kind, Upload
from inspection.appeals.actions import Received, receive_appeal
from inspection.appeals.models import Appellant, Channel
from inspection.case_file.making import left_out, make_bundle
from inspection.case_file.models import Purpose
from inspection.case_file.papers.paper import TO_OTHERS, Wanted
from inspection.case_file.withheld import UNVERIFIED, WITHHELD
from inspection.enforcement import actions
from inspection.followup.actions import Done, report_item
from inspection.hearings.models import HearingPoint, ReplyChannel
from inspection.hearings.replies import Said, keep_reply
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter
from referrals_made import drafted
from register.declarations.models import Declaration, ResidentName
from register.residents.models import Report, TipSource

RESIDENT = "Zbigniew Qxwv"
TOLD = "Formanden tager vores pas om natten og vi fryser i kælderen"
PERSONAL_NUMBER = "010190-1234"
INNER = "Hemmelig intern overvejelse om virksomheden"


def picture():
    target = BytesIO()
    Image.new("RGB", (640, 400), (120, 140, 90)).save(target, "JPEG")
    return upload("Værelse 1.jpg", Kind.JPEG, target.getvalue())


def upload(name, kind, content):
    return Upload(name, kind.value, content)


@pytest.fixture
def way(session):
    """A case with everything that must stay inside, and with words of others that quote it."""
    way = start(session)
    way.notify()
    way.visit()
    way.find()
    way.send_hearing()
    contract = upload(f"kontrakt {RESIDENT}.pdf", Kind.PDF, b"%PDF-1.4 " + RESIDENT.encode())
    said = Said(general="Vi retter det.", files=(picture(), contract))
    keep_reply(session, way.file, said, channel=ReplyChannel.HAND, received_on=way.on(27), at=way.at(27))
    actions.consider_reply(session, way.case.id, consideration="Det er godt.", by=INSPECTOR, at=way.at(28))
    actions.conclude_hearing(session, way.case.id, by=INSPECTOR, at=way.at(28))
    order = way.draft_order()
    way.approve()
    way.arrive(way.issue(way.file.letter(order.letter_id), 31, APPROVER), 33)
    told = Done(item_id=way.file.items[0].id, done=f"{RESIDENT} er flyttet.", done_on=way.on(34), files=(picture(),))
    report_item(session, way.case.id, told, by=INSPECTOR, at=way.at(35))
    plant(session, way)
    actions.note_access_request(session, way.case.id, requested_on=way.on(35), by=INSPECTOR, at=way.at(35))
    return way


def plant(session, way):
    version = session.exec(select(Declaration).where(Declaration.is_current)).one()
    session.add(ResidentName(declaration_id=version.id, position=0, name=RESIDENT))
    session.add(
        Report(dwelling_id=way.file.dwelling.id, case_id=way.case.id, source=TipSource.RESIDENT, text=TOLD,
               contact="zq@post.example", language="pl", received_on=way.on(1),
               follow_hash=uuid4().hex, form_hash=uuid4().hex)
    )  # fmt: skip
    referral = drafted(session, way.file.dwelling.id)
    referral.case_id, referral.observed = way.case.id, INNER
    # No gate would let an order out that repeats this, so it is written into the reply afterwards.
    point = session.exec(select(HearingPoint)).one()
    point.text += f" {RESIDENT} ({PERSONAL_NUMBER}) siger: {TOLD}."
    point.consideration += f" {RESIDENT} har ret."
    way.case.retaliation, way.file.visit.present = INNER, RESIDENT
    for move in way.file.moves:
        move.note = INNER
    issued = next(one for one in way.file.letters if one.pdf is not None)
    for kind in (*TO_OTHERS, LetterKind.TILSYNSRAPPORT):
        content = (issued.pdf or b"") + kind.encode()
        session.add(Letter(case_id=way.case.id, municipality_code=issued.municipality_code, round=1, kind=kind,
                           confined=kind is LetterKind.TILSYNSRAPPORT, content={}, pdf=content,
                           sha256=hashlib.sha256(content).hexdigest(), created_at=way.at(30), created_by="x",
                           issued_at=way.at(32), issued_by="x", issued_by_name="Ida Inspektør"))  # fmt: skip
    session.flush()


def made(way, purpose, settings=None):
    return make_bundle(
        way.session, way.case.id, purpose, settings=settings or way.settings, by=INSPECTOR, at=way.at(40)
    )


def words(bundle):
    reader = PdfReader(BytesIO(bundle.pdf))
    marks = " ".join(str(one.title) for one in reader.outline)
    pages = " ".join(page.extract_text() for page in reader.pages)
    return " ".join(f"{marks} {pages} {reader.metadata}".split()).casefold()


@pytest.mark.parametrize("purpose", Purpose)
def test_nothing_that_must_stay_inside_is_in_a_bundle(way, purpose):
    bundle = made(way, purpose)
    found = words(bundle)
    assert "vi retter det" in found  # what the party said besides is there
    shown = [image for page in PdfReader(BytesIO(bundle.pdf)).pages for image in page.images]
    assert len(shown) == found.count(picture().sha256[:32]) == 2  # pictures are shown, papers listed alone
    assert hashlib.sha256(b"%PDF-1.4 " + RESIDENT.encode()).hexdigest()[:32] in found
    for secret in (RESIDENT, "Qxwv", TOLD, PERSONAL_NUMBER, INNER, way.case.reason, "zq@post.example"):
        assert secret.casefold() not in found
    inner = [one for one in way.file.letters if one.confined or one.kind in TO_OTHERS]
    assert len(inner) == len(TO_OTHERS) + 1
    for letter in inner:
        assert letter.sha256[:32] not in found
    for title in ("politianmeldelse", "meldt til politiet", "tilsynsrapport,", "underretning,"):
        assert title not in found.split("hvad der ikke er med")[0]


def test_the_party_gets_no_letter_to_a_third_party_and_no_appeal_of_another(way):
    letter = next(one for one in way.file.letters if one.kind is LetterKind.PAABUD)
    ours = Received(letter.id, Appellant.ADDRESSEE, "Fynsk Gartneri ApS", Channel.MAIL, way.on(36), "Fristen er kort.")
    theirs = Received(letter.id, Appellant.OWNER, "Ejendom Vest", Channel.MAIL, way.on(37), "Vi er uenige alle sammen.")
    for received in (ours, theirs):
        receive_appeal(way.session, way.case.id, received, by=INSPECTOR, at=way.at(38))
    notice = next(one for one in way.file.letters if one.kind is LetterKind.VARSLING)
    notice.recipient = {"name": "Sparekassen Vest", "address": "Torvet 1; 5000 Odense C"}
    way.session.flush()
    for_party, for_body = words(made(way, Purpose.ACCESS)), words(made(way, Purpose.APPEAL_BODY))
    assert notice.sha256[:32] in for_body
    assert notice.sha256[:32] not in for_party
    assert "fristen er kort." in for_party
    assert "fristen er kort." in for_body
    assert "klage nr. 2" in for_body
    assert "klage nr. 2" not in for_party
    for held in ("ejendom vest", "vi er uenige alle sammen"):
        assert held not in for_body + for_party


def left_out_words(purpose, *, print_unverified):
    wanted = Wanted(None, purpose, AT, print_unverified=print_unverified)
    return [row for one in left_out(wanted) if isinstance(one, pdf.Columns) for row in one.rows]


@pytest.mark.parametrize("purpose", Purpose)
def test_each_kind_kept_back_has_its_code_reason_and_provision(purpose):
    rows = left_out_words(purpose, print_unverified=True)
    assert [code for code, *_ in rows] == [one.kind.value for one in WITHHELD if purpose in one.purposes]
    assert all(what and why for _, what, why, _ in rows)
    assert {clause.startswith("forvaltningslovens §") for *_, clause in rows} == {True, False}
    assert len({code for code, *_ in rows}) == len(rows)


@pytest.mark.parametrize("purpose", Purpose)
def test_no_provision_that_nobody_has_verified_is_printed_for_real(purpose):
    rows = left_out_words(purpose, print_unverified=False)
    assert {clause for *_, clause in rows} == {UNVERIFIED, "–"}
