"""Ways through a case for tests: each takes it one state further, as of the days after it was opened."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlmodel import Session

from conftest import AT
from housing import CASE_SETTINGS, declare
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.clock import danish_date
from husly.settings import Settings
from inspection.enforcement import actions
from inspection.enforcement.actions.at_once import Urgent
from inspection.enforcement.checklist import FindingEntry, checklist
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.enforcement.declared import declared_assessments
from inspection.enforcement.models import FindingKind, FindingOutcome, InspectionCase, Order
from inspection.enforcement.queries import CaseFile, get_case_file
from inspection.letters.approvals import approve_for_demonstration
from inspection.letters.issuing import issue_letter, record_delivery
from inspection.letters.models import Letter

INSPECTOR = Actor("inspector", "Ida Inspektør", (Grant(Role.INSPECTOR),))
AUTHOR = Actor("author", "Asger Forfatter", (Grant(Role.DECISION_MAKER),))
APPROVER = Actor("approver", "Dorte Afgørelse", (Grant(Role.DECISION_MAKER),))
PROPORTIONAL = "oplysninger pr. brev ikke kan vise rummenes størrelse"
FACTS = "I har anmeldt, at seks personer bor på adressen."
VISIT_DAY = 21
"""Days from the opening to the visit."""


@dataclass
class Way:
    """One case on its way; days count from its opening."""

    session: Session
    case: InspectionCase
    settings: Settings = CASE_SETTINGS
    opened_at: datetime = AT

    def at(self, day: int) -> datetime:
        return self.opened_at + timedelta(days=day)

    def on(self, day: int) -> date:
        return danish_date(self.at(day))

    @property
    def file(self) -> CaseFile:
        return get_case_file(self.session, self.case.id, by=SYSTEM)

    def draft_notice(self) -> Letter:
        return actions.draft_notice(
            self.session,
            self.case.id,
            objection_due_on=self.on(12),
            facts=FACTS,
            proportionality_reason=PROPORTIONAL,
            by=INSPECTOR,
            at=self.at(0),
        )

    def issue(self, letter: Letter, day: int, by: Actor = INSPECTOR) -> Letter:
        return issue_letter(self.session, letter.id, settings=self.settings, by=by, at=self.at(day))

    def arrive(self, letter: Letter, day: int, *, known_on: int | None = None) -> None:
        at = self.at(day if known_on is None else known_on)
        record_delivery(self.session, letter.id, delivered_on=self.on(day), by=INSPECTOR, at=at)

    def notify(self) -> Letter:
        letter = self.issue(self.draft_notice(), 0)
        self.arrive(letter, 2)
        return letter

    def visit(self) -> None:
        on = self.on(VISIT_DAY)
        actions.record_visit(self.session, self.case.id, visited_on=on, by=INSPECTOR, at=self.at(VISIT_DAY))

    def entries(self, *breached: str) -> list[FindingEntry]:
        """Every requirement in force, those named (by the end of their id) breached, the others met."""
        file = self.file
        packs = self.settings.packs
        items = checklist(declared_assessments(self.session, file.case, on=file.visit.visit_on, pack_ids=packs))
        return [
            FindingEntry(
                item.requirement_id,
                FindingOutcome.BREACHED if item.requirement_id.endswith(breached) else FindingOutcome.MET,
                FindingKind.OBSERVED,
                None,
                f"Set på stedet: {item.title}",
            )
            for item in items
        ]

    def find(self, *breached: str) -> None:
        actions.record_findings(
            self.session,
            self.case.id,
            entries=self.entries(*(breached or (".cap", ".window"))),
            pack_ids=self.settings.packs,
            by=INSPECTOR,
            at=self.at(VISIT_DAY),
        )

    def report(self, day: int = VISIT_DAY) -> Letter:
        """The report of the visit, written and issued: where a breach was found it is always owed (RSL § 8)."""
        told = {"hours": "9-11", "participants": "to tilsynsførende"}
        letter = actions.draft_report(self.session, self.case.id, **told, by=INSPECTOR, at=self.at(day))
        return self.issue(letter, day)

    def draft_hearing(self) -> Letter:
        return actions.draft_hearing(
            self.session,
            self.case.id,
            days=14,
            contemplated_due_on=self.on(80),
            by=INSPECTOR,
            at=self.at(VISIT_DAY),
        )

    def send_hearing(self) -> Letter:
        letter = self.issue(self.draft_hearing(), VISIT_DAY)
        self.arrive(letter, VISIT_DAY + 1)
        return letter

    def answer(self) -> None:
        day, case_id = 28, self.case.id
        who = {"by": INSPECTOR, "at": self.at(day)}
        actions.record_reply(self.session, case_id, replied_on=self.on(day), reply="Stuen tæller med.", **who)
        actions.consider_reply(self.session, case_id, consideration="Stuen bruges som lager.", **who)
        actions.conclude_hearing(self.session, case_id, **who)

    def draft_order(self, by: Actor = AUTHOR) -> Order:
        return actions.draft_order(
            self.session,
            self.case.id,
            due_on={finding.id: self.on(80) for finding in self.file.findings},
            report_due_on=self.on(83),
            considerations="Beboernes sundhed vejer tungest.",
            settings=self.settings,
            by=by,
            at=self.at(30),
        )

    def approve(self, by: Actor = APPROVER) -> None:
        actions.approve_order(self.session, self.case.id, by=by, at=self.at(30))

    def draft_at_once(self, by: Actor = AUTHOR, **given: Any) -> Order:
        """An order at once on the day of the visit, nobody heard because of the danger."""
        usual = {"danger_reason": "brandtrappen er faldet ned", "waiver_reason": "der er akut fare for beboernes liv"}
        return actions.draft_at_once(
            self.session,
            self.case.id,
            finding_ids={finding.id for finding in self.file.findings},
            urgent=Urgent(**(given or usual)),
            report_due_on=self.on(VISIT_DAY + 2),
            settings=self.settings,
            by=by,
            at=self.at(VISIT_DAY),
        )

    def to_heard(self) -> None:
        self.notify()
        self.visit()
        self.find()
        self.send_hearing()
        self.answer()

    def to_delivered(self) -> Letter:
        self.to_heard()
        order = self.draft_order()
        self.approve()
        letter = self.issue(self.file.letter(order.letter_id), 31, APPROVER)
        self.arrive(letter, 33)
        return letter


def start(session: Session, *, settings: Settings = CASE_SETTINGS, approved: bool = True) -> Way:
    """A case on the crowded house, its first visit planned; packs and texts approved for demonstration."""
    if approved:
        approve_for_demonstration(session, pack_ids=settings.packs, by=AUTHOR, and_by=APPROVER, at=AT)
    accommodation = declare(session, at=AT - timedelta(days=60))
    case = actions.open_case(
        session,
        accommodation_id=accommodation.id,
        visit_on=danish_date(AT) + timedelta(days=VISIT_DAY),
        from_min=540,
        to_min=660,
        inspector_id=INSPECTOR.id,
        reason="Mange beboere pr. rum",
        chosen=Chosen(reason=VisitReason.SCORE),
        by=INSPECTOR,
        at=AT,
    )
    return Way(session, case, settings)
