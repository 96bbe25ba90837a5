"""What the reply page and the caseworker's page of a hearing show."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from sqlmodel import Session

from husly.kit.i18n import format_date, format_moment, language
from husly.kit.i18n import gettext as _
from inspection.enforcement.checklist import AS_THE_RULE_SAYS
from inspection.enforcement.headings import heading_of
from inspection.enforcement.hearing_days import least_days
from inspection.enforcement.labels import HEARING_GROUNDS
from inspection.enforcement.models import Finding, FindingKind, Hearing
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.transitions import CaseState
from inspection.hearings.duty import Duty, HeardFact, duties_of
from inspection.hearings.labels import BADGES, REACTIONS, REFUSALS, REQUESTS
from inspection.hearings.models import HearingPoint, HearingReply, Postponement, ReplyChannel
from inspection.hearings.postponements import PostponementState
from inspection.hearings.queries import list_files, list_files_before, list_information
from inspection.hearings.reactions import reactions_of
from inspection.hearings.replies import TAKES_REPLIES, breaches_of


@dataclass(frozen=True)
class PointRow:
    """One breach as the party reads it beside the field for the answer."""

    number: int
    finding_id: str
    title: str
    rows: tuple[tuple[str, str], ...]
    value: str = ""


@dataclass(frozen=True)
class SentRow:
    """A reply that has come: its receipt, when, what it says."""

    receipt: str
    when: str
    is_late: bool
    points: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()


@dataclass(frozen=True)
class TimeRow:
    """A request for more time as it stands."""

    when: str
    reason: str
    state: str
    badge: str
    outcome: str


@dataclass(frozen=True)
class ReplyPage:
    """The public page: asks for the code, or shows what the code opens. ``code`` is empty until a right one came."""

    code: str = ""
    scanned: str = ""
    """A code that the square of the letter has typed in."""
    wrong: bool = False
    is_closed: bool = False
    """Too many wrong codes came from the reader's place."""
    error: str = ""
    asked: bool = False
    receipt: SentRow | None = None
    case_number: str = ""
    authority: str = ""
    address: str = ""
    due_on: str = ""
    moved: str = ""
    is_late: bool = False
    open: bool = False
    may_ask: bool = False
    contemplated: tuple[str, ...] = ()
    suspicion: bool = False
    points: tuple[PointRow, ...] = ()
    sent: tuple[SentRow, ...] = ()
    requests: tuple[TimeRow, ...] = ()
    typed: Mapping[str, str] = field(default_factory=dict)


def moved_words(file: CaseFile, hearing: Hearing) -> str:
    """Why the deadline is later than the letter says, where the letter came late; empty otherwise."""
    if not hearing.is_late:
        return ""
    letter = file.letter(hearing.letter_id)
    return _(
        "The letter came on %(day)s, later than expected. There are %(count)s days from then, so the day is later than "
        "the letter says.",
        day=format_date(letter.delivered_on),
        count=least_days(letter.choices),
    )


def reply_page_of(
    session: Session,
    file: CaseFile,
    hearing: Hearing,
    replies: tuple[HearingReply, ...],
    *,
    code: str,
    authority: str,
    today: date,
    typed: Mapping[str, str],
) -> dict[str, object]:
    """The fields of a ``ReplyPage`` for a hearing that a right code opened."""
    letter = file.letter(hearing.letter_id)
    contemplated = letter.choices.get("contemplated_due_on")
    due = date.fromisoformat(contemplated) if contemplated else None
    is_open = file.case.state in TAKES_REPLIES
    asked = any(one.state is PostponementState.ASKED for one in file.postponements)
    return {
        "code": code,
        "case_number": file.case.case_number,
        "authority": authority,
        "address": file.dwelling.address,
        "due_on": format_date(hearing.runs_until),
        "moved": moved_words(file, hearing),
        "is_late": today > hearing.runs_until,
        "open": is_open,
        "may_ask": file.case.state is CaseState.FINDINGS_RECORDED and not asked,
        "contemplated": tuple(_(REACTIONS[one]) for one in reactions_of(letter.choices.get("reactions", ()))),
        "suspicion": file.case.suspicion,
        "points": tuple(
            _point_row(number, finding, due, typed) for number, finding in enumerate(breaches_of(file), start=1)
        ),
        "sent": sent_rows(session, hearing, replies, file.reply_points),
        "requests": tuple(time_row(one) for one in file.postponements),
        "typed": typed,
    }


def _point_row(number: int, finding: Finding, due: date | None, typed: Mapping[str, str]) -> PointRow:
    """A breach: rule, found, required, what is contemplated. The words of law are Danish, as in the letter."""
    rows = (
        (_("Rule"), f"{finding.rule} ({finding.clause})"),
        (_("Found"), finding.measured or finding.note),
        (_("Required"), "" if finding.required == AS_THE_RULE_SAYS else finding.required),
        (_("Shortfall"), finding.shortfall),
        (_("Contemplated result"), finding.remedy),
        (_("Contemplated deadline"), format_date(due)),
    )
    filled = tuple((label, value) for label, value in rows if value)
    return PointRow(number, str(finding.id), heading_of(finding), filled, typed.get(f"point.{finding.id}", ""))


