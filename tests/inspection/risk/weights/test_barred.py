"""No nationality, name, language, home country or inspector is read, nor anything that stands for them (RISK-03)."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta

import polars as pl
import pytest
import sqlalchemy as sa
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from polars.testing import assert_frame_equal
from sqlmodel import Session, select

from housed import add_employer, house
from inspection.enforcement.models import Finding, InspectionCase, Visit
from inspection.risk.features.from_register import declared_columns, feature_frames
from inspection.risk.features.reading import READ_FACTS
from past_housing import add_contest, add_evidence, add_link, add_order, add_report, add_visit
from register.accommodations.models import Accommodation
from register.declarations.models import Declaration, ResidentName
from register.employers.models import Employer
from register.owners.models import OwnerNotice
from register.portfolio.models import LinkKind
from register.residents.models import Report, TipSource

DAY = date(2026, 3, 2)
READ = {
    "accommodation": {"id", "dwelling_id", "employer_id", "municipality_code", "starts_on", "ends_on"},
    "confirmation": {"accommodation_id", "confirmed_at"},
    "declaration": {
        "id", "version", "valid_from", "kind", "residents", "area_m2", "facts", "submitted_at", "terms",
    },
    "dwelling": {"placed_by", "dar_id"},
    "employer": {"cvr_number", "foreign_number", "rut_number", "sector_code"},
    "end_told": {"id", "accommodation_id", "before", "told_at"},
    "occupancy_period": {"declaration_id", "from_on", "to_on", "residents"},
    "plan_code": {"generated_at"},
    "room": {"declaration_id", "use", "beds"},
}  # fmt: skip
"""Every column that may be read of declared housing. A new one is added here by somebody who has asked whether it
stands for a person. That there is a ``foreign_number`` serves the duty to notify in RUT; which, is not read.
"""
NEVER = re.compile(
    r"\b(employer\.(name|contact_\w+|postal_address)|owner_notice|account\b|account_\w+|resident_name|visit_needs|"
    r"resident_report\.(text|language|source|contact|place)|owner_contest\.text|owner_contest\.reasons|"
    r"\w+\.inspector_id|\w+\.recorded_by|\w+\.by_id|\w+\.by_name|\w+\.submitted_by|visit\.present|dwelling\.(street|"
    r"house_number|postal_town|latitude)|declaration_evidence\.(content|name))"
)


def columns_read() -> dict[str, set[str]]:
    """Table and name of every column in what is selected of declared housing."""
    found: dict[str, set[str]] = {}
    for element in sa.sql.visitors.iterate(sa.select(*declared_columns(DAY))):
        if isinstance(element, sa.Column) and element.table is not None:
            found.setdefault(element.table.name, set()).add(element.name)
    return found


def test_only_listed_columns_of_declared_housing_are_read() -> None:
    assert columns_read() == READ


def test_of_the_terms_only_the_work_is_read() -> None:
    paths = {
        element.value
        for element in sa.sql.visitors.iterate(sa.select(*declared_columns(DAY)))
        if isinstance(element, sa.BindParameter) and isinstance(element.type, sa.JSON.JSONElementType)
    }
    told_of_work = {("work", key) for key in ("season", "shifts", "workers", "client_cvr", "client_name")}
    assert paths == {"work", *told_of_work}


@contextmanager
def statements(session: Session) -> Iterator[list[str]]:
    """Every statement that is sent meanwhile."""
    sent: list[str] = []

    def keep(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    connection = session.connection()
    sa.event.listen(connection, "before_cursor_execute", keep)
    try:
        yield sent
    finally:
        sa.event.remove(connection, "before_cursor_execute", keep)


def test_no_statement_reads_who_somebody_is(session: Session) -> None:
    told(session)
    with statements(session) as sent:
        frame(session)
    assert len(sent) > 5
    assert [found.group() for one in sent for found in NEVER.finditer(one)] == []


def test_rent_and_what_else_is_declared_are_no_facts_of_the_score() -> None:
    assert not [fact for fact in READ_FACTS if fact.startswith(("rent", "licence", "municipality"))]


@dataclass
class Told:
    """A register in which every barred attribute is there to be changed."""

    session: Session
    home: Accommodation
    employer: Employer


def told(session: Session) -> Told:
    employer = add_employer(session, cvr_number=None, foreign_number="DE-7", contact_email="a@firma.example")
    home = house(session, employer=employer, facts={"plan": True, "rent_per_month": 900.0})
    version = session.exec(select(Declaration).where(Declaration.accommodation_id == home.id)).one()
    version.terms = {
        "work": {"client_name": "Byg A", "workers": 8},
        "owner": {"name": "Ejer"},
        "contact": {"name": "K"},
    }
    session.add(ResidentName(declaration_id=version.id, position=1, name="Anna"))
    add_visit(session, home, on=DAY - timedelta(days=50), breaches=1)
    add_order(session, home, on=DAY - timedelta(days=30), due_on=DAY - timedelta(days=2))
    add_report(session, home, on=DAY - timedelta(days=30))
    add_contest(session, home, on=DAY - timedelta(days=5))
    add_evidence(session, home, "photo_outside", on=DAY - timedelta(days=5))
    add_link(session, employer, add_employer(session), LinkKind.GROUP, on=DAY - timedelta(days=5))
    session.flush()
    return Told(session, home, employer)


def frame(session: Session) -> pl.DataFrame:
    return pl.concat(list(feature_frames(session, as_of=DAY))).sort("accommodation_id")


def employer_name(one: Told, word: str) -> None:
    one.employer.name = word


def contact(one: Told, word: str) -> None:
    one.employer.contact_name, one.employer.contact_email, one.employer.contact_phone = word, None, word[:40]


def postal_address(one: Told, word: str) -> None:
    one.employer.postal_address = word


def home_country_in_the_foreign_number(one: Told, word: str) -> None:
    one.employer.foreign_number = f"{word[:20]}-1"


def names_in_the_terms(one: Told, word: str) -> None:
    version = one.session.exec(select(Declaration).where(Declaration.accommodation_id == one.home.id)).one()
    work = version.terms["work"] | {"client_name": word or "-"}
    version.terms = {"work": work, "owner": {"name": word}, "contact": {"name": word}, "rent": {"deducted": True}}
    version.facts = version.facts | {"rent_per_month": 5000.0}


def names_of_residents(one: Told, word: str) -> None:
    for row in one.session.exec(select(ResidentName)):
        row.name = word


def inspector_of_earlier_cases(one: Told, word: str) -> None:
    for table, names in ((InspectionCase, ["inspector_id"]), (Visit, ["inspector_id", "present"])):
        one.session.execute(sa.update(table).values(dict.fromkeys(names, word[:60])))
    one.session.execute(sa.update(Finding).values(recorded_by=word[:60], note=word))


def language_and_source_of_reports(one: Told, word: str) -> None:
    row = one.session.exec(select(Report)).one()
    row.language, row.source, row.text, row.contact = "ro", TipSource.UNION, word, word


def owner(one: Told, word: str) -> None:
    one.session.execute(sa.update(OwnerNotice).values(name=word, postal_address=word))


BARRED: list[Callable[[Told, str], None]] = [
    employer_name,
    contact,
    postal_address,
    home_country_in_the_foreign_number,
    names_in_the_terms,
    names_of_residents,
    inspector_of_earlier_cases,
    language_and_source_of_reports,
    owner,
]


@pytest.mark.parametrize("change", BARRED, ids=lambda change: change.__name__)
def test_changing_what_is_barred_changes_nothing(session: Session, change: Callable[[Told, str], None]) -> None:
    one = told(session)
    before = frame(session)
    change(one, "Nowak i Synowie")
    session.flush()
    assert_frame_equal(frame(session), before, categorical_as_str=True)


WORDS = st.text(st.characters(min_codepoint=32, max_codepoint=0x17F), min_size=1, max_size=40)


@settings(max_examples=5, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(changes=st.lists(st.tuples(st.sampled_from(BARRED), WORDS), min_size=1, max_size=6))
def test_no_word_put_for_what_is_barred_changes_anything(
    session: Session, changes: list[tuple[Callable[[Told, str], None], str]]
) -> None:
    undo = session.begin_nested()
    try:
        one = told(session)
        before = frame(session)
        for change, word in changes:
            change(one, word)
            session.flush()
        assert_frame_equal(frame(session), before, categorical_as_str=True)
    finally:
        undo.rollback()
