"""What the party answered: objections to a visit, replies in hearings point by point, requests for more time."""

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, select

from husly.kit import pdf
from husly.kit.clock import danish_date
from husly.kit.i18n import format_date, format_moment
from husly.kit.i18n import gettext as _
from inspection.case_file.papers.files import file_elements, files_of_replies
from inspection.case_file.papers.paper import Paper, Wanted, noon
from inspection.enforcement.models import Hearing, Visit
from inspection.enforcement.words import told
from inspection.hearings.labels import REFUSALS, REQUESTS
from inspection.hearings.models import HearingPoint, HearingReply, Postponement, ReplyChannel
from inspection.hearings.queries import list_information, list_points, list_postponements, list_replies
from inspection.letters.blocks import LetterKind

CHANNELS = {ReplyChannel.CODE: "På siden, med brevets kode", ReplyChannel.HAND: "Noteret af myndigheden"}
NOT_YET = "Indgår, når sagen afgøres."


def hearing_papers(session: Session, wanted: Wanted) -> list[Paper]:
    """A paper for each reply, each request for more time, each objection and each answer to a request."""
    case_id, papers = wanted.file.case.id, list[Paper]()
    for visit in session.exec(select(Visit).where(Visit.case_id == case_id, Visit.objection != "")):
        papers.append(_objection(wanted, visit))
    for hearing in session.exec(select(Hearing).where(Hearing.case_id == case_id).order_by(col(Hearing.round))):
        papers += _of_hearing(session, wanted, hearing)
    return papers + _information(session, wanted)


def _objection(wanted: Wanted, visit: Visit) -> Paper:
    day = visit.objection_received_on or visit.visit_on
    about = _announced(wanted, visit, day) or visit.visit_on
    rows = (("Modtaget", format_date(day)), ("Gælder besøget", format_date(about)))
    return Paper(noon(day), "Indsigelse mod tilsynsbesøg", lambda: [pdf.Pairs(rows), pdf.Paragraph(visit.objection)])


def _announced(wanted: Wanted, visit: Visit, day: date) -> date | None:
    """The day that the notice named when the objection came: the visit may have been moved since."""
    known = [
        date.fromisoformat(one.choices["visit_on"])
        for one in wanted.file.letters
        if one.kind is LetterKind.VARSLING and one.round == visit.round
        if one.issued_at is not None and danish_date(one.issued_at) <= day
    ]
    return known[-1] if known else None


def _of_hearing(session: Session, wanted: Wanted, hearing: Hearing) -> list[Paper]:
    points, decided = list_points(session, hearing.id), wanted.is_decided(hearing.round)
    papers = [
        _reply(session, one, [point for point in points if point.reply_id == one.id], decided=decided)
        for one in list_replies(session, hearing.id)
    ]
    if not papers and hearing.replied_on is not None:  # one from before replies came point by point
        papers = [_whole(hearing, decided=decided)]
    return papers + [_postponement(one) for one in list_postponements(session, hearing.id)]


def _reply(session: Session, reply: HearingReply, points: Sequence[HearingPoint], *, decided: bool) -> Paper:
    def body() -> list[pdf.Element]:
        head = (
            ("Modtaget", format_date(reply.received_on)),
            ("Hvordan", CHANNELS[reply.channel]),
            ("Kvittering", reply.receipt),
            ("Frist", "Svaret kom efter fristen" if reply.is_late else "Svaret kom inden fristen"),
        )
        return [
            pdf.Pairs(told(head)),
            *(_point(number, one, decided=decided) for number, one in enumerate(points, start=1)),
            *file_elements(files_of_replies(session, reply.id, reply.received_at)),
        ]

    return Paper(reply.received_at, f"Svar {reply.number} på partshøring", body)


def _point(number: int, point: HearingPoint, *, decided: bool) -> pdf.Element:
    rows = (
        ("Bemærkning", point.text),
        ("Myndighedens svar", point.consideration if decided and point.considered_at is not None else NOT_YET),
        ("Vurderet", format_date(point.considered_at) if decided and point.considered_at is not None else ""),
    )
    return pdf.NumberedItem(number, point.about or "Generelt", told(rows))


def _whole(hearing: Hearing, *, decided: bool) -> Paper:
    day = hearing.replied_on or hearing.due_on
    answer = hearing.consideration if decided and hearing.considered_at is not None else NOT_YET
    rows = (("Modtaget", format_date(day)), ("Bemærkning", hearing.reply), ("Myndighedens svar", answer))
    return Paper(noon(day), "Svar på partshøring", lambda: [pdf.Pairs(told(rows))])


def _postponement(one: Postponement) -> Paper:
    rows = (
        ("Modtaget", f"{format_moment(one.asked_at)}, {CHANNELS[one.channel].lower()}"),
        ("Ønsket frist", format_date(one.asked_until) if one.asked_until else ""),
        ("Begrundelse", one.reason),
        ("Afgjort", format_moment(one.decided_at) if one.decided_at else ""),
        ("Svar", _(REQUESTS[one.state])),
        ("Ny frist", format_date(one.granted_until) if one.granted_until else ""),
        ("Grund til afslag", _(REFUSALS[one.refusal_ground]) if one.refusal_ground else ""),
        ("Myndighedens begrundelse", one.decision_reason),
    )
    return Paper(one.asked_at, "Anmodning om mere tid til at svare", lambda: [pdf.Pairs(told(rows))])


def _information(session: Session, wanted: Wanted) -> list[Paper]:
    """What came back on requests for information whose letter may be shown."""
    papers = []
    for one in list_information(session, wanted.file.case.id):
        letters = [letter for letter in wanted.file.letters if letter.id == one.letter_id]
        if any(map(wanted.shows_letter, letters)):
            rows = (("Modtaget", format_date(one.received_on)), ("Svar", one.text))
            papers.append(_answer(one.recorded_at, rows))
    return papers


def _answer(at: datetime, rows: tuple[tuple[str, str], ...]) -> Paper:
    return Paper(at, "Svar på anmodning om oplysninger", lambda: [pdf.Pairs(rows)])
