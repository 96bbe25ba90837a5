"""A declaration page by page: saved, resumed, told later, judged, reviewed, signed, submitted once."""

import html
import re
from collections.abc import Mapping
from typing import Any

import httpx
import pytest
from sqlmodel import col, select

from husly.kit.access import Grant, Role
from husly.kit.audit import AuditEvent
from husly.kit.database import open_session, transaction
from journeying import (
    OTHER_CVR,
    OWN_CVR,
    Fields,
    amend_by_pages,
    begin,
    declare_by_pages,
    fill,
    firm,
    housing,
    of_step,
    sign,
)
from register.declarations.journey.models import Attestation, DeclarationDraft
from register.declarations.journey.states import Needs
from register.declarations.models import Declaration, Room
from register.declarations.questions import STEP, STEPS, also_asked
from register.employers.models import Employer
from web_client import NOBODYS, Web, fields_of, words


@pytest.fixture
def anna(web: Web) -> Web:
    """Signed in for the one employer there is, reading English."""
    web.sign_in(Grant(Role.EMPLOYER, employer_id=firm(web)))
    web.get("/language/en")
    return web


def stored(web: Web, table: Any = Declaration) -> list[Any]:
    with open_session(web.engine, writing=False) as session:
        return list(session.exec(select(table)))


def acts(web: Web, about: str) -> list[str]:
    with open_session(web.engine, writing=False) as session:
        rows = session.exec(
            select(AuditEvent).where(col(AuditEvent.object_type) == about).order_by(col(AuditEvent.seq))
        )
        return [row.action for row in rows]


def errors_of(answer: httpx.Response) -> Mapping[str, str]:
    """What the page says is wrong, by the id of the control."""
    found = re.findall(r'id="([^"]+)-error"><span class="sr-only">[^<]*</span>([^<]*)</span>', answer.text)
    return {name: html.unescape(text) for name, text in found}


def states(web: Web, draft: str) -> list[str]:
    """The state of each section in the task list, in order."""
    return re.findall(r'<strong class="badge[^"]*">([^<]*)</strong>', web.get(draft).text)


def own_draft(web: Web) -> DeclarationDraft:
    (draft,) = stored(web, DeclarationDraft)
    assert isinstance(draft, DeclarationDraft)
    return draft


PAGES = [f"/declarations/drafts/{NOBODYS}{rest}" for rest in ("", "/steps/place", "/review", "/discard")]


@pytest.mark.parametrize("path", [*PAGES, "/declarations/new"])
def test_whoever_is_not_signed_in_is_asked_to_sign_in(web: Web, path: str) -> None:
    assert web.get(path).headers["location"].startswith("/sign-in")


@pytest.mark.parametrize("role", [Role.INSPECTOR, Role.CASEWORKER, Role.ADMINISTRATOR, Role.STATISTICIAN])
def test_an_authority_begins_and_sees_no_drafts(anna: Web, role: Role) -> None:
    draft = begin(anna, housing())
    anna.sign_in(Grant(role))
    assert anna.get(draft).status_code == 403
    assert anna.post("/declarations/new", housing()).status_code == 403
    assert "Throw away" not in anna.get("/declarations").text


def test_the_first_page_has_the_employer_filled_in_and_stores_nothing(anna: Web) -> None:
    fields = fields_of(anna.get("/declarations/new"))
    assert fields["employer.cvr_number"] == [OWN_CVR]
    assert fields["address.street"] == [""]
    assert stored(anna, DeclarationDraft) == []


def test_a_draft_is_kept_over_signing_out_and_resumed_from_the_list(anna: Web) -> None:
    me = anna.sign_in(Grant(Role.EMPLOYER, employer_id=stored(anna, Employer)[0].id))
    draft = begin(anna, housing())
    assert fill(anna, draft, housing())[1].status_code == 303
    anna.sign_out()
    assert anna.get(draft).status_code == 303
    anna.sign_in(*me.grants)
    listed = anna.get("/declarations")
    assert f'href="{draft}"' in listed.text
    assert "Testvej 7, 5000" in words(listed)
    assert fields_of(anna.get(f"{draft}/steps/housing"))["rooms-0.name"] == ["Værelse 1"]
    assert stored(anna) == []


