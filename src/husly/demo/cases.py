"""Cases of the demonstration, carried from step to step through the actions that people use, at moments in the past.

A ``Guide`` takes one case as far as a state and no further, so that every state of a case can be shown, and so that the
chain without a browser goes the same way as the chain with one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from uuid import UUID

from sqlmodel import Session

from husly.demo.seen import seen
from husly.kit.access import Actor
from husly.kit.clock import at_hour, danish_date
from husly.kit.i18n import format_clock
from husly.settings import Settings
from inspection.enforcement.actions.closing import close_case
from inspection.enforcement.actions.findings import record_findings
from inspection.enforcement.actions.follow_up import (
    Verified,
    record_silence,
    report_compliance,
    report_to_police,
    verify_compliance,
)
from inspection.enforcement.actions.hearings import conclude_hearing, consider_reply, draft_hearing, record_reply
from inspection.enforcement.actions.opening import open_case
from inspection.enforcement.actions.orders import approve_order, draft_order, order_of
from inspection.enforcement.actions.papers import draft_report
from inspection.enforcement.actions.visits import draft_notice, record_visit, waive_notice
from inspection.enforcement.checklist import FindingEntry
from inspection.enforcement.choosing import Chosen
from inspection.enforcement.declared import declared_assessments
from inspection.enforcement.models import FindingKind, FindingOutcome, InspectionCase
from inspection.enforcement.queries import CaseFile, get_case_file
from inspection.enforcement.transitions import CaseState
from inspection.enforcement.waivers import NoticeWaiverGround
from inspection.letters.issuing import issue_letter, record_delivery
from inspection.letters.models import Letter
from standards.engine.assessment import Assessment, Result
from standards.engine.outcome import Outcome

GROUND = "Vi fører tilsyn med boliger, som arbejdsgivere stiller til rådighed for ansatte, og boligen er anmeldt"
PROPORTIONAL = "forholdene i boligen kun kan vurderes på stedet og ikke ses af de anmeldte oplysninger alene"
UNANNOUNCED = "et varsel ville gøre det muligt at fjerne senge og flytte beboere inden besøget"
REPLY = "Vi har bestilt en håndværker og flytter to medarbejdere til en anden bolig inden månedens udgang."
CONSIDERATION = (
    "Arbejdsgiverens oplysninger ændrer ikke vurderingen, da forholdene ikke er bragt i orden, men fristen er fastsat "
    "under hensyn til det oplyste."
)
WEIGHED = "flere beboere er berørt, og forholdene har bestået siden indflytningen"

VISIT_DAY, HEARING_DAY, DELIVERED_DAY, REPLY_DAY, HEARD_DAY, ORDER_DAY = 17, 20, 21, 26, 28, 30
ORDER_DELIVERED_DAY, DUE_DAY, REPORT_DAY, VERIFY_DAY, CLOSE_DAY = 32, 60, 56, 64, 66
"""Days after the case was opened."""

FINDING_STEPS = 3
"""Of the steps of a walk: notice, visit, findings."""

LAST_DAY = {
    CaseState.PLANNED: 0,
    CaseState.NOTIFIED: 3,
    CaseState.UNANNOUNCED_DECIDED: 1,
    CaseState.VISITED: VISIT_DAY,
    CaseState.CLOSED_WITHOUT_BREACH: VISIT_DAY + 1,
    CaseState.FINDINGS_RECORDED: DELIVERED_DAY + 2,
    CaseState.HEARD: HEARD_DAY,
    CaseState.ORDER_DRAFTED: ORDER_DAY,
    CaseState.ORDER_APPROVED: ORDER_DAY,
    CaseState.ORDER_ISSUED: ORDER_DAY + 1,
    CaseState.ORDER_DELIVERED: ORDER_DELIVERED_DAY + 2,
    CaseState.COMPLIANCE_REPORTED: REPORT_DAY + 1,
    CaseState.COMPLIED: VERIFY_DAY,
    CaseState.PARTLY_COMPLIED: VERIFY_DAY,
    CaseState.NOT_COMPLIED: VERIFY_DAY,
    CaseState.REPORTED_TO_POLICE: CLOSE_DAY,
    CaseState.CLOSED: CLOSE_DAY,
}
"""For each state the day on which a case gets there."""


@dataclass(frozen=True)
class Guide:
    """Carries cases forward. ``opened_at`` is the moment day 0 of the case stands for."""

    session: Session
    settings: Settings
    inspector: Actor
    decision_maker: Actor

    def open(
        self,
        accommodation_id: UUID,
        *,
        opened_at: datetime,
        reason: str,
        chosen: Chosen,
        planned_visit_id: UUID | None = None,
    ) -> InspectionCase:
        """Open a case whose visit is due on its seventeenth day, or the next working day."""
        return open_case(
            self.session,
            accommodation_id=accommodation_id,
            visit_on=weekday(danish_date(opened_at) + timedelta(days=VISIT_DAY)),
            from_min=9 * 60,
            to_min=12 * 60,
            inspector_id=self.inspector.id,
            reason=reason,
            chosen=chosen,
            planned_visit_id=planned_visit_id,
            proportionality_reason=PROPORTIONAL,
            by=self.inspector,
            at=opened_at,
        )

    def carry(self, case: InspectionCase, until: CaseState, *, opened_at: datetime) -> None:
        """Carry a case as far as a state; it must lie on the way that this guide goes."""
        walk = _Walk(self, case.id, opened_at, until)
        self._walk(walk, walk.steps())

    def carry_found(self, case: InspectionCase, until: CaseState, *, opened_at: datetime) -> None:
        """As ``carry``, for a case whose findings somebody else has recorded: from the hearing on."""
        walk = _Walk(self, case.id, opened_at, until)
        self._walk(walk, walk.steps()[FINDING_STEPS:])

    def _walk(self, walk: "_Walk", steps: "list[Callable[[], None]]") -> None:
        for step in steps:
            if self.session.get_one(InspectionCase, walk.case_id).state is walk.until and not walk.goes_on:
                return
            step()


@dataclass
class _Walk:
    guide: Guide
    case_id: UUID
    opened_at: datetime
    until: CaseState
    goes_on: bool = False
    """True where a state holds several steps: a hearing is sent and delivered while the findings stand recorded."""

    def steps(self) -> list[Callable[[], None]]:
        """The way of a case, in order."""
        if self.until is CaseState.UNANNOUNCED_DECIDED:
            return [self._go_unannounced]
        followed = [self._report, self._verify] if self._was_answered() else [self._silence]
        return [
            self._notify,
            self._visit,
            self._find,
            self._write_report,
            self._hear,
            self._conclude,
            self._draft_order,
            self._approve,
            self._issue_order,
            self._deliver_order,
            *followed,
            self._close,
        ]

    def _was_answered(self) -> bool:
        return self.until not in {CaseState.NOT_COMPLIED, CaseState.REPORTED_TO_POLICE}

    def at(self, day: int, hour: int = 10) -> datetime:
        """The moment of a day of the case; what follows the visit waits for it, when the plan set it later."""
        late = self._visit_delay() if day > VISIT_DAY else 0
        return at_hour(danish_date(self.opened_at) + timedelta(days=day + late), hour)

    def _visit_delay(self) -> int:
        visit_day = (self.file.visit.visit_on - danish_date(self.opened_at)).days
        return max(0, visit_day - VISIT_DAY)

    def on(self, day: int) -> date:
        return danish_date(self.at(day))

    @property
    def file(self) -> CaseFile:
        return get_case_file(self.guide.session, self.case_id, by=self.guide.decision_maker)

    def _send(self, letter: Letter, *, day: int, delivered_day: int, by: Actor) -> None:
        session, settings = self.guide.session, self.guide.settings
        issue_letter(session, letter.id, settings=settings, by=by, at=self.at(day, 11))
        self._arrive(letter.id, delivered_day)

    def _arrive(self, letter_id: UUID, day: int) -> None:
        delivered_on, at = self.on(day), self.at(day, 12)
        record_delivery(self.guide.session, letter_id, delivered_on=delivered_on, by=self.guide.inspector, at=at)

    def _notify(self) -> None:
        letter = draft_notice(
            self.guide.session,
            self.case_id,
            objection_due_on=self.on(10),
            facts=GROUND,
            proportionality_reason=PROPORTIONAL,
            by=self.guide.inspector,
            at=self.at(0, 11),
        )
        self._send(letter, day=0, delivered_day=1, by=self.guide.inspector)

    def _go_unannounced(self) -> None:
        waive_notice(
            self.guide.session,
            self.case_id,
            ground=NoticeWaiverGround.PURPOSE_DEFEATED,
            reason=UNANNOUNCED,
            proportionality_reason=PROPORTIONAL,
            by=self.guide.inspector,
            at=self.at(1),
        )

    def _visit(self) -> None:
        visit_on = self.file.visit.visit_on
        record_visit(
            self.guide.session,
            self.case_id,
            visited_on=visit_on,
            present="to tilsynsførende og arbejdsgiverens kontaktperson",
            by=self.guide.inspector,
            at=self._evening(visit_on),
        )

    def _evening(self, day: date) -> datetime:
        return at_hour(day, 13)

    def _find(self) -> None:
        if self.until is CaseState.CLOSED_WITHOUT_BREACH:
            self._find_nothing()
            return
        visit_on = self.file.visit.visit_on
        record_findings(
            self.guide.session,
            self.case_id,
            entries=self._entries(visit_on, breached=True),
            pack_ids=self.guide.settings.packs,
            by=self.guide.inspector,
            at=self._evening(visit_on),
        )
        self.goes_on = self.until is CaseState.FINDINGS_RECORDED

    def _find_nothing(self) -> None:
        visit_on = self.file.visit.visit_on
        record_findings(
            self.guide.session,
            self.case_id,
            entries=self._entries(visit_on, breached=False),
            pack_ids=self.guide.settings.packs,
            by=self.guide.inspector,
            at=self._evening(visit_on),
        )
        reason = "Der er ikke fundet overtrædelser ved besøget."
        close_case(self.guide.session, self.case_id, reason=reason, by=self.guide.inspector, at=self.at(VISIT_DAY + 4))

    def _entries(self, on: date, *, breached: bool) -> list[FindingEntry]:
        packs = self.guide.settings.packs
        assessments = declared_assessments(self.guide.session, self.file.case, on=on, pack_ids=packs)
        entries = [_entry(result) for result in _governing(assessments) if breached or not result.is_breach]
        needed = 0 if not breached else 2 if self.until is CaseState.PARTLY_COMPLIED else 1
        for place, entry in enumerate(entries):
            if sum(one.outcome is FindingOutcome.BREACHED for one in entries) >= needed:
                break
            if entry.outcome is FindingOutcome.MET:
                entries[place] = _seen_breach(entry.requirement_id)
        return entries

    def _write_report(self) -> None:
        """The report that is always owed where a breach was found; the hearing then brings it as well."""
        visit, by = self.file.visit, self.guide.inspector
        hours = f"{format_clock(visit.from_min)}–{format_clock(visit.to_min)}"
        told = {"hours": hours, "participants": "arbejdsgiverens kontaktperson og to tilsynsførende"}
        letter = draft_report(self.guide.session, self.case_id, **told, by=by, at=self.at(HEARING_DAY, 9))
        self._send(letter, day=HEARING_DAY, delivered_day=DELIVERED_DAY, by=by)

    def _hear(self) -> None:
        self.goes_on = False
        letter = draft_hearing(
            self.guide.session,
            self.case_id,
            days=10,
            contemplated_due_on=self.on(DUE_DAY),
            by=self.guide.inspector,
            at=self.at(HEARING_DAY),
        )
        self._send(letter, day=HEARING_DAY, delivered_day=DELIVERED_DAY, by=self.guide.inspector)

    def _conclude(self) -> None:
        session, by = self.guide.session, self.guide.inspector
        record_reply(session, self.case_id, replied_on=self.on(REPLY_DAY), reply=REPLY, by=by, at=self.at(REPLY_DAY))
        consider_reply(session, self.case_id, consideration=CONSIDERATION, by=by, at=self.at(HEARD_DAY))
        conclude_hearing(session, self.case_id, by=by, at=self.at(HEARD_DAY, 11))

    def _draft_order(self) -> None:
        breaches = [one for one in self.file.findings if one.outcome is FindingOutcome.BREACHED]
        draft_order(
            self.guide.session,
            self.case_id,
            due_on={finding.id: self.on(DUE_DAY) for finding in breaches},
            report_due_on=self.on(DUE_DAY),
            considerations=WEIGHED,
            settings=self.guide.settings,
            by=self.guide.inspector,
            at=self.at(ORDER_DAY),
        )

    def _approve(self) -> None:
        approve_order(self.guide.session, self.case_id, by=self.guide.decision_maker, at=self.at(ORDER_DAY, 11))

    def _issue_order(self) -> None:
        order = order_of(self.file)
        issue_letter(
            self.guide.session,
            order.letter_id,
            settings=self.guide.settings,
            by=self.guide.decision_maker,
            at=self.at(ORDER_DAY + 1),
        )

    def _deliver_order(self) -> None:
        order = order_of(self.file)
        self._arrive(order.letter_id, ORDER_DELIVERED_DAY)

    def _report(self) -> None:
        report_compliance(
            self.guide.session,
            self.case_id,
            reported_on=self.on(REPORT_DAY),
            report="Forholdene er bragt i orden; billeder og faktura er vedlagt.",
            by=self.guide.inspector,
            at=self.at(REPORT_DAY + 1),
        )

    def _verify(self) -> None:
        partly = self.until is CaseState.PARTLY_COMPLIED
        items = {
            item.id: Verified(complied=not (partly and position == 0), evidence="Billeder og faktura set den dag.")
            for position, item in enumerate(self.file.items)
        }
        verify_compliance(
            self.guide.session, self.case_id, items=items, by=self.guide.inspector, at=self.at(VERIFY_DAY)
        )

    def _silence(self) -> None:
        record_silence(self.guide.session, self.case_id, by=self.guide.inspector, at=self.at(VERIFY_DAY))

    def _close(self) -> None:
        session, at = self.guide.session, self.at(CLOSE_DAY)
        if self.until is CaseState.REPORTED_TO_POLICE:
            note = "Anmeldt til politiet med sagens akter."
            report_to_police(session, self.case_id, note=note, by=self.guide.decision_maker, at=at)
            return
        close_case(session, self.case_id, reason="Påbuddet er efterkommet.", by=self.guide.inspector, at=at)


def _governing(assessments: tuple[Assessment, ...]) -> list[Result]:
    return [
        result
        for assessment in assessments
        for result in assessment.worst_first()
        if result.counted and result.reason != "outside_validity"
    ]


def _entry(result: Result) -> FindingEntry:
    """What an inspector finds where the declaration was right; the unknown is looked at and found in order."""
    if result.outcome is not Outcome.BREACHED:
        return FindingEntry(result.requirement_id, FindingOutcome.MET)
    number = result.measured if isinstance(result.measured, float) else None
    return FindingEntry(
        result.requirement_id,
        FindingOutcome.BREACHED,
        kind=FindingKind.OBSERVED if number is None else FindingKind.MEASURED,
        measured_number=number,
        measured_text="" if number is not None else seen(result.requirement_id),
        rooms=result.rooms,
    )


def _seen_breach(requirement_id: str) -> FindingEntry:
    return FindingEntry(
        requirement_id,
        FindingOutcome.BREACHED,
        measured_text=seen(requirement_id),
    )


def weekday(day: date) -> date:
    """The day, or the Monday after a weekend."""
    while day.weekday() > 4:
        day += timedelta(days=1)
    return day
