"""Reading a case file and making its bundles."""

from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit import pdf
from husly.kit.access import Actor, Permission
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import format_date, format_moment
from husly.kit.i18n import gettext as _
from husly.kit.mail import spoken
from husly.settings import Settings
from inspection.appeals.models import Appeal
from inspection.appeals.queries import list_appeals
from inspection.authorities.queries import letterhead_of
from inspection.authorities.whose import whose_words
from inspection.case_file.entries import Entry, entries_of, of_bundle
from inspection.case_file.gathering import gather, redactor_of
from inspection.case_file.joining import Cover, Joined, join
from inspection.case_file.models import CaseBundle, Purpose
from inspection.case_file.papers.paper import Wanted, noon
from inspection.case_file.redaction import LEFT_OUT
from inspection.case_file.setting import Typesetter
from inspection.case_file.withheld import withheld_from
from inspection.enforcement.actions.notes import answer_access
from inspection.enforcement.actions.steps import open_file, trace
from inspection.enforcement.labels import LETTERS, MOVES
from inspection.enforcement.models import CaseMove, Hearing
from inspection.enforcement.queries import CaseFile
from inspection.letters.gates import Marking
from inspection.letters.layout import BANNERS
from inspection.letters.models import Letter

TITLES = {Purpose.APPEAL_BODY: "Sagsmappe til klageinstansen", Purpose.ACCESS: "Aktindsigt"}
READERS = {Purpose.APPEAL_BODY: "Klageinstansen", Purpose.ACCESS: "Sagens part, jf. forvaltningslovens § 9"}
NEVER = (
    "Følgende er aldrig med i en mappe, uanset om sagen rummer noget af det. Listen er den samme i alle sager og siger "
    "intet om denne."
)
NOTES = {
    Purpose.APPEAL_BODY: "Har klageinstansen brug for mere, kan den bede myndigheden om det i et fortroligt brev.",
    Purpose.ACCESS: f"Steder, hvor sådanne oplysninger er taget ud af en tekst, er mærket {LEFT_OUT}.",
}


def read_entries(session: Session, file: CaseFile) -> list[Entry]:
    """The whole case file in order, confined letters among it: for those who work with the case."""
    statement = select(Hearing).where(Hearing.case_id == file.case.id, col(Hearing.replied_on).is_not(None))
    replies = [(one, noon(one.replied_on)) for one in session.exec(statement) if one.replied_on is not None]
    return entries_of(file.moves, file.letters, replies, list_appeals(session, file.case.id))


def make_bundle(
    session: Session, case_id: UUID, purpose: Purpose, *, settings: Settings, by: Actor, at: datetime
) -> CaseBundle:
    """Make and keep one PDF of a case for the appeal body or the party, with index and hashes.

    Raises ``DomainError`` while no letter has left, or for an access bundle nobody asked for.
    """
    file = open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    if purpose is Purpose.ACCESS and file.case.access_requested_on is None:
        raise DomainError("access.none_asked", "Nobody has asked for access to documents in this case.")
    joined = join_case(session, file, purpose, settings=settings, at=at)
    bundle = CaseBundle(
        case_id=file.case.id,
        purpose=purpose,
        documents=joined.documents,
        pages=joined.pages,
        pdf=joined.content,
        sha256=joined.sha256,
        made_at=at,
        made_by=by.id,
        made_by_name=by.name,
    )
    session.add(bundle)
    session.flush()
    withheld = " ".join(one.kind.value for one in withheld_from(purpose))
    details = {"bundle": bundle.id, "purpose": purpose.value, "sha256": joined.sha256, "withheld": withheld}
    trace(session, file.case, "case.bundled", by=by, at=at, after=joined.sha256, details=details)
    return bundle