def sent_rows(
    session: Session, hearing: Hearing, replies: tuple[HearingReply, ...], points: tuple[HearingPoint, ...]
) -> tuple[SentRow, ...]:
    """The replies that have come, the newest first."""
    said: dict[object, list[tuple[str, str]]] = defaultdict(list)
    for point in points:
        said[point.reply_id].append((point.about or _("In general"), point.text))
    names: dict[object, list[str]] = defaultdict(list)
    for reply_id, _id, name in list_files(session, hearing.id):
        names[reply_id].append(name)
    return tuple(
        SentRow(
            reply.receipt,
            format_moment(reply.received_at),
            reply.is_late,
            tuple(said[reply.id]),
            tuple(names[reply.id]),
        )
        for reply in reversed(replies)
    )


def time_row(one: Postponement) -> TimeRow:
    """A request for more time and what was decided."""
    outcome = ""
    if one.state is PostponementState.GRANTED:
        outcome = _("New deadline: %(day)s", day=format_date(one.granted_until))
    elif one.refusal_ground is not None:
        outcome = f"{_(REFUSALS[one.refusal_ground])} (FVL § 21, stk. 2). {one.decision_reason}"
    return TimeRow(format_moment(one.asked_at), one.reason, _(REQUESTS[one.state]), BADGES[one.state], outcome)


def duties_in(file: CaseFile) -> tuple[Duty, ...]:
    """Which findings of the round must be heard (FVL § 19(1)), each with its reason.

    A fact counts as known to the party where it is computed from his own declaration, which showed the same breach.
    """
    return duties_of(
        tuple(
            HeardFact(
                number=finding.number,
                title=heading_of(finding),
                adverse=finding in breaches_of(file),
                material=bool(finding.rule),
                known_to_party=finding.kind is FindingKind.COMPUTED and finding.declared_outcome == "breached",
            )
            for finding in breaches_of(file)
        )
    )


@dataclass(frozen=True)
class RoomPoint:
    """One point of a reply beside how it was weighed."""

    about: str
    text: str
    consideration: str


@dataclass(frozen=True)
class RoomReply:
    """One reply as the caseworker reads it."""

    title: str
    channel: str
    is_late: bool
    points: tuple[RoomPoint, ...]
    files: tuple[tuple[str, str], ...]


class HearingRoom:
    """The caseworker's page of a hearing."""

    def __init__(self, session: Session, file: CaseFile, replies: tuple[HearingReply, ...]) -> None:
        self.file, self.case = file, file.case
        self._files_base = f"/cases/{file.case.id}/hearing/files"
        self.duties = [
            (duty.fact.title, duty.must_be_heard, duty.reason.da if language() == "da" else duty.reason.en)
            for duty in duties_in(file)
        ]
        hearing = file.hearing
        self.due_on = "" if hearing is None else format_date(hearing.runs_until)
        self.was_due_on = "" if hearing is None or hearing.runs_until == hearing.due_on else format_date(hearing.due_on)
        self.moved = "" if hearing is None else moved_words(file, hearing)
        self.letter_id = None if hearing is None else hearing.letter_id
        self.requests = [time_row(one) for one in file.postponements]
        self.replies = [] if hearing is None else self._replies(session, hearing, replies)
        waiver = None if file.planned is None else file.planned.hearing_waiver_ground
        self.waiver = "" if waiver is None else f"{_(HEARING_GROUNDS[waiver])}: {file.visit.hearing_waiver_reason}"
        self.information = [
            (format_date(one.received_on), one.text, f"/letters/{one.letter_id}")
            for one in list_information(session, file.case.id)
        ]
        self.files_before = [
            (_("Round %(number)s", number=number), name, f"{self._files_base}/{file_id}")
            for number, file_id, name in list_files_before(session, file.case.id, file.case.round)
        ]
        self.waiting = sum(1 for point in file.reply_points if point.considered_at is None)

    def _replies(self, session: Session, hearing: Hearing, replies: tuple[HearingReply, ...]) -> list[RoomReply]:
        files: dict[object, list[tuple[str, str]]] = defaultdict(list)
        for reply_id, file_id, name in list_files(session, hearing.id):
            files[reply_id].append((name, f"{self._files_base}/{file_id}"))
        points: dict[object, list[RoomPoint]] = defaultdict(list)
        for point in self.file.reply_points:
            points[point.reply_id].append(RoomPoint(point.about or _("In general"), point.text, point.consideration))
        by = {ReplyChannel.CODE: _("With the code of the letter"), ReplyChannel.HAND: _("By letter, mail or telephone")}
        return [
            RoomReply(
                _("Reply %(receipt)s, %(day)s", receipt=one.receipt, day=format_date(one.received_on)),
                by[one.channel],
                one.is_late,
                tuple(points[one.id]),
                tuple(files[one.id]),
            )
            for one in replies
        ]
