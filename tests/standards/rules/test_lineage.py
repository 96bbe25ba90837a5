"""Which act was law on a day, and the texts without rules that an act grew from."""

from datetime import date
from itertools import pairwise

import pytest
from click.testing import CliRunner

from standards import list_packs, load_pack, packs_in_force
from standards.pack_commands import packs_group
from standards.variants.difference import difference

COVID, ACT = "dk-covidbolig-2021", "dk-indkvarteringslov-2025"


def law_on(day: date, jurisdiction: str = "DK") -> set[str]:
    return {pack.id for pack in packs_in_force(day, jurisdiction)}


def test_a_finding_of_1_march_2021_falls_under_the_covid_act_and_not_the_act_of_2025() -> None:
    found = law_on(date(2021, 3, 1))
    assert COVID in found
    assert ACT not in found
    assert "dk-boligforhold-beboermaksimum" not in found


@pytest.mark.parametrize(
    ("day", "covid", "act"),
    [
        (date(2021, 2, 1), False, False),
        (date(2021, 2, 2), True, False),
        (date(2021, 10, 31), True, False),
        (date(2021, 11, 1), False, False),
        (date(2025, 6, 30), False, False),
        (date(2025, 7, 1), False, True),
    ],
)
def test_each_act_is_law_from_its_first_day_to_the_day_before_its_end(day: date, covid: bool, act: bool) -> None:
    assert (COVID in law_on(day), ACT in law_on(day)) == (covid, act)


def test_a_proposal_was_never_law_and_a_foreign_act_is_law_at_home_only() -> None:
    day = date(2026, 3, 1)
    assert "dk-arbejdsgruppe-2021" not in law_on(day)
    assert law_on(day, "NO") == {"no-arbeidsplassforskriften-3a"}
    assert not law_on(date(2024, 5, 31), "NO")
    assert "nl-snf" not in law_on(day, "NL")
    assert not law_on(day, "XX")


def test_the_act_tells_the_drafts_and_bills_it_grew_from_oldest_first() -> None:
    lineage = load_pack(ACT).lineage
    assert [(one.id, one.status) for one in lineage] == [
        ("dk-udkast-2022", "draft"),
        ("dk-l22-2022", "lapsed_bill"),
        ("dk-udkast-2024", "draft"),
        ("dk-l14-2024", "enacted_bill"),
    ]
    dated = [one.dated_on for one in lineage if one.dated_on]
    assert all(earlier < later for earlier, later in pairwise(dated))
    assert all(one.url.startswith("https://www.ft.dk/") for one in lineage)


def test_a_text_without_rules_is_no_pack() -> None:
    without_rules = {one.id for pack_id in list_packs() for one in load_pack(pack_id).lineage}
    assert {"dk-l22-2022", "de-gsa-fleisch"} <= without_rules
    assert not without_rules & set(list_packs())


def test_the_meat_industry_is_referred_to_the_rules_on_shared_lodging() -> None:
    (meat,) = load_pack("de-arbstaettv-asr-a4.4").lineage
    assert (meat.id, meat.status, meat.dated_on) == ("de-gsa-fleisch", "refers_to_pack", date(2020, 12, 22))


@pytest.mark.parametrize(("language", "told"), [("da", "Bortfaldet lovforslag"), ("en", "Lapsed bill")])
def test_the_command_shows_the_lineage(language: str, told: str) -> None:
    answer = CliRunner().invoke(packs_group, ["show", ACT, "--language", language])
    assert answer.exit_code == 0
    assert told in answer.output
    assert "L 22, 2022-23" in " ".join(answer.output.split())


def test_a_lineage_that_differs_is_told_in_a_comparison() -> None:
    pack = load_pack(ACT)
    shorter = pack.model_copy(update={"lineage": pack.lineage[1:]})
    assert [change.key for change in difference(pack, shorter).changes] == ["lineage"]