def join_case(session: Session, file: CaseFile, purpose: Purpose, *, settings: Settings, at: datetime) -> Joined:
    """The bundle of a case as it stands, in Danish."""
    demo = settings.demo_mode
    wanted = Wanted(file, purpose, at, print_unverified=demo, evidence_list=settings.evidence_list)
    with spoken("da"):
        papers = gather(session, wanted)
        if not any(one.letter is not None for one in papers):
            raise DomainError("case_file.empty", "No letter has left in this case yet, so there is nothing to bundle.")
        authority, redactor = _signs(session, file, settings), redactor_of(session, wanted)
        banner = BANNERS[Marking.TRIAL] if demo else None
        setter = Typesetter(authority, file.case.case_number, redactor, banner)
        cover = _cover(session, wanted, authority, banner)
        return join(cover, setter.documents(papers))


def _signs(session: Session, file: CaseFile, settings: Settings) -> str:
    """The name of the authority of the case."""
    own = letterhead_of(session, file.case, settings)
    return whose_words(file.case, settings) if own is None else own.name


def _cover(session: Session, wanted: Wanted, authority: str, banner: pdf.Banner | None) -> Cover:
    file, at = wanted.file, wanted.at
    number = file.case.case_number
    facts = (
        ("Sagsnr.", number),
        ("Ejendom", file.dwelling.address),
        ("Part", wanted.party),
        ("Til", READERS[wanted.purpose]),
        ("Dannet", format_moment(at)),
    )
    found = of_bundle(read_entries(session, file), wanted)
    return Cover(
        authority=authority,
        title=f"{TITLES[wanted.purpose]}, sag {number}",
        running_head=f"{authority} · Sagsnr. {number} · {format_date(danish_date(at))}",
        facts=facts,
        log=tuple((format_moment(one.at), entry_words(one)) for one in found),
        left_out=left_out(wanted),
        log_title="Breve ind og ud" if wanted.for_party else "Sagens gang",
        banner=banner,
    )


def left_out(wanted: Wanted) -> tuple[pdf.Element, ...]:
    """What is kept back by kind, with code, reason and provision: the same whatever the case holds (PRIV-02)."""
    rows = tuple(
        (one.kind.value, one.what.da, one.why.da, one.clause(print_unverified=wanted.print_unverified))
        for one in withheld_from(wanted.purpose)
    )
    table = pdf.Columns(("Kode", "Hvad", "Hvorfor", "Bestemmelse"), rows, (13, 53, 44, 46))
    return (pdf.Paragraph(NEVER), table, pdf.Paragraph(NOTES[wanted.purpose]))


def entry_words(one: Entry) -> str:
    """What an entry is, in a few words, without what anybody noted to it."""
    match one.row:
        case CaseMove():
            return _(MOVES[one.row.move])
        case Letter():
            return _("Letter sent: %(title)s", title=_(LETTERS[one.row.kind]))
        case Hearing():
            return _("Reply received in the hearing")
        case Appeal():
            return _("Appeal no. %(number)s received", number=one.row.number)
    return ""


def answer_with_bundle(session: Session, case_id: UUID, bundle_id: UUID, *, by: Actor, at: datetime) -> None:
    """Note that the request for access is answered with this bundle."""
    open_file(session, case_id, by=by, permission=Permission.PREPARE_LETTERS)
    bundle = get_bundle(session, case_id, bundle_id)
    if bundle.purpose is not Purpose.ACCESS:
        raise DomainError("access.bundle", "Only a bundle for the party answers a request for access.")
    answer_access(session, case_id, answered_on=danish_date(at), by=by, at=at)
    bundle.answered_on = danish_date(at)
    session.flush()


def get_bundle(session: Session, case_id: UUID, bundle_id: UUID) -> CaseBundle:
    """A bundle of a case. Raises ``NotFoundError``."""
    found = session.exec(
        select(CaseBundle).where(CaseBundle.case_id == case_id, CaseBundle.id == bundle_id)
    ).one_or_none()
    if found is None:
        raise NotFoundError("bundle")
    return found
