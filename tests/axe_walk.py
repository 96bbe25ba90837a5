"""Every page that a person can open in the demonstration: by which route, as whom, the way to one of its addresses."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from io import BytesIO

from playwright.sync_api import Page
from pypdf import PdfReader

from browser_people import ADMINISTRATOR, DECISION_MAKER, DECLARED, EMPLOYER, INSPECTOR, case_in, first_link
from husly.kit.clock import today

NOBODY = ""
Way = Callable[[Page], str]


@dataclass(frozen=True)
class Stop:
    """One page of the walk: the route as the application names it, whose page it is, and how its address is found."""

    route: str
    who: str
    way: Way


def at(address: str) -> Way:
    """A page whose address is known."""
    return lambda _: address


def of(start: Way, ending: str, *, replacing: str = "/declarations/", by: str = "/declarations/") -> Way:
    """A page beside another."""
    return lambda page: start(page).replace(replacing, by) + ending


def listed(listed_at: str, selector: str = "main table a") -> Way:
    """The first thing on a list."""
    return lambda page: first_link(page, listed_at, selector)


def beyond(start: Way, selector: str) -> Way:
    """Where a link of another page leads."""
    return lambda page: first_link(page, start(page), selector)


def case(state: str, ending: str = "") -> Way:
    """A case in a state."""
    return lambda page: case_in(page, state) + ending


def behind_code(start: Way, paper: str) -> Way:
    """Where the code of a printed paper leads."""

    def way(page: Page) -> str:
        sheet = PdfReader(BytesIO(page.request.get(f"{start(page)}/{paper}").body()))
        links = [str(one.get_object()["/A"]["/URI"]) for one in sheet.pages[0]["/Annots"]]
        return re.sub(r"^https?://[^/]+", "", links[0])

    return way


def certified(page: Page) -> str:
    """What a certificate's number tells everybody: the first dwelling of the reader that has one."""
    page.goto("/declarations")
    for home in [str(link.get_attribute("href")) for link in page.locator(DECLARED).all()]:
        page.goto(f"{home}/certificate")
        number = page.locator("main a[href^='/c/']")
        if number.count():
            return str(number.first.get_attribute("href"))
    raise LookupError("no dwelling of this reader has a certificate")


def day_with_visits(page: Page) -> str:
    """The first day ahead on which the reader has several stops."""
    for ahead in range(10):
        address = f"/day/{(today() + timedelta(days=ahead)).isoformat()}"
        page.goto(address)
        if page.locator(".day-stop").count() > 2:
            return address
    raise LookupError("no day of this reader has several stops")


def prohibited(page: Page) -> str:
    """The prohibition of a case of building law, which only Odense has in the demonstration."""
    page.goto("/cases?municipality=0461")
    for case_at in [str(link.get_attribute("href")) for link in page.locator("main table a").all()]:
        page.goto(case_at)
        if page.locator("main a[href$='/prohibition']").count():
            return f"{case_at}/prohibition"
    raise LookupError("no case of this reader rests on building law")


HOME = listed("/declarations", DECLARED)
DRAFT = listed("/declarations", "main table a[href*='/drafts/']:not([href$='discard'])")
CONTESTED = beyond(case("under_review"), "aside a[href^='/declarations/']")
ASKED = listed("/agreements", "main table tr:has-text('Der er bedt om mere') a")
LETTER = beyond(case("order_delivered"), "main section[aria-labelledby=order] a[href^='/letters/']")
REPORT = listed("/reports")
NOTICE = listed("/notices", "main a[href^='/notices/letters/']")
DRAFTED_ROW = "main table tr:has(a[href^='/notices/letters/'])"
NOTICED_CASE = listed("/notices", f"{DRAFTED_ROW} a[href^='/cases/']")
ACCEPTED_PLAN = listed("/plans", "main table tr:has-text('Godkendt') a")
PACK = listed("/standards", "main a.pack-title")
LOCAL = listed("/standards/local")
TARGET = listed("/targets", "main .target-title a")
MEETING = listed("/meetings")
REFERRAL = listed("/referrals")
CONCERN = listed("/referrals?receiver=police")
REFERRAL_OF_CASE = beyond(
    beyond(REFERRAL, "main a[href^='/cases/']"), "main a[href^='/referrals/new']:not([href*='trafficking'])"
)
DRAFTED = "main table a[href^='/standards/local/']"