def test_colleagues_see_a_draft_once_its_employer_is_known_and_others_never(anna: Web) -> None:
    known = begin(anna, housing())
    unknown = begin(anna, housing(employer__cvr_number=""))
    anna.sign_in(Grant(Role.EMPLOYER, employer_id=stored(anna, Employer)[0].id))
    assert anna.get(known).status_code == 200
    assert anna.get(unknown).status_code == 404
    anna.sign_in(Grant(Role.EMPLOYER, employer_id=firm(anna, OTHER_CVR, "Anden ApS")))
    for path in (known, f"{known}/steps/place", f"{known}/review", f"{known}/discard"):
        assert anna.get(path).status_code == 404
    assert anna.post(f"{known}/discard").status_code == 404
    assert anna.post(f"{known}/steps/place", of_step(housing(), 0)).status_code == 404
    assert "Testvej" not in anna.get("/declarations").text


def test_the_same_first_page_sent_twice_begins_one_draft(anna: Web) -> None:
    fields = {**of_step(housing(), 0), "draft": fields_of(anna.get("/declarations/new"))["draft"][0]}
    answers = [anna.post("/declarations/new", fields) for _ in range(2)]
    assert answers[0].headers["location"] == answers[1].headers["location"]
    assert len(stored(anna, DeclarationDraft)) == 1


def test_a_draft_of_somebody_else_is_not_taken_over_by_its_name(anna: Web) -> None:
    draft = begin(anna, housing()).rpartition("/")[2]
    anna.sign_in(Grant(Role.EMPLOYER, employer_id=firm(anna, OTHER_CVR, "Anden ApS")))
    assert anna.post("/declarations/new", {**of_step(housing(), 0), "draft": draft}).status_code == 404


def test_the_task_list_tells_how_far_each_section_is(anna: Web) -> None:
    draft = begin(anna, housing())
    assert states(anna, draft) == ["Begun", "Begun", *["Not begun"] * 6]
    anna.post(f"{draft}/steps/facilities", {"dwelling.toilets": "mange", "later": "services", "do": "later"})
    anna.post(f"{draft}/steps/work", {"later": "work", "do": "later"})
    assert states(anna, draft) == [
        "Begun",
        "Begun",
        *["Not begun"] * 3,
        "Has errors",
        "To be told later",
        "To be told later",
    ]


def test_wrong_answers_are_told_at_their_field_and_saved_all_the_same(anna: Web) -> None:
    draft = begin(anna, housing())
    answer = fill(anna, draft, housing(dwelling__area_m2="mange"))[1]
    assert answer.status_code == 422
    assert list(errors_of(answer)) == ["dwelling-area_m2"]
    assert 'href="#dwelling-area_m2"' in answer.text
    assert fields_of(answer)["dwelling.area_m2"] == ["mange"]
    assert fields_of(anna.get(f"{draft}/steps/housing"))["dwelling.area_m2"] == ["mange"]


def test_saving_for_later_asks_for_nothing(anna: Web) -> None:
    draft = begin(anna, {})
    answer = anna.post(f"{draft}/steps/housing", {"dwelling.area_m2": "-1", "do": "later"})
    assert answer.headers["location"].startswith(draft)
    assert "Address not told yet" in words(anna.get(draft))


def test_what_is_missing_may_be_told_later_but_not_what_is_wrong(anna: Web) -> None:
    draft = begin(anna, housing())
    page = f"{draft}/steps/housing"
    assert anna.post(page, {"do": "continue"}).status_code == 422
    later = {"later": ["dwelling", "residents", "rooms"], "do": "continue"}
    assert anna.post(page, later).status_code == 303
    assert anna.post(page, {**later, "dwelling.area_m2": "x"}).status_code == 422


