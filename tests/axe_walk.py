"""Every page that a person can open in the demonstration: by which route, as whom, the way to one of its addresses."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from io import BytesIO

from playwright.sync_api import Page
from pypdf import PdfReader

from browser_people import ADMINISTRATOR, DECISION_MAKER, DECLARED, EMPLOYER, INSPECTOR, case_in, first_link

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


HOME = listed("/declarations", DECLARED)
DRAFT = listed("/declarations", "main table a[href*='/drafts/']:not([href$='discard'])")
CONTESTED = beyond(case("under_review"), "aside a[href^='/declarations/']")
ASKED = listed("/agreements", "main table tr:has-text('Der er bedt om mere') a")
LETTER = beyond(case("order_delivered"), "main section[aria-labelledby=order] a[href^='/letters/']")
REPORT = listed("/reports")
PACK = listed("/standards", "main a.pack-title")
LOCAL = listed("/standards/local")
DRAFTED = "main table a[href^='/standards/local/']"

PUBLIC = (
    Stop("/", NOBODY, at("/")),
    Stop("/sign-in", NOBODY, at("/sign-in")),
    Stop("/owner", NOBODY, at("/owner")),
    Stop("/housing", NOBODY, at("/housing")),
    Stop("/housing", NOBODY, at("/housing?number=C-7K3M4-9QWEX-4")),
    Stop("/c/{number:str}", NOBODY, at("/c/nothing")),
    Stop("/score-card", NOBODY, at("/score-card")),
    Stop("/p/{code:str}", NOBODY, at("/p/nothing")),
    Stop("/h/{code:str}", NOBODY, at("/h/none?text=en")),
    Stop("/tip", NOBODY, at("/tip?text=en")),
    Stop("/follow", NOBODY, at("/follow?text=uk")),
    Stop("/mandates/invitation", NOBODY, at("/mandates/invitation")),
)

OF_EMPLOYERS = (
    Stop("/", EMPLOYER, at("/")),
    Stop("/declarations", EMPLOYER, at("/declarations")),
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
    Stop("/cases", INSPECTOR, at("/cases")),
    *(Stop("/cases/{case_id:uuid}", INSPECTOR, case(state)) for state in ("planned", "visited", "closed")),
    Stop("/cases/{case_id:uuid}/findings", INSPECTOR, case("visited", "/findings")),
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
    Stop("/cases/{case_id:uuid}", DECISION_MAKER, case("under_review")),
    Stop("/cases/{case_id:uuid}", DECISION_MAKER, case("order_delivered")),
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
    "/agreements/{claim_id:uuid}/evidence/{file_id:uuid}": "a file",
    "/api/v1/openapi.json": "a file",
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
    "/map/dwellings/{accommodation_id:uuid}": "data of the map",
    "/municipalities/areas.geojson": "data of the map",
    "/plans/{plan_id:uuid}/tours.geojson": "data of the map",
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
