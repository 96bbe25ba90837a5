"""Random steps of random people through cases, by the actions that people use; for the test and ``bench/``.

A world keeps a handful of cases on a database of its own. Each step moves the clock, picks a case, somebody and an
action with arguments that are often wrong, and runs it in a transaction. A refusal is as good as a step; anything else
that is raised is a failure, and after each lawful step the rules of ``random_step_rules`` are asked of what stands.
Every lawful move is counted by the row of the table that allowed it, so that a walk tells what it never tried.
"""

import hashlib
import itertools
import random
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator
from collections.abc import Set as AbstractSet
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from unittest.mock import patch
from uuid import UUID, uuid4

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

import husly.models
from case_ways import VISIT_DAY, Way
from housing import CASE_SETTINGS, CROWDED, declare
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.clock import danish_date
from husly.kit.database import open_engine, told, transaction
from husly.kit.errors import DomainError, NotAllowedError, NotFoundError
from husly.settings import Settings
from inspection.enforcement import actions as cases
from inspection.enforcement.choosing import Chosen, VisitReason
from inspection.enforcement.models import InspectionCase, LegalBasis
from inspection.enforcement.queries import CaseFile, get_case_file
from inspection.enforcement.transitions import CaseState
from inspection.letters import rendering
from inspection.letters.approvals import approve_for_demonstration
from inspection.letters.models import Letter
from inspection.needs.models import VisitNeeds
from inspection.referrals.contacts import ContactWords, keep_contact
from inspection.referrals.words import ContactLevel
from past_housing import add_contest
from random_step_rows import Taken, watched
from register.declarations.models import Declaration, ResidentName
from register.residents.models import Report, TipSource

START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
LONG_AGO = START - timedelta(days=100)
REFUSED = (DomainError, NotAllowedError, NotFoundError)

SECRETS = {
    "resident": "Zbyszek Qzbeboer",
    "tip": "qztipord",
    "tipster": "qztipster",
    "safety": "qzfareord",
    "why": "qzgrundord",
    "referral": "qzunderretningord",
    "retaliation": "qzrepressalieord",
    "witness": "qzvidneord",
    "note": "qzinternord",
}
"""Words that no letter to an employer or owner may hold, planted where they are kept."""

INSPECTOR = Actor("w-inspector", "Ida Inspektør", (Grant(Role.INSPECTOR),))
AUTHOR = Actor("w-author", "Asger Forfatter", (Grant(Role.DECISION_MAKER),))
APPROVER = Actor("w-approver", "Dorte Afgørelse", (Grant(Role.DECISION_MAKER),))
CASEWORKER = Actor("w-odense", "Karl Sagsbehandler", (Grant(Role.CASEWORKER, municipality_code="0461"),))
ADMINISTRATOR = Actor("w-admin", "Anna Admin", (Grant(Role.ADMINISTRATOR),))
ELSEWHERE = Actor("w-elsewhere", "Kaj København", (Grant(Role.CASEWORKER, municipality_code="0101"),))
EMPLOYER = Actor("w-employer", "Hanne Hansen", (Grant(Role.EMPLOYER, employer_id=uuid4()),))
STATISTICIAN = Actor("w-numbers", "Søren Statistik", (Grant(Role.STATISTICIAN),))
NOBODY = Actor("w-nobody", "Ingen")
OUTSIDERS = (ELSEWHERE, EMPLOYER, STATISTICIAN, NOBODY, ADMINISTRATOR)
PEOPLE = (INSPECTOR, AUTHOR, APPROVER, CASEWORKER, *OUTSIDERS)
WEIGHTS = (22, 28, 28, 5, 5, 4, 2, 3, 1)

STATE_SETTINGS = CASE_SETTINGS.model_copy(update={"fine_only_after_order": True, "rehousing_order_power": "yes"})
MUNICIPAL = STATE_SETTINGS.model_copy(update={"supervision_model": "municipality", "packs": ("dk-byfornyelse-75",)})


NEW, FOUND, HEARD, DELIVERED, IGNORED = 0, 23, 34, 40, 90
"""Days before, when a case began that is new, has its findings, is heard, has an order, or one that nobody obeyed."""


