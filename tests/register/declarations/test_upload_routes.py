import hashlib
import re

import httpx
import pytest
from sqlmodel import func, select

from declaration_files import OTHER_EMPLOYER, a_dwelling, as_csv, as_xlsx
from declared_housing import submitted
from husly.kit.access import Grant, Role
from husly.kit.database import transaction
from register.declarations.models import Declaration
from web_client import Web, words

PATH = "/declarations/import"


def send(
    web: Web, content: bytes, *, checked: str = "", name: str = "boliger.csv", part: bool = False
) -> httpx.Response:
    headers = {"HX-Request": "true"} if part else {}
    return web.post(PATH, {"checked": checked}, files={"file": (name, content)}, headers=headers)


def declared(web: Web) -> int:
    with transaction(web.engine, writing=False) as session:
        return session.exec(select(func.count()).select_from(Declaration)).one()


@pytest.fixture
def employer(web: Web) -> Web:
    """Signed in for the employer with CVR number 13585628, who has declared one dwelling; pages in English."""
    with transaction(web.engine) as session:
        employer_id = submitted(session, {"employer.name": "Prøvegartneriet ApS"}).accommodation.employer_id
    web.sign_in(Grant(Role.EMPLOYER, employer_id))
    web.client.cookies.set("husly_language", "en")
    return web


def test_nobody_imports_without_signing_in(web: Web) -> None:
    assert web.get(PATH).status_code == 303
    assert send(web, as_csv(a_dwelling())).headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.STATISTICIAN, Role.ADMINISTRATOR])
def test_only_employers_import(web: Web, role: Role) -> None:
    web.sign_in(Grant(role))
    assert web.get(PATH).status_code == 403
    assert send(web, as_csv(a_dwelling())).status_code == 403


def test_a_form_without_its_token_is_refused(employer: Web) -> None:
    assert employer.client.post(PATH, data={"checked": ""}).status_code == 403


def test_the_page_names_the_columns_and_the_limit(employer: Web) -> None:
    text = words(employer.get(PATH))
    assert "Postnummer (address.postcode)" in text
    assert "at most 50 MB" in text


def test_the_file_is_checked_first_and_nothing_written(employer: Web) -> None:
    answer = send(employer, as_csv(a_dwelling(Husnummer="99", Breddegrad="", Længdegrad="")))
    assert answer.status_code == 200
    assert "Nothing is written yet" in words(answer)
    assert "placed by its postal code" in words(answer)
    assert declared(employer) == 1


def test_the_checked_file_is_imported(employer: Web) -> None:
    content = as_xlsx(a_dwelling(Husnummer="99"))
    checked = re.search(r'name="checked" value="(\w+)"', send(employer, content, name="boliger.xlsx").text)
    assert checked is not None
    assert checked[1] == hashlib.sha256(content).hexdigest()
    answer = send(employer, content, checked=checked[1], name="boliger.xlsx")
    assert "The file is imported" in words(answer)
    assert declared(employer) == 2
    again = send(employer, content, name="boliger.xlsx")
    assert "Unchanged declarations 1" in words(again)
    assert 'name="checked"' not in again.text


def test_another_file_than_the_checked_one_is_not_imported(employer: Web) -> None:
    digest = hashlib.sha256(as_csv(a_dwelling(Husnummer="99"))).hexdigest()
    answer = send(employer, as_csv(a_dwelling(Husnummer="98")), checked=digest)
    assert "not the file that was checked" in words(answer)
    assert declared(employer) == 1


def test_rows_of_somebody_elses_employer_are_refused_in_the_report(employer: Web) -> None:
    content = as_csv([*a_dwelling(Husnummer="99"), *a_dwelling(**OTHER_EMPLOYER)])
    digest = hashlib.sha256(content).hexdigest()
    answer = send(employer, content, checked=digest)
    assert answer.status_code == 200
    assert "not your employer" in words(answer)
    assert "Some of the file was imported" in words(answer)
    assert declared(employer) == 2


def test_htmx_gets_the_report_alone(employer: Web) -> None:
    answer = send(employer, as_csv(a_dwelling(Husnummer="99")), part=True)
    assert "<html" not in answer.text
    assert "New declarations 1" in words(answer)


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken", bytes(range(256))])
def test_a_file_that_cannot_be_used_says_why(employer: Web, content: bytes) -> None:
    answer = send(employer, content)
    assert answer.status_code == 422
    assert "The file cannot be used" in words(answer)
    assert send(employer, content, part=True).status_code == 200


