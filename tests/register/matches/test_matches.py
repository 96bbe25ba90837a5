"""Lists of other registers: read whole or not at all, proposed by stated rules, linked by a person's click only."""

import re
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlmodel import Session, col, select

from command_line import Command
from command_line import husly_command as husly_command
from conftest import AT
from declared_housing import DATA
from housed import ODENSE, add_dwelling, house
from husly.kit.access import SYSTEM, Actor, Grant, Role
from husly.kit.database import transaction
from husly.kit.errors import DomainError, NotFoundError
from register.declarations.models import Declaration
from register.dwellings.addresses import address_key
from register.dwellings.models import Dwelling
from register.matches.actions import dismiss_row, import_list, link_row
from register.matches.models import MatchRule, MatchState, OtherRow
from register.municipalities.table import postcodes
from web_client import Web, words

HEAD = "id;street;house_number;unit;postcode;address_id;date;persons\n"
OFFICER = Actor(id="o", name="O", grants=(Grant(Role.CASEWORKER, municipality_code=ODENSE[0]),))


def a_dwelling(session: Session, street: str, number: str = "7", unit: str = "", **given: object) -> Dwelling:
    key = address_key(street=street, house_number=number, unit=unit, postcode="5000")
    dwelling = add_dwelling(session, street=street, house_number=number, unit=unit, address_key=key, **given)
    house(session, dwelling=dwelling)
    return dwelling


def rows_of(session: Session, *lines: str, name: str = "Sommerhuse") -> list[OtherRow]:
    content = (HEAD + "\n".join(lines) + "\n").encode()
    import_list(session, content, register_name=name, postcodes=postcodes(DATA), by=SYSTEM, at=AT)
    return list(session.exec(select(OtherRow).order_by(col(OtherRow.line))))


def test_each_row_gets_the_surest_rule_that_finds_anything(session: Session) -> None:
    exact = a_dwelling(session, "Ærøvej")
    numbered = a_dwelling(session, "Bygade", dar_id="0a3f50b8-0001-32b8-e044-0003ba298018")
    near = a_dwelling(session, "Skovvangsvej")
    first, second, third, fourth = rows_of(
        session,
        "A;ærøvej;7;;5000;;2026-01-01;4",
        "B;Et andet navn;9;;5000;0A3F50B8-0001-32B8-E044-0003BA298018;;",
        "C;Skovvangvej;7;;5000;;;",
        "D;Ukendtvej;1;;5000;;;",
    )
    assert (first.rule, first.state, first.candidates) == (
        MatchRule.EXACT_ADDRESS,
        MatchState.MATCHED,
        [str(exact.id)],
    )
    assert (second.rule, second.candidates) == (MatchRule.ADDRESS_ID, [str(numbered.id)])
    assert (third.rule, third.state, third.candidates) == (
        MatchRule.NEAR_ADDRESS,
        MatchState.AMBIGUOUS,
        [str(near.id)],
    )
    assert (fourth.rule, fourth.state, fourth.candidates) == (MatchRule.NONE, MatchState.UNMATCHED, [])


def test_nothing_is_linked_or_changed_before_a_person_says_so(session: Session) -> None:
    dwelling = a_dwelling(session, "Ærøvej")
    before = [one.model_dump() for one in session.exec(select(Declaration))]
    (row,) = rows_of(session, "A;Ærøvej;7;;5000;;;")
    assert (row.dwelling_id, row.decided_at) == (None, None)
    link_row(session, row.id, dwelling_id=dwelling.id, by=OFFICER, at=AT)
    assert (row.state, row.dwelling_id, row.decided_by) == (MatchState.LINKED, dwelling.id, "o")
    assert [one.model_dump() for one in session.exec(select(Declaration))] == before
    with pytest.raises(DomainError, match="meanwhile"):
        dismiss_row(session, row.id, by=OFFICER, at=AT)