SECOND_PERSON = frozenset({"second_person_approved", "another_person_decides", "second_person_acts"})
"""Refusals after which another may do the same."""

STAYED_WITH = frozenset(
    {"rehouse", "prohibit", "fine", "police_report", "appeal", "hear", "ask_time", "order", "approve"}
)
"""Actions after which somebody often goes on with the same thing."""

PACES = ((90, 5, 3, 1.4, 0.8), (82, 7, 5, 4, 2), (75, 8, 7, 6, 4))
"""How likely a step comes on the same day as the one before, the next day, three days later and so on."""


def _decided(rng: random.Random, settings: Settings) -> Settings:
    """The decisions of an operator, one way or the other; half of them close on days of their own."""
    year = [date(2026, 1, 1) + timedelta(days=days) for days in range(365)]
    closed = rng.sample(year, 40) if rng.random() < 0.5 else []
    chosen = {
        "closed_days": tuple(f"{day:%m-%d}" for day in closed),
        "complaint_suspends": rng.random() < 0.7,
        "fine_only_after_order": rng.random() < 0.7,
    }
    return settings.model_copy(update=chosen)


@dataclass
class Step:
    """One try: who does what in which case, and when. Draws of chance come from here alone."""

    session: Session
    settings: Settings
    rng: random.Random
    case_id: UUID
    by: Actor
    at: datetime
    begun: frozenset[str] = frozenset()
    """The actions that were lawful in this case before."""
    stand_in: str = ""
    """The hash of the page that stands in for those that are not set in this walk."""
    again: str = ""
    """What somebody tried in this case just now, and another may do or go on with."""
    only: AbstractSet[str] = frozenset()
    """Where not empty: nothing but these actions is tried."""
    careless: float = 0.02
    """How often somebody names a resident in words that are meant for a letter."""
    _file: CaseFile | None = None

    @property
    def file(self) -> CaseFile:
        """The case as it stands, whoever acts: arguments are drawn from it."""
        if self._file is None:
            self._file = get_case_file(self.session, self.case_id, by=SYSTEM)
        return self._file

    @property
    def case(self) -> InspectionCase:
        return self.session.get_one(InspectionCase, self.case_id)

    @property
    def today(self) -> date:
        return danish_date(self.at)

    @property
    def who(self) -> dict[str, Any]:
        return {"by": self.by, "at": self.at}

    @property
    def whoset(self) -> dict[str, Any]:
        return {"settings": self.settings, **self.who}

    def one(self, rows: Any) -> Any:
        """One of the rows; refused where there is none, as a page without the row would be."""
        found = list(rows)
        if not found:
            raise NotFoundError("row")
        return self.rng.choice(found)

    def maybe(self, chance: float) -> bool:
        return self.rng.random() < chance

    def text(self, words: str = "Det fremgår af sagen.") -> str:
        """Words, sometimes none."""
        return self.rng.choice(["", "  "]) if self.maybe(0.07) else words

    def day(self, first: int, last: int) -> date:
        """A day so many days from now, sometimes any day at all."""
        return self.today + timedelta(
            days=self.rng.randint(-40, 200) if self.maybe(0.1) else self.rng.randint(first, last)
        )


@dataclass
class Tally:
    """What became of the steps, by action."""

    lawful: Counter[str] = field(default_factory=Counter)
    refused: Counter[str] = field(default_factory=Counter)
    by_outsiders: int = 0
    letters: Counter[str] = field(default_factory=Counter)
    rules: Counter[str] = field(default_factory=Counter)
    reached: Counter[str] = field(default_factory=Counter)
    moves: Counter[Taken] = field(default_factory=Counter)
    whys: Counter[str] = field(default_factory=Counter)
    broken: Counter[str] = field(default_factory=Counter)
    cases: int = 0

    def add(self, other: "Tally") -> None:
        for name in ("lawful", "refused", "letters", "rules", "reached", "moves", "whys", "broken"):
            getattr(self, name).update(getattr(other, name))
        self.by_outsiders += other.by_outsiders
        self.cases += other.cases


