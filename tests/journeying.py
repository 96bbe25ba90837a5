"""Declaring through the pages of the journey without a browser."""

import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID

import httpx

from husly.kit.clock import now
from husly.kit.database import transaction
from register.declarations.journey.states import Needs
from register.declarations.questions import STEPS
from register.employers.models import Employer
from web_client import Web, fields_of

OWN_CVR, OTHER_CVR = "13585628", "88146328"

Fields = dict[str, Any]


def firm(web: Web, cvr: str = OWN_CVR, name: str = "Nordbyg ApS") -> UUID:
    """An employer in the register."""
    with transaction(web.engine) as session:
        made = Employer(name=name, cvr_number=cvr, contact_name="Anna Arbejdsgiver", created_at=now())
        session.add(made)
        session.flush()
        return made.id


def housing(**changed: str) -> Fields:
    """A declaration that holds, its names written with __ for dots; an empty change leaves the field out."""
    fields = {
        "employer.name": "Nordbyg ApS",
        "employer.cvr_number": OWN_CVR,
        "employer.contact_name": "Anna Arbejdsgiver",
        "address.street": "Testvej",
        "address.house_number": "7",
        "address.postcode": "5000",
        "period.starts_on": "2026-03-01",
        "dwelling.kind": "house",
        "dwelling.residents": "4",
        "dwelling.area_m2": "96,5",
        "dwelling.toilets": "1",
        "dwelling.kitchen": "true",
        "dwelling.cooking": ["stove", "oven"],
        "rooms-0.name": "Værelse 1",
        "rooms-0.use": "bedroom",
        "rooms-0.area_m2": "12,5",
        "rooms-0.residents": "4",
        "rooms-0.daylight": "false",
    }
    fields |= {re.sub(r"^rooms_(\d+)", r"rooms-\1", key).replace("__", "."): value for key, value in changed.items()}
    return {key: value for key, value in fields.items() if value != ""}


def of_step(fields: Mapping[str, Any], number: int) -> Fields:
    """The fields that one page asks for; facts that no section asks for go with the services."""
    needs = Needs(amends=True, names=True)
    asked = set(needs.asked_on(STEPS[number]))
    elsewhere = {path for step in STEPS for path in needs.asked_on(step)} - asked
    return {
        name: value
        for name, value in fields.items()
        if re.sub(r"-\d+\..*", "", name) in asked
        or (STEPS[number].key == "facilities" and name.startswith("dwelling.") and name not in elsewhere)
    }


def begin(web: Web, fields: Mapping[str, Any]) -> str:
    """Save the first page of a new declaration and give the address of the draft."""
    answer = web.post("/declarations/new", {**of_step(fields, 0), "do": "later"})
    assert answer.status_code == 303, answer.text
    return str(answer.headers["location"].partition("?")[0])


def fill(web: Web, draft: str, fields: Mapping[str, Any]) -> list[httpx.Response]:
    """Send every page of a draft; an address that the register knows is gone on from."""
    answers = []
    for number, step in enumerate(STEPS):
        where = f"{draft}/steps/{step.key}"
        answer = web.post(where, {**of_step(fields, number), "do": "continue"})
        if answer.status_code == 200:
            answer = web.post(where, {**of_step(fields, number), "do": "continue", "told": told(answer)})
        answers.append(answer)
    return answers


def told(answer: httpx.Response) -> str:
    """What a page carries to say that its warning was read."""
    return fields_of(answer)["told"][0]


def sign(web: Web, draft: str, **changed: str) -> httpx.Response:
    """Submit a draft as its review page stands, the statement ticked."""
    fields = {name: values[0] for name, values in fields_of(web.get(f"{draft}/review")).items()}
    return web.post(f"{draft}/review", {**fields, "attest": "yes"} | changed)


def declare_by_pages(web: Web, fields: Mapping[str, Any]) -> httpx.Response:
    """A whole new declaration; the answer leads to its receipt."""
    draft = begin(web, fields)
    for answer in fill(web, draft, fields):
        assert answer.status_code == 303, answer.text
    return sign(web, draft)


def amend_by_pages(web: Web, page: str, fields: Mapping[str, Any]) -> httpx.Response:
    """A whole amendment of the declaration at a page."""
    draft = web.post(f"{page}/amend").headers["location"]
    for answer in fill(web, draft, fields):
        assert answer.status_code == 303, answer.text
    return sign(web, draft)