def test_only_what_was_proposed_can_be_linked_and_only_in_the_own_area(session: Session) -> None:
    other = a_dwelling(session, "Bygade")
    (row,) = rows_of(session, "A;Ærøvej;7;;5000;;;")
    with pytest.raises(DomainError, match="proposed"):
        link_row(session, row.id, dwelling_id=other.id, by=OFFICER, at=AT)
    elsewhere = Actor(id="x", name="X", grants=(Grant(Role.CASEWORKER, municipality_code="0101"),))
    with pytest.raises(NotFoundError):
        dismiss_row(session, row.id, by=elsewhere, at=AT)
    dismiss_row(session, row.id, by=OFFICER, at=AT)
    assert row.state is MatchState.DISMISSED


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("id;street\n1;A\n", "lacks house_number, postcode"),
        (HEAD, "no rows"),
        (HEAD + "A;Ærøvej;7;;9999;;;\n;Ærøvej;7;;5000;;1.2.26;many\n", "line 2: postcode 9999"),
        (HEAD + ";Ærøvej;7;;5000;;1.2.26;many\n", "line 2: id is missing; line 2: date 1.2.26"),
        (HEAD + 'A;"Ærøvej;7;;5000;;;\n', "cannot be read"),
        (HEAD + f"A;{'x' * 121};7;;5000;;;\n", "longer than 120"),
    ],
)
def test_a_list_that_cannot_be_used_is_refused_whole_with_what_to_correct(
    session: Session, text: str, said: str
) -> None:
    with pytest.raises(DomainError) as refused:
        import_list(session, text.encode(), register_name="R", postcodes=postcodes(DATA), by=SYSTEM, at=AT)
    assert said in str(refused.value)
    assert session.exec(select(OtherRow)).all() == []


def test_the_same_file_is_not_read_twice(session: Session) -> None:
    rows_of(session, "A;Ærøvej;7;;5000;;;")
    with pytest.raises(DomainError, match="before"):
        rows_of(session, "A;Ærøvej;7;;5000;;;")


def test_an_officer_decides_on_the_page(web: Web) -> None:
    with transaction(web.engine) as session:
        dwelling_id = a_dwelling(session, "Ærøvej").id
        rows_of(session, "A<b>;Ærøvej;7;;5000;;;", "B;Bygade;7;;5000;;;")
    web.sign_in(Grant(Role.EMPLOYER, employer_id=dwelling_id))
    assert web.get("/matches").status_code == 403
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0101"))
    assert "Ærøvej" not in web.get("/matches").text
    web.sign_in(Grant(Role.INSPECTOR))
    web.get("/language/en")
    page = web.get("/matches")
    assert "A&lt;b&gt;" in page.text
    assert "same address" in words(page)
    first, second = re.findall(r'action="/matches/([0-9a-f-]{36})"', page.text)
    assert web.post(f"/matches/{first}", {"dwelling": "x"}).status_code == 409
    assert web.post(f"/matches/{first}", {"dwelling": str(dwelling_id)}).status_code == 303
    assert web.post(f"/matches/{second}", {"dwelling": "none"}).status_code == 303
    assert "Linked to Ærøvej 7" in words(web.get("/matches?standing=linked"))
    with transaction(web.engine, writing=False) as session:
        assert session.execute(sa.select(sa.func.count()).where(col(OtherRow.decided_by).is_(None))).scalar_one() == 0


def test_the_command_says_how_many_fit_and_what_is_wrong(husly_command: Command, tmp_path: Path) -> None:
    file = tmp_path / "liste.csv"
    file.write_text(HEAD + "A;Ærøvej;7;;5000;;;\n", encoding="utf-8")
    made = husly_command("matches", "import", file, "--register", "Sommerhuse")
    assert made.exit_code == 0, made.output
    assert "unmatched         1" in made.output
    again = husly_command("matches", "import", file, "--register", "Sommerhuse")
    assert (again.exit_code, "read before" in again.output) == (1, True)
    file.write_bytes(b"\x00\x01")
    assert "NUL" in husly_command("matches", "import", file, "--register", "Sommerhuse").output
