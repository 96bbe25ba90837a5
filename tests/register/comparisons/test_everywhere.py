"""What the pages of comparison say, without a browser or a database."""

from dataclasses import replace
from datetime import date

import pytest

from husly.kit.i18n import use_language
from register.comparisons.compare_presenters import ComparePage, Side
from register.comparisons.everywhere_presenters import EverywherePage, PackVerdict
from register.comparisons.houses import example_houses
from register.rules.presenters import PackPage
from standards import load_pack, parse_facts
from standards.engine.outcome import Outcome
from standards.facts.known import DwellingFacts
from standards.rules.issuer import Issuer
from standards.rules.pack import Pack
from standards.rules.release import release_of
from standards.text import Text
from standards.variants.scenario import changed_pack

AS_OF = date(2026, 3, 1)
DANISH = ("dk-covidbolig-2021", "dk-arbejdsgruppe-2021", "dk-indkvarteringslov-2025")


@pytest.fixture(autouse=True)
def _english() -> None:
    use_language("en")


def foreign(pack_id: str) -> Pack:
    """The pack as if another country had it."""
    return load_pack(pack_id).model_copy(update={"jurisdiction": "NO"})


def pages(*packs: Pack) -> list[PackPage]:
    return [PackPage(pack, release_of(pack, None)) for pack in packs]


def verdicts(facts: DwellingFacts, *packs: Pack, as_of: date = AS_OF) -> dict[str, PackVerdict]:
    shown = EverywherePage("A house", "", facts, pages(*packs), as_of)
    return {row.page.pack.id: row for country in shown.countries for row in country.rows}


def test_home_stands_first_and_within_it_the_law_in_force() -> None:
    packs = [foreign("dk-arbejdsgruppe-2021"), load_pack("dk-covidbolig-2021"), load_pack("dk-indkvarteringslov-2025")]
    shown = EverywherePage("A house", "", example_houses()["good"].facts, pages(*packs), AS_OF)
    assert [(country.name, country.is_home) for country in shown.countries] == [("Denmark", True), ("Norway", False)]
    home = [row.page.pack.id for row in shown.countries[0].rows]
    assert home == ["dk-indkvarteringslov-2025", "dk-covidbolig-2021"]


def test_a_crowded_house_is_told_which_rules_decide_and_how_many_may_live_there() -> None:
    row = verdicts(example_houses()["crowded"].facts, load_pack("dk-arbejdsgruppe-2021"))["dk-arbejdsgruppe-2021"]
    assert row.outcome is Outcome.BREACHED
    assert [one.key.rpartition("-")[2] for one in row.decisive] == ["single_room", "toilet_ratio", "shower_ratio"]
    assert row.capacity.startswith("4")


def test_what_is_missing_is_named_where_nothing_is_breached() -> None:
    row = verdicts(parse_facts({"dwelling": {"residents": 2}}), load_pack("dk-arbejdsgruppe-2021"))
    (one,) = row.values()
    assert one.outcome is Outcome.NOT_ASSESSED
    assert all(finding.missing for finding in one.decisive)
    assert one.more.startswith("and ")


def test_a_pack_that_does_not_apply_says_why() -> None:
    (row,) = verdicts(example_houses()["good"].facts, load_pack("dk-covidbolig-2021")).values()
    assert row.outcome is Outcome.NOT_APPLICABLE
    assert row.counts == ["In force from 2 February 2021 to 1 November 2021 (not included)"]


def test_every_verdict_is_counted_once() -> None:
    shown = EverywherePage("A house", "", example_houses()["good"].facts, pages(*map(load_pack, DANISH)), AS_OF)
    assert [(badge[1], count) for badge, count in shown.summary] == [
        ("Met", "2 rule packs"),
        ("Does not apply", "1 rule pack"),
    ]


def test_the_example_houses_hold_together() -> None:
    houses = example_houses()
    assert set(houses) == {"good", "crowded", "dormitory"}
    for house in houses.values():
        assert sum(room.residents or 0 for room in house.facts.rooms) == house.facts.residents


def compared(before: Pack, after: Pack, *, differences_only: bool = False) -> ComparePage:
    return ComparePage(
        Side("a", *pages(before), None), Side("b", *pages(after), None), [before, after], differences_only
    )


def test_the_stricter_of_two_limits_is_marked() -> None:
    pack = load_pack("dk-covidbolig-2021")
    looser = changed_pack(pack, {"common_area": 3.0})
    rows = [row for theme in compared(pack, looser, differences_only=True).themes for row in theme.rows]
    assert [(row.kind, row.stricter) for row in rows] == [("changed", "before")]
    assert [count for count, _words in compared(pack, looser).counts] == [1, 0, 0, len(pack.requirements) - 1]


def test_another_wording_alone_is_no_other_demand() -> None:
    pack = load_pack("dk-covidbolig-2021")
    first = pack.requirements[0]
    reworded = first.model_copy(update={"text": replace(first.text, en="Otherwise.")})
    newer = pack.model_copy(update={"requirements": (reworded, *pack.requirements[1:])})
    assert [count for count, _words in compared(pack, newer).counts] == [0, 0, 0, len(pack.requirements)]


def test_a_collective_agreement_takes_the_place_of_the_act_alone_and_never_reads_as_met() -> None:
    issuer = Issuer(kind="agreement", id="aftale", name=Text("Aftalen", "The agreement"), parties=("A", "B"))
    packs = pages(load_pack("dk-indkvarteringslov-2025"), load_pack("dk-arbejdsgruppe-2021"))
    shown = EverywherePage("A house", "", example_houses()["good"].facts, packs, AS_OF, issuer)
    act, proposal = shown.countries[0].rows
    assert (act.outcome, act.verdict[1]) == (Outcome.NOT_APPLICABLE, "Not applicable – collective agreement")
    assert (act.capacity, act.decisive) == ("–", [])
    assert proposal.outcome is Outcome.MET