BAD = [
    ({"dwelling__area_m2": "0"}, 1, "dwelling-area_m2"),
    ({"dwelling__area_m2": "-1"}, 1, "dwelling-area_m2"),
    ({"rooms_0__area_m2": "10.000"}, 1, "rooms-0-area_m2"),
    ({"rooms_0__area_m2": "0"}, 1, "rooms-0-area_m2"),
    ({"dwelling__residents": "400"}, 1, "dwelling-residents"),
    ({"dwelling__residents": ""}, 1, "dwelling-residents"),
    ({"dwelling__residents": "2,5"}, 1, "dwelling-residents"),
    ({"dwelling__kind": "palace"}, 1, "dwelling-kind"),
    ({"dwelling__built_on": "i går"}, 1, "dwelling-built_on"),
    ({"period__starts_on": ""}, 1, "period-starts_on"),
    ({"period__starts_on": "31-02-2026"}, 1, "period-starts_on"),
    ({"period__ends_on": "2026-02-01"}, 1, "period-ends_on"),
    ({"occupancy-0.from_on": "2026-03-01", "occupancy-0.residents": "x"}, 1, "occupancy-0-residents"),
    ({"occupancy-0.from_on": "2025-03-01", "occupancy-0.residents": "2"}, 1, "occupancy-0-from_on"),
    ({"dwelling__kitchen": "perhaps"}, 2, "dwelling-kitchen"),
    ({"dwelling__cooking": "campfire"}, 2, "dwelling-cooking"),
    ({"work.client_cvr": "12345678"}, 3, "work-client_cvr"),
    ({"work.shifts": "9"}, 3, "work-shifts"),
    ({"rent.deducted": "false", "rent.deduction_base": "net_wage"}, 3, "rent-deduction_base"),
    ({"employer__cvr_number": "12345678"}, 0, "employer-cvr_number"),
    ({"employer__cvr_number": ""}, 0, "employer-cvr_number"),
    ({"employer__name": ""}, 0, "employer-name"),
    ({"employer__contact_email": "anna"}, 0, "employer-contact_email"),
    ({"contact.email": "kaj"}, 0, "contact-email"),
    ({"owner.is_employer": "false"}, 0, "owner-name"),
    ({"address__postcode": "9999"}, 0, "address-postcode"),
    ({"address__street": ""}, 0, "address-street"),
    ({"address__street": "x" * 500}, 0, "address-street"),
]


@pytest.mark.parametrize(("changed", "step", "control"), BAD, ids=lambda value: str(value)[:50])
def test_bad_input_is_named_at_its_field_and_in_the_summary_and_cannot_be_submitted(
    anna: Web, changed: dict[str, str], step: int, control: str
) -> None:
    sent = housing(**changed)
    draft = begin(anna, sent)
    answer = anna.post(f"{draft}/steps/{STEPS[step].key}", {**of_step(sent, step), "do": "continue"})
    assert answer.status_code == 422
    assert control in errors_of(answer)
    assert f'href="#{control}"' in answer.text
    assert anna.post(f"{draft}/review", {"attest": "yes", "signer": "A"}).status_code != 303
    assert stored(anna) == []


def test_a_page_saved_in_another_window_is_told_and_nothing_is_lost(anna: Web) -> None:
    draft = begin(anna, housing())
    page = f"{draft}/steps/housing"
    seen = fields_of(anna.get(page))["seen"][0]
    first = {**of_step(housing(), 1), "seen": seen, "do": "continue"}
    second = {**first, "dwelling.area_m2": "55"}
    assert anna.post(page, first).status_code == 303
    told = anna.post(page, second)
    assert told.status_code == 409
    assert "Saved: 96.5 m². Here: 55 m²." in words(told)
    assert own_draft(anna).document["dwelling"]["area_m2"] == 96.5
    assert anna.post(page, {**second, "seen": fields_of(told)["seen"][0]}).status_code == 303
    assert own_draft(anna).document["dwelling"]["area_m2"] == 55


