"""No table that can be downloaded holds a formula, whatever an employer calls itself and its street."""

import csv
import io
import re
from collections.abc import Iterator
from zipfile import ZipFile

import httpx
import pytest
from litestar import Litestar
from litestar.handlers import HTTPRouteHandler
from litestar.routes import HTTPRoute
from sqlmodel import Session

from declared_housing import submitted
from husly.kit.access import Grant, Role
from husly.kit.database import transaction
from inspection.risk.presenters import csv_row
from inspection.risk.queries import Ranked
from register.employers.models import Employer
from web_client import Web

EVIL = {
    "employer": {"name": "=HYPERLINK(1)", "cvr_number": "13585628", "contact_name": "+A1"},
    "address.street": "@SUM(A1)",
}
FORMULA = re.compile(r"[=+\-@\t\r\n](?![\d.,]+$)")


def tables(app: Litestar) -> Iterator[str]:
    """Every address that ends like a table."""
    for route in app.routes:
        if isinstance(route, HTTPRoute) and route.path.endswith((".csv", ".xlsx")) and "{" not in route.path:
            gets = [one for one in route.route_handlers if isinstance(one, HTTPRouteHandler)]
            if any("GET" in one.http_methods for one in gets):
                yield route.path


def formulas(answer: httpx.Response) -> list[str]:
    """The cells that a spreadsheet would work out."""
    if answer.content.startswith(b"PK"):
        with ZipFile(io.BytesIO(answer.content)) as book:
            sheets = [name for name in book.namelist() if name.startswith("xl/worksheets/")]
            return [found for name in sheets for found in re.findall(r"<f>.*?</f>", book.read(name).decode())]
    rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig")), delimiter=";")
    return [cell for row in rows for cell in row if FORMULA.match(cell)]


@pytest.mark.parametrize("role", [Role.EMPLOYER, Role.INSPECTOR, Role.LEGAL_REVIEWER])
def test_no_table_holds_a_formula(web: Web, role: Role) -> None:
    with transaction(web.engine) as session:
        home = submitted(session, EVIL).accommodation
    web.sign_in(Grant(role, employer_id=home.employer_id) if role is Role.EMPLOYER else Grant(role))
    paths = list(tables(web.client.app))
    assert {"/declarations/import/template.xlsx", "/declarations/import/template.csv"} <= set(paths)
    answers = {path: web.get(path) for path in paths}
    assert {path: found for path, one in answers.items() if one.status_code == 200 and (found := formulas(one))} == {}
    assert role is not Role.EMPLOYER or any(one.status_code == 200 for one in answers.values())


def test_no_row_of_the_ranked_list_holds_a_formula(session: Session) -> None:
    made = submitted(session, EVIL)
    employer = session.get_one(Employer, made.accommodation.employer_id)
    row = csv_row(Ranked(made.accommodation, made.dwelling, employer, made.declaration, None), None)
    assert "'=HYPERLINK(1)" in row
    assert [cell for cell in row if isinstance(cell, str) and FORMULA.match(cell)] == []
