"""Addresses written in one field."""

import pytest

from husly.kit.postal import is_abroad, postal_lines


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("Søbyvej 41, 2. tv, 5985 Søby", ("Søbyvej 41, 2. tv", "5985 Søby")),
        ("c/o Hansen, Søbyvej 41, 5985 Søby, Danmark", ("c/o Hansen", "Søbyvej 41", "5985 Søby", "Danmark")),
        ("Søbyvej 41, 2. tv; 5985 Søby", ("Søbyvej 41, 2. tv", "5985 Søby")),
        ("Landskronagade 33\n\n2100 København Ø", ("Landskronagade 33", "2100 København Ø")),
        (
            "ul. Marszałkowska 100, budynek B, klatka 2, lok. 14, 00-001 Warszawa, woj. mazowieckie, Polska",
            ("ul. Marszałkowska 100, budynek B, klatka 2, lok. 14", "00-001 Warszawa, woj. mazowieckie", "Polska"),
        ),
        ("Musterstraße 5, Haus 2, 12345 Berlin", ("Musterstraße 5, Haus 2", "12345 Berlin")),
        ("Keizersgracht 1, 1015 CJ Amsterdam, Nederland", ("Keizersgracht 1", "1015 CJ Amsterdam", "Nederland")),
        ("ul. Długa 1, Gdańsk", ("ul. Długa 1", "Gdańsk")),
        ("Rua A, nº 3, 1.º Dto.", ("Rua A, nº 3, 1.º Dto.",)),
        ("5985 Søby", ("5985 Søby",)),
        (" , ;\n", ()),
        (None, ()),
    ],
)
def test_an_address_becomes_the_lines_of_the_post(text, lines):
    assert postal_lines(text) == lines


@pytest.mark.parametrize("last", ["Polska", "POLEN", "Poland", "Österreich", "Norge.", "Україна"])
def test_an_address_that_ends_in_a_foreign_country_lies_abroad(last):
    assert is_abroad(("Gaten 1", "0155 Oslo", last))


@pytest.mark.parametrize(
    "lines", [(), ("Vej 1", "5985 Søby"), ("Vej 1", "5985 Søby", "Denmark"), ("Tórsgøta 1", "Føroyar")]
)
def test_an_address_of_the_realm_does_not_and_one_that_is_missing_neither(lines):
    assert not is_abroad(lines)


def test_an_address_without_a_danish_postal_code_lies_abroad():
    assert is_abroad(("ul. Długa 1", "80-827 Gdańsk"))
    assert is_abroad(("Musterstraße 5", "12345 Berlin"))
