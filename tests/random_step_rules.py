"""The rules that every lawful step must keep, written anew from the law and apart from the demands in the code."""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from io import BytesIO
from typing import Any
from uuid import UUID

from pypdf import PdfReader
from sqlmodel import col, select

from husly.kit.access import PERMISSIONS, Permission
from husly.kit.clock import danish_date
from inspection.appeals.models import Appeal
from inspection.authorities.belonging import is_own
from inspection.case_file.models import CaseBundle
from inspection.enforcement.models import Hearing, Order, OrderItem, Visit
from inspection.fines.models import Fine
from inspection.followup.models import ExtensionRequest
from inspection.hearings.models import Postponement
from inspection.letters.blocks import LetterKind
from inspection.letters.models import Letter
from inspection.prohibitions.models import Prohibition
from inspection.rehousing.models import RehousingOrder
from random_steps import OUTSIDERS, SECRETS, Step, Tally

K = LetterKind
ADVERSE = {K.PAABUD, K.STRAKSPAABUD, K.GENHUSNING, K.FORBUD}
GUIDED = ADVERSE | {K.VARSLING, K.BESLUTNING_UVARSLET, K.FASTHOLDELSE, K.BEGRUNDELSE_EFTERFOELGENDE}
BY_CODE = {"reply_by_code", "ask_time", "report"}
"""Actions in which somebody holds a code instead of an account."""


def easter(year: int) -> date:
    """Easter Sunday by Gauss and Meeus."""
    a, b, c = year % 19, year // 100, year % 100
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    j, k = divmod(c, 4)
    m = (a + 11 * h) // 319
    r = (2 * e + 2 * j - k - h + m + 32) % 7
    month = (h - m + r + 90) // 25
    return date(year, month, (h - m + r + month + 19) % 32)


def is_lawful_day(day: date, closed: tuple[str, ...] = ()) -> bool:
    """Whether a deadline may end on a day: Monday to Friday, no Danish holiday (as the law stands from 2024), and none
    of the days (MM-DD) on which the authority is closed."""
    moving = {easter(day.year) + timedelta(days=days) for days in (-3, -2, 1, 39, 50)}
    if f"{day:%m-%d}" in closed:
        return False
    return day.weekday() < 5 and day not in moving and (day.month, day.day) not in {(1, 1), (12, 25), (12, 26)}


@dataclass(frozen=True)
class Before:
    """What stood before a step."""

    state: str
    issued: frozenset[UUID]
    visited: frozenset[UUID]
    bundles: frozenset[UUID]

    @classmethod
    def of(cls, s: Step) -> "Before":
        return cls(
            s.case.state.value,
            frozenset(s.session.exec(_issued(s))),
            frozenset(one.id for one in _visits(s) if one.visited_on is not None),
            frozenset(s.session.exec(select(CaseBundle.id).where(CaseBundle.case_id == s.case_id))),
        )


def _issued(s: Step) -> Any:
    return select(Letter.id).where(Letter.case_id == s.case_id, col(Letter.issued_at).is_not(None))


def _rows(s: Step, table: Any) -> list[Any]:
    return list(s.session.exec(select(table).where(table.case_id == s.case_id)))


def _visits(s: Step) -> list[Visit]:
    return _rows(s, Visit)


def check(name: str, before: Before, s: Step, tally: Tally) -> None:
    """Ask every rule after a lawful step. Raises ``AssertionError`` with what stands."""
    assert s.by not in OUTSIDERS or name in BY_CODE, f"{s.by.name} did {name}"
    assert name in BY_CODE or is_own(s.case, s.by), f"{s.by.name} did {name} in a case of {s.case.authority}"
    tally.reached[s.case.state.value] += s.case.state.value != before.state
    for visit in _visits(s):
        if visit.visited_on is not None and visit.id not in before.visited:
            _visit_was_lawful(s, visit, before.state)
            tally.rules["visits"] += 1
    for new in set(s.session.exec(_issued(s))) - before.issued:
        letter = s.session.get_one(Letter, new)
        tally.letters[letter.kind.value] += 1
        _letter_was_lawful(s, letter, tally)
    for made in set(s.session.exec(select(CaseBundle.id).where(CaseBundle.case_id == s.case_id))) - before.bundles:
        bundle = s.session.get_one(CaseBundle, made)
        _is_discreet(_text_of(bundle.pdf), f"bundle {bundle.purpose}")
        tally.rules["bundles searched"] += 1
    _days_are_lawful(s, tally)