def test_no_file_chosen_says_so(employer: Web) -> None:
    answer = employer.post(PATH, {"checked": ""}, files={"file": ("", b"")})
    assert answer.status_code == 422
    assert "The file is empty" in words(answer)


def test_what_stands_in_the_file_is_shown_as_text(employer: Web) -> None:
    answer = send(employer, as_csv(a_dwelling(Boligtype="<script>alert(1)</script>")))
    assert "<script>alert" not in answer.text
    assert "&lt;script&gt;alert" in answer.text


def test_the_page_speaks_danish_by_default(employer: Web) -> None:
    employer.client.cookies.delete("husly_language")
    assert "Række" in words(send(employer, as_csv(a_dwelling(Rumareal="0"))))


@pytest.mark.parametrize("kind", ["xlsx", "csv"])
def test_the_template_is_fetched_and_uploaded_again_as_it_is(employer: Web, kind: str) -> None:
    assert f"template.{kind}" in employer.get(PATH).text
    answer = employer.get(f"{PATH}/template.{kind}")
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == f'attachment; filename="husly-boliger.{kind}"'
    assert "no rows" in words(send(employer, answer.content, name=f"boliger.{kind}"))


def test_a_filled_in_template_is_taken(employer: Web) -> None:
    text = employer.get(f"{PATH}/template.csv").content.decode("utf-8-sig").replace("# EKSEMPEL: ", "")
    answer = send(employer, text.replace("12B", "99").encode())
    assert "New declarations 1" in words(answer)
    assert "Refused declarations 0" in words(answer)


MIXED = [*a_dwelling(Husnummer="99"), *a_dwelling(Husnummer="98", Rumareal="0")]


def checked_value(answer: httpx.Response) -> str | None:
    found = re.search(r'name="checked" value="(\w+)"', answer.text)
    return None if found is None else found[1]


def send_partial(web: Web, content: bytes, checked: str = "") -> httpx.Response:
    return web.post(PATH, {"checked": checked, "partial": "yes"}, files={"file": ("b.csv", content)})


def test_what_is_right_is_taken_only_by_choice(employer: Web) -> None:
    content = as_csv(MIXED)
    assert checked_value(send(employer, content)) is None
    shown = send_partial(employer, content)
    assert "New declarations 1" in words(shown)
    assert 'value="yes" aria-describedby="partial-hint" checked' in shown.text
    checked = checked_value(shown)
    assert checked is not None
    assert declared(employer) == 1
    assert "Some of the file was imported" in words(send_partial(employer, content, checked))
    assert declared(employer) == 2


def test_a_choice_changed_after_the_check_is_checked_again_first(employer: Web) -> None:
    content = as_csv(a_dwelling(Husnummer="99"))
    checked = checked_value(send(employer, content))
    assert checked is not None
    shown = send_partial(employer, content, checked)
    assert "Nothing is written yet" in words(shown)
    assert "not the file that was checked" not in words(shown)
    assert declared(employer) == 1


def test_the_file_comes_back_with_its_errors_and_nothing_is_written(employer: Web) -> None:
    content = as_csv(MIXED)
    assert "/declarations/import/marked" in send(employer, content).text
    answer = employer.post(f"{PATH}/marked", {}, files={"file": ("b.csv", content)})
    assert answer.status_code == 200
    assert answer.headers["content-disposition"] == 'attachment; filename="husly-fejl.csv"'
    assert "# Errors" in answer.content.decode("utf-8-sig").splitlines()[0]
    assert declared(employer) == 1


def test_a_file_without_mistakes_is_not_offered_back(employer: Web) -> None:
    assert "/declarations/import/marked" not in send(employer, as_csv(a_dwelling(Husnummer="99"))).text


@pytest.mark.parametrize("content", [b"", b"PK\x03\x04 broken"])
def test_a_file_that_cannot_be_used_is_not_given_back_but_says_why(employer: Web, content: bytes) -> None:
    answer = employer.post(f"{PATH}/marked", {}, files={"file": ("b.xlsx", content)})
    assert answer.status_code == 422
    assert "The file cannot be used" in words(answer)
