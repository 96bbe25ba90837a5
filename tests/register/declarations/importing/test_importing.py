import json
import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy.engine import Engine
from sqlmodel import Session, func, select

from conftest import AT
from declaration_files import OTHER_EMPLOYER, Row, a_dwelling, as_csv, rows
from declared_housing import DATA, a_document
from husly.kit import audit
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.database import transaction
from register.accommodations.models import Accommodation
from register.declarations.importing.actions import import_declarations
from register.declarations.importing.files import read_candidates
from register.declarations.importing.report import Line, Outcome, Report
from register.declarations.models import Declaration, Room
from register.dwellings.models import Dwelling
from register.employers.models import Employer
from register.municipalities.boundaries import shipped_boundaries

TABLES = (Employer, Dwelling, Accommodation, Declaration, Room, AuditEvent)


def take(session: Session, content: list[Row] | bytes, *, by: Actor = SYSTEM, dry_run: bool = False) -> Report:
    file = content if isinstance(content, bytes) else as_csv(content)
    return import_declarations(
        session,
        candidates=read_candidates(file, name="boliger.csv", limit_mb=5),
        by=by,
        at=AT,
        boundaries=shipped_boundaries(DATA),
        data_path=DATA,
        dry_run=dry_run,
    )


def counts(report: Report) -> dict[str, int]:
    return {outcome.value: number for outcome, number in report.totals.items() if number}


def said(lines: list[Line]) -> list[tuple[int, str, str]]:
    return [(line.finding.row, line.finding.column, line.finding.value) for line in lines]


def stored(session: Session) -> list[int]:
    return [session.exec(select(func.count()).select_from(table)).one() for table in TABLES]


def test_a_right_file_is_taken_whole(session: Session) -> None:
    report = take(session, [*a_dwelling(), *a_dwelling(Husnummer="14"), *a_dwelling(**OTHER_EMPLOYER)])
    assert counts(report) == {"new": 3}
    assert report.lines == []
    assert report.rows == 6
    assert stored(session)[:5] == [2, 2, 3, 3, 6]
    assert audit.verify(session)[1] is None


def test_the_same_file_again_changes_nothing(session: Session) -> None:
    table = [*a_dwelling(), *a_dwelling(**OTHER_EMPLOYER)]
    take(session, table)
    before = stored(session)
    assert counts(take(session, table)) == {"unchanged": 2}
    assert stored(session) == before


def test_a_changed_row_is_a_new_version_of_that_dwelling_only(session: Session) -> None:
    take(session, [*a_dwelling(), *a_dwelling(Husnummer="14")])
    report = take(session, [*a_dwelling(Beboere="5"), *a_dwelling(Husnummer="14")])
    assert counts(report) == {"new_version": 1, "unchanged": 1}
    assert stored(session)[2:4] == [2, 3]


def test_a_dry_run_reports_the_same_and_writes_nothing(session: Session) -> None:
    table = [
        *a_dwelling(),
        *a_dwelling(Husnummer="14", Breddegrad="", Længdegrad=""),
        *rows(OTHER_EMPLOYER | {"Rumareal": "0"}),
    ]
    before = stored(session)
    tried = take(session, table, dry_run=True)
    assert stored(session) == before
    assert take(session, table) == tried
    assert stored(session) != before


def test_the_same_document_by_csv_and_json_is_unchanged(session: Session) -> None:
    take(session, a_dwelling(Boligareal="90", Rumareal="14"))
    document = a_document(
        {
            "dwelling": {"kind": "house", "residents": 4, "area_m2": 90, "smoke_alarm": True},
            "rooms": [
                {"name": "Værelse 1", "use": "bedroom", "area_m2": 14, "residents": 2},
                {"name": "Værelse 2", "use": "bedroom", "area_m2": 12.5, "residents": 2},
            ],
        }
    )
    assert counts(take(session, json.dumps([document]).encode())) == {"unchanged": 1}


