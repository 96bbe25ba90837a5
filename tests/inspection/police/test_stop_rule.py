"""Where the criminal track closes a step (RSL § 9), the way to the police is shown beside the refusal."""

from case_ways import INSPECTOR, VISIT_DAY, start
from case_web import Clock, case_web, clock, take
from husly.kit.access import Grant, Role
from husly.kit.database import transaction
from inspection.enforcement import actions
from web_client import Web

__all__ = ["case_web", "clock"]


def test_a_visit_stopped_by_suspicion_leads_to_the_police_reports(case_web: Web, clock: Clock) -> None:
    with transaction(case_web.engine) as session:
        way = start(session)
        letter, case = way.draft_notice().id, f"/cases/{way.case.id}"
    case_web.sign_in(Grant(Role.INSPECTOR))
    link = f'<p><a href="{case}/police">'
    assert link not in case_web.get(case).text
    assert f'href="{case}/police"' not in case_web.get(f"/letters/{letter}").text
    with transaction(case_web.engine) as session:
        actions.note_suspicion(session, way.case.id, suspicion=True, by=INSPECTOR, at=way.at(0))
    assert link in case_web.get(case).text
    assert f'href="{case}/police"' in case_web.get(f"/letters/{letter}").text
    clock.go_to(VISIT_DAY)
    refused = take(case_web, case, "waive-notice", ground="purpose_defeated", reason="x", proportionality_reason="x")
    assert refused.status_code == 409
    assert any(link in one.split("</div>")[0] for one in refused.text.split('class="alert-body"')[1:])
    assert case_web.get(f"{case}/police").status_code == 200


def test_the_step_of_a_disobeyed_order_opens_the_room_and_records_nothing_itself(case_web: Web, clock: Clock) -> None:
    with transaction(case_web.engine) as session:
        way = start(session)
        way.to_delivered()
        actions.record_silence(session, way.case.id, by=INSPECTOR, at=way.at(85))
        case = f"/cases/{way.case.id}"
    clock.go_to(86)
    case_web.sign_in(Grant(Role.DECISION_MAKER))
    assert f'href="{case}/police">' in case_web.get(case).text
    assert take(case_web, case, "police", note="Anmeldt").status_code == 404
