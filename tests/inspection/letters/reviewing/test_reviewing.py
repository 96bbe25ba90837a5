"""Approval of the words of letters: two persons, by digest, withdrawable; nothing is approved that lacks a text."""

from copy import deepcopy

import pytest
import yaml
from sqlmodel import Session

from case_ways import APPROVER
from conftest import AT
from husly.kit.access import Actor, Grant, Role
from husly.kit.errors import DomainError, NotAllowedError
from inspection.delivery.mail_texts import MAIL_TEXTS
from inspection.letters.approvals import find_review
from inspection.letters.blocks import LetterKind
from inspection.letters.reviewing import actions
from inspection.letters.reviewing.words import TEXTS, all_words, english_of, read_words, words_of
from web_client import Web, words

LAWYER = Actor("lawyer", "Jens Jurist", (Grant(Role.LEGAL_REVIEWER),))
KIND = LetterKind.VARSLING
SEEN = words_of(KIND).digest  # type: ignore[union-attr]
OWN = yaml.safe_load((TEXTS / "varsling.yaml").read_text(encoding="utf-8"))
ENGLISH = english_of(KIND)
SHARED = yaml.safe_load((TEXTS / "common.yaml").read_text(encoding="utf-8"))


def test_every_kind_has_every_text_in_both_forms_and_its_mail_in_both_languages() -> None:
    assert [(found.kind, found.lacking) for found in all_words() if found.lacking] == []
    assert len(all_words()) >= 3


def test_letters_count_as_reviewed_only_after_the_second_person(session: Session) -> None:
    actions.approve_texts(session, KIND, seen=SEEN, by=LAWYER, at=AT)
    assert find_review(session, KIND) is None
    actions.confirm_texts(session, KIND, seen=SEEN, by=APPROVER, at=AT)
    found = find_review(session, KIND)
    assert found is not None
    assert not found.demonstration
    actions.withdraw_texts(session, KIND, seen=SEEN, reason="Ny lov", by=APPROVER, at=AT)
    assert find_review(session, KIND) is None


def test_a_changed_word_has_no_approval(session: Session) -> None:
    made = actions.approve_texts(session, KIND, seen=SEEN, by=LAWYER, at=AT)
    actions.confirm_texts(session, KIND, seen=SEEN, by=APPROVER, at=AT)
    made.digest = "0" * 64
    session.flush()
    assert find_review(session, KIND) is None


def test_nobody_signs_alone_or_what_he_has_not_seen(session: Session) -> None:
    with pytest.raises(NotAllowedError):
        actions.approve_texts(session, KIND, seen=SEEN, by=APPROVER, at=AT)
    with pytest.raises(DomainError, match=r"ændret|changed"):
        actions.approve_texts(session, KIND, seen="old", by=LAWYER, at=AT)
    actions.approve_texts(session, KIND, seen=SEEN, by=LAWYER, at=AT)
    for twin in (LAWYER, Actor("other", " jens jurist", (Grant(Role.DECISION_MAKER),))):
        with pytest.raises(DomainError) as error:
            actions.confirm_texts(session, KIND, seen=SEEN, by=twin, at=AT)
        assert error.value.code == "texts.same_person"
    with pytest.raises(DomainError) as error:
        actions.approve_texts(session, KIND, seen=SEEN, by=LAWYER, at=AT)
    assert error.value.code == "texts.approved"


def test_a_missing_form_or_mail_text_is_named_and_any_word_changes_the_digest() -> None:
    own, shared, mail = deepcopy(OWN), deepcopy(SHARED), deepcopy(MAIL_TEXTS)
    del own["blocks"]["kort_varsel"]["i"]
    shared["blocks"]["bistand"]["du"] = " "
    mail["subject"]["en"] = ""
    found = read_words(KIND, own, shared, mail, courtesy=ENGLISH, lent={})
    assert set(found.lacking) == {"kort_varsel: i", "bistand: du", "mail: subject (en)"}
    changed = deepcopy(SHARED)
    changed["blocks"]["klage"]["du"] += " "
    assert read_words(KIND, OWN, SHARED, MAIL_TEXTS, courtesy=ENGLISH, lent={}).digest == SEEN
    assert read_words(KIND, OWN, changed, MAIL_TEXTS, courtesy=ENGLISH, lent={}).digest != SEEN