PUBLIC = (
    Stop("/", NOBODY, at("/")),
    Stop("/sign-in", NOBODY, at("/sign-in")),
    Stop("/owner", NOBODY, at("/owner")),
    Stop("/referral", NOBODY, at("/referral")),
    Stop("/referral/{code:str}", NOBODY, at("/referral/ABCD-EFGH-JKLM")),
    Stop("/reply", NOBODY, at("/reply")),
    Stop("/comply", NOBODY, at("/comply")),
    Stop("/housing", NOBODY, at("/housing")),
    Stop("/housing", NOBODY, at("/housing?number=C-7K3M4-9QWEX-4")),
    Stop("/c/{number:str}", NOBODY, at("/c/nothing")),
    Stop("/score-card", NOBODY, at("/score-card")),
    Stop("/p/{code:str}", NOBODY, at("/p/nothing")),
    Stop("/h/{code:str}", NOBODY, at("/h/none?text=en")),
    Stop("/letters/read/{code:str}", NOBODY, at("/letters/read/none")),
    Stop("/tip", NOBODY, at("/tip?text=en")),
    Stop("/follow", NOBODY, at("/follow?text=uk")),
    Stop("/rehoused/{code:str}", NOBODY, at("/rehoused/none?text=ar")),
    Stop("/mandates/invitation", NOBODY, at("/mandates/invitation")),
)

OF_EMPLOYERS = (
    Stop("/", EMPLOYER, at("/")),
    Stop("/declarations", EMPLOYER, at("/declarations")),
    Stop("/orders", EMPLOYER, at("/orders")),
    Stop("/declarations/new", EMPLOYER, at("/declarations/new")),
    Stop("/declarations/drafts/{draft_id:uuid}", EMPLOYER, DRAFT),
    *(
        Stop("/declarations/drafts/{draft_id:uuid}/steps/{step:str}", EMPLOYER, of(DRAFT, f"/steps/{step}"))
        for step in ("place", "housing", "facilities", "work")
    ),
    Stop("/declarations/drafts/{draft_id:uuid}/review", EMPLOYER, of(DRAFT, "/review")),
    Stop("/declarations/drafts/{draft_id:uuid}/discard", EMPLOYER, of(DRAFT, "/discard")),
    Stop("/declarations/import", EMPLOYER, at("/declarations/import")),
    Stop("/declarations/{accommodation_id:uuid}", EMPLOYER, HOME),
    *(
        Stop(f"/declarations/{{accommodation_id:uuid}}/{one}", EMPLOYER, of(HOME, f"/{one}"))
        for one in ("amend", "certificate", "end", "history", "not-in-use", "papers", "receipt", "score")
    ),
    Stop("/declarations/{accommodation_id:uuid}/history", EMPLOYER, of(HOME, "/history?known_on=2026-01-01&about=x")),
    Stop("/c/{number:str}", EMPLOYER, certified),
    Stop("/evidence/{accommodation_id:uuid}", EMPLOYER, of(HOME, "", by="/evidence/")),
    Stop("/owners/name/{accommodation_id:uuid}", EMPLOYER, of(HOME, "", by="/owners/name/")),
    Stop("/places/{accommodation_id:uuid}", EMPLOYER, of(HOME, "", by="/places/")),
    Stop("/structure/{employer_id:uuid}", EMPLOYER, beyond(HOME, "main a[href^='/structure/']")),
    Stop("/portfolio", EMPLOYER, at("/portfolio")),
    Stop("/agreements", EMPLOYER, at("/agreements")),
    Stop("/agreements/new/{accommodation_id:uuid}", EMPLOYER, of(HOME, "", by="/agreements/new/")),
    Stop("/agreements/{claim_id:uuid}", EMPLOYER, ASKED),
    Stop("/agreements/{claim_id:uuid}/answer", EMPLOYER, of(ASKED, "/answer")),
    Stop("/mandates", EMPLOYER, at("/mandates")),
    Stop("/mandates/new", EMPLOYER, at("/mandates/new")),
    Stop("/mandates/{mandate_id:uuid}", EMPLOYER, listed("/mandates")),
    Stop("/account/tokens", EMPLOYER, at("/account/tokens")),
    Stop("/h/{code:str}", EMPLOYER, behind_code(HOME, "door-sheet.pdf?text=pl")),
    Stop("/p/{code:str}", EMPLOYER, behind_code(HOME, "plan.pdf")),
)