@dataclass
class Led(Way):
    """A way taken by the people of the authority whose case it is."""

    people: tuple[Actor, ...] = PEOPLE

    def issue(self, letter: Letter, day: int, by: Actor = INSPECTOR) -> Letter:
        decides = any(one.role is Role.DECISION_MAKER for one in by.grants)
        return super().issue(letter, day, self.people[2 if decides else 0])

    def to_found(self) -> None:
        self.notify()
        self.visit()
        self.find(*("" for _ in range(self.case.legal_basis is LegalBasis.URBAN_RENEWAL_ACT)))
        for finding in self.file.findings:
            finding.valid_from = finding.valid_from or self.on(-900)  # a pack without a day is never cited


class World:
    """A database with a few cases, a clock and chance."""

    def __init__(self, engine: Any, seed: int, pages: "Pages", moves: list[Taken], *, kept: int = 4) -> None:
        self.rng, self.kept = random.Random(seed), kept  # noqa: S311 - chance, no secret
        self.pages, self.moves = pages, moves
        self.municipal = self.rng.random() < 0.35
        self.settings = _decided(self.rng, MUNICIPAL if self.municipal else STATE_SETTINGS)
        self.engine = told(engine, self.settings)
        staff = (INSPECTOR, AUTHOR, APPROVER)
        own = tuple(replace(one, grants=(replace(one.grants[0], municipality_code="0461"),)) for one in staff)
        self.people = (*(own if self.municipal else staff), *PEOPLE[3:])
        self.pace = self.rng.choice(PACES)
        self.at, self.tally = START, Tally()
        self.cases: list[UUID] = []
        self.tries: Counter[UUID] = Counter()
        self.begun: defaultdict[UUID, set[str]] = defaultdict(set)
        self.focus: tuple[UUID, str] | None = None
        self.begin: int | None = None
        self.only: AbstractSet[str] = frozenset()
        self.careless = 0.02
        self.houses = itertools.count(1)
        with transaction(engine) as session:
            approve_for_demonstration(session, pack_ids=self.settings.packs, by=AUTHOR, and_by=APPROVER, at=LONG_AGO)
            self._contacts(session)

    def _contacts(self, session: Session) -> None:
        words = ContactWords(
            organisation="Modtageren",
            person="Mona Modtager",
            postal_address="Rådhuspladsen 1; 5000 Odense C",
            phone="66 11 11 11",
            email="mona@modtager.example",
        )
        for receiver in ("municipality", "labour_inspectorate", "police", "cmm", "fire", "tax", "building", "union"):
            code = "0461" if receiver in ("municipality", "fire", "building") else ""
            level = ContactLevel.LOCAL if code else ContactLevel.NATIONAL
            try:
                with session.begin_nested():
                    keep_contact(session, receiver, level, words, municipality_code=code, by=ADMINISTRATOR, at=START)
            except REFUSED:
                continue

    def run(self, steps: int, *, go_on: bool = False) -> None:
        """So many steps; raises what a step raises that is no refusal, and ``AssertionError`` where a rule is broken.

        With ``go_on`` it is counted instead, and the case is left alone from there.
        """
        for _ in range(steps):
            try:
                self.step()
            except Exception as error:
                if not go_on:
                    raise
                self.tally.broken["; ".join([repr(error)[:300], *getattr(error, "__notes__", [])])] += 1
                self.cases.clear()

    def step(self) -> None:
        from random_step_actions import pick
        from random_step_rules import Before, check

        self._clock()
        self._keep_cases()
        case_id, again = self._taken_up()
        self.tries[case_id] += 1
        by = self.rng.choices(self.people, WEIGHTS)[0]
        self.moves.clear()
        name = "looking"
        try:
            with transaction(self.engine) as session:
                step = self._as(session, case_id, by, again)
                name, act = pick(step)
                before = Before.of(step)
                act(step)
                session.flush()
        except REFUSED as refusal:
            self.tally.refused[name] += 1
            self.tally.whys[f"{name}: {getattr(refusal, 'code', type(refusal).__name__)}"] += 1
            self.tally.by_outsiders += by in OUTSIDERS
            if isinstance(refusal, NotAllowedError) or getattr(refusal, "code", "") in SECOND_PERSON:
                self.focus = case_id, name
            return
        except Exception as error:
            error.add_note(f"{name} by {by.id} on {self.at.date()}")
            raise
        self.tally.lawful[name] += 1
        self.tally.moves.update(self.moves)
        self.begun[case_id].add(name)
        self.focus = case_id, "carry" if name in ("correct", "carry") else name if name in STAYED_WITH else ""
        try:
            with transaction(self.engine, writing=False) as session:
                check(name, before, self._as(session, case_id, by), self.tally)
        except AssertionError as error:
            error.add_note(f"after {name} by {by.id} on {self.at.date()}")
            raise

    def _taken_up(self) -> tuple[UUID, str]:
        """The case of the next step, often the one of the last, and what somebody else may do in it now."""
        focus, self.focus = self.focus, None
        if focus is not None and focus[0] in self.cases and self.rng.random() < 0.6:
            return focus
        return self.rng.choice(self.cases), ""

    def _as(self, session: Session, case_id: UUID, by: Actor, again: str = "") -> Step:
        begun = frozenset(self.begun[case_id])
        step = Step(session, self.settings, self.rng, case_id, by, self.at, begun, self.pages.stand_in, again)
        return replace(step, only=self.only, careless=self.careless)

    def _clock(self) -> None:
        """Mostly the same day; sometimes a weekend, now and then weeks. Some worlds are in no hurry."""
        days = self.rng.choices((0, 1, 3, 9, 22), self.pace)[0]
        self.at += timedelta(days=days, minutes=self.rng.randint(1, 5))
        if self.cases and self.rng.random() < 0.03:
            self._wait()
        if not 7 <= self.at.hour < 17:
            self.at = (self.at + timedelta(hours=12)).replace(hour=9)

    def _wait(self) -> None:
        """Go on to the day on which something falls due in one of the cases: a visit, a hearing, an item."""
        with transaction(self.engine, writing=False) as session:
            file = get_case_file(session, self.rng.choice(self.cases), by=SYSTEM)
            days = [one.runs_to or one.due_on for one in file.items]
            days += [] if file.hearing is None else [file.hearing.runs_until]
            ahead = [day + timedelta(days=1) for day in days] + ([file.planned.visit_on] if file.planned else [])
        waits = [(day - danish_date(self.at)).days for day in ahead]
        self.at += timedelta(days=min((days for days in waits if 0 < days < 90), default=0))

    def _keep_cases(self) -> None:
        for case_id in list(self.cases):
            if self.tries[case_id] > 400 or (self.tries[case_id] > 25 and self._is_over(case_id)):
                self.cases.remove(case_id)
        while len(self.cases) < self.kept:
            self.cases.append(self._new_case())

    def _is_over(self, case_id: UUID) -> bool:
        if self.rng.random() > 0.1:
            return False
        with transaction(self.engine) as session:
            return session.get_one(InspectionCase, case_id).closed_at is not None

    def _new_case(self) -> UUID:
        number = next(self.houses)
        address = {**CROWDED["address"], "house_number": str(number)}
        ahead = self.rng.choices((NEW, FOUND, HEARD, DELIVERED, IGNORED), (6, 6, 2, 0 if self.municipal else 6, 3))[0]
        ahead = FOUND if self.municipal and ahead > FOUND else ahead
        ahead = ahead if self.begin is None else self.begin
        opened_at = self.at - timedelta(days=ahead)
        with transaction(self.engine) as session:
            housed = declare(session, at=opened_at - timedelta(days=60), address=address)
            if self.begin is None and not self.municipal and ahead == NEW and self.rng.random() < 0.2:
                contest = add_contest(session, housed, on=danish_date(opened_at))
                self._plant(session, case := cases.take_up_contest(session, contest, at=opened_at))
                self.tally.cases += 1
                return case.id
            case = cases.open_case(
                session,
                accommodation_id=housed.id,
                visit_on=danish_date(opened_at) + timedelta(days=VISIT_DAY if ahead else self.rng.randint(16, 30)),
                from_min=540,
                to_min=660,
                inspector_id=INSPECTOR.id,
                reason=f"Mange beboere, {SECRETS['why']}",
                chosen=Chosen(reason=VisitReason.OTHER, words=SECRETS["why"]),
                by=self.people[0],
                at=opened_at,
            )
            if self.municipal:  # nobody's while it is led on by the usual way, so the model says that it is municipal
                case.legal_basis, case.authority = LegalBasis.URBAN_RENEWAL_ACT, ""
                session.flush()
            self._lead_on(session, case, opened_at, ahead)
            if self.municipal:
                case.authority = "0461"
            self._plant(session, case)
            self.tally.cases += 1
            return case.id

    def _lead_on(self, session: Session, case: InspectionCase, opened_at: datetime, ahead: int) -> None:
        """Some cases begin late: heard already, or with an order that has arrived; chance alone seldom comes so far."""
        way = Led(session, case, self.settings, opened_at, self.people)
        if ahead == FOUND:
            way.to_found()
        elif ahead == HEARD:
            way.to_heard()
        elif ahead:
            way.to_delivered()
        if ahead == IGNORED:
            cases.record_silence(session, case.id, by=self.people[0], at=way.at(IGNORED))

    def _plant(self, session: Session, case: InspectionCase) -> None:
        """A resident's name, a tip and words for inspectors only, where the register keeps them."""
        latest = select(Declaration).where(Declaration.accommodation_id == case.accommodation_id)
        declaration = session.exec(latest).first()
        assert declaration is not None
        session.add(ResidentName(declaration_id=declaration.id, position=0, name=SECRETS["resident"]))
        session.add(
            Report(
                accommodation_id=case.accommodation_id,
                dwelling_id=case.dwelling_id,
                municipality_code=case.municipality_code,
                source=TipSource.RESIDENT,
                text=f"Vi er bange {SECRETS['tip']} og fryser",
                contact=SECRETS["tipster"],
                language="pl",
                received_on=danish_date(self.at),
                case_id=case.id,
                follow_hash=f"f{case.id}",
                form_hash=f"g{case.id}",
            )
        )
        session.add(
            VisitNeeds(
                dwelling_id=case.dwelling_id,
                municipality_code=case.municipality_code,
                safety=f"Hunden bider {SECRETS['safety']}",
                review_on=danish_date(self.at) + timedelta(days=365),
                service_min=60,
                told_at=self.at,
                told_by=INSPECTOR.id,
                told_by_name=INSPECTOR.name,
            )
        )


