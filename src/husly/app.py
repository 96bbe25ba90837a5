"""The web application: every feature's router, the shell around them."""

import hashlib
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from granian.utils.proxies import wrap_asgi_with_proxy_headers
from litestar import Litestar, Router
from litestar.config.csrf import CSRFConfig
from litestar.datastructures import CacheControlHeader, State
from litestar.di import Provide
from litestar.middleware import DefineMiddleware
from litestar.static_files import create_static_files_router
from litestar.template import TemplateConfig
from litestar.types import ASGIApp
from sqlalchemy.engine import Engine

import husly.models
from husly.kit.access import Permission
from husly.kit.database import engine_for, told
from husly.kit.web.addresses import refuse_nul
from husly.kit.web.errors import EXCEPTION_HANDLERS
from husly.kit.web.headers import Language, security_headers
from husly.kit.web.limits import Tries
from husly.kit.web.permission import PERMISSION_KEY, check_permission
from husly.kit.web.session import SignInMiddleware, provide_actor, provide_session
from husly.kit.web.templates import template_engine
from husly.pages.menu import MENU
from husly.pages.outbox_pages import outbox_router
from husly.pages.routes import pages_router
from husly.settings import Settings, settings
from inspection.appeals.routes import appeals_router
from inspection.authorities.belonging import is_own
from inspection.authorities.routes import authorities_router
from inspection.authorities.whose import whose_words
from inspection.case_file.routes import case_file_router
from inspection.certificates.routes import certificates_router
from inspection.days.calendar_routes import calendar_router
from inspection.days.routes import days_router
from inspection.deadlines.routes import deadlines_router
from inspection.delivery.routes import delivery_router
from inspection.employers.routes import employers_router
from inspection.enforcement.actions import take_up_contest
from inspection.enforcement.routes import cases_router
from inspection.fines.routes import fines_router
from inspection.followup.own_routes import own_letters_router
from inspection.followup.routes import followup_router
from inspection.hearings.reply_routes import reply_router
from inspection.hearings.routes import hearings_router
from inspection.joint.routes import joint_router
from inspection.letters.reviewing.provision_routes import provisions_router
from inspection.letters.reviewing.routes import texts_router
from inspection.letters.routes import letters_router
from inspection.map.routes import map_router
from inspection.meetings.routes import meetings_router
from inspection.needs.routes import needs_router
from inspection.notices.routes import notices_router
from inspection.planning.carrying_out.dropping import drop_exempt_visits, drop_visits_after_change
from inspection.planning.carrying_out.routes import moving_router
from inspection.planning.intervals.routes import due_router
from inspection.planning.routes import plans_router
from inspection.police.routes import police_router
from inspection.procedures.routes import procedures_router
from inspection.prohibitions.routes import prohibitions_router
from inspection.referrals.reply_routes import referral_reply_router
from inspection.referrals.routes import case_referrals_router, referrals_router
from inspection.rehousing.resident_routes import rehoused_router
from inspection.rehousing.routes import rehousing_router
from inspection.reminders.routes import late_router
from inspection.reregistered.routes import reregistered_router
from inspection.risk.card.routes import card_router
from inspection.risk.deviations.routes import deviations_router
from inspection.risk.evaluation.routes import evaluation_router
from inspection.risk.routes import risk_router
from inspection.risk.weightsets.routes import weights_router
from inspection.staff.routes import staff_router
from inspection.staff.skills import skill_names
from inspection.targets.routes import targets_router
from inspection.tips.routes import tips_router
from inspection.undeclared.routes import undeclared_router
from register.agreements.routes import agreements_router
from register.api.routes import api_router
from register.api.token_routes import tokens_router
from register.comparisons.routes import comparisons_router
from register.declarations.routes import declarations_router
from register.declarations.upload_routes import upload_router
from register.evidence.routes import evidence_router
from register.evidence.wanted import wanted_evidence
from register.imports.routes import imports_router
from register.lookups.routes import places_router
from register.mandates.routes import mandates_router
from register.matches.routes import matches_router
from register.municipalities.routes import municipalities_router
from register.owners.routes import owners_router
from register.portfolio.routes import portfolio_router
from register.residents.routes import residents_router
from register.rules.approvals.routes import approvals_router
from register.rules.local_routes import local_rules_router
from register.rules.routes import rules_router
from register.sheets.routes import sheets_router
from register.structure.routes import structure_router
from register.upkeep.routes import upkeep_router
from register.whatif.routes import whatif_router

SOURCE = Path(__file__).parents[1]
STATIC = SOURCE / "husly" / "static"

EMPLOYER_PAGES = (
    "/account",
    "/agreements",
    "/declarations",
    "/evidence",
    "/imports",
    "/language",
    "/mandates",
    "/owners/name",
    "/places",
    "/portfolio",
    "/sign-in",
    "/sign-out",
)
"""Beginnings of the addresses that employers use, besides the first page: those speak further languages."""

