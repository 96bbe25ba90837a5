"""Keeping what a party answers: one reply with its points and files. Who may do it is asked before."""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, select

from husly.kit.errors import DomainError
from husly.kit.uploads import Upload
from inspection.enforcement.headings import heading_of
from inspection.enforcement.models import Finding, FindingOutcome, Hearing
from inspection.enforcement.queries import CaseFile
from inspection.enforcement.transitions import CaseState
from inspection.hearings.models import HearingPoint, HearingReply, HearingReplyFile, ReplyChannel

TAKES_REPLIES = (CaseState.FINDINGS_RECORDED, CaseState.HEARD, CaseState.ORDER_DRAFTED, CaseState.ORDER_APPROVED)
"""As long as nothing is decided a reply is taken, in time or late."""

LONGEST = 5000
MOST_REPLIES = 50
MOST_FILES = 10


@dataclass(frozen=True)
class Said:
    """What the party says: about single findings, by their id, and in general; and what is attached."""

    points: Mapping[UUID, str] = field(default_factory=dict)
    general: str = ""
    files: Sequence[Upload] = ()

    def texts(self) -> list[tuple[UUID | None, str]]:
        """Every point that says something."""
        said: list[tuple[UUID | None, str]] = [(finding, text.strip()) for finding, text in self.points.items()]
        return [(about, text) for about, text in [*said, (None, self.general.strip())] if text]

    def digest(self) -> str:
        """Equal for equal words and files."""
        found = hashlib.sha256()
        for about, text in sorted(self.texts(), key=lambda one: str(one[0])):
            found.update(f"{about}\x1f{text}\x1e".encode())
        for sha in sorted(one.sha256 for one in self.files):
            found.update(sha.encode())
        return found.hexdigest()


def decided() -> DomainError:
    """The error for speaking once the decision has been made."""
    return DomainError(
        "hearing.decided",
        "The hearing is over and the decision has been made, so an answer can no longer be taken here. "
        "Write to the authority, or complain of the decision as the letter about it says.",
    )


def open_hearing(file: CaseFile) -> Hearing:
    """The hearing of the round while replies are taken. Raises ``DomainError``."""
    if file.hearing is None:
        raise DomainError("hearing.none", "No hearing has been sent in this round.")
    if file.case.state not in TAKES_REPLIES:
        raise decided()
    return file.hearing


def breaches_of(file: CaseFile) -> list[Finding]:
    """The findings that a hearing is about, as they are numbered in the letter."""
    return [finding for finding in file.findings if finding.outcome is FindingOutcome.BREACHED]


def keep_reply(
    session: Session, file: CaseFile, said: Said, *, channel: ReplyChannel, received_on: date, at: datetime
) -> HearingReply:
    """Keep one reply; the same words again in the same hearing give the first receipt. The case is locked before.

    Raises ``DomainError`` for a reply that says nothing, is too long, or is about something else.
    """
    hearing = open_hearing(file)
    texts = said.texts()
    _check(file, said, texts)
    digest = said.digest()
    earlier = session.exec(
        select(HearingReply).where(HearingReply.hearing_id == hearing.id).order_by(col(HearingReply.number))
    ).all()
    for one in earlier:
        if one.digest == digest:
            return one
    if len(earlier) >= MOST_REPLIES:
        raise DomainError("hearing.many_replies", "Many replies have come already. Write to the authority instead.")
    number = len(earlier) + 1
    reply = HearingReply(
        hearing_id=hearing.id,
        number=number,
        receipt=f"{file.case.case_number}-{file.case.round}-S{number}",
        channel=channel,
        received_on=received_on,
        received_at=at,
        is_late=received_on > hearing.runs_until,
        digest=digest,
    )
    session.add(reply)
    session.flush()
    _add_points(session, file, reply, texts)
    _add_files(session, reply, said.files)
    _sum_up(hearing, received_on, texts)
    session.flush()
    return reply


def _check(file: CaseFile, said: Said, texts: list[tuple[UUID | None, str]]) -> None:
    if not texts and not said.files:
        raise DomainError("hearing.reply", "Write an answer to at least one point, or attach a file.")
    if any(len(text) > LONGEST for _, text in texts):
        raise DomainError("form.long", "A text is longer than {most} characters: shorten it.", most=LONGEST)
    if len(said.files) > MOST_FILES:
        raise DomainError("hearing.many_files", "Attach at most {most} files.", most=MOST_FILES)
    if not {about for about, _ in texts if about is not None} <= {finding.id for finding in breaches_of(file)}:
        raise DomainError("form.identifier", "The form is not whole: open the page again.")


def _add_points(session: Session, file: CaseFile, reply: HearingReply, texts: list[tuple[UUID | None, str]]) -> None:
    numbers = {finding.id: (number, heading_of(finding)) for number, finding in enumerate(breaches_of(file), start=1)}
    # A reply of files alone is one point: the files, too, have to be considered.
    for about, text in texts or [(None, "Bilag uden bemærkninger.")]:
        number, title = (0, "") if about is None else numbers[about]
        session.add(
            HearingPoint(
                reply_id=reply.id,
                hearing_id=reply.hearing_id,
                finding_id=about,
                position=number or len(numbers) + 1,
                about=f"Nr. {number}, {title}" if number else "",
                text=text,
            )
        )


def _add_files(session: Session, reply: HearingReply, files: Sequence[Upload]) -> None:
    for position, file in enumerate(files, start=1):
        session.add(
            HearingReplyFile(
                reply_id=reply.id,
                position=position,
                name=file.name,
                media_type=file.media_type,
                sha256=file.sha256,
                content=file.content,
            )
        )


def _sum_up(hearing: Hearing, received_on: date, texts: list[tuple[UUID | None, str]]) -> None:
    """What comes in has to be considered anew, whatever was considered before."""
    hearing.replied_on = max(received_on, hearing.replied_on or received_on)
    hearing.reply = "\n".join([*([hearing.reply] if hearing.reply else []), *(text for _, text in texts)])
    hearing.considered_at, hearing.considered_by, hearing.consideration = None, None, ""
