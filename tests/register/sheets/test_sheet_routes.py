"""Papers by HTTP: who gets them, what stands in them, what is written down, and what a code tells whom."""

from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from urllib.parse import urlsplit
from uuid import UUID, uuid4

import httpx
import pytest
from pypdf import PdfReader
from sqlmodel import Session, select

from conftest import AT
from declared_housing import submitted
from husly.kit.access import Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.clock import today
from husly.kit.database import transaction
from register.declarations.actions import Submitted
from register.declarations.attestation_texts import text_in_force
from register.declarations.journey.models import Attestation
from register.sheets.codes import shown_code
from register.sheets.door_texts import door_texts
from register.sheets.models import PlanCode
from web_client import Web, words


def declare(web: Web, changes: dict[str, object] | None = None) -> Submitted:
    with transaction(web.engine) as session:
        return submitted(session, {"employer.contact_email": "hr@firma.example", **(changes or {})})


@pytest.fixture
def declared(web: Web) -> Submitted:
    return declare(web)


@pytest.fixture
def own(web: Web, declared: Submitted) -> Web:
    web.sign_in(Grant(Role.EMPLOYER, employer_id=declared.accommodation.employer_id))
    return web


def text_of(answer: httpx.Response) -> str:
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/pdf"
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(answer.content)).pages).split())


def links_of(answer: httpx.Response) -> Iterator[str]:
    for page in PdfReader(BytesIO(answer.content)).pages:
        for note in page.get("/Annots", []):
            yield note.get_object()["/A"]["/URI"]


def rows(web: Web, action: str) -> list[AuditEvent]:
    with Session(web.engine) as session:
        return list(session.exec(select(AuditEvent).where(AuditEvent.action == action)))


def code_of(web: Web, accommodation_id: UUID) -> PlanCode:
    with Session(web.engine) as session:
        found = session.get(PlanCode, accommodation_id)
    assert found is not None
    return found


def base(declared: Submitted) -> str:
    return f"/declarations/{declared.accommodation.id}"


def test_the_plan_holds_what_the_act_asked_of_a_plan(own: Web, declared: Submitted) -> None:
    text = text_of(own.get(f"{base(declared)}/plan.pdf"))
    for expected in ("Prøvegartneriet ApS", "hr@firma.example", "Algade 12B", "90 m²", "Værelse 1", "12,5 m²"):
        assert expected in text
    assert declared.declaration.receipt_number in text
    assert shown_code(code_of(own, declared.accommodation.id).code) in text
    assert "UDKAST" in text
    assert "1445" in text  # how it stands by the governing act


def test_the_plan_names_what_it_lacks(own: Web, declared: Submitted) -> None:
    assert "Anvisning om rengøring" in text_of(own.get(f"{base(declared)}/plan.pdf"))
    whole = declare(own, {"dwelling.cleaning_instruction": True, "dwelling.max_person_sign": True})
    text = text_of(own.get(f"{base(whole)}/plan.pdf"))
    assert "Not in this plan" not in text
    assert "Ikke i denne plan" not in text


def test_the_code_leads_to_the_page_that_says_whether_the_paper_is_current(own: Web, declared: Submitted) -> None:
    (link,) = links_of(own.get(f"{base(declared)}/plan.pdf"))
    parts = urlsplit(link)
    own.sign_out()
    page = own.get(f"{parts.path}?{parts.query}")
    assert page.status_code == 200
    assert "alert-success" in page.text
    assert f"/sign-in?then={parts.path}%3Fversion%3D1" in page.text
    said = words(page)
    for hidden in ("Algade", "Prøvegartneriet", declared.declaration.receipt_number, str(declared.accommodation.id)):
        assert hidden not in said + page.text


def test_a_paper_of_an_earlier_version_is_superseded(own: Web, declared: Submitted) -> None:
    (link,) = links_of(own.get(f"{base(declared)}/plan.pdf"))
    with transaction(own.engine) as session:
        submitted(
            session, {"employer.contact_email": "hr@firma.example", "dwelling.area_m2": 77}, at=AT + timedelta(days=1)
        )
    path = urlsplit(link).path
    assert "alert-warning" in own.get(path, version=1).text
    assert "alert-success" in own.get(path, version=2).text
    assert "alert-info" in own.get(path).text
    assert "alert-info" in own.get(path, version=2**40).text


def test_a_plan_of_an_ended_accommodation_no_longer_applies(web: Web) -> None:
    yesterday = (today() - timedelta(days=1)).isoformat()
    ended = declare(web, {"period.ends_on": yesterday, "period.starts_on": "2026-01-01"})
    web.sign_in(Grant(Role.INSPECTOR))
    web.get(f"{base(ended)}/plan.pdf")
    page = web.get(f"/p/{code_of(web, ended.accommodation.id).code}", version=1)
    assert "alert-warning" in page.text


