"""The whole chain without a browser: declare, assess, score, plan, visit, hear, order, on one declaration file.

Everything goes the way it goes in the product, through the same actions, on a database of its own in the output folder:
only the clock is moved forward for what happens after today.
"""

import csv
import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, select

from husly.demo.cases import Guide
from husly.demo.story import approve_demo_letters, week_to_plan
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.clock import danish_date
from husly.kit.errors import DomainError
from husly.settings import Settings
from inspection.enforcement.actions.opening import open_case
from inspection.enforcement.models import InspectionCase
from inspection.enforcement.transitions import CaseState
from inspection.letters.models import Letter
from inspection.planning.actions import Drafted, accept_plan, draft_plan, save_plan
from inspection.planning.exports.formats import plan_to_dict
from inspection.planning.exports.picture import draw_map
from inspection.planning.queries import list_addresses
from inspection.planning.solving.checker import check_plan
from inspection.planning.solving.problem import StopAfter
from inspection.planning.stations import town_stations
from inspection.risk.actions import score_register
from inspection.risk.models import RiskRun
from inspection.risk.presenters import CSV_COLUMNS, csv_row, explained
from inspection.risk.queries import Filters, list_ranked
from inspection.risk.weightsets.queries import weights_in_force
from register.declarations.importing.actions import import_declarations
from register.declarations.importing.files import read_candidates
from register.declarations.importing.report import Report
from register.declarations.models import Declaration
from register.declarations.queries import facts_of, list_rooms
from register.employers.models import Employer
from register.municipalities.queries import current_boundaries
from register.rules.queries import LocalPacks, local_packs
from standards.engine.assess import assess_many
from standards.engine.assessment import Assessment
from standards.engine.outcome import Outcome
from standards.facts.known import DwellingFacts
from standards.printing.documents import to_json
from standards.rules.pack import Pack

INSPECTOR = Actor("demo-inspector", "Torben Tilsyn", (Grant(Role.INSPECTOR),))
DECISION_MAKER = Actor("demo-decision-maker", "Lene Leder", (Grant(Role.DECISION_MAKER),))
ITERATIONS = 400
BOUNDARY_CREDIT = "Kommunegrænser: © OpenStreetMap contributors (ODbL), omtrentlige – ikke til juridisk brug"