@pytest.mark.parametrize(
    ("change", "column", "value", "reason"),
    [
        ({"CVR-nummer": "13585627"}, "CVR-nummer", "13585627", "check digit"),
        ({"Rumareal": "0"}, "Rumareal", "0", "implausible"),
        ({"Rumareal": "-4"}, "Rumareal", "-4", "negative"),
        ({"Rumareal": "10000"}, "Rumareal", "10000", "implausible"),
        ({"Rumareal": "stor"}, "Rumareal", "stor", "cannot be read"),
        ({"Beboere": "400", "Boligareal": ""}, "Beboere", "400", "implausible"),
        ({"Beboere": "1"}, "Beboere", "1", "together hold 2"),
        ({"Kommunekode": "0999"}, "Kommunekode", "0999", "no Danish municipality"),
        ({"Postnummer": "9998"}, "Postnummer", "9998", "not a Danish postal code"),
        ({"Til": "01-02-2026"}, "Til", "2026-02-01", "ends before it starts"),
        ({"Fra": "31-02-2026"}, "Fra", "31-02-2026", "cannot be read"),
        ({"Fra": ""}, "Fra", "", "missing"),
        ({"Arbejdsgiver": ""}, "Arbejdsgiver", "", "missing"),
        ({"Breddegrad": "12.08", "Længdegrad": "55.64"}, "Breddegrad", "12.08", "outside Denmark"),
        ({"Røgalarm": "måske"}, "Røgalarm", "måske", "cannot be read"),
        ({"Boligtype": "slot"}, "Boligtype", "slot", "unknown value"),
    ],
)
def test_bad_input_is_refused_where_it_stands(
    session: Session, change: Row, column: str, value: str, reason: str
) -> None:
    right = {"Kommunekode": "", "Til": "", **OTHER_EMPLOYER}
    report = take(session, [*rows(right), *rows({"Kommunekode": "", "Til": ""} | change)])
    assert counts(report) == {"new": 1, "refused": 1}
    found = next(line.finding for line in report.refused if line.finding.column == column)
    assert (found.row, found.value) == (3, value)
    assert reason in found.reason.en
    assert found.remedy.en
    assert found.reason.da
    assert found.remedy.da


def test_one_bad_row_refuses_all_of_that_employers_rows_and_says_so_on_each(session: Session) -> None:
    table = [*a_dwelling(), *a_dwelling(Husnummer="14"), *a_dwelling(**OTHER_EMPLOYER)]
    table[3]["Rumareal"] = "0"
    report = take(session, table)
    assert counts(report) == {"new": 1, "refused": 2}
    assert said(report.refused) == [(2, "", ""), (3, "", ""), (4, "", ""), (5, "Rumareal", "0")]
    assert "correct row 5" in report.refused[0].finding.remedy.en
    assert session.exec(select(Employer.cvr_number)).all() == ["10000009"]


def test_two_identical_room_rows_are_refused_naming_both(session: Session) -> None:
    report = take(session, [*a_dwelling(), *a_dwelling()[1:]])
    line = next(line for line in report.refused if line.finding.row == 4)
    assert "same as row 3" in line.finding.reason.en
    assert "delete one" in line.finding.remedy.en


def test_two_values_for_one_dwelling_are_refused_naming_both_rows_and_the_column(session: Session) -> None:
    table = a_dwelling()
    table[1]["Boligareal"] = "95"
    found = take(session, table).refused[-1].finding
    assert (found.row, found.column, found.value) == (3, "Boligareal", "95")
    assert "row 2 says 90.5" in found.reason.en


def test_one_number_with_two_names_is_refused(session: Session) -> None:
    report = take(session, [*a_dwelling(), *a_dwelling(Husnummer="14", Arbejdsgiver="Anden ApS")])
    assert (4, "Arbejdsgiver", "Anden ApS") in said(report.refused)
    assert counts(report) == {"refused": 2}


def test_the_same_accommodation_twice_in_json_is_refused_naming_both(session: Session) -> None:
    report = take(session, json.dumps([a_document(), a_document({"dwelling.residents": 5})]).encode())
    assert counts(report) == {"refused": 2}
    assert "no. 1" in report.refused[-1].finding.reason.en


def test_two_employers_at_one_address_are_two_accommodations(session: Session) -> None:
    assert counts(take(session, [*a_dwelling(), *a_dwelling(**OTHER_EMPLOYER)])) == {"new": 2}
    assert stored(session)[1:3] == [1, 2]


def test_an_address_without_coordinates_is_accepted_with_a_remark(session: Session) -> None:
    report = take(session, a_dwelling(Breddegrad="", Længdegrad=""))
    assert counts(report) == {"new": 1}
    assert said(report.remarks) == [(2, "Postnummer", "4000")]
    assert session.exec(select(Dwelling)).one().point_is_approximate


def test_a_value_in_a_cell_without_column_name_is_refused(session: Session) -> None:
    content = as_csv(a_dwelling()).replace(b"V\xc3\xa6relse 2;Sove", b"V\xc3\xa6relse 2;;Sove")
    report = take(session, content)
    assert any("outside the columns" in line.finding.reason.en for line in report.refused)


