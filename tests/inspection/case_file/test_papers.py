"""What the papers of a bundle tell: findings, replies with answers, follow-up, more time, deliveries."""

import hashlib
from io import BytesIO

from PIL import Image
from pypdf import PdfReader

from case_ways import INSPECTOR, VISIT_DAY, start
from husly.kit.i18n import format_date
from husly.kit.mail import spoken
from inspection.case_file.gathering import gather
from inspection.case_file.making import join_case
from inspection.case_file.models import Purpose
from inspection.case_file.papers.hearings import NOT_YET
from inspection.case_file.papers.paper import Wanted, short_date
from inspection.enforcement.actions import draft_standard_notice, record_objection, replan_visit
from inspection.enforcement.headings import heading_of
from inspection.enforcement.models import Addressee
from inspection.followup.actions import Done, ask_extension, decide_extension, decide_report, report_item
from inspection.followup.extensions import ExtensionMove
from register.evidence.models import DeclarationEvidence


def papers(way, purpose=Purpose.APPEAL_BODY, day=60):
    with spoken("da"):
        found = gather(way.session, Wanted(way.file, purpose, way.at(day)))
        return [(one.title, one.day, repr(() if one.body is None else tuple(one.body()))) for one in found]


def body_of(found, title):
    return next(body for name, _, body in found if name.startswith(title))


def test_a_case_under_follow_up_gives_every_paper_in_the_order_of_days(session):
    way = start(session)
    way.to_delivered()
    item = way.file.items[0]
    told = report_item(
        session,
        way.case.id,
        Done(item_id=item.id, done="To er flyttet.", done_on=way.on(40)),
        by=INSPECTOR,
        at=way.at(41),
    )
    decide_report(
        session, way.case.id, told.id, accepted=False, reason="Fotoet viser det ikke.", by=INSPECTOR, at=way.at(42)
    )
    asked = ask_extension(
        session,
        way.case.id,
        item_id=None,
        until=way.on(100),
        reason="Vinduet er bestilt.",
        by=INSPECTOR,
        at=way.at(43),
    )
    decide_extension(
        session,
        way.case.id,
        asked.id,
        ExtensionMove.REFUSE,
        until=None,
        answer="Fristen er rigelig.",
        by=INSPECTOR,
        at=way.at(44),
    )
    found = papers(way)
    assert [name.split(" af ")[0] for name, *_ in found] == [
        "Varsel om tilsynsbesøg", "Partshøring", "Fund ved tilsynsbesøg", "Svar 1 på partshøring", "Påbud",
        "Opfølgning på påbud", "Anmodning om udsættelse", "Forsendelser",
    ]  # fmt: skip
    days = [day for _, day, _ in found]
    assert days[:-1] == sorted(days[:-1])
    findings = body_of(found, "Fund ved")
    finding = way.file.findings[0]
    for told_of in (
        heading_of(finding),
        finding.rule,
        finding.required,
        finding.measured,
        finding.evidence_id,
        "Ida Inspektør",
    ):
        assert told_of in findings
    reply = body_of(found, "Svar 1")
    assert "Stuen tæller med." in reply
    assert "Stuen bruges som lager." in reply
    followed = body_of(found, "Opfølgning")
    for told_of in (item.result, "To er flyttet.", "Ikke godkendt", "Fotoet viser det ikke."):
        assert told_of in followed
    extension = body_of(found, "Anmodning om udsættelse")
    for told_of in ("Vinduet er bestilt.", "Afslået", "Fristen er rigelig."):
        assert told_of in extension
    assert short_date(way.on(33)) in body_of(found, "Forsendelser")


def test_what_was_weighed_is_not_told_before_the_decision_has_left(session):
    way = start(session)
    way.to_heard()
    reply = body_of(papers(way, Purpose.ACCESS), "Svar 1")
    assert "Stuen tæller med." in reply
    assert NOT_YET in reply
    assert "Stuen bruges som lager." not in reply


def test_a_visit_that_was_not_carried_out_has_no_findings(session):
    way = start(session)
    way.notify()
    assert [name for name, *_ in papers(way)] == ["Varsel om tilsynsbesøg", "Forsendelser"]


def test_a_letter_that_another_takes_the_place_of_says_so_on_the_index(session):
    way = start(session)
    letter = way.to_delivered()
    hearing = next(one for one in way.file.letters if one.issued_at is not None and one.id != letter.id)
    letter.supersedes_id, hearing.withdrawn_at, hearing.withdrawal_reason = hearing.id, way.at(31), "Forkert."
    session.flush()
    joined = join_case(session, way.file, Purpose.APPEAL_BODY, settings=way.settings, at=way.at(40))
    index = " ".join(PdfReader(BytesIO(joined.content)).pages[0].extract_text().split())
    assert "Ændret eller ophævet ved bilag 5. Gælder ikke siden" in index
    assert "Ændrer eller ophæver bilag 1" in index
    assert "Forkert." not in index


def photo(way):
    target = BytesIO()
    Image.new("RGB", (60, 40)).save(target, "JPEG")
    content = target.getvalue()
    return DeclarationEvidence(
        accommodation_id=way.case.accommodation_id,
        item="photo_bedroom",
        room="Værelse 1",
        name="sovsal.jpg",
        media_type="image/jpeg",
        sha256=hashlib.sha256(content).hexdigest(),
        size_bytes=len(content),
        content=content,
        uploaded_at=way.at(-10),
        uploaded_by="employer",
    )


def test_the_employer_gets_the_photos_he_declared_and_an_owner_does_not(session):
    way = start(session)
    way.notify()
    way.visit()
    way.find()
    scan = photo(way)
    scan.item, scan.name = "rental_contract", "lejekontrakt.jpg"
    session.add_all([photo(way), scan])
    session.flush()
    for_employer = papers(way, Purpose.ACCESS)
    shown = body_of(for_employer, "Fotos fra anmeldelsen")
    assert "sovsal.jpg" in shown
    assert "Picture(" in shown
    assert "lejekontrakt" not in shown  # a picture of a paper is no photo of a room
    assert "'Anmeldt'" in body_of(for_employer, "Fund ved")
    way.case.addressee, way.case.owner_name = Addressee.OWNER, "Ejendom Vest"
    session.flush()
    for_owner = papers(way, Purpose.ACCESS)
    assert not [name for name, *_ in for_owner if name.startswith("Fotos")]
    assert "'Anmeldt'" not in body_of(for_owner, "Fund ved")


def test_the_objection_is_told_with_the_day_it_was_about_after_the_visit_moved(session):
    way = start(session)
    way.notify()
    who = {"by": INSPECTOR, "at": way.at(5)}
    record_objection(session, way.case.id, received_on=way.on(5), objection="Dagen passer ikke.", **who)
    replan_visit(session, way.case.id, visit_on=way.on(40), from_min=600, to_min=700, **who)
    way.issue(draft_standard_notice(session, way.case.id, by=INSPECTOR, at=way.at(6)), 6)
    told = body_of(papers(way), "Indsigelse mod tilsynsbesøg")
    with spoken("da"):
        for words in ("Dagen passer ikke.", format_date(way.on(5)), format_date(way.on(VISIT_DAY))):
            assert words in told
        assert format_date(way.on(40)) not in told