def test_whoever_may_read_the_declaration_gets_a_link_and_others_do_not(own: Web, declared: Submitted) -> None:
    own.get(f"{base(declared)}/plan.pdf")
    path = f"/p/{code_of(own, declared.accommodation.id).code}"
    assert base(declared) in own.get(path).text
    own.sign_in(Grant(Role.EMPLOYER, employer_id=uuid4()))
    assert base(declared) not in own.get(path).text
    own.sign_in(Grant(Role.CASEWORKER, municipality_code="0101"))
    assert base(declared) not in own.get(path).text
    own.sign_in(Grant(Role.INSPECTOR))
    assert base(declared) in own.get(path).text


@pytest.mark.parametrize("code", ["x", "22222222222", "7K3M4-9QWEX-4", "æøå", "%00"])
def test_an_unknown_code_is_told_so(web: Web, code: str) -> None:
    assert web.get(f"/p/{code}").status_code == 404


def test_each_paper_leaves_an_audit_row(own: Web, declared: Submitted) -> None:
    for path, action in (("plan", "plan"), ("receipt", "receipt"), ("door-sheet", "door_sheet")):
        assert own.get(f"{base(declared)}/{path}.pdf").status_code == 200
        (row,) = rows(own, f"{action}.printed")
        assert row.object_id == str(declared.declaration.id)
        assert "hr@firma.example" not in row.details


def test_papers_of_others_are_not_found(own: Web, declared: Submitted) -> None:
    own.sign_in(Grant(Role.EMPLOYER, employer_id=uuid4()))
    for path in ("plan.pdf", "receipt.pdf", "door-sheet.pdf", "papers"):
        assert own.get(f"{base(declared)}/{path}").status_code == 404
    assert rows(own, "plan.printed") == []
    own.sign_in(Grant(Role.STATISTICIAN))
    assert own.get(f"{base(declared)}/plan.pdf").status_code == 403


def test_the_plan_holds_contact_on_site_and_residents_by_date_but_neither_rent_nor_owner(web: Web) -> None:
    told = {
        "contact": {"name": "Karin Kontakt", "phone": "12345678"},
        "owner": {"name": "Ejendomme A/S", "postal_address": "Torvet 1"},
        "rent": {"deducted": True, "deduction_text": "hver fredag"},
        "occupancy": [{"from_on": "2026-03-01", "to_on": "2026-05-01", "residents": 2}],
        "dwelling.rent_per_month": 3210,
    }
    declared = declare(web, told)
    web.sign_in(Grant(Role.EMPLOYER, employer_id=declared.accommodation.employer_id))
    plan, receipt = (text_of(web.get(f"{base(declared)}/{paper}.pdf")) for paper in ("plan", "receipt"))
    for text in ("Karin Kontakt", "12345678", "1. marts 2026 – 30. april 2026"):
        assert text in plan
        assert text in receipt
    for text in ("Ejendomme A/S", "hver fredag", "3.210"):
        assert text not in plan
        assert text in receipt


def test_only_the_employer_makes_the_plan_count_as_one(web: Web, declared: Submitted) -> None:
    web.sign_in(Grant(Role.INSPECTOR))
    web.get(f"{base(declared)}/plan.pdf")
    printed = code_of(web, declared.accommodation.id)
    assert printed.generated_at is None
    web.sign_in(Grant(Role.EMPLOYER, employer_id=declared.accommodation.employer_id))
    assert web.get(f"{base(declared)}/plan.pdf").status_code == 200
    made = code_of(web, declared.accommodation.id)
    assert made.generated_at is not None
    assert made.code == printed.code
    assert len(rows(web, "plan.made")) == 1


def test_the_page_of_papers_tells_how_the_plan_stands(own: Web, declared: Submitted) -> None:
    before = own.get(f"{base(declared)}/papers")
    assert "badge-warning" in before.text  # unreviewed translations
    assert "Anvisning om rengøring" not in words(before)
    own.get(f"{base(declared)}/plan.pdf")
    assert "Anvisning om rengøring" in words(own.get(f"{base(declared)}/papers"))


def test_the_receipt_shows_number_hash_moment_and_statement(own: Web, declared: Submitted) -> None:
    answer = own.get(f"{base(declared)}/receipt.pdf")
    text = text_of(answer)
    assert declared.declaration.receipt_number in text
    assert declared.declaration.content_hash in text.replace(" ", "")
    assert "2026-03-02T09:00:00Z" in text
    assert "UDKAST" not in text