OF_INSPECTORS = (
    Stop("/", INSPECTOR, at("/")),
    Stop("/risk", INSPECTOR, at("/risk")),
    Stop("/risk/{accommodation_id:uuid}", INSPECTOR, listed("/risk")),
    Stop("/undeclared", INSPECTOR, at("/undeclared")),
    Stop("/undeclared/lists", INSPECTOR, at("/undeclared/lists")),
    *(
        Stop("/undeclared/{candidate_id:uuid}", INSPECTOR, listed(f"/undeclared?{query}", "main tbody a"))
        for query in ("kind=rut_workers", "kind=tips", "standing=dismissed", "standing=confirmed")
    ),
    Stop("/risk/weights", INSPECTOR, at("/risk/weights")),
    Stop("/risk/weights/{version:str}", INSPECTOR, at("/risk/weights/2026-01?beside=tilsyn-1")),
    Stop("/risk/evaluation", INSPECTOR, at("/risk/evaluation")),
    Stop(
        "/risk/evaluation/{evaluation_id:uuid}",
        INSPECTOR,
        listed("/risk/evaluation", "main a[href^='/risk/evaluation/']"),
    ),
    Stop("/risk/deviations", INSPECTOR, at("/risk/deviations")),
    Stop("/map", INSPECTOR, at("/map")),
    Stop("/plans", INSPECTOR, at("/plans")),
    Stop("/plans/{plan_id:uuid}", INSPECTOR, listed("/plans")),
    Stop("/plans/compare", INSPECTOR, at("/plans/compare")),
    Stop("/plans/compare", INSPECTOR, beyond(at("/plans"), "main a[href^='/plans/compare']")),
    Stop("/plans/{plan_id:uuid}/stops/{home_id:uuid}/move", INSPECTOR, beyond(listed("/plans"), "main a[data-move]")),
    Stop("/day", INSPECTOR, at("/day")),
    Stop("/day/{day:str}", INSPECTOR, day_with_visits),
    Stop("/day/{day:str}/copy", INSPECTOR, of(day_with_visits, "/copy", replacing="", by="")),
    Stop("/day/{day:str}/week", INSPECTOR, of(day_with_visits, "/week", replacing="", by="")),
    Stop("/day/calendar", INSPECTOR, at("/day/calendar")),
    Stop("/stations/{station_id:uuid}", INSPECTOR, at("/stations/own")),
    Stop("/targets", INSPECTOR, at("/targets")),
    Stop("/targets/{target_id:uuid}", INSPECTOR, TARGET),
    Stop("/targets/{target_id:uuid}/edit", INSPECTOR, of(TARGET, "/edit")),
    Stop("/joint", INSPECTOR, at("/joint")),
    Stop("/joint/new", INSPECTOR, at("/joint/new")),
    Stop("/joint/{joint_id:uuid}", INSPECTOR, listed("/joint")),
    Stop("/joint/visits", INSPECTOR, at("/joint/visits")),
    Stop("/joint/cards", INSPECTOR, at("/joint/cards")),
    Stop("/meetings", INSPECTOR, at("/meetings")),
    Stop("/meetings/{meeting_id:uuid}", INSPECTOR, MEETING),
    Stop("/meetings/{meeting_id:uuid}/agenda/{authority:str}", INSPECTOR, of(MEETING, "/agenda/police")),
    Stop("/plans/due", INSPECTOR, at("/plans/due")),
    Stop("/needs/{accommodation_id:uuid}", INSPECTOR, beyond(case("planned"), "main a[href^='/needs/']")),
    Stop("/notices", INSPECTOR, at("/notices")),
    Stop("/notices", INSPECTOR, at("/notices?which=sent")),
    Stop("/notices/letters/{letter_id:uuid}", INSPECTOR, NOTICE),
    Stop("/plans/{plan_id:uuid}/notices", INSPECTOR, beyond(ACCEPTED_PLAN, "main a[href$='/notices']")),
    Stop("/cases/{case_id:uuid}/move", INSPECTOR, beyond(NOTICED_CASE, "main a[href$='/move']")),
    Stop("/post", INSPECTOR, at("/post")),
    Stop("/post", INSPECTOR, at("/post?which=waiting")),
    Stop("/post/{delivery_id:uuid}", INSPECTOR, listed("/post", "main tbody a[href^='/post/']")),
    Stop("/cases/late", INSPECTOR, at("/cases/late")),
    Stop("/cases/procedures", INSPECTOR, at("/cases/procedures")),
    Stop("/cases/procedures/{key:str}", INSPECTOR, at("/cases/procedures/inspection")),
    Stop("/deadlines", INSPECTOR, at("/deadlines")),
    Stop("/cases/{case_id:uuid}/deadlines", INSPECTOR, case("order_delivered", "/deadlines")),
    Stop("/cases/{case_id:uuid}/file", INSPECTOR, case("order_delivered", "/file")),
    Stop("/cases/{case_id:uuid}/appeals", INSPECTOR, case("order_delivered", "/appeals")),
    Stop("/cases", INSPECTOR, at("/cases")),
    *(Stop("/cases/{case_id:uuid}", INSPECTOR, case(state)) for state in ("planned", "visited", "closed")),
    Stop("/cases/{case_id:uuid}/findings", INSPECTOR, case("visited", "/findings")),
    Stop("/cases/{case_id:uuid}/hearing", INSPECTOR, case("findings_recorded", "/hearing")),
    Stop("/declarations", INSPECTOR, at("/declarations")),
    Stop("/declarations/{accommodation_id:uuid}", INSPECTOR, HOME),
    Stop("/declarations/{accommodation_id:uuid}/papers", INSPECTOR, of(HOME, "/papers")),
    Stop("/evidence/{accommodation_id:uuid}", INSPECTOR, of(HOME, "", by="/evidence/")),
    Stop("/employers/{employer_id:uuid}", INSPECTOR, beyond(HOME, "main a[href^='/employers/']")),
    Stop("/reregistered", INSPECTOR, at("/reregistered")),
    Stop("/reregistered/{employer_id:uuid}", INSPECTOR, listed("/reregistered", "main tbody a")),
    Stop("/places/{accommodation_id:uuid}", INSPECTOR, of(HOME, "", by="/places/")),
    Stop("/places/doubts", INSPECTOR, at("/places/doubts")),
    Stop("/places/unverified", INSPECTOR, at("/places/unverified")),
    Stop("/standards", INSPECTOR, at("/standards")),
    Stop("/standards/{pack_id:str}", INSPECTOR, PACK),
    Stop("/standards/{pack_id:str}/approval", INSPECTOR, of(PACK, "/approval")),
    Stop("/standards/compare", INSPECTOR, at("/standards/compare")),
    Stop("/standards/everywhere", INSPECTOR, at("/standards/everywhere")),
    Stop("/standards/everywhere", INSPECTOR, at("/standards/everywhere?house=crowded")),
    Stop("/standards/everywhere/{accommodation_id:uuid}", INSPECTOR, of(HOME, "", by="/standards/everywhere/")),
    Stop("/standards/whatif", INSPECTOR, at("/standards/whatif")),
    Stop("/standards/whatif", INSPECTOR, at("/standards/whatif?pack=dk-indkvarteringslov-2025&set.cap=1.5")),
    Stop("/standards/whatif", INSPECTOR, at("/standards/whatif?pack=dk-indkvarteringslov-2025&set.cap=x")),
    Stop("/standards/local", INSPECTOR, at("/standards/local")),
    Stop("/standards/local/{rule_id:uuid}", INSPECTOR, LOCAL),
)

