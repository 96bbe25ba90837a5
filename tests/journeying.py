"""Declaring through the pages of the journey without a browser."""

from collections.abc import Mapping
from typing import Any

import httpx

from register.declarations.questions import ROOMS, STEPS, questions_of
from web_client import Web, fields_of

Fields = dict[str, Any]


def of_step(fields: Mapping[str, Any], number: int) -> Fields:
    """The fields that one page asks for; facts that no section asks for go with the services."""
    asked = set(questions_of(STEPS[number]))
    elsewhere = {path for step in STEPS for path in questions_of(step)} - asked
    return {
        name: value
        for name, value in fields.items()
        if (ROOMS if name.startswith("rooms-") else name) in asked
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
