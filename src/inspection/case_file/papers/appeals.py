"""Appeals as they came and what became of each; of somebody who is no party no name and no word."""

from sqlmodel import Session

from husly.kit import pdf
from husly.kit.i18n import format_date
from husly.kit.i18n import gettext as _
from inspection.appeals.labels import APPELLANTS, CHANNELS, EFFECTS, STATES
from inspection.appeals.models import Appeal
from inspection.appeals.queries import list_appeals
from inspection.case_file.papers.paper import Paper, Wanted, is_of_another
from inspection.enforcement.labels import LETTERS
from inspection.enforcement.words import told

NOT_NAMED = "Navn og ordlyd er udeladt, fordi klageren ikke er sagens part. Klagen sendes for sig selv."


def appeal_papers(session: Session, wanted: Wanted) -> list[Paper]:
    """A paper for each appeal that the reader may know of."""
    return [_paper(wanted, one) for one in list_appeals(session, wanted.file.case.id) if wanted.shows_appeal(one)]


def _paper(wanted: Wanted, appeal: Appeal) -> Paper:
    title = f"Klage nr. {appeal.number}"
    return Paper(appeal.received_at, title, lambda: [pdf.Pairs(told((*_came(wanted, appeal), *_went(appeal))))])


def _came(wanted: Wanted, appeal: Appeal) -> list[tuple[str, str]]:
    another = is_of_another(appeal, of_employer=wanted.is_of_employer)
    role, letter = _(APPELLANTS[appeal.appellant]), wanted.file.letter(appeal.letter_id)
    return [
        ("Klage over", f"{_(LETTERS[letter.kind])}, {format_date(letter.issued_at)}"),
        ("Klager", role if another else f"{appeal.appellant_name} ({role[0].lower()}{role[1:]})"),
        ("Modtaget", f"{format_date(appeal.lodged_on)}, {_(CHANNELS[appeal.channel]).lower()}"),
        ("Klagens ordlyd", NOT_NAMED if another else appeal.grounds),
    ]


def _went(appeal: Appeal) -> list[tuple[str, str]]:
    late = f"Ja, {appeal.days_late} dage efter {format_date(appeal.due_on)}" if appeal.days_late else "Nej"
    return [
        ("For sent", late if appeal.due_on else ""),
        ("Opsættende virkning", ". ".join(part for part in (_(EFFECTS[appeal.effect]), appeal.effect_reason) if part)),
        ("Klageinstans", appeal.body),
        ("Genvurderet", f"{format_date(appeal.reviewed_on)}: {appeal.review}" if appeal.reviewed_on else ""),
        ("Sendt videre", format_date(appeal.sent_on) if appeal.sent_on else ""),
        ("Nr. hos klageinstansen", appeal.sent_reference),
        ("Afgjort", f"{format_date(appeal.decided_on)}: {appeal.decision}" if appeal.decided_on else ""),
        ("Stand", _(STATES[appeal.state])),
    ]