def test_another_page_saved_elsewhere_is_no_clash(anna: Web) -> None:
    draft = begin(anna, housing())
    seen = fields_of(anna.get(f"{draft}/steps/work"))["seen"][0]
    fill(anna, draft, housing())
    assert anna.post(f"{draft}/steps/work", {"work.shifts": "2", "seen": seen, "do": "continue"}).status_code == 303
    assert own_draft(anna).document["work"] == {"shifts": 2}


def test_an_address_that_the_register_knows_is_told_before_going_on(anna: Web) -> None:
    declare_by_pages(anna, housing())
    draft = begin(anna, housing(period__starts_on="2026-09-01"))
    page = f"{draft}/steps/place"
    told = anna.post(page, {**of_step(housing(), 0), "do": "continue"})
    assert told.status_code == 200
    assert "You have already declared housing at this address." in words(told)
    again = {**of_step(housing(), 0), "told": fields_of(told)["told"][0], "do": "continue"}
    assert anna.post(page, again).headers["location"] == f"{draft}/steps/housing"


def test_rooms_are_added_copied_and_removed_without_script_and_nothing_is_lost(anna: Web) -> None:
    page = f"{begin(anna, housing())}/steps/housing"

    def send(**changed: str) -> dict[str, list[str]]:
        return fields_of(anna.post(page, {**of_step(housing(**changed), 1), **changed}))

    assert send(do="add-room")["rooms-1.name"] == [""]
    assert fields_of(anna.post(page, {"rooms-0.name": "", "do": "add-room"}))["rooms-1.name"] == [""]
    copied = send(do="copy-room", copies="10", dwelling__area_m2="snart")
    assert [copied[f"rooms-{number}.name"] for number in (1, 10)] == [["Værelse 2"], ["Værelse 11"]]
    assert copied["rooms-10.daylight"] == ["false"]
    assert copied["dwelling.area_m2"] == ["snart"]
    left = send(rooms_1__name="B", rooms_2__name="C", do="remove-1")
    assert [left[f"rooms-{number}.name"] for number in (0, 1)] == [["Værelse 1"], ["C"]]
    assert "rooms-2.name" not in left
    assert "rooms" not in own_draft(anna).document


@pytest.mark.parametrize("copies", ["200", "1000", "999999"])
def test_more_rooms_than_a_page_takes_are_refused_in_words(anna: Web, copies: str) -> None:
    page = f"{begin(anna, housing())}/steps/housing"
    answer = anna.post(page, {**of_step(housing(), 1), "do": "copy-room", "copies": copies})
    assert answer.status_code == 422
    assert "A page takes 200 rooms." in words(answer)
    assert "rooms-1.name" not in fields_of(answer)


def test_more_rooms_sent_than_a_page_takes_are_not_cut_off_silently(anna: Web) -> None:
    page = f"{begin(anna, housing())}/steps/housing"
    many = {f"rooms-{number}.name": str(number) for number in range(250)}
    answer = anna.post(page, {**of_step(housing(), 1), **many, "do": "continue"})
    assert answer.status_code == 422
    assert "rooms" not in own_draft(anna).document


def test_more_rows_are_shown_when_asked_for(anna: Web) -> None:
    page = f"{begin(anna, housing())}/steps/work"
    answer = anna.post(page, {"work.workplaces-0.name": "Havnen", "do": "more-work.workplaces"})
    fields = fields_of(answer)
    assert fields["work.workplaces-0.name"] == ["Havnen"]
    assert fields["work.workplaces-3.name"] == [""]


