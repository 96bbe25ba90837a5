"""Who would get which case: the rule tried on the last cases before it is saved, and the suggestion for one case."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any
from urllib.parse import quote
from uuid import UUID

from litestar import get, post
from litestar.di import NamedDependency, Provide
from litestar.params import FromPath
from litestar.response import Redirect, Template
from sqlmodel import Session

from husly.kit.access import Actor, Permission, may
from husly.kit.clock import now, today
from husly.kit.errors import DomainError, NotFoundError
from husly.kit.i18n import format_date, format_moment, mark
from husly.kit.i18n import gettext as _
from husly.kit.web import AnyRequest, needs, page, redirect
from husly.kit.web.errors import translated
from inspection.authorities.belonging import is_own
from inspection.enforcement.findings_routes import provide_posted
from inspection.staff import rules
from inspection.staff.forms import Errors, Posted, first
from inspection.staff.models import RuleState
from inspection.staff.presenters import municipality_name
from inspection.staff.suggesting import MOST_WEIGHT, Fit, Weights, rank, simulate
from register.municipalities.table import municipalities

PROPOSED = mark("The rule is proposed. Somebody else adopts it.")
DECIDED = mark("Decided.")
ASSIGNED = mark("The case has another inspector.")
WEIGHT_NAMES = {
    "region": mark("Works in the municipality"),
    "skills": mark("Has the skills"),
    "languages": mark("Speaks a language of the residents"),
    "load": mark("Taken off for each case of the last 28 days"),
    "distance": mark("Taken off for every 10 km from where the day begins"),
}
STATES = {
    RuleState.PROPOSED: (mark("Proposed"), "info"),
    RuleState.ADOPTED: (mark("Adopted"), "success"),
    RuleState.WITHDRAWN: (mark("Withdrawn"), ""),
}
LEADS = Permission.LEAD_STAFF


def read_weights(sent: Mapping[str, str], known: Weights, errors: Errors) -> Weights:
    """The weights that were sent; those left out are the known ones."""
    found = known.as_dict()
    for one in fields(Weights):
        text = sent.get(one.name, "").strip()
        if not text:
            continue
        if text.isdecimal() and len(text) <= len(str(MOST_WEIGHT)) and int(text) <= MOST_WEIGHT:
            found[one.name] = int(text)
        else:
            errors[one.name] = _("Write a whole number from %(low)s to %(high)s.", low=0, high=MOST_WEIGHT)
    return Weights(**found)


@dataclass(frozen=True)
class TriedRow:
    """One of the last cases under both rules."""

    case_id: UUID
    number: str
    municipality: str
    visit_on: str
    got: str
    now_gets: str
    would_get: str
    differs: bool


@get("/rule", opt=needs(LEADS), sync_to_thread=True)
def show_rule(request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor]) -> Template:
    """The last cases under the rule in force and under the weights that the address gives; nothing is saved."""
    sent = {one.name: request.query_params.get(one.name, "") for one in fields(Weights)}
    return _rule_page(request, session, actor, sent)


def _rule_page(
    request: AnyRequest,
    session: Session,
    actor: Actor,
    sent: Mapping[str, str],
    errors: Errors | None = None,
    reason: str = "",
) -> Template:
    errors = dict(errors or {})
    version, known = rules.weights_in_force(session)
    tried = read_weights(sent, known, errors)
    names = municipalities(request.app.state.settings.data_path)
    past = rules.list_last_cases(session, by=actor)
    team = rules.team_of(session, by=actor, days=[one.need.visit_on for one in past])
    called = {one.id: one.name for one in team}
    asked = [one.need for one in past]
    in_force, changed = simulate(asked, team, known), simulate(asked, team, tried)
    rows = [
        TriedRow(
            case_id=one.case.id,
            number=one.case.case_number,
            municipality=municipality_name(one.case.municipality_code, names),
            visit_on=format_date(one.need.visit_on),
            got=called.get(str(one.station_id), "–"),
            now_gets=called.get(in_force.get(one.need.id, ""), "–"),
            would_get=called.get(changed.get(one.need.id, ""), "–"),
            differs=in_force.get(one.need.id) != changed.get(one.need.id),
        )
        for one in past
    ]
    loads = (
        Counter(row.got for row in rows),
        Counter(row.now_gets for row in rows),
        Counter(row.would_get for row in rows),
    )
    return page(
        request,
        "staff/rule.html",
        status_code=422 if errors else 200,
        version=version,
        fields=[
            (
                one.name,
                _(WEIGHT_NAMES[one.name]),
                sent.get(one.name) or str(getattr(tried, one.name)),
                getattr(known, one.name),
            )
            for one in fields(Weights)
        ],
        changed=tried != known,
        rows=rows,
        differing=sum(row.differs for row in rows),
        loads=[(name, *(load[name] for load in loads)) for name in sorted(called.values())],
        errors=errors,
        reason=reason,
        rules=[_rule_row(one, actor) for one in rules.list_rules(session)],
        whole_country=may(actor, LEADS, rules.COUNTRY),
    )


def _rule_row(rule: Any, actor: Actor) -> dict[str, Any]:
    text, badge = STATES[rule.state]
    who = f"{rule.proposed_by_name}, {format_moment(rule.proposed_at)}"
    decided = "" if rule.decided_at is None else f"{rule.decided_by_name}, {format_moment(rule.decided_at)}"
    return {
        "id": rule.id,
        "version": rule.version,
        "state": _(text),
        "badge": badge,
        "weights": ", ".join(f"{_(WEIGHT_NAMES[key])}: {value}" for key, value in rule.weights.items()),
        "reason": rule.reason,
        "who": who,
        "decided": decided,
        "is_open": rule.state is RuleState.PROPOSED,
        "is_own": rule.proposed_by == actor.id,
    }


@post("/rule", opt=needs(LEADS), status_code=303, dependencies={"posted": Provide(provide_posted)}, sync_to_thread=True)
def propose(
    request: AnyRequest,
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    posted: NamedDependency[Posted],
) -> Redirect | Template:
    """Keep the weights as a proposal."""
    errors: Errors = {}
    sent = {one.name: first(posted, one.name) for one in fields(Weights)}
    weights = read_weights(sent, rules.weights_in_force(session)[1], errors)
    reason = first(posted, "reason")
    if not errors:
        try:
            rules.propose_rule(session, weights=weights, reason=reason, by=actor, at=now())
        except DomainError as error:  # nothing is written before the rules are checked
            errors = {"reason": translated(error)}
    if errors:
        return _rule_page(request, session, actor, sent, errors, reason)
    return redirect(f"/stations/rule?notice={quote(PROPOSED)}")


@post("/rule/{rule_id:uuid}/adopt", opt=needs(LEADS), status_code=303, sync_to_thread=True)
def adopt(session: NamedDependency[Session], actor: NamedDependency[Actor], rule_id: FromPath[UUID]) -> Redirect:
    """Let a proposal count."""
    rules.decide_rule(session, rule_id, adopt=True, by=actor, at=now())
    return redirect(f"/stations/rule?notice={quote(DECIDED)}")


@post("/rule/{rule_id:uuid}/withdraw", opt=needs(LEADS), status_code=303, sync_to_thread=True)
def withdraw(session: NamedDependency[Session], actor: NamedDependency[Actor], rule_id: FromPath[UUID]) -> Redirect:
    """Take a proposal away."""
    rules.decide_rule(session, rule_id, adopt=False, by=actor, at=now())
    return redirect(f"/stations/rule?notice={quote(DECIDED)}")


@get("/cases/{case_id:uuid}", opt=needs(LEADS), sync_to_thread=True)
def show_suggestion(
    request: AnyRequest, session: NamedDependency[Session], actor: NamedDependency[Actor], case_id: FromPath[UUID]
) -> Template:
    """Who fits one case best, and why; with buttons to give it to one of them."""
    found = next(iter(rules.list_last_cases(session, by=actor, case_id=case_id)), None)
    if found is None:
        raise NotFoundError("case")
    team = rules.team_of(session, by=actor, days=[found.need.visit_on])
    called = {one.id: one.name for one in team}
    version, weights = rules.weights_in_force(session)
    ranked = rank(found.need, team, rules.loads_of(session, on=today()), weights)
    return page(
        request,
        "staff/suggestion.html",
        case=found.case,
        visit_on=found.need.visit_on,
        version=version,
        has_it=str(found.station_id),
        can_assign=found.case.state in rules.BEFORE_VISIT and is_own(found.case, actor, Permission.LEAD_STAFF),
        rows=[(fit.inspector_id, called[fit.inspector_id], fit.points, _why(fit)) for fit in ranked],
        others=sorted(set(called.values()) - {called[fit.inspector_id] for fit in ranked}),
    )


def _why(fit: Fit) -> str:
    said = [
        _("works in the municipality") if fit.in_region else _("works elsewhere"),
        _("has the skills") if fit.has_skills else _("lacks a skill"),
        "" if fit.speaks else _("speaks no language of the residents"),
        _("%(count)s cases in 28 days", count=fit.load),
        _("%(km)s km away", km=fit.km),
    ]
    return ", ".join(filter(None, said))


@post(
    "/cases/{case_id:uuid}",
    opt=needs(LEADS),
    status_code=303,
    dependencies={"posted": Provide(provide_posted)},
    sync_to_thread=True,
)
def assign(
    session: NamedDependency[Session],
    actor: NamedDependency[Actor],
    posted: NamedDependency[Posted],
    case_id: FromPath[UUID],
) -> Redirect:
    """Give the case to an inspector."""
    try:
        station_id = UUID(first(posted, "station"))
    except ValueError:
        raise NotFoundError("station") from None
    rules.assign_case(session, case_id, station_id, by=actor, at=now())
    return redirect(f"/cases/{case_id}?notice={quote(ASSIGNED)}")


RULE_HANDLERS = [show_rule, propose, adopt, withdraw, show_suggestion, assign]