UNTRANSLATED_PAGES = ("/certificate", "/score")
"""Ends of such addresses whose texts are still in Danish and English only."""

ROUTERS: tuple[Router, ...] = (
    pages_router,
    outbox_router,
    declarations_router,
    upkeep_router,
    upload_router,
    imports_router,
    places_router,
    sheets_router,
    structure_router,
    api_router,
    tokens_router,
    agreements_router,
    owners_router,
    residents_router,
    mandates_router,
    portfolio_router,
    evidence_router,
    matches_router,
    rules_router,
    local_rules_router,
    municipalities_router,
    whatif_router,
    comparisons_router,
    approvals_router,
    risk_router,
    evaluation_router,
    deviations_router,
    weights_router,
    card_router,
    plans_router,
    days_router,
    calendar_router,
    staff_router,
    targets_router,
    joint_router,
    meetings_router,
    referrals_router,
    case_referrals_router,
    referral_reply_router,
    needs_router,
    rehousing_router,
    rehoused_router,
    due_router,
    notices_router,
    prohibitions_router,
    moving_router,
    late_router,
    procedures_router,
    authorities_router,
    appeals_router,
    case_file_router,
    deadlines_router,
    map_router,
    cases_router,
    hearings_router,
    reply_router,
    followup_router,
    own_letters_router,
    fines_router,
    police_router,
    employers_router,
    reregistered_router,
    certificates_router,
    letters_router,
    texts_router,
    provisions_router,
    delivery_router,
    tips_router,
    undeclared_router,
)
"""Each feature's router."""


LISTENERS = {
    "on_contest": take_up_contest,
    "on_agreement": drop_exempt_visits,
    "on_change": drop_visits_after_change,
}
"""What the inspection does when something happens in the register, which knows nothing of it: same transaction."""


TEMPLATE_FUNCTIONS: Mapping[str, Callable[..., object]] = {"is_own": is_own, "whose_words": whose_words}
"""What templates ask of a case: whether it is the reader's, and whose it is."""


def template_folders() -> list[Path]:
    """The shell's templates, then each feature's."""
    features = sorted(path for path in SOURCE.glob("*/*/templates") if path.is_dir())
    return [SOURCE / "husly" / "templates", *features]


@cache
def static_version() -> str:
    """Changes whenever a served file does, so that browsers may keep files for a year."""
    found = hashlib.sha256()
    for path in sorted(STATIC.rglob("*")):
        if path.is_file():
            found.update(f"{path.relative_to(STATIC)}:{path.stat().st_size}:".encode())
            if path.is_relative_to(STATIC / "husly"):
                found.update(path.read_bytes())
    return found.hexdigest()[:12]


def served_app() -> ASGIApp:
    """What the server loads; behind proxies that are trusted, a request comes from whom the nearest of them names."""
    app, proxies = create_app(), list(settings().trusted_proxies)
    return wrap_asgi_with_proxy_headers(app, proxies) if proxies else app


def create_app(chosen: Settings | None = None, *, engine: Engine | None = None) -> Litestar:
    """The application; without arguments as the settings in force say (see ``served_app``)."""
    husly.models.load()
    chosen = chosen or settings()
    wanted_evidence(chosen.evidence_list)  # a list that cannot be read stops the start, not the first page
    skill_names(chosen.skills_list)
    static_url = f"/static/{static_version()}"
    static = create_static_files_router(
        path=static_url,
        directories=[STATIC],
        cache_control=CacheControlHeader(max_age=31_536_000, immutable=True, public=True),
        opt={PERMISSION_KEY: Permission.PUBLIC},
    )
    return Litestar(
        route_handlers=[*ROUTERS, static],
        dependencies={
            "session": Provide(provide_session),
            "actor": Provide(provide_actor, sync_to_thread=False),
        },
        guards=[check_permission, refuse_nul],
        middleware=[
            Language(default=chosen.default_language, journey=EMPLOYER_PAGES, except_for=UNTRANSLATED_PAGES),
            DefineMiddleware(SignInMiddleware, exclude=["^/static/"]),
        ],
        before_send=[security_headers(https=chosen.secure_cookies, map_origin=chosen.map_origin)],
        exception_handlers=EXCEPTION_HANDLERS,
        csrf_config=CSRFConfig(
            secret=chosen.secret_key.get_secret_value(),
            cookie_name="husly_form",
            cookie_secure=chosen.secure_cookies,
            cookie_httponly=True,
            cookie_samesite="lax",
            exclude=["^/api/", "^/static/"],  # no cookie counts there; shielded pages load static files and set none
        ),
        template_config=TemplateConfig(
            instance=template_engine(template_folders(), static_url=static_url, menu=MENU, functions=TEMPLATE_FUNCTIONS)
        ),
        request_max_body_size=(chosen.import_max_mb + 1) * 1_000_000,
        state=State(
            {
                "settings": chosen,
                "engine": told(engine or engine_for(chosen.database_url), chosen),
                "tries": Tries(),
                **LISTENERS,
            }
        ),
        openapi_config=None,
    )