def test_the_judgement_follows_what_is_typed_with_a_note_beside_the_answer(anna: Web) -> None:
    draft = begin(anna, housing())
    fill(anna, draft, housing())
    crowded = {"dwelling.residents": "3", "dwelling.area_m2": "40", "rooms-0.name": "A", "rooms-0.use": "bedroom"}
    where = f"/declarations/assess?step=housing&draft={draft.rpartition('/')[2]}"
    answer = anna.post(where, crowded)
    note = re.search(r'(?s)<div id="note-dwelling-residents" hx-swap-oob="innerHTML">(.*?)<div id="note-', answer.text)
    assert note is not None
    said = " ".join(re.sub(r"<[^>]+>", " ", html.unescape(note[1])).split())
    assert "Found: 3 persons per habitable room." in said
    assert "Required: at most 2 persons per habitable room." in said
    assert "§ 3" in said
    fixed = anna.post(where, crowded | {"dwelling.residents": "2"})
    assert "answer-note" not in fixed.text
    assert own_draft(anna).document["dwelling"]["residents"] == 4


def test_the_review_shows_what_is_told_and_what_is_missing_with_links_back(anna: Web) -> None:
    draft = begin(anna, housing())
    fill(anna, draft, housing(**{"work.client_name": "Bygherren A/S"}))
    anna.post(f"{draft}/steps/work", {"work.client_name": "Bygherren A/S", "later": "work", "do": "later"})
    review = anna.get(f"{draft}/review")
    text = words(review)
    assert "Bygherren A/S" in text
    assert "Værelse 1" in text
    assert "You will tell the rest later." in text
    assert f'href="{draft}/steps/work?back=review#work"' in review.text
    back = anna.post(f"{draft}/steps/place", {**of_step(housing(), 0), "back": "review", "do": "continue"})
    assert back.headers["location"] == f"{draft}/review"


def test_a_draft_that_lacks_what_the_register_needs_cannot_be_submitted(anna: Web) -> None:
    draft = begin(anna, {})
    review = anna.get(f"{draft}/review")
    assert "This must be put right before the declaration can be submitted:" in words(review)
    assert "Submit the declaration" not in words(review)
    assert "signer" not in fields_of(review)
    assert anna.post(f"{draft}/review", {"attest": "yes", "signer": "A"}).status_code != 303


def test_submitting_signs_the_words_and_closes_the_draft(anna: Web) -> None:
    answer = declare_by_pages(anna, housing())
    (declaration,), (signed,) = stored(anna), stored(anna, Attestation)
    assert (signed.declaration_id, signed.signer_name) == (declaration.id, "Test Testesen")
    assert len(signed.text_sha256) == 64
    draft = own_draft(anna)
    assert (draft.document, draft.declaration_id) == ({}, declaration.id)
    receipt = words(anna.get(answer.headers["location"]))
    assert declaration.receipt_number in receipt
    assert "Test Testesen" in receipt
    assert signed.text_sha256 in receipt
    assert "Throw away" not in words(anna.get("/declarations"))
    assert acts(anna, "draft") == ["draft.created", "draft.submitted"]


def test_a_failing_declaration_is_taken(anna: Web) -> None:
    answer = declare_by_pages(anna, housing(dwelling__area_m2="20"))
    assert 'class="finding finding-breach"' in anna.get(answer.headers["location"]).text


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"attest": ""}, "Tick that you sign the statement."),
        ({"signer": " "}, "Write the name of whoever signs."),
        ({"text": "2025-01"}, "The statement has a new text. Read it, and sign again."),
        ({"version": "1"}, "The draft was changed in another window."),
    ],
)
def test_without_a_right_signature_nothing_is_submitted(anna: Web, changed: dict[str, str], said: str) -> None:
    draft = begin(anna, housing())
    fill(anna, draft, housing())
    answer = sign(anna, draft, **changed)
    assert answer.status_code == 422
    assert said in words(answer)
    assert stored(anna) == []