def test_a_receipt_of_an_earlier_version_shows_what_was_declared_then(own: Web, declared: Submitted) -> None:
    with transaction(own.engine) as session:
        submitted(session, {"dwelling.area_m2": 77}, at=AT + timedelta(days=1))
    assert "90 m²" in text_of(own.get(f"{base(declared)}/receipt.pdf", version=1))
    assert "77 m²" in text_of(own.get(f"{base(declared)}/receipt.pdf"))
    assert own.get(f"{base(declared)}/receipt.pdf", version=9).status_code == 404


def test_a_signed_receipt_shows_the_words_their_version_and_who_signed(own: Web, declared: Submitted) -> None:
    text = text_in_force(date(2026, 3, 2))
    with transaction(own.engine) as session:
        session.add(
            Attestation(
                declaration_id=declared.declaration.id,
                text_version=text.version,
                language="da",
                text_sha256=text.sha256("da"),
                signer_name="Sofie Signer",
                signed_by="x",
                signed_at=AT,
            )
        )
    shown = text_of(own.get(f"{base(declared)}/receipt.pdf"))
    assert "Sofie Signer" in shown
    assert text.version in shown
    assert text.sha256("da") in shown.replace(" ", "")
    assert " ".join(text.words("da").split()[:6]) in " ".join(shown.split())


@pytest.mark.parametrize("language", [one.language for one in door_texts()])
def test_the_residents_sheet_is_one_page_without_a_name(own: Web, language: str) -> None:
    rooms = [room(number) for number in range(8)]
    declared = declare(own, {"employer.contact_name": "Aage Hansen", "dwelling.residents": 8, "rooms": rooms})
    answer = own.get(f"{base(declared)}/door-sheet.pdf", text=language)
    text = text_of(answer)
    assert len(PdfReader(BytesIO(answer.content)).pages) == 1
    assert "Algade 12B" in text
    assert "112" in text
    for hidden in ("Prøvegartneriet", "Aage", "hr@firma.example", "Piotrs"):
        assert hidden not in text


def room(number: int) -> dict[str, object]:
    return {"name": f"Piotrs værelse {number}", "use": "bedroom", "area_m2": 9.5, "residents": 1, "beds": 1}


def test_an_unreviewed_translation_says_so_on_the_paper(own: Web, declared: Submitted) -> None:
    assert "rodzimy użytkownik" in text_of(own.get(f"{base(declared)}/door-sheet.pdf", text="pl"))
    assert "modersmål" not in text_of(own.get(f"{base(declared)}/door-sheet.pdf", text="da"))
    assert own.get(f"{base(declared)}/door-sheet.pdf", text="../da").status_code == 404


def test_the_operator_sees_which_languages_nobody_reviewed_and_what_they_lack(
    web: Web, monkeypatch: pytest.MonkeyPatch
) -> None:
    web.sign_in(Grant(Role.ADMINISTRATOR))
    page = web.get("/door-sheets")
    assert page.text.count("badge-warning") >= 2 * len(door_texts())
    assert "badge-error" not in page.text
    assert "<details" not in page.text
    assert '<span lang="ar" dir="rtl">العربية</span>' in page.text
    lacking = [one.model_copy(update={"lacking": ("rules.water",)}) for one in door_texts()]
    monkeypatch.setattr("register.sheets.language_routes.door_texts", lambda: lacking)
    assert web.get("/door-sheets").text.count("<code>rules.water</code>") == len(lacking)
    web.sign_in(Grant(Role.INSPECTOR))
    assert web.get("/door-sheets").status_code == 403


def test_the_operator_opens_an_example_in_any_language(web: Web) -> None:
    web.sign_in(Grant(Role.ADMINISTRATOR))
    for language in ("da", "pl", "ar", "ne"):
        text = text_of(web.get(f"/door-sheets/{language}.pdf"))
        assert "Eksempelvej 12B" in text
        assert "EKSEMPEL" in text
    assert web.get("/door-sheets/xx.pdf").status_code == 404
    web.sign_in(Grant(Role.INSPECTOR))
    assert web.get("/door-sheets/da.pdf").status_code == 403


def test_every_font_of_a_paper_is_embedded(own: Web, declared: Submitted) -> None:
    for path in ("plan.pdf", "receipt.pdf", "door-sheet.pdf"):
        for sheet in PdfReader(BytesIO(own.get(f"{base(declared)}/{path}").content)).pages:
            for font in sheet["/Resources"]["/Font"].values():  # type: ignore[index]
                assert "/FontFile2" in font.get_object()["/FontDescriptor"].get_object()
