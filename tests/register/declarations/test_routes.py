import re
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from sqlmodel import Session, col, select

from husly.kit.access import Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.clock import now
from husly.kit.database import open_session, transaction
from register.declarations.documents import amended
from register.declarations.form_fields import ASKED, also_asked
from register.declarations.form_presenters import FormPage
from register.declarations.models import Declaration, Room
from register.employers.models import Employer
from web_client import Web, fields_of, words

OWN_CVR, OTHER_CVR = "13585628", "88146328"
ODENSE, COPENHAGEN = "0461", "0101"

Fields = dict[str, Any]


def employer(web: Web, cvr: str = OWN_CVR, name: str = "Nordbyg ApS") -> UUID:
    with transaction(web.engine) as session:
        made = Employer(name=name, cvr_number=cvr, contact_name="Anna Arbejdsgiver", created_at=now())
        session.add(made)
        session.flush()
        return made.id


@pytest.fixture
def anna(web: Web) -> Web:
    """Signed in for the one employer there is."""
    web.sign_in(Grant(Role.EMPLOYER, employer_id=employer(web)))
    return web


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


def declare(web: Web, **changed: str) -> str:
    """Declare and give the address of the declaration's page."""
    answer = web.post("/declarations/new", housing(**changed))
    assert answer.status_code == 303, words(answer)
    return str(answer.headers["location"].partition("/receipt")[0])


def stored(web: Web, table: Any = Declaration) -> list[Any]:
    with open_session(web.engine, writing=False) as session:
        return list(session.exec(select(table)))


def errors_of(answer: httpx.Response) -> Mapping[str, str]:
    """What the page says is wrong, by the id of the control."""
    return dict(re.findall(r'id="([^"]+)-error"><span class="sr-only">[^<]*</span>([^<]*)</span>', answer.text))


PAGES = ("/declarations", "/declarations/new", f"/declarations/{uuid4()}", f"/declarations/{uuid4()}/amend")


@pytest.mark.parametrize("path", PAGES)
def test_whoever_is_not_signed_in_is_asked_to_sign_in(web: Web, path: str) -> None:
    answer = web.get(path)
    assert answer.status_code == 303
    assert answer.headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("path", ["/declarations/new", "/declarations/assess", f"/declarations/{uuid4()}/amend"])
def test_nothing_sent_without_signing_in_is_taken(web: Web, path: str) -> None:
    employer(web)
    assert web.post(path, housing()).headers.get("location", "").startswith("/sign-in")
    assert stored(web) == []


@pytest.mark.parametrize("path", PAGES)
def test_an_administrator_may_not_read_declarations(web: Web, path: str) -> None:
    web.sign_in(Grant(Role.ADMINISTRATOR))
    assert web.get(path).status_code == 403


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.CASEWORKER, Role.DECISION_MAKER, Role.STATISTICIAN])
def test_an_authority_does_not_declare(web: Web, role: Role) -> None:
    web.sign_in(Grant(role))
    assert web.get("/declarations/new").status_code == 403
    assert web.post("/declarations/new", housing()).status_code == 403
    assert stored(web) == []


def test_an_employer_neither_sees_nor_amends_what_another_declared(anna: Web) -> None:
    page = declare(anna)
    anna.sign_in(Grant(Role.EMPLOYER, employer_id=employer(anna, OTHER_CVR, "Anden ApS")))
    assert "Testvej" not in anna.get("/declarations").text
    for path in (page, f"{page}/receipt", f"{page}/amend", f"{page}?version=1"):
        assert anna.get(path).status_code == 404
    assert anna.post(f"{page}/amend", housing(dwelling__residents="1")).status_code == 404
    assert len(stored(anna)) == 1


def test_a_municipality_sees_its_own_housing_only(anna: Web) -> None:
    page = declare(anna)
    anna.sign_in(Grant(Role.CASEWORKER, municipality_code=COPENHAGEN))
    assert anna.get(page).status_code == 404
    assert "Testvej" not in anna.get("/declarations").text
    anna.sign_in(Grant(Role.CASEWORKER, municipality_code=ODENSE))
    assert anna.get(page).status_code == 200
    assert "Testvej 7" in anna.get("/declarations").text


def test_declaring_for_somebody_elses_firm_is_refused_at_the_field_and_nothing_is_lost(anna: Web) -> None:
    employer(anna, OTHER_CVR, "Anden ApS")
    answer = anna.post("/declarations/new", housing(employer__cvr_number=OTHER_CVR))
    assert answer.status_code == 422
    assert "employer-cvr_number" in errors_of(answer)
    assert fields_of(answer)["address.street"] == ["Testvej"]
    assert stored(anna) == []