class Pages:
    """Sets so large a share of the pages of letters; the first page of a walk stands in for the others.

    The words of every letter are searched as they are frozen beside the page, whether it is set or not.
    """

    def __init__(self, share: float, seed: int) -> None:
        self.share, self.rng, self.first = share, random.Random(f"pages of {seed}"), b""  # noqa: S311 - no secret
        self.set = rendering.letter_pdf

    def __call__(self, *given: Any, **more: Any) -> bytes:
        if self.first and self.rng.random() >= self.share:
            return self.first
        page = self.set(*given, **more)
        if not self.first and self.share < 1:
            self.first = page
        return page

    @property
    def stand_in(self) -> str:
        """The hash of the page that stands in; empty where every page is set."""
        return hashlib.sha256(self.first).hexdigest() if self.first else ""


@contextmanager
def world(seed: int, *, share: float = 1.0) -> Iterator[World]:
    """A world on a SQLite file of its own that is gone afterwards; ``share`` of the letters' pages are set."""
    husly.models.load()
    pages = Pages(share, seed)
    with tempfile.TemporaryDirectory() as folder, watched() as moves, patch.object(rendering, "letter_pdf", pages):
        engine = open_engine(f"sqlite:///{Path(folder) / 'steps.sqlite'}")
        sa.event.listen(engine, "connect", _hastily)
        SQLModel.metadata.create_all(engine)
        try:
            yield World(engine, seed, pages, moves)
        finally:
            engine.dispose()


def _hastily(connection: Any, record: Any) -> None:
    connection.execute("PRAGMA synchronous=OFF")
    connection.execute("PRAGMA journal_mode=MEMORY")


FAR = frozenset({CaseState.ORDER_DELIVERED, CaseState.COMPLIED, CaseState.NOT_COMPLIED, CaseState.CLOSED})
"""States that a long enough walk reaches."""