def _visit_was_lawful(s: Step, visit: Visit, state: str) -> None:
    on, waived = visit.visited_on, bool(visit.notice_waiver_reason.strip())
    assert on is not None
    issued = [one for one in s.file.letters if one.round == visit.round and one.issued_at is not None]
    if state == "unannounced_decided":
        decided = [one for one in issued if one.kind is K.BESLUTNING_UVARSLET]
        assert waived, "unannounced without a ground"
        assert any(one.choices["visit_on"] == on.isoformat() for one in decided), "unannounced without a decision"
        return
    notices = [one for one in issued if one.kind is K.VARSLING]
    latest = max(notices, key=lambda one: one.issued_at)
    assert latest.choices["visit_on"] == on.isoformat(), "the notice named another day"
    assert waived or _has_run(latest, on), (
        f"visited on {on}, notice of {latest.issued_at}, arrived {latest.delivered_on}"
    )
    assert date.fromisoformat(latest.choices["objection_due_on"]) < on
    if visit.objection_received_on is not None:
        assert any(one.kind is K.FASTHOLDELSE for one in issued) or visit.objection_upheld_on, "objection not answered"


def _has_run(notice: Letter, on: date) -> bool:
    if notice.delivered_on is not None:
        return (on - notice.delivered_on).days >= 14
    assert notice.issued_at is not None
    return (on - danish_date(notice.issued_at)).days >= 15


def _letter_was_lawful(s: Step, letter: Letter, tally: Tally) -> None:
    held = {one for grant in s.by.grants for one in PERMISSIONS[grant.role]}
    takes_back = "withdrawal" in letter.choices or bool(letter.content and letter.content.get("favourable"))
    texts = [words_of(letter.content)]
    assert letter.sha256 == hashlib.sha256(letter.pdf or b"").hexdigest()
    if letter.sha256 != s.stand_in:
        texts.append(_text_of(letter.pdf))
        tally.rules["pages read"] += 1
    if letter.kind in ADVERSE | {K.BOEDEFORELAEG, K.POLITIANMELDELSE}:
        assert Permission.ISSUE_DECISIONS in held, f"{s.by.name} issued {letter.kind}"
    if letter.kind in ADVERSE and not takes_back:
        _was_heard(s, letter)
        tally.rules["decisions after a hearing or its waiver"] += 1
    if letter.kind in GUIDED and not takes_back:
        for text in texts:
            _is_guided(text, letter)
        tally.rules["letters with complaint guidance"] += 1
    if not letter.confined:
        for text in texts:
            _is_discreet(text, letter.kind.value)
        tally.rules["letters searched"] += 1
    if letter.kind in ADVERSE and not takes_back:
        waits = s.case.access_requested_on is not None and s.case.access_answered_on is None
        assert not waits, f"{letter.kind} left before a request for access was answered"
    _two_people(s, letter)


def _two_people(s: Step, letter: Letter) -> None:
    if letter.kind is K.PAABUD and "withdrawal" not in letter.choices:
        found = s.session.exec(select(Order).where(Order.letter_id == letter.id)).one()
        assert found.approved_by not in (None, found.drafted_by), "nobody else approved the order"
    if letter.kind is K.FORBUD and letter.supersedes_id is None:
        made = s.session.get_one(Prohibition, letter.about_id)
        assert made.approved_by not in (None, made.drafted_by)
    if letter.kind is K.GENHUSNING and letter.supersedes_id is None:
        rehoused = s.session.get_one(RehousingOrder, letter.about_id)
        assert rehoused.approved_by not in (None, rehoused.drafted_by)
        assert rehoused.not_feasible.strip(), "rehousing, and nobody said why it cannot be put right at once"
        assert rehoused.necessary.strip(), "rehousing, and nobody said why it is necessary"
        assert rehoused.heard_about.strip(), "nobody was told that rehousing was thought of"
    if letter.kind is K.BOEDEFORELAEG:
        fined = s.session.get_one(Fine, letter.about_id)
        assert fined.approved_by not in (None, fined.proposed_by), "nobody else approved the fine"


def _was_heard(s: Step, letter: Letter) -> None:
    """Heard and considered, or a waiver with its reason, recorded in the row of whatever was decided."""
    on = danish_date(letter.issued_at) if letter.issued_at else s.today
    rows = [one for one in _rows(s, Hearing) if one.round == letter.round]
    visit = next(one for one in _visits(s) if one.round == letter.round)
    waived = visit.hearing_waiver_ground is not None and bool(visit.hearing_waiver_reason.strip())
    if letter.kind is K.STRAKSPAABUD:
        found = s.session.exec(select(Order).where(Order.letter_id == letter.id)).one()
        waived = bool(found.danger_reason.strip() and (found.hearing_waiver_reason.strip() or found.heard_at))
    if letter.kind is K.FORBUD:
        made = s.session.get_one(Prohibition, letter.about_id)
        waived = waived or bool(made.imminent and made.hearing_waiver_reason.strip())
    if letter.kind is K.FORBUD and not waived:
        rows = [one for one in rows if "prohibition" in s.session.get_one(Letter, one.letter_id).choices["reactions"]]
        same = s.file.employer.cvr_number == made.recipients[0]["cvr_number"]
        assert same or s.case.addressee.value == "owner", "a prohibition, and another than the owner was heard"
    assert waived or any(_is_over(s, one, on) for one in rows), f"{letter.kind} without a hearing"
    assert (
        waived
        or letter.kind is K.STRAKSPAABUD
        or all(one.replied_on is None or one.considered_at is not None for one in rows)
    ), f"{letter.kind}: a reply was not considered"