def test_an_empty_form_has_the_employer_filled_in(anna: Web) -> None:
    fields = fields_of(anna.get("/declarations/new"))
    assert fields["employer.cvr_number"] == [OWN_CVR]
    assert fields["address.street"] == [""]
    assert "rooms-0.area_m2" in fields


def test_what_was_declared_comes_back_in_the_form_to_amend(anna: Web) -> None:
    sent = housing()
    fields = fields_of(anna.get(declare(anna) + "/amend"))
    for name, value in sent.items():
        assert fields[name] == ([value] if isinstance(value, str) else value), name
    assert fields["address.postal_town"] == ["Odense C"]


def test_a_declaration_that_falls_short_is_taken_with_a_receipt_and_its_judgement(anna: Web) -> None:
    answer = anna.post("/declarations/new", housing())
    assert answer.status_code == 303
    receipt = anna.get(answer.headers["location"])
    text = words(receipt)
    (declaration,) = stored(anna)
    assert declaration.receipt_number in text
    assert "Testvej 7, 5000 Odense C" in text
    assert "Rummene skal have tilstrækkeligt dagslys." in text
    assert "Der må højst bo to personer pr. beboelsesrum" in text
    assert 'class="finding finding-breach"' in receipt.text


def test_sending_the_same_twice_makes_one_version_and_says_so(anna: Web) -> None:
    first = declare(anna)
    answer = anna.post("/declarations/new", housing())
    assert answer.headers["location"].startswith(first)
    assert "unchanged" in answer.headers["location"]
    assert anna.get(answer.headers["location"]).status_code == 200
    assert len(stored(anna)) == 1


def test_amending_makes_the_second_version_and_keeps_the_first(anna: Web) -> None:
    page = declare(anna)
    first = stored(anna)[0].model_dump()
    rooms = [room.model_dump() for room in stored(anna, Room)]
    answer = anna.post(f"{page}/amend", housing(dwelling__residents="2", rooms_0__residents="2"))
    assert answer.headers["location"] == f"{page}/receipt?version=2"
    versions = {one.version: one for one in stored(anna)}
    assert {number: one.residents for number, one in versions.items()} == {1: 4, 2: 2}
    assert versions[1].model_dump() == first | {"is_current": False}
    assert rooms[0] in [room.model_dump() for room in stored(anna, Room)]
    assert fields_of(anna.get(f"{page}/amend"))["dwelling.residents"] == ["2"]
    assert "Version 1" in words(anna.get(f"{page}?version=1"))
    assert f'href="{page}?version=1"' in anna.get(page).text
    assert anna.get(f"{page}?version=3").status_code == 404


def test_amending_without_a_change_makes_no_version(anna: Web) -> None:
    page = declare(anna, address__postal_town="Odense C")
    answer = anna.post(f"{page}/amend", fields_of(anna.get(f"{page}/amend")))
    assert "unchanged" in answer.headers["location"]
    assert len(stored(anna)) == 1


def test_an_amendment_keeps_what_the_form_does_not_ask_for_and_drops_what_was_emptied() -> None:
    stored = {
        "employer": {"name": "A", "cvr_number": OWN_CVR, "sector_code": "410000"},
        "address": {"street": "Testvej"},
        "period": {"starts_on": "2026-03-01", "ends_on": "2026-09-01"},
        "dwelling": {"max_person_sign": True, "kitchen": True, "residents": 4},
        "rooms": [{"name": "A"}],
    }
    typed = {"employer": {"name": "B"}, "period": {}, "dwelling": {"residents": 3}, "rooms": []}
    document = amended(stored, typed, asked=ASKED)
    assert document["dwelling"] == {"max_person_sign": True, "residents": 3}
    assert document["employer"] == {"name": "B", "cvr_number": OWN_CVR, "sector_code": "410000"}
    assert document["period"] == {"starts_on": "2026-03-01"}
    assert document["rooms"] == []


def test_facts_that_a_pack_in_use_needs_are_asked_for_besides() -> None:
    assert also_asked(("dk-indkvarteringslov-2025", "dk-arbejdsgruppe-2021")) == ("outside_act",)
    besides = also_asked(("dk-covidbolig-2021",))
    assert {"max_person_sign", "distance_between_persons_m", "agency_work"} <= set(besides)
    page = FormPage({"dwelling": {"max_person_sign": True}}, also=besides)
    shown = {one.name: one.value for one in page.groups[-1].fields}
    assert shown["dwelling.max_person_sign"] == "true"