OF_DECISION_MAKERS = (
    Stop("/referrals", DECISION_MAKER, at("/referrals")),
    Stop("/referrals/cards", DECISION_MAKER, at("/referrals/cards")),
    Stop("/referrals/forwarded", DECISION_MAKER, at("/referrals/forwarded")),
    Stop("/referrals/incoming", DECISION_MAKER, at("/referrals/incoming")),
    Stop("/referrals/{referral_id:uuid}", DECISION_MAKER, REFERRAL),
    Stop("/referrals/{referral_id:uuid}", DECISION_MAKER, CONCERN),
    Stop("/referrals/{referral_id:uuid}/edit", DECISION_MAKER, of(CONCERN, "/edit")),
    Stop("/cases/{case_id:uuid}/referrals", DECISION_MAKER, beyond(REFERRAL, "main a[href^='/cases/']")),
    Stop("/referrals/new", DECISION_MAKER, REFERRAL_OF_CASE),
    Stop("/cases/{case_id:uuid}/prohibition", DECISION_MAKER, prohibited),
    Stop("/letters/texts", DECISION_MAKER, at("/letters/texts")),
    Stop("/letters/texts/{kind:str}", DECISION_MAKER, at("/letters/texts/varsling")),
    Stop("/letters/texts/provisions", DECISION_MAKER, at("/letters/texts/provisions")),
    Stop("/stations", DECISION_MAKER, at("/stations")),
    Stop("/stations/own", DECISION_MAKER, at("/stations/own")),
    Stop("/stations/{station_id:uuid}", DECISION_MAKER, listed("/stations")),
    Stop("/stations/rule", DECISION_MAKER, at("/stations/rule")),
    Stop("/stations/rule", DECISION_MAKER, at("/stations/rule?region=0&distance=0&load=many")),
    Stop("/stations/cases/{case_id:uuid}", DECISION_MAKER, listed("/stations/rule")),
    Stop("/map", DECISION_MAKER, at("/map?within=9.5 55.0,10.9 55.0,10.9 55.7,9.5 55.7&visited=never")),
    Stop("/map/areas", DECISION_MAKER, at("/map/areas")),
    Stop("/cases/{case_id:uuid}/follow-up", DECISION_MAKER, case("order_delivered", "/follow-up")),
    Stop("/cases/{case_id:uuid}/fines", DECISION_MAKER, case("not_complied", "/fines")),
    Stop("/cases/{case_id:uuid}/police", DECISION_MAKER, case("not_complied", "/police")),
    Stop("/cases/{case_id:uuid}", DECISION_MAKER, case("under_review")),
    Stop("/cases/{case_id:uuid}", DECISION_MAKER, case("order_delivered")),
    Stop("/cases/{case_id:uuid}/rehousing", DECISION_MAKER, case("order_delivered", "/rehousing")),
    Stop("/letters/{name:str}", DECISION_MAKER, LETTER),
    Stop("/agreements", DECISION_MAKER, at("/agreements")),
    Stop("/agreements/{claim_id:uuid}", DECISION_MAKER, listed("/agreements")),
    Stop("/owners/contests", DECISION_MAKER, at("/owners/contests")),
    Stop("/matches", DECISION_MAKER, at("/matches")),
    Stop("/declarations/{accommodation_id:uuid}/certificate", DECISION_MAKER, of(CONTESTED, "/certificate")),
    Stop("/structure/{employer_id:uuid}", DECISION_MAKER, beyond(CONTESTED, "main a[href^='/structure/']")),
    Stop("/reports", DECISION_MAKER, at("/reports")),
    Stop("/reports/{report_id:uuid}", DECISION_MAKER, REPORT),
    Stop("/reports/{report_id:uuid}/sender", DECISION_MAKER, of(REPORT, "/sender")),
    Stop("/reports/addresses", DECISION_MAKER, at("/reports/addresses")),
    Stop("/reports/addresses/{address_id:uuid}", DECISION_MAKER, listed("/reports/addresses", "main tbody a")),
)