def test_submitted_twice_there_is_one_version_and_the_same_receipt(anna: Web) -> None:
    draft = begin(anna, housing())
    fill(anna, draft, housing())
    fields = {name: values[0] for name, values in fields_of(anna.get(f"{draft}/review")).items()} | {"attest": "yes"}
    first, second = (anna.post(f"{draft}/review", fields) for _ in range(2))
    assert first.headers["location"] == second.headers["location"]
    assert len(stored(anna)) == 1
    for path in (draft, f"{draft}/review", f"{draft}/steps/place"):
        assert anna.get(path).headers["location"] == first.headers["location"]
    assert anna.post(f"{draft}/steps/place", of_step(housing(), 0)).headers["location"] == first.headers["location"]


def test_declaring_for_somebody_elses_firm_is_refused(anna: Web) -> None:
    firm(anna, OTHER_CVR, "Anden ApS")
    draft = begin(anna, housing(employer__cvr_number=OTHER_CVR))
    fill(anna, draft, housing(employer__cvr_number=OTHER_CVR))
    answer = sign(anna, draft)
    assert answer.status_code == 422
    assert "You can only declare for a firm that you have access to." in words(answer)
    assert stored(anna) == []
    assert own_draft(anna).employer_id is None


def test_the_same_declared_again_changes_nothing_and_says_so(anna: Web) -> None:
    first = declare_by_pages(anna, housing()).headers["location"].partition("/receipt")[0]
    again = declare_by_pages(anna, housing()).headers["location"]
    assert again.startswith(first)
    assert "unchanged" in again
    assert len(stored(anna)) == len(stored(anna, Attestation)) == 1


def test_what_is_told_later_is_never_judged_as_met_and_stands_on_the_page(anna: Web) -> None:
    draft = begin(anna, housing())
    fill(anna, draft, housing())
    anna.post(f"{draft}/steps/facilities", {"later": ["facilities", "services"], "do": "continue"})
    page = sign(anna, draft).headers["location"].partition("/receipt")[0]
    text = words(anna.get(page))
    assert "To be told later The employer will tell of this later." in text
    assert "Bath, toilet and kitchen Services and safety" in text
    (met,) = re.findall(r"Met \((\d+)\)", text)[:1]
    assert "satisfactory access to a toilet" not in text.partition(f"Met ({met})")[2].partition("Does not apply")[0]


def test_discarding_asks_first_and_leaves_nothing_but_the_audit_row(anna: Web) -> None:
    draft = begin(anna, housing())
    assert "Throw the draft away?" in words(anna.get(f"{draft}/discard"))
    assert own_draft(anna)
    assert anna.post(f"{draft}/discard").headers["location"].startswith("/declarations?notice=")
    assert stored(anna, DeclarationDraft) == []
    assert anna.get(draft).status_code == 404
    assert acts(anna, "draft") == ["draft.created", "draft.discarded"]


def test_audit_rows_of_drafts_hold_nothing_that_was_told(anna: Web) -> None:
    declare_by_pages(anna, housing())
    rows = [row for row in stored(anna, AuditEvent) if row.object_type == "draft"]
    assert all("Testvej" not in row.details and "Anna" not in row.details for row in rows)


def declared(web: Web, **changed: str) -> str:
    return str(declare_by_pages(web, housing(**changed)).headers["location"].partition("/receipt")[0])


def test_an_amendment_starts_from_what_was_declared_and_becomes_the_next_version(anna: Web) -> None:
    page = declared(anna)
    first = stored(anna)[0].model_dump()
    rooms = [room.model_dump() for room in stored(anna, Room)]
    fields: Fields = housing(dwelling__residents="2", rooms_0__residents="2")
    assert amend_by_pages(anna, page, fields).headers["location"] == f"{page}/receipt?version=2"
    versions = {one.version: one for one in stored(anna)}
    assert {number: one.residents for number, one in versions.items()} == {1: 4, 2: 2}
    assert versions[1].model_dump() == first | {"is_current": False}
    assert rooms[0] in [room.model_dump() for room in stored(anna, Room)]
    assert len(stored(anna, Attestation)) == 2