@pytest.fixture
def own(session: Session) -> Actor:
    """Somebody who declares for the employer with CVR number 13585628."""
    take(session, a_dwelling())
    employer_id = session.exec(select(Employer.id)).one()
    assert isinstance(employer_id, UUID)
    return Actor(id="employer", name="Anna", grants=(Grant(Role.EMPLOYER, employer_id),))


def test_an_employer_takes_its_own_rows_and_is_told_which_are_not(session: Session, own: Actor) -> None:
    report = take(session, [*a_dwelling(Husnummer="14"), *a_dwelling(**OTHER_EMPLOYER)], by=own)
    assert counts(report) == {"new": 1, "refused": 1}
    assert "not your employer" in report.refused[0].finding.reason.en
    assert said(report.refused)[0][:2] == (4, "CVR-nummer")
    assert [employer.cvr_number for employer in session.exec(select(Employer))] == ["13585628"]


def test_a_foreign_number_that_is_anothers_is_a_refused_row_not_a_fault(session: Session) -> None:
    foreign = {"CVR-nummer": "", "Udenlandsk nummer": "PL 77"}
    take(session, a_dwelling(**foreign))
    report = take(session, a_dwelling(**{"Udenlandsk nummer": "PL 77"}))
    assert counts(report) == {"refused": 1}
    assert "belongs to another employer" in report.refused[0].finding.reason.en


def many(number: int) -> list[Row]:
    return [row for house in range(number) for row in a_dwelling(Husnummer=str(house + 1))]


def test_more_than_one_batch_is_taken_and_found_again(session: Session) -> None:
    assert counts(take(session, many(700))) == {"new": 700}
    assert counts(take(session, many(700))) == {"unchanged": 700}


def test_an_import_that_fails_half_way_leaves_nothing(clean_engine: Engine) -> None:
    done: list[int] = []

    def fail_half_way(row_count: int) -> None:
        done.append(row_count)
        if len(done) > 400:
            raise KeyboardInterrupt

    candidates = read_candidates(as_csv(many(700)), name="boliger.csv", limit_mb=5)
    with pytest.raises(KeyboardInterrupt), transaction(clean_engine) as session:
        import_declarations(
            session,
            candidates=candidates,
            by=SYSTEM,
            at=AT,
            boundaries=shipped_boundaries(DATA),
            data_path=DATA,
            advance=fail_half_way,
        )
    with transaction(clean_engine, writing=False) as session:
        assert stored(session) == [0] * len(TABLES)


KILLED = """
import os, signal, sys
import husly.models
husly.models.load()
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from husly.kit.access import SYSTEM
from husly.kit.clock import now
from husly.kit.database import open_engine, transaction
from register.declarations.importing.actions import import_declarations
from register.declarations.importing.files import read_candidates
from register.municipalities.boundaries import shipped_boundaries

url, file, data = sys.argv[1], Path(sys.argv[2]), Path(sys.argv[3])
done = 0

def advance(rows):
    global done
    done += rows
    if done > 800:
        os.kill(os.getpid(), signal.SIGKILL)

with transaction(open_engine(url)) as session:
    import_declarations(session, candidates=read_candidates(file.read_bytes(), name=file.name, limit_mb=5), by=SYSTEM,
        at=now(), boundaries=shipped_boundaries(data), data_path=data, advance=advance)
"""


def test_an_import_killed_half_way_leaves_nothing_and_can_be_run_again(clean_engine: Engine, tmp_path: Path) -> None:
    file = tmp_path / "boliger.csv"
    file.write_bytes(as_csv(many(700)))
    url = clean_engine.url.render_as_string(hide_password=False)
    environment = os.environ | {"PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-c", KILLED, url, str(file), str(DATA)]
    killed: Any = subprocess.run(command, env=environment, capture_output=True, check=False)
    assert killed.returncode == -9, killed.stderr.decode()
    with transaction(clean_engine) as session:
        assert stored(session) == [0] * len(TABLES)
        assert counts(take(session, many(700))) == {Outcome.NEW.value: 700}


def test_two_imports_of_one_file_at_once_declare_it_once(clean_engine: Engine) -> None:
    def import_it(_: int) -> dict[str, int]:
        with transaction(clean_engine) as session:
            return counts(take(session, many(50)))

    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(import_it, range(2)))
    assert sorted(results, key=str) == [{"new": 50}, {"unchanged": 50}]
