"""The pages of weight sets: history, one beside another, proposing, deciding, nothing while the score is off."""

from collections.abc import Iterator

import pytest
import yaml
from litestar.testing import TestClient
from sqlalchemy.engine import Engine
from sqlmodel import select

from housed import ODENSE, house
from husly.app import create_app
from husly.kit.access import SYSTEM, Grant, Role
from husly.kit.clock import now, today
from husly.kit.database import transaction
from husly.settings import Settings
from inspection.risk.actions import score_register
from inspection.risk.weights import delivered_text, load_weights
from inspection.risk.weightsets.actions import propose_weights
from inspection.risk.weightsets.models import WeightSet, WeightSetState
from inspection.risk.weightsets.queries import weights_in_force
from web_client import Web, web, words

__all__ = ["web"]

LEADER = Grant(Role.DECISION_MAKER)
INSPECTOR = Grant(Role.INSPECTOR)
EVALUATION = {
    "visits": 400,
    "breaches": 90,
    "first_on": "2024-01-03",
    "last_on": "2026-01-05",
    "test": {
        "visits": 120,
        "breaches": 30,
        "capacity": 0.1,
        "rankings": {
            name: {
                metric: {"value": 0.7123, "low": 0.61, "high": 0.8}
                for metric in ("area_under_curve", "average_precision", "precision", "recall", "days_earlier")
            }
            for name in ("model", "in_force", "last_result", "chance")
        },
        "model_minus": {
            "chance": {
                metric: {"value": 0.2, "low": None, "high": None}
                for metric in ("area_under_curve", "average_precision", "precision", "recall", "days_earlier")
            }
        },
    },
}


def own(version: str = "ours-1", **changes: object) -> str:
    """The delivered set with a limit moved, so that groups change."""
    content = yaml.safe_load(delivered_text("2026-01")) | {"version": version, "groups": [1, 2, 3], **changes}
    return yaml.safe_dump(content, allow_unicode=True)


def proposed(engine: Engine, **given: object) -> str:
    """A proposal of the command line; its id."""
    with transaction(engine) as session:
        row = propose_weights(
            session,
            own(),
            reason="Flere skal ses <b>.",
            switched_on=True,
            by=SYSTEM,
            at=now(),
            **given,  # type: ignore[arg-type]
        )
        return str(row.id)


def state_of(engine: Engine) -> WeightSetState:
    with transaction(engine) as session:
        return session.exec(select(WeightSet)).one().state


def send(web: Web, text: str | bytes, reason: str = "Bedre efter vores mening."):
    return web.post("/risk/weights", {"reason": reason}, files={"file": ("ours.yaml", text, "application/yaml")})


@pytest.mark.parametrize("path", ["/risk/weights", "/risk/weights/2026-01", "/risk/weights/2026-01/yaml"])
def test_who_may_read(web: Web, path: str) -> None:
    assert web.get(path).status_code == 303
    web.sign_in(Grant(Role.STATISTICIAN))
    assert web.get(path).status_code == 403
    web.sign_in(Grant(Role.CASEWORKER, municipality_code="0461"))
    assert web.get(path).status_code == 200


def test_the_list_names_the_set_in_force(web: Web) -> None:
    web.sign_in(INSPECTOR)
    assert "2026-01" in words(web.get("/risk/weights"))


def test_a_set_is_sent_looked_at_beside_the_one_in_force_and_adopted_by_another(web: Web) -> None:
    with transaction(web.engine) as session:
        house(session, place=ODENSE)
        score_register(session, as_of=today(), weights=load_weights("2026-01"), switched_on=True, by=SYSTEM, at=now())
    web.sign_in(INSPECTOR, name="Ida Inspektør")
    sent = send(web, own())
    assert sent.headers["location"].startswith("/risk/weights/ours-1")
    shown = words(web.get("/risk/weights/ours-1"))
    assert "Ida Inspektør" in shown
    assert "Bedre efter vores mening." in shown
    assert "1 boliger" in shown or "Of 1 accommodations 1 would come into a higher group" in shown
    assert 'action="/risk/weights/ours-1/adopt"' not in web.get("/risk/weights/ours-1").text
    with transaction(web.engine) as session:
        proposal = str(session.exec(select(WeightSet)).one().id)
    web.sign_in(LEADER)
    assert 'action="/risk/weights/ours-1/adopt"' in web.get("/risk/weights/ours-1").text
    form = {"proposal": proposal, "valid_from": today().isoformat(), "reason": "Enig."}
    assert web.post("/risk/weights/ours-1/adopt", form).status_code == 303
    with transaction(web.engine) as session:
        assert weights_in_force(session, today()).version == "ours-1"
    assert "Enig." in words(web.get("/risk/weights"))
    back = {"valid_from": today().isoformat(), "reason": "Det gik ikke."}
    assert web.post("/risk/weights/2026-01/adopt", back).status_code == 303
    with transaction(web.engine) as session:
        assert weights_in_force(session, today()).version == "2026-01"


def test_every_problem_of_a_file_is_named(web: Web) -> None:
    web.sign_in(INSPECTOR)
    answer = send(web, own(groups=[3], author="").replace("feature: kind", "feature: nationality"))
    assert answer.status_code == 422
    assert answer.text.count("<li>") >= 3
    assert "nationality" in words(answer)


@pytest.mark.parametrize("content", [b"", b"\xff\xfe\x00", b"a: [", b"- 1", b"version: 1\nversion: 2", b"\x00"])
def test_a_file_that_is_no_set_is_a_clear_answer(web: Web, content: bytes) -> None:
    web.sign_in(INSPECTOR)
    assert send(web, content).status_code == 422