def test_an_amendment_is_begun_once_and_gone_on_with(anna: Web) -> None:
    page = declared(anna)
    assert "Begin" in words(anna.get(f"{page}/amend"))
    drafts = {anna.post(f"{page}/amend").headers["location"] for _ in range(2)}
    assert len(drafts) == 1
    assert "Go on with the change" in words(anna.get(f"{page}/amend"))


def test_an_amendment_without_a_change_makes_no_version(anna: Web) -> None:
    page = declared(anna)
    draft = anna.post(f"{page}/amend").headers["location"]
    for step in STEPS:
        assert anna.post(f"{draft}/steps/{step.key}", fields_of(anna.get(f"{draft}/steps/{step.key}"))).is_redirect
    assert "unchanged" in sign(anna, draft).headers["location"]
    assert len(stored(anna)) == 1


def test_an_amendment_cannot_move_the_housing_to_another_address_employer_or_day(anna: Web) -> None:
    page = declared(anna)
    firm(anna, OTHER_CVR, "Anden ApS")
    moved = housing(
        address__street="Andenvej",
        employer__cvr_number=OTHER_CVR,
        period__starts_on="2027-01-01",
        dwelling__residents="3",
        rooms_0__residents="3",
    )
    assert amend_by_pages(anna, page, moved).headers["location"] == f"{page}/receipt?version=2"
    text = words(anna.get(page))
    assert "Testvej 7" in text
    assert OWN_CVR in text
    assert "Andenvej" not in text


def test_a_version_that_came_meanwhile_is_told_before_it_is_overtaken(anna: Web) -> None:
    page = declared(anna)
    draft = anna.post(f"{page}/amend").headers["location"]
    fill(anna, draft, housing(dwelling__residents="3", rooms_0__residents="3"))
    before = {name: values[0] for name, values in fields_of(anna.get(f"{draft}/review")).items()} | {"attest": "yes"}
    with transaction(anna.engine) as session:
        row = session.exec(select(DeclarationDraft).where(col(DeclarationDraft.submitted_at).is_(None))).one()
        row.accommodation_id, kept = None, row.accommodation_id
        session.flush()
    amend_by_pages(anna, page, housing(dwelling__residents="2", rooms_0__residents="2"))
    with transaction(anna.engine) as session:
        row = session.exec(select(DeclarationDraft).where(col(DeclarationDraft.submitted_at).is_(None))).one()
        row.accommodation_id = kept
    told = anna.post(f"{draft}/review", before)
    assert told.status_code == 422
    assert "Another version of the declaration was received after you began this change." in words(told)
    assert sign(anna, draft).headers["location"].endswith("version=3")


def test_many_rooms_from_a_file_stay_as_they_are(anna: Web) -> None:
    page = declared(anna)
    draft = anna.post(f"{page}/amend").headers["location"]
    with transaction(anna.engine) as session:
        row = session.exec(select(DeclarationDraft).where(col(DeclarationDraft.submitted_at).is_(None))).one()
        many = [{"name": str(number), "use": "bedroom", "area_m2": 10} for number in range(300)]
        row.document = {**row.document, "rooms": many}
    shown = anna.get(f"{draft}/steps/housing")
    assert "There are 300 rooms, and a page takes 200." in words(shown)
    assert anna.post(f"{draft}/steps/housing", fields_of(shown)).status_code == 303
    with open_session(anna.engine, writing=False) as session:
        row = session.exec(select(DeclarationDraft).where(col(DeclarationDraft.submitted_at).is_(None))).one()
        assert len(row.document["rooms"]) == 300