@pytest.mark.parametrize("part", ["heading", "prevails", "summary", "labels"])
def test_a_changed_english_word_has_no_approval_either(part: str) -> None:
    english = deepcopy(ENGLISH)
    english[part] = {**english[part], "law": "Act"} if part == "labels" else english[part] + " "
    assert read_words(KIND, OWN, SHARED, MAIL_TEXTS, courtesy=english, lent={}).digest != SEEN
    if part != "labels":
        lacking = read_words(KIND, OWN, SHARED, MAIL_TEXTS, courtesy={**ENGLISH, part: ""}, lent={}).lacking
        assert lacking == (f"courtesy: {part}",)


def test_a_changed_block_that_another_kind_lends_has_no_approval() -> None:
    kind = LetterKind.STRAKSPAABUD
    own = yaml.safe_load((TEXTS / "strakspaabud.yaml").read_text(encoding="utf-8"))
    every = yaml.safe_load((TEXTS / "paabud.yaml").read_text(encoding="utf-8"))["blocks"]
    for shared in ("tilbagemelding.yaml", "bilag.yaml"):
        every |= yaml.safe_load((TEXTS / shared).read_text(encoding="utf-8"))["blocks"]
    lent = {name: every[name] for name in own["letter"]["borrows"]}
    given = {"courtesy": english_of(kind)}
    seen = words_of(kind)
    assert seen is not None
    assert read_words(kind, own, SHARED, MAIL_TEXTS, lent=lent, **given).digest == seen.digest
    changed = lent | {"foelge": lent["foelge"] | {"text": "Det kan straffes."}}
    assert read_words(kind, own, SHARED, MAIL_TEXTS, lent=changed, **given).digest != seen.digest


def test_texts_that_are_missing_stop_the_approval(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    own = deepcopy(OWN)
    del own["blocks"]["kort_varsel"]["i"]
    lacking = read_words(KIND, own, SHARED, MAIL_TEXTS, courtesy=ENGLISH, lent={})
    monkeypatch.setattr(actions, "words_of", lambda _: lacking)
    with pytest.raises(DomainError, match="kort_varsel: i"):
        actions.approve_texts(session, KIND, seen=lacking.digest, by=LAWYER, at=AT)


def test_the_pages_are_for_those_who_sign(web: Web) -> None:
    assert web.get("/letters/texts").headers["location"].startswith("/sign-in")
    web.sign_in(Grant(Role.INSPECTOR))
    assert web.get("/letters/texts").status_code == 403
    web.sign_in(Grant(Role.LEGAL_REVIEWER), name="Jens Jurist")
    shown = web.get("/letters/texts/varsling")
    assert "UDKAST" in words(shown)
    assert web.post("/letters/texts/varsling/approve", {"digest": "x"}).status_code == 409
    assert web.post("/letters/texts/varsling/approve", {"digest": SEEN}).status_code == 303
    assert web.post("/letters/texts/varsling/confirm", {"digest": SEEN}).status_code == 409
    web.sign_in(Grant(Role.DECISION_MAKER), name="Dorte")
    assert web.post("/letters/texts/varsling/approve", {"digest": SEEN}).status_code == 403
    assert web.post("/letters/texts/varsling/confirm", {"digest": SEEN}).status_code == 303
    assert "Jens Jurist" in words(web.get("/letters/texts"))
    assert web.post("/letters/texts/varsling/withdraw", {"digest": SEEN, "reason": "Fejl"}).status_code == 303
    assert web.get("/letters/texts/nothing").status_code == 404
