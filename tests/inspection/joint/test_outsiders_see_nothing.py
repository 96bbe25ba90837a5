"""What an employer, a resident or the public can open is the same before and after other authorities come into it."""

from io import BytesIO
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from declared_housing import submitted
from husly.kit.access import SYSTEM, Grant, Role
from husly.kit.clock import now, today
from husly.kit.database import transaction
from inspection.joint.actions import agree
from inspection.joint.authorities import authorities
from joint_made import TOLD_BY, proposed, ready, told
from meetings_made import BASIS, item, meeting
from register.accommodations.models import Accommodation
from register.sheets.actions import door_code
from web_client import Web

OF_THE_HOUSING = (
    *("", "/history", "/certificate", "/papers", "/receipt", "/score", "/certificate.pdf", "/plan.pdf", "/receipt.pdf"),
    "/door-sheet.pdf",
)
SECRETS = (TOLD_BY, "Se på boligen sammen", BASIS, "/joint", "/meetings", "11 22 33 44")


def text_of(web: Web, path: str) -> str:
    answer = web.get(path)
    kind = answer.headers.get("content-type", "")
    if kind == "application/pdf":
        return "\n".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages)
    if path.endswith(".xlsx") and answer.status_code == 200:
        with ZipFile(BytesIO(answer.content)) as book:
            return "".join(book.read(name).decode(errors="ignore") for name in book.namelist())
    return answer.text


@pytest.fixture
def home(web: Web) -> Accommodation:
    """Declared housing with another authority's visit, an agreed joint visit, and a place on a meeting's list."""
    with transaction(web.engine) as session:
        made = submitted(session).accommodation
        told(session, made.dwelling_id, today(), at=now())
        joint = proposed(session, made.dwelling_id, "police", at=now())
        ready(session, joint, at=now())
        agree(session, joint, visit_on=today(), from_min=540, to_min=660, by=SYSTEM, at=now())
        item(session, meeting(session, today(), at=now()), made.dwelling_id, ["police"], at=now())
        door_code(session, made.id, on=today())
    return made


def names() -> list[str]:
    """Names of authorities that the pages of housing never mention by themselves."""
    return [one.name.da for one in authorities().values() if one.key in ("police", "tax", "food", "siri")]


def test_no_page_or_paper_of_the_employer_tells_of_it(web: Web, home: Accommodation) -> None:
    web.sign_in(Grant(Role.EMPLOYER, employer_id=home.employer_id))
    for path in (*(f"/declarations/{home.id}{end}" for end in OF_THE_HOUSING), "/", "/declarations", "/portfolio"):
        said = text_of(web, path)
        assert not [word for word in (*SECRETS, *names()) if word in said], path


def test_nothing_public_tells_of_it(web: Web, home: Accommodation) -> None:
    with transaction(web.engine) as session:
        code = door_code(session, home.id, on=today())
    web.sign_out()
    for path in (
        "/",
        "/housing",
        f"/h/{code}",
        f"/p/{code}",
        "/owner",
        "/tip",
        "/score-card.json",
        "/api/v1/openapi.json",
    ):
        said = text_of(web, path)
        assert not [word for word in SECRETS if word in said], path


def test_neither_statistics_nor_administration_nor_lawyers_meet_it(web: Web, home: Accommodation) -> None:
    assert home.id
    for role, paths in (
        (Role.STATISTICIAN, ("/", "/risk/evaluation")),
        (Role.ADMINISTRATOR, ("/", "/admin/outbox")),
        (Role.LEGAL_REVIEWER, ("/", "/standards")),
    ):
        web.sign_in(Grant(role))
        for path in paths:
            said = text_of(web, path)
            assert not [word for word in SECRETS if word in said], (role, path)