def test_an_amendment_cannot_move_the_housing_to_another_address_employer_or_day(anna: Web) -> None:
    page = declare(anna)
    employer(anna, OTHER_CVR, "Anden ApS")
    moved = housing(
        address__street="Andenvej",
        employer__cvr_number=OTHER_CVR,
        period__starts_on="2027-01-01",
        dwelling__residents="3",
        rooms_0__residents="3",
    )
    assert anna.post(f"{page}/amend", moved).headers["location"] == f"{page}/receipt?version=2"
    text = words(anna.get(page))
    assert "Testvej 7" in text
    assert OWN_CVR in text
    assert "Andenvej" not in text


BAD = [
    ({"dwelling__area_m2": "0"}, "dwelling-area_m2"),
    ({"dwelling__area_m2": "-1"}, "dwelling-area_m2"),
    ({"dwelling__area_m2": "mange"}, "dwelling-area_m2"),
    ({"rooms_0__area_m2": "10.000"}, "rooms-0-area_m2"),
    ({"rooms_0__area_m2": "0"}, "rooms-0-area_m2"),
    ({"dwelling__residents": "400"}, "dwelling-residents"),
    ({"dwelling__residents": ""}, "dwelling-residents"),
    ({"dwelling__residents": "2,5"}, "dwelling-residents"),
    ({"dwelling__kind": "palace"}, "dwelling-kind"),
    ({"dwelling__kitchen": "perhaps"}, "dwelling-kitchen"),
    ({"dwelling__cooking": "campfire"}, "dwelling-cooking"),
    ({"dwelling__built_on": "i går"}, "dwelling-built_on"),
    ({"employer__cvr_number": "12345678"}, "employer-cvr_number"),
    ({"employer__cvr_number": ""}, "employer-cvr_number"),
    ({"employer__name": ""}, "employer-name"),
    ({"employer__contact_email": "anna"}, "employer-contact_email"),
    ({"address__postcode": "9999"}, "address-postcode"),
    ({"address__postcode": "50 00 x"}, "address-postcode"),
    ({"address__street": ""}, "address-street"),
    ({"address__street": "x" * 500}, "address-street"),
    ({"period__starts_on": ""}, "period-starts_on"),
    ({"period__starts_on": "31-02-2026"}, "period-starts_on"),
    ({"period__ends_on": "2026-02-01"}, "period-ends_on"),
]


@pytest.mark.parametrize(("changed", "control"), BAD, ids=lambda value: str(value)[:50])
def test_bad_input_is_named_at_its_field_and_above_the_form_and_nothing_typed_is_lost(
    anna: Web, changed: dict[str, str], control: str
) -> None:
    sent = housing(**changed)
    answer = anna.post("/declarations/new", sent)
    assert answer.status_code == 422
    assert control in errors_of(answer)
    assert f'href="#{control}"' in answer.text
    kept = fields_of(answer)
    chosen = {name for name in sent if name.startswith(("dwelling.kind", "dwelling.kitchen", "dwelling.cooking"))}
    for name in sent.keys() - chosen:
        assert kept[name] in ([sent[name]], [sent[name].replace(".", "")]), name
    assert stored(anna) == []


def test_every_mistake_is_named_at_once(anna: Web) -> None:
    answer = anna.post("/declarations/new", {})
    assert {"employer-name", "employer-cvr_number", "address-street", "address-postcode", "period-starts_on"} <= set(
        errors_of(answer)
    )


def test_a_character_that_no_database_keeps_is_refused(anna: Web) -> None:
    assert anna.post("/declarations/new", housing(rooms_0__name="A\x00B")).status_code == 422
    assert anna.post("/declarations/assess", housing(rooms_0__name="A\x00B")).status_code == 200
    assert anna.get("/declarations", search="A\x00B").status_code == 200


SCRIPT = "<script>alert(1)</script>"


@pytest.mark.parametrize("version", ["0", "-1", "2147483648", "999999999999999999999"])
def test_a_version_that_cannot_be_is_not_found(anna: Web, version: str) -> None:
    where = declare(anna)
    assert anna.get(where, version=version).status_code == 404
    assert anna.get(f"{where}/receipt", version=version).status_code == 404


@pytest.mark.parametrize("mark", ["%", "_", "\\"])
def test_marks_of_the_database_mean_themselves_in_a_search(anna: Web, mark: str) -> None:
    where = declare(anna)
    assert where in anna.get("/declarations", search="").text
    assert where not in anna.get("/declarations", search=mark).text


