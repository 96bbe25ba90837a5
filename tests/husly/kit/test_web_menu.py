"""The main menu: what stands beneath what, and which entry a page belongs to."""

from husly.kit.access import Actor, Grant, Permission, Role
from husly.kit.i18n import use_language
from husly.kit.web.menu import MenuEntry, menu_links
from husly.pages.menu import MENU

ENTRIES = (
    MenuEntry(Permission.READ_PLANS, "/plans", "Visit plans"),
    MenuEntry(Permission.READ_PLANS, "/plans/due", "Due again", under="/plans"),
    MenuEntry(Permission.LEAD_STAFF, "/stations", "The inspectors", under="/plans"),
    MenuEntry(
        Permission.RECORD_VISITS, "/stations/own", "My working time", under="/plans", elsewhere=Permission.LEAD_STAFF
    ),
)
LEADER = Actor("leader", "Lene", (Grant(Role.DECISION_MAKER),))
INSPECTOR = Actor("inspector", "Torben", (Grant(Role.INSPECTOR),))


def below(actor: Actor, path: str) -> dict[str, bool]:
    (plans,) = menu_links(ENTRIES, actor, path)
    return {one.address: one.is_here for one in plans.below}


def test_an_entry_stands_beneath_the_one_it_names_for_whoever_may_follow_it() -> None:
    assert list(below(LEADER, "/")) == ["/plans/due", "/stations"]
    assert list(below(INSPECTOR, "/")) == ["/plans/due", "/stations/own"]


def test_a_page_belongs_to_the_longest_address_that_holds_it_and_to_what_stands_above() -> None:
    (plans,) = menu_links(ENTRIES, LEADER, "/plans/due")
    assert (plans.is_here, plans.is_current) == (False, True)
    assert below(LEADER, "/plans/due") == {"/plans/due": True, "/stations": False}
    assert below(LEADER, "/stations/49d8") == {"/plans/due": False, "/stations": True}


def test_an_address_that_only_begins_alike_is_another_page() -> None:
    assert not any(one.is_current for one in menu_links(ENTRIES, LEADER, "/plansandmore"))


def test_nobody_loses_an_entry_for_want_of_the_one_above_it() -> None:
    assert [one.address for one in menu_links(ENTRIES[1:], LEADER, "/")] == ["/plans/due", "/stations"]


def test_nobody_signed_in_has_no_menu() -> None:
    assert menu_links(ENTRIES, None, "/") == []


def test_whoever_visits_finds_the_own_day_first_and_an_employer_what_concerns_employers_alone() -> None:
    use_language("en")
    employer = Actor("employer", "Arne", (Grant(Role.EMPLOYER),))
    assert menu_links(MENU, INSPECTOR, "/")[0].address == "/day"
    assert len(menu_links(MENU, LEADER, "/")) <= 7
    assert [one.text for one in menu_links(MENU, employer, "/")] == ["Declarations", "Rules", "Orders and deadlines"]


def test_a_letter_belongs_to_the_cases_and_the_texts_of_letters_to_the_rules() -> None:
    lawyer = Actor("lawyer", "Jytte", (Grant(Role.DECISION_MAKER), Grant(Role.LEGAL_REVIEWER)))
    for path, address in (("/letters/5a43", "/cases"), ("/letters/texts", "/standards")):
        assert [one.address for one in menu_links(MENU, lawyer, path) if one.is_current] == [address]