def _is_over(s: Step, hearing: Hearing, on: date) -> bool:
    sent = s.session.get_one(Letter, hearing.letter_id)
    if sent.issued_at is None:
        return False
    asked = s.session.exec(select(Postponement).where(Postponement.hearing_id == hearing.id)).all()
    if any(one.decided_at is None for one in asked):
        return False
    given = [danish_date(one.decided_at) for one in asked if one.decided_at and one.granted_until is not None]
    replied = hearing.replied_on if hearing.considered_at is not None else None
    if replied is not None and all(day < replied for day in given):
        return danish_date(sent.issued_at) <= replied <= on
    due = max(one for one in (hearing.due_on, hearing.postponed_to, hearing.late_until) if one is not None)
    return sent.delivered_on is not None and sent.delivered_on < due < on


def _is_guided(text: str, letter: Letter) -> None:
    if letter.kind in ADVERSE:
        assert "prøveklagenævnet" in text, f"{letter.kind} names no appeal body"
        assert re.search(r"(28dage|4uger|fireuger)", text), f"{letter.kind} names no time to appeal"
        assert "opsættendevirkning" in text, f"{letter.kind} does not say whether an appeal holds it back"
    else:  # a lawyer may have decided that a notice carries none: that decision is then recorded in it
        assert (letter.content or {}).get("complaint"), f"{letter.kind} says nothing of an appeal"


def _is_discreet(text: str, where: str) -> None:
    plain = _squeezed(text)
    for what, words in SECRETS.items():
        assert _squeezed(words) not in plain, f"{where} holds the {what}"


def words_of(content: Any) -> str:
    """Every word of a frozen letter, without spaces: what its page is set from."""
    return _squeezed("".join(_strings(content)))


def _strings(value: Any) -> Iterator[str]:
    match value:
        case str():
            yield value
        case dict():
            for one in value.values():
                yield from _strings(one)
        case list():
            for one in value:
                yield from _strings(one)
        case _:
            yield "" if value is None else str(value)


def _text_of(pdf: bytes | None) -> str:
    assert pdf is not None
    return _squeezed("".join(page.extract_text() for page in PdfReader(BytesIO(pdf)).pages))


def _squeezed(text: str) -> str:
    return re.sub(r"[\s\u00ad\u2010-]", "", text).casefold()


def _days_are_lawful(s: Step, tally: Tally) -> None:
    for what, day in _days(s):
        if day is not None:
            tally.rules["deadlines"] += 1
            assert is_lawful_day(day, s.settings.closed_days), f"{what} ends on {day:%A} {day}"


def _days(s: Step) -> list[tuple[str, date | None]]:
    days: list[tuple[str, date | None]] = []
    orders = _rows(s, Order)
    ids = [one.id for one in orders]
    for item in s.session.exec(select(OrderItem).where(col(OrderItem.order_id).in_(ids))):
        days.append(("an item", None if item.at_once else item.due_on))  # at once: on the very day, whichever it is
        days.append(("an item that was moved", None if item.runs_to == item.due_on else item.runs_to))
    extensions = select(ExtensionRequest).where(col(ExtensionRequest.order_id).in_(ids))
    days += [("an extension", one.granted_to) for one in s.session.exec(extensions)]
    hearings = _rows(s, Hearing)
    for hearing in hearings:
        days += [("a hearing", hearing.due_on), ("a postponed hearing", hearing.postponed_to)]
        days.append(("a hearing that came late", hearing.late_until))
    wanted = select(Postponement).where(col(Postponement.hearing_id).in_([one.id for one in hearings]))
    days += [("a postponement", one.granted_until) for one in s.session.exec(wanted)]
    days += [("an appeal", one.due_on) for one in _rows(s, Appeal)]
    days += [("a prohibition", one.move_out_on) for one in _rows(s, Prohibition)]
    days += [("proof of rehousing", one.proof_due_on) for one in _rows(s, RehousingOrder)]
    for kind, choices in s.session.exec(select(Letter.kind, Letter.choices).where(Letter.case_id == s.case_id)):
        for key in ("report_due_on", "objection_due_on", "due_on"):
            chosen = choices.get(key)
            if isinstance(chosen, str) and chosen:
                days.append((f"{key} of {kind}", date.fromisoformat(chosen)))
    return days