def test_without_a_file_the_form_says_so(web: Web) -> None:
    web.sign_in(INSPECTOR)
    answer = web.post("/risk/weights", files={"reason": (None, "Hvorfor <x>")})
    assert answer.status_code == 422
    assert "Hvorfor &lt;x&gt;" in answer.text


def test_a_proposal_is_rejected_with_its_reason(web: Web) -> None:
    proposal = proposed(web.engine)
    web.sign_in(LEADER)
    assert web.post("/risk/weights/ours-1/reject", {"proposal": proposal, "reason": "For få."}).status_code == 303
    assert state_of(web.engine) is WeightSetState.REJECTED
    again = {"proposal": proposal, "valid_from": today().isoformat(), "reason": "Alligevel."}
    assert web.post("/risk/weights/ours-1/adopt", again).status_code == 409


def test_ones_own_proposal_is_withdrawn(web: Web) -> None:
    web.sign_in(INSPECTOR)
    send(web, own())
    with transaction(web.engine) as session:
        proposal = str(session.exec(select(WeightSet)).one().id)
    assert 'action="/risk/weights/ours-1/withdraw"' in web.get("/risk/weights/ours-1").text
    assert web.post("/risk/weights/ours-1/withdraw", {"proposal": proposal, "reason": "Fortrudt."}).status_code == 303
    assert state_of(web.engine) is WeightSetState.WITHDRAWN


@pytest.mark.parametrize(
    ("grant", "status"), [(INSPECTOR, 403), (Grant(Role.DECISION_MAKER, municipality_code="0461"), 403)]
)
def test_who_lacks_the_countrys_right_cannot_adopt(web: Web, grant: Grant, status: int) -> None:
    proposal = proposed(web.engine)
    web.sign_in(grant)
    form = {"proposal": proposal, "valid_from": today().isoformat(), "reason": "Ja."}
    assert web.post("/risk/weights/ours-1/adopt", form).status_code == status
    assert state_of(web.engine) is WeightSetState.PROPOSED


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"valid_from": "soon", "reason": "Ja tak."}, 400),
        ({"valid_from": "2020-01-01", "reason": "Ja tak."}, 409),
        ({"valid_from": "", "reason": "Ja tak."}, 400),
        ({"proposal": "x", "valid_from": "2099-01-01", "reason": "Ja tak."}, 404),
        ({"valid_from": "2099-01-01", "reason": ""}, 409),
    ],
)
def test_a_decision_that_will_not_do_is_explained(web: Web, form: dict[str, str], status: int) -> None:
    web.sign_in(LEADER)
    assert web.post("/risk/weights/2026-01/adopt", form).status_code == status


@pytest.mark.parametrize("path", ["/risk/weights/lost", "/risk/weights/lost/yaml", "/risk/weights/2026-01?beside=lost"])
def test_an_unknown_set_is_not_found(web: Web, path: str) -> None:
    web.sign_in(LEADER)
    assert web.get(path).status_code == 404


def test_the_yaml_comes_back_to_the_letter(web: Web) -> None:
    proposed(web.engine)
    web.sign_in(INSPECTOR)
    answer = web.get("/risk/weights/ours-1/yaml")
    assert answer.text == own()
    assert "ours-1.yaml" in answer.headers["content-disposition"]
    assert web.get("/risk/weights/2026-01/yaml").text == delivered_text("2026-01")


def test_what_a_fit_measured_is_shown_with_intervals(web: Web) -> None:
    proposed(web.engine, evaluation=EVALUATION)
    web.sign_in(INSPECTOR)
    shown = words(web.get("/risk/weights/ours-1"))
    assert "0,712 (0,61 – 0,8)" in shown or "0.712 (0.61 – 0.8)" in shown
    assert "+0,2" in shown or "+0.2" in shown


def test_two_sets_are_compared(web: Web) -> None:
    proposed(web.engine)
    web.sign_in(INSPECTOR)
    answer = web.get("/risk/weights/2026-01", beside="ours-1")
    assert answer.status_code == 200
    assert "1–100" not in words(answer)
    assert "3–100" in words(answer)


def test_what_people_wrote_is_never_markup(web: Web) -> None:
    proposed(web.engine)
    web.sign_in(INSPECTOR)
    for path in ("/risk/weights", "/risk/weights/ours-1"):
        assert "Flere skal ses &lt;b&gt;." in web.get(path).text


@pytest.fixture
def off(clean_engine: Engine) -> Iterator[Web]:
    """The application with the score switched off."""
    settings = Settings(secure_cookies=False, secret_key="only-for-tests-only-for-tests-only", risk_score=False)
    with TestClient(create_app(settings, engine=clean_engine)) as client:
        yield Web(client, clean_engine)


def test_with_the_score_off_the_history_is_read_and_nothing_is_adopted(off: Web) -> None:
    proposal = proposed(off.engine)
    off.sign_in(LEADER)
    for path in ("/risk/weights", "/risk/weights/ours-1"):
        answer = off.get(path)
        assert answer.status_code == 200
        assert "slået fra" in words(answer) or "switched off" in words(answer)
        assert '<form method="post" action="/risk/weights' not in answer.text
    form = {"proposal": proposal, "valid_from": today().isoformat(), "reason": "Ja tak."}
    assert off.post("/risk/weights/ours-1/adopt", form).status_code == 409
    assert send(off, own("ours-2")).status_code == 422
    assert state_of(off.engine) is WeightSetState.PROPOSED