def test_names_are_shown_as_text_and_never_run(anna: Web) -> None:
    page = declare(anna, employer__name=SCRIPT, rooms_0__name=SCRIPT, address__street='"><img src=x>')
    bad = housing(rooms_0__name=SCRIPT, dwelling__area_m2=SCRIPT)
    answers = [
        anna.get(page),
        anna.get(f"{page}/receipt"),
        anna.get(f"{page}/amend"),
        anna.get("/declarations", search=SCRIPT),
        anna.post("/declarations/assess", bad),
        anna.post("/declarations/new", bad),
    ]
    for answer in answers:
        assert answer.status_code in (200, 422)
        assert "<script>" not in answer.text
        assert "<img src=x" not in answer.text
    assert "&lt;script&gt;" in answers[0].text


def test_the_judgement_follows_what_is_typed(anna: Web) -> None:
    two = words(anna.post("/declarations/assess", housing(dwelling__residents="2", rooms_0__residents="2")))
    three = anna.post("/declarations/assess", housing(dwelling__residents="3", rooms_0__residents="3"))
    assert three.status_code == 200
    assert "<html" not in three.text
    rule = "Der må højst bo to personer pr. beboelsesrum"
    assert three.text.count('class="finding finding-breach"') > 0
    assert words(three).index(rule) < words(three).index("Rummene skal have vindue")
    assert "§ 3" in words(three)
    assert "Udkast" in words(three) or "Draft" in words(three)
    assert rule in two  # among the rules met
    assert stored(anna) == []


@pytest.mark.parametrize(
    "fields", [{}, {"dwelling.residents": "-1", "rooms-0.area_m2": "x"}, {"rooms-0.residents": "9"}]
)
def test_the_judgement_never_fails_on_what_is_half_typed(anna: Web, fields: Fields) -> None:
    assert anna.post("/declarations/assess", fields).status_code == 200


def test_what_cannot_be_read_is_listed_with_the_judgement(anna: Web) -> None:
    assert "“1,2,3”" in words(anna.post("/declarations/assess", housing(rooms_0__area_m2="1,2,3")))


def test_rooms_are_added_copied_and_removed_without_script_and_nothing_is_lost(anna: Web) -> None:
    added = fields_of(anna.post("/declarations/new", housing(do="add-room")))
    assert added["rooms-1.name"] == [""]
    assert fields_of(anna.post("/declarations/new", {"rooms-0.name": "", "do": "add-room"}))["rooms-1.name"] == [""]
    copied = fields_of(anna.post("/declarations/new", housing(do="copy-room", dwelling__area_m2="snart")))
    assert copied["rooms-1.name"] == ["Værelse 2"]
    assert copied["rooms-1.daylight"] == ["false"]
    assert copied["dwelling.area_m2"] == ["snart"]
    sent = housing(rooms_1__name="B", rooms_2__name="C", do="remove-1")
    left = fields_of(anna.post("/declarations/new", sent))
    assert [left[f"rooms-{number}.name"] for number in (0, 1)] == [["Værelse 1"], ["C"]]
    assert "rooms-2.name" not in left
    assert stored(anna) == []


def test_an_authoritys_reading_leaves_an_audit_row_and_the_employers_own_does_not(anna: Web) -> None:
    page = declare(anna)
    anna.get(page)
    assert reads(anna) == []
    inspector = anna.sign_in(Grant(Role.INSPECTOR))
    answer = anna.get(page)
    assert "Anna Arbejdsgiver" in words(answer)
    assert f"{page}/amend" not in answer.text
    (row,) = reads(anna)
    assert row.by_id == inspector.id
    assert "Anna" not in row.details


def reads(web: Web) -> list[AuditEvent]:
    session: Session
    with open_session(web.engine, writing=False) as session:
        return list(session.exec(select(AuditEvent).where(col(AuditEvent.action) == "declaration.read")))


def test_the_list_searches_pages_and_shows_the_verdict(anna: Web) -> None:
    for number in range(1, 28):
        declare(anna, address__house_number=str(number))
    first, second = anna.get("/declarations"), anna.get("/declarations", number=2)
    assert first.text.count('<td data-title="') == 25 * 7
    assert second.text.count('<td data-title="') == 2 * 7
    assert first.text.count("badge-error") == 25
    found = anna.get("/declarations", search="Testvej")
    assert "27" in words(found)
    assert "Testvej" not in words(anna.get("/declarations", search="Andenvej")).replace("“Andenvej”", "")
    assert anna.get("/declarations", number=-5).status_code == 200
    assert anna.get("/declarations", number=10**9).status_code == 200