def test_another_dwelling_like_this_one_leaves_out_where_and_when(anna: Web) -> None:
    extra = {"owner.name": "Ejer", "owner.postal_address": "Vej 1", "owner.is_employer": "false", "contact.name": "Kaj"}
    page = declared(anna, **extra)
    copy = anna.post(f"{page}/copy").headers["location"]
    assert copy.endswith("/steps/place")
    with open_session(anna.engine, writing=False) as session:
        row = session.exec(select(DeclarationDraft).where(col(DeclarationDraft.submitted_at).is_(None))).one()
        assert not {"address", "period", "occupancy", "names", "owner"} & set(row.document)
        assert row.document["contact"] == {"name": "Kaj"}
        assert row.document["rooms"][0]["name"] == "Værelse 1"
        assert row.accommodation_id is None
    fields = fields_of(anna.get(copy))
    assert (fields["employer.cvr_number"], fields["address.street"]) == ([OWN_CVR], [""])
    anna.sign_in(Grant(Role.EMPLOYER, employer_id=firm(anna, OTHER_CVR, "Anden ApS")))
    assert anna.post(f"{page}/copy").status_code == 404
    assert anna.post(f"{page}/amend").status_code == 404


def test_every_part_that_is_told_is_declared(anna: Web) -> None:
    told = {
        "contact.name": "Kaj",
        "owner.is_employer": "true",
        "work.workplaces-0.name": "Havnen",
        "work.client_name": "Bygherren",
        "work.season": "seasonal",
        "rent.deducted": "true",
        "rent.deduction_base": "net_wage",
        "dwelling.rent_per_month": "2500",
        "occupancy-0.from_on": "2026-03-01",
        "occupancy-0.to_on": "2026-03-31",
        "occupancy-0.residents": "2",
    }
    text = words(anna.get(declared(anna, **told)))
    for part in ("Kaj", "The employer owns the dwelling", "Havnen", "Bygherren", "In season", "Wage after tax"):
        assert part in text


def test_residents_names_are_neither_asked_for_nor_taken(anna: Web) -> None:
    draft = begin(anna, housing())
    assert "names" not in fields_of(anna.get(f"{draft}/steps/housing"))
    anna.post(f"{draft}/steps/housing", {**of_step(housing(), 1), "names": "Piotr", "do": "continue"})
    assert "names" not in own_draft(anna).document


def test_from_signing_in_to_the_receipt_of_ten_rooms_there_are_eight_pages(anna: Web) -> None:
    pages = ["/sign-in", "/"]
    rooms = {f"rooms-{number}.{key}": value for number in range(1, 10) for key, value in ROOM.items()}
    fields = housing(**{"dwelling.residents": "13"}) | rooms
    pages.append("/declarations/new")
    first = {**of_step(fields, 0), "draft": fields_of(anna.get("/declarations/new"))["draft"][0]}
    where = anna.post("/declarations/new", first).headers["location"]
    while "/steps/" in where:
        pages.append(where)
        number = [step.key for step in STEPS].index(where.rpartition("/")[2])
        answer = anna.post(where, {**of_step(fields, number), "do": "continue"})
        assert answer.status_code == 303, words(answer)
        where = answer.headers["location"]
    pages.append(where)
    receipt = sign(anna, where.removesuffix("/review")).headers["location"]
    pages.append(receipt)
    assert anna.get(receipt).status_code == 200
    assert len(pages) == 8


ROOM = {"name": "Værelse", "use": "bedroom", "area_m2": "12", "residents": "1", "beds": "1"}


def test_facts_that_a_pack_in_use_needs_are_asked_for_besides() -> None:
    assert also_asked(("dk-indkvarteringslov-2025", "dk-arbejdsgruppe-2021")) == ()
    besides = also_asked(("dk-covidbolig-2021",))
    assert {"max_person_sign", "distance_between_persons_m"} <= set(besides)
    asked = Needs(also=besides).asked_on(STEP["facilities"])
    assert "dwelling.max_person_sign" in asked
