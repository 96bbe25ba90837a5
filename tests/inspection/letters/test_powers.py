"""Who may issue what under each model of supervision (CFG-01), on each legal basis."""

from dataclasses import replace
from typing import get_args

import pytest

from husly.settings import SupervisionModel
from inspection.letters.blocks import LetterKind
from inspection.letters.builders import write_injunction
from inspection.letters.gates import issue_gates
from inspection.letters.powers import load_powers, powers_of
from letter_cases import CROWDED, HEAD, ORDER, ORDER_FACTS

MODELS = get_args(SupervisionModel)


def may(model, authority, kind, pack, *, unverified=True):
    found = powers_of(load_powers(), model=model, authority=authority, kind=kind, unverified=unverified)
    return any(power.pack == pack for power in found)


def closed_gates(letter, facts):
    return {result.gate for result in issue_gates(letter, facts) if not result.passed}


def order_of(authority, pack, requirement):
    sender = replace(HEAD.sender, authority=authority)
    cited = replace(CROWDED.citation, pack_id=pack, requirement_id=f"{pack}.{requirement}")
    breaches = (replace(CROWDED, citation=cited),)
    return write_injunction(replace(ORDER, head=replace(ORDER.head, sender=sender), breaches=breaches))


@pytest.mark.parametrize("model", [one for one in MODELS if one != "none"])
def test_the_urban_renewal_act_stays_municipal_in_every_model(model):
    for kind in (LetterKind.PAABUD, LetterKind.FORBUD, LetterKind.GENHUSNING):
        assert may(model, "municipality", kind, "dk-byfornyelse-75")
        assert not may(model, "arbejdstilsynet", kind, "dk-byfornyelse-75")


@pytest.mark.parametrize(
    ("model", "holders"),
    [
        ("none", set()),
        ("state", {"arbejdstilsynet"}),
        ("municipality", {"municipality"}),
        ("split", {"arbejdstilsynet", "municipality"}),
    ],
)
def test_the_model_says_who_orders_under_the_act_of_2024(model, holders):
    pack = "dk-indkvarteringslov-2025"
    both = ("arbejdstilsynet", "municipality")
    assert {one for one in both if may(model, one, LetterKind.PAABUD, pack)} == holders


def test_no_municipal_power_under_the_act_of_2024_counts_as_verified():
    for model in MODELS:
        assert not may(model, "municipality", LetterKind.PAABUD, "dk-indkvarteringslov-2025", unverified=False)


def test_without_supervision_nothing_is_decided():
    assert closed_gates(order_of("arbejdstilsynet", "dk-indkvarteringslov-2025", "window"), ORDER_FACTS) == set()
    facts = replace(ORDER_FACTS, model="none", demo_mode=True)
    assert "G12" in closed_gates(order_of("arbejdstilsynet", "dk-indkvarteringslov-2025", "window"), facts)


@pytest.mark.parametrize(
    ("authority", "requirement", "open_to"),
    [
        ("arbejdstilsynet", "plan_content", True),
        ("arbejdstilsynet", "window", False),
        ("municipality", "window", True),
        ("municipality", "plan_content", False),
    ],
)
def test_a_split_leaves_the_plan_to_the_state_and_the_dwelling_to_the_municipality(authority, requirement, open_to):
    facts = replace(ORDER_FACTS, model="split")
    letter = order_of(authority, "dk-covidbolig-2021", requirement)
    assert ("G12" not in closed_gates(letter, facts)) is open_to


def test_every_power_has_a_confidence_and_verified_ones_name_their_law():
    for power in load_powers():
        assert power.confidence in {"V", "V*", "P", "M", "-"}
        assert power.law or not power.is_verified
        assert "none" not in power.models
