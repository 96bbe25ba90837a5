"""The pages of claims: from the employer's form to a declaration that is outside the act."""

from dataclasses import replace
from datetime import timedelta
from uuid import uuid4

import pytest
from sqlmodel import Session

from agreements_made import PDF, in_force, the_claim
from declared_housing import submitted
from husly.kit.access import SYSTEM, Grant, Role
from husly.kit.clock import now, today
from husly.kit.database import transaction
from husly.kit.i18n import use_language
from register.assessments.presenters import judge
from register.declarations.queries import beside_of, get_declared
from standards.rules.pack import load_pack
from web_client import Web, fields_of, words

APART = "Not applicable – collective agreement"


def an_accommodation(web: Web, **changes: object) -> tuple[str, Grant]:
    with transaction(web.engine) as session:
        made = submitted(session, changes or None).accommodation
    return str(made.id), Grant(Role.EMPLOYER, employer_id=made.employer_id)


def sent(web: Web, home: str, **changes: str) -> str:
    """Claim through the form; the address of the claim."""
    form = the_claim(valid_to=(today() + timedelta(days=30)).isoformat()) | changes
    answer = web.post(f"/agreements/new/{home}", form, files={"evidence": ("aftale.pdf", PDF, "application/pdf")})
    assert answer.status_code == 303, words(answer)
    return answer.headers["location"].partition("?")[0]


def decided(web: Web, where: str, action: str, **said: str) -> None:
    version = fields_of(web.get(where))["version"][0]
    answer = web.post(f"{where}/{action}", {"version": version} | said)
    assert answer.status_code == 303, words(answer)


def test_an_accepted_claim_is_shown_everywhere_and_never_as_met(web: Web) -> None:
    home, mine = an_accommodation(web)
    web.sign_in(mine)
    where = sent(web, home)
    web.get("/language/en")
    assert APART not in words(web.get(f"/declarations/{home}"))
    web.sign_in(Grant(Role.DECISION_MAKER))
    decided(web, where, "accept")
    for path in (f"/declarations/{home}", "/declarations"):
        assert APART in words(web.get(path))
    page = web.get(f"/declarations/{home}")
    panel = page.text.split('id="panel-dk-indkvarteringslov-2025"')[1].split("</section>")[0]
    assert "badge-success" not in panel.split("panel-capacity")[0]
    decided(web, where, "union", note="Skimmel")
    decided(web, where, "union-answer", note="Brev", pursues="no")
    panel = web.get(f"/declarations/{home}").text.split('id="panel-dk-indkvarteringslov-2025"')[1]
    assert "Gartnerioverenskomsten" not in panel


def test_the_employer_answers_what_the_authority_asks(web: Web) -> None:
    home, mine = an_accommodation(web)
    web.sign_in(mine)
    where = sent(web, home)
    web.sign_in(Grant(Role.DECISION_MAKER))
    decided(web, where, "ask", note="Hvilke grupper?")
    web.sign_in(mine)
    page = web.get(f"{where}/answer")
    assert "Hvilke grupper?" in words(page)
    form = {name: values[0] for name, values in fields_of(page).items() if name != "evidence"}
    answer = web.post(f"{where}/answer", form | {"workers": "Væksthuset"}, files={"evidence": ("", b"")})
    assert answer.status_code == 303, words(answer)
    assert "Væksthuset" in words(web.get(where))


def test_a_wrong_form_comes_back_with_what_was_typed(web: Web) -> None:
    home, mine = an_accommodation(web)
    web.sign_in(mine)
    form = the_claim(parties="3F", workers="Væksthuset <b>")
    answer = web.post(f"/agreements/new/{home}", form, files={"evidence": ("x.pdf", b"<svg/>", "application/pdf")})
    assert answer.status_code == 422
    assert fields_of(answer)["workers"] == ["Væksthuset <b>"]
    assert answer.text.count("form-error-message") == 2


def test_the_file_is_a_download_for_those_who_may_read_the_claim(web: Web) -> None:
    home, mine = an_accommodation(web)
    web.sign_in(mine)
    where = sent(web, home)
    link = web.get(where).text.split(f'href="{where}/evidence/')[1].split('"')[0]
    answer = web.get(f"{where}/evidence/{link}")
    assert (answer.content, answer.headers["content-type"]) == (PDF, "application/pdf")
    assert answer.headers["content-disposition"].startswith("attachment")
    assert web.get(f"{where}/evidence/{uuid4()}").status_code == 404
    web.sign_in(Grant(Role.EMPLOYER, employer_id=uuid4()))
    assert web.get(f"{where}/evidence/{link}").status_code == 404
    assert web.get(where).status_code == 404


@pytest.mark.parametrize("action", ["accept", "refuse", "ask", "union", "union-answer"])
def test_only_who_decides_can_decide(web: Web, action: str) -> None:
    home, mine = an_accommodation(web)
    web.sign_in(mine)
    where = sent(web, home)
    assert web.post(f"{where}/{action}", {"version": "1", "note": "x", "pursues": "no"}).status_code == 403
    web.sign_in(Grant(Role.INSPECTOR))
    assert web.post(f"{where}/{action}", {"version": "1", "note": "x", "pursues": "no"}).status_code == 403


def test_nobody_claims_for_the_housing_of_another(web: Web) -> None:
    home, _ = an_accommodation(web)
    web.sign_in(Grant(Role.EMPLOYER, employer_id=uuid4()))
    assert web.get(f"/agreements/new/{home}").status_code == 404
    files = {"evidence": ("a.pdf", PDF, "application/pdf")}
    assert web.post(f"/agreements/new/{home}", the_claim(), files=files).status_code == 403


def test_what_is_typed_in_an_amendment_is_judged_under_the_agreement(session: Session) -> None:
    made = submitted(session)
    home = made.accommodation
    until = (today() + timedelta(days=30)).isoformat()
    in_force(session, home.id, at=now(), who="some", covered="4", valid_to=until)
    beside = beside_of(session, get_declared(session, home.id, by=SYSTEM))
    facts = get_declared(session, home.id, by=SYSTEM).facts
    pack = load_pack("dk-indkvarteringslov-2025")
    use_language("en")
    verdicts = []
    for residents in (4, 5):
        typed = replace(facts, residents=residents)
        drafted = beside.with_draft(residents, today())
        verdicts.append(judge(typed, [pack], as_of=today(), beside=drafted).panels[0].verdict[1])
    assert (verdicts[0], verdicts[1] == APART) == (APART, False)