@dataclass
class Chain:
    """One run of the chain. ``at`` is the present moment; files go to ``out``."""

    session: Session
    settings: Settings
    out: Path
    at: datetime

    def declare(self, content: bytes, name: str) -> Report:
        """Import the declaration file; the report says what was refused."""
        return import_declarations(
            self.session,
            candidates=read_candidates(content, name=name, limit_mb=self.settings.import_max_mb),
            by=SYSTEM,
            at=self.at,
            boundaries=current_boundaries(self.session, self.settings.data_path),
            data_path=self.settings.data_path,
            dry_run=False,
        )

    def assess(self) -> dict[str, list[Assessment]]:
        """Assess every current declaration under each pack in use, into assessment.json."""
        rows = self.session.exec(select(Declaration).where(col(Declaration.is_current)).order_by(col(Declaration.id)))
        declared = [(row, facts_of(row, list_rooms(self.session, row.id))) for row in rows]
        as_of = danish_date(self.at)
        local = local_packs(self.session, self.settings.packs, as_of=as_of)
        packs = local.bases
        found = {pack.id: self._assessed(declared, local, place, as_of) for place, pack in enumerate(packs)}
        document = {
            "as_of": as_of.isoformat(),
            "packs": [_pack_document(pack) for pack in packs],
            "dwellings": [
                {
                    "accommodation": str(row.accommodation_id),
                    "receipt_number": row.receipt_number,
                    "assessments": [_assessment_document(found[pack.id][place]) for pack in packs],
                }
                for place, (row, _) in enumerate(declared)
            ],
        }
        _write_json(self.out / "assessment.json", document)
        return found

    @staticmethod
    def _assessed(
        declared: Sequence[tuple[Declaration, DwellingFacts]], local: LocalPacks, place: int, as_of: date
    ) -> list[Assessment]:
        """Each declaration under one pack as it stands in its municipality, in their order."""
        groups: dict[str, list[int]] = {}
        for number, (row, _) in enumerate(declared):
            groups.setdefault(row.municipality_code if row.municipality_code in local.rules else "", []).append(number)
        found: dict[int, Assessment] = {}
        for code, numbers in groups.items():
            facts = [declared[number][1] for number in numbers]
            found |= dict(zip(numbers, assess_many(facts, local.of(code)[place], as_of=as_of), strict=True))
        return [found[number] for number in range(len(declared))]

    def score(self) -> RiskRun:
        """Score the register, into risk.csv, the riskiest first."""
        as_of = danish_date(self.at)
        weights = weights_in_force(self.session, as_of)
        run = score_register(
            self.session, as_of=as_of, weights=weights, switched_on=self.settings.risk_score, by=SYSTEM, at=self.at
        )
        ranked, _ = list_ranked(self.session, run, by=SYSTEM, filters=Filters(), limit=run.accommodations or 1)
        with (self.out / "risk.csv").open("w", encoding="utf-8-sig", newline="") as file:
            writer = csv.writer(file, delimiter=";")
            writer.writerow(CSV_COLUMNS)
            writer.writerows(csv_row(one, explained(one, weights)) for one in ranked)
        return run

    def plan(self, run: RiskRun, *, inspectors: int, seed: int) -> Drafted:
        """Plan a week of visits, into plan.json; the plan is checked by the independent checker."""
        as_of = danish_date(self.at)
        stations = town_stations(inspectors, data_path=self.settings.data_path)
        request = week_to_plan(run, stations, settings=self.settings, seed=seed, as_of=as_of)
        drafted = draft_plan(
            self.session, request=request, as_of=as_of, stop=StopAfter(iterations=ITERATIONS), by=INSPECTOR
        )
        faults = check_plan(drafted.plan, drafted.problem)
        if faults:
            raise DomainError("plan.unsound", "The plan is not sound: {faults}", faults="; ".join(faults))
        _write_json(self.out / "plan.json", plan_to_dict(drafted.plan, drafted.problem))
        return drafted

    def draw(self, run: RiskRun, drafted: Drafted) -> None:
        """Draw the plan, into map.png."""
        ranked, _ = list_ranked(self.session, run, by=SYSTEM, filters=Filters(), limit=run.accommodations or 1)
        boundaries = current_boundaries(self.session, self.settings.data_path)
        points = [
            (one.dwelling.latitude, one.dwelling.longitude, one.score.risk_group)
            for one in ranked
            if one.score is not None and one.dwelling.latitude is not None and one.dwelling.longitude is not None
        ]
        draw_map(
            self.out / "map.png",
            boundaries=boundaries.areas,
            points=points,
            plan=drafted.plan,
            problem=drafted.problem,
            credit="" if boundaries.official else BOUNDARY_CREDIT,
        )

    def enforce(self, drafted: Drafted, breaching: Sequence[UUID]) -> list[Path]:
        """Accept the plan, and take the first visit to housing in breach as far as an order; write its letters."""
        approve_demo_letters(self.session, settings=self.settings, by=DECISION_MAKER, at=self.at)
        plan = save_plan(self.session, drafted, by=INSPECTOR, at=self.at)
        posting_days = self.settings.notice_posting_days
        accept_plan(self.session, plan.id, open_case=open_case, posting_days=posting_days, by=INSPECTOR, at=self.at)
        case = self._first_case(drafted, breaching)
        if case is None:
            return []
        guide = Guide(self.session, self.settings, INSPECTOR, DECISION_MAKER)
        guide.carry(case, CaseState.ORDER_ISSUED, opened_at=self.at)
        return self._write_letters(case)

    def _first_case(self, drafted: Drafted, breaching: Sequence[UUID]) -> InspectionCase | None:
        """The case of the first planned visit to housing in breach whose employer can be written to."""
        planned = [UUID(stop.candidate_id) for tour in drafted.plan.tours for stop in tour.stops]
        statement = (
            select(InspectionCase)
            .join(Employer, col(Employer.id) == col(InspectionCase.employer_id))
            .where(col(InspectionCase.accommodation_id).in_(planned), col(Employer.postal_address).is_not(None))
        )
        cases = {case.accommodation_id: case for case in self.session.exec(statement)}
        wanted = set(breaching)
        return next((cases[one] for one in planned if one in wanted and one in cases), None)

    def _write_letters(self, case: InspectionCase) -> list[Path]:
        folder = self.out / "letters"
        folder.mkdir(exist_ok=True)
        for old in folder.glob("*.pdf"):  # of an earlier run into the same folder
            old.unlink()
        letters = select(Letter).where(Letter.case_id == case.id, col(Letter.pdf).is_not(None))
        written = []
        for number, letter in enumerate(self.session.exec(letters.order_by(col(Letter.issued_at))), start=1):
            path = folder / f"{number}-{letter.kind.value}-{case.case_number}.pdf"
            path.write_bytes(letter.pdf or b"")
            written.append(path)
        return written

    def addresses(self, drafted: Drafted) -> dict[UUID, str]:
        """The addresses of the planned visits."""
        planned = [UUID(stop.candidate_id) for tour in drafted.plan.tours for stop in tour.stops]
        return list_addresses(self.session, planned)


def breaching_accommodations(session: Session, assessments: Sequence[Assessment]) -> list[UUID]:
    """Whose housing breaches a pack, by the assessments' keys (declaration ids)."""
    keys = [UUID(one.dwelling_key) for one in assessments if one.dwelling_key and one.verdict is Outcome.BREACHED]
    rows = session.exec(select(Declaration.id, Declaration.accommodation_id).where(col(Declaration.is_current)))
    accommodation = dict(rows.all())
    return [accommodation[key] for key in keys]


def _pack_document(pack: Pack) -> dict[str, Any]:
    return {
        "id": pack.id,
        "version": pack.version,
        "sha256": pack.content_hash,
        "title": pack.title.da,
        "legal_status": pack.legal_status,
        "release": pack.release,
        "requirements": {one.id: {"text": one.text.da, "section": one.reference.section} for one in pack.requirements},
    }


RESULT_KEYS = ("requirement_id", "outcome", "counted", "measured", "op", "required", "unit", "shortfall", "rooms")


def _assessment_document(assessment: Assessment) -> dict[str, Any]:
    """The verdict, and of each result what differs between dwellings; the rules themselves stand with the pack."""
    results = [{key: row[key] for key in (*RESULT_KEYS, "missing", "reason")} for row in to_json(assessment)["results"]]
    return {"pack": assessment.pack_id, "verdict": assessment.verdict.value, "results": results}


def _write_json(path: Path, value: Any) -> None:
    path.write_text(json.dumps(value, ensure_ascii=False, indent=None, default=str) + "\n", encoding="utf-8")