OF_OPERATORS = (
    Stop("/", ADMINISTRATOR, at("/")),
    Stop("/referrals/contacts", ADMINISTRATOR, at("/referrals/contacts")),
    Stop("/authorities", ADMINISTRATOR, at("/authorities")),
    Stop("/admin/outbox", ADMINISTRATOR, at("/admin/outbox")),
    Stop("/door-sheets", ADMINISTRATOR, at("/door-sheets")),
    Stop("/standards/local/new", ADMINISTRATOR, at("/standards/local/new")),
    Stop("/standards/local/{rule_id:uuid}/edit", ADMINISTRATOR, of(LOCAL, "/edit")),
)

WALKS = {
    "public": PUBLIC,
    "employers": OF_EMPLOYERS,
    "inspectors": OF_INSPECTORS,
    "decision-makers": OF_DECISION_MAKERS,
    "operators": OF_OPERATORS,
}
"""The stops by whose walk they belong to."""

ELSEWHERE = {
    "/imports/{job_id:uuid}": "test_import_journey.py, which uploads a long file first",
    "/declarations/{accommodation_id:uuid}/names": "test_names_journey.py, in a register that asks for names",
}
"""Pages that another journey opens and gives to axe-core, since they need something done first."""

NO_PAGES = {
    "/orders/{name:str}": "a file",
    "/cases/{case_id:uuid}/follow-up/files/{file_id:uuid}": "a file",
    "/cases/{case_id:uuid}/police/{name:str}": "a package of files",
    "/letters/{name:str}/enclosures/{number:int}": "a file",
    "/cases/{case_id:uuid}/file/{bundle_id:uuid}": "a file",
    "/cases/{case_id:uuid}/hearing/files/{file_id:uuid}": "a file",
    "/cases/{case_id:uuid}/rehousing/{order_id:uuid}/sheet.pdf": "a file",
    "/deadlines.csv": "a file",
    "/targets/list.csv": "a file",
    "/post/proofs/{event_id:uuid}": "a file",
    "/post/bundles/{name:str}": "a file",
    "/targets/{target_id:uuid}/visits.csv": "a file",
    "/agreements/{claim_id:uuid}/evidence/{file_id:uuid}": "a file",
    "/api/v1/openapi.json": "a file",
    "/calendar/{name:str}": "for programs",
    "/day/papers/declarations/{accommodation_id:uuid}/{version:int}": "a file",
    "/day/papers/letters/{letter_id:uuid}": "a file",
    "/day/papers/plans/{accommodation_id:uuid}/{version:int}": "a file",
    "/day/worker.js": "a file",
    "/declarations/import/template.csv": "a file",
    "/declarations/import/template.xlsx": "a file",
    "/declarations/{accommodation_id:uuid}/certificate.pdf": "a file",
    "/declarations/{accommodation_id:uuid}/door-sheet.pdf": "a file",
    "/declarations/{accommodation_id:uuid}/plan.pdf": "a file",
    "/declarations/{accommodation_id:uuid}/receipt.pdf": "a file",
    "/door-sheets/{name:str}": "a file",
    "/evidence/{accommodation_id:uuid}/{file_id:uuid}": "a file",
    "/health": "for programs",
    "/risk/weights/{version:str}/yaml": "a file",
    "/score-card.json": "for programs",
    "/imports/{job_id:uuid}/marked": "a file",
    "/language/{code:str}": "leads back to the page",
    "/map/dwellings.geojson": "data of the map",
    "/map/list": "part of the page of the map",
    "/map/dwellings/{accommodation_id:uuid}": "data of the map",
    "/meetings/{meeting_id:uuid}/papers/{authority:str}": "a file",
    "/map/tiles/{zoom:int}/{x:int}/{row:str}": "data of the map",
    "/municipalities/areas.geojson": "data of the map",
    "/plans/due.csv": "a file",
    "/referrals/{referral_id:uuid}/letter": "a file",
    "/referrals/forwarded/{enquiry_id:uuid}/letter": "a file",
    "/plans/{plan_id:uuid}/tours.geojson": "data of the map",
    "/notices/next": "leads on to a draft",
    "/reports/{report_id:uuid}/photos/{position:int}": "a picture",
    "/risk/list.csv": "a file",
    "/standards/schema/{name:str}": "a file",
    "/standards/whatif/counts.csv": "a file",
    "/standards/whatif/counts.xlsx": "a file",
    "/structure/{employer_id:uuid}/levels.json": "a file",
}
"""What is fetched but is no page, and why."""


def matches(route: str, path: str) -> bool:
    """Whether an address belongs to a route."""
    pattern = re.sub(r"\{[^:}]+:[a-z]+\}", "[^/]+", route.replace(".", r"\."))
    return re.fullmatch(pattern, path.partition("?")[0]) is not None
