"""An answer in letters that no paper can print is quoted in translation, written where it is weighed."""

import pytest
from sqlmodel import Session

from case_ways import INSPECTOR, start
from inspection.enforcement import actions
from inspection.hearings.translations import as_quoted, needs_translation
from inspection.letters.letter import LetterRows
from inspection.letters.rendering import write_draft

GEORGIAN = "ჩვენ უკვე შევაკეთეთ ფანჯარა"
TRANSLATED = "Oversættelse: Vi har repareret vinduet.\nReparationen er ikke dokumenteret."


@pytest.mark.parametrize(
    ("text", "consideration", "quoted"),
    [
        (GEORGIAN, TRANSLATED, ("Vi har repareret vinduet. (oversat af os)", "Reparationen er ikke dokumenteret.")),
        (GEORGIAN, "Ændrer intet.", (GEORGIAN, "Ændrer intet.")),
        (GEORGIAN, "Oversættelse: Vi har repareret vinduet.", (GEORGIAN, "Oversættelse: Vi har repareret vinduet.")),
        ("لقد أصلحنا النافذة", TRANSLATED, ("لقد أصلحنا النافذة", TRANSLATED)),
    ],
)
def test_a_translation_takes_the_place_of_what_cannot_be_printed(text, consideration, quoted):
    assert as_quoted(text, consideration) == quoted


def test_an_order_waits_for_the_translation_and_then_quotes_it(session: Session) -> None:
    way = start(session)
    way.notify()
    way.visit()
    way.find()
    way.send_hearing()
    who = {"by": INSPECTOR, "at": way.at(28)}
    actions.record_reply(session, way.case.id, replied_on=way.on(28), reply=GEORGIAN, **who)
    actions.consider_reply(session, way.case.id, consideration="Ændrer intet.", **who)
    actions.conclude_hearing(session, way.case.id, **who)
    order = way.draft_order()

    def draft():
        letter = way.file.letter(order.letter_id)
        return write_draft(session, way.file, letter, settings=way.settings, as_of=way.on(30))

    (gate,) = [one for one in draft().gates if one.gate == "signs"]
    assert "Oversættelse" in gate.problems[0].da
    (point,) = way.file.reply_points
    assert needs_translation(point)
    actions.consider_reply(session, way.case.id, points={point.id: TRANSLATED}, **who)
    assert not needs_translation(point)
    written = draft()
    assert [one.gate for one in written.gates if one.gate == "signs" and one.problems] == []
    rows = [row for one in written.written.body if isinstance(one, LetterRows) for row in one.rows]
    assert ("Vores vurdering", "Reparationen er ikke dokumenteret.") in rows
    assert any(value.endswith("Vi har repareret vinduet. (oversat af os)") for _, value in rows)


def test_words_for_all_points_do_not_take_the_place_of_what_was_weighed(session: Session) -> None:
    way = start(session)
    way.notify()
    way.visit()
    way.find()
    way.send_hearing()
    who = {"by": INSPECTOR, "at": way.at(28)}
    actions.record_reply(session, way.case.id, replied_on=way.on(28), reply=GEORGIAN, **who)
    actions.consider_reply(session, way.case.id, consideration="Ændrer intet.", **who)
    actions.record_reply(session, way.case.id, replied_on=way.on(28), reply="Mere.", **who)
    actions.consider_reply(session, way.case.id, consideration="Noteret.", **who)
    assert {point.consideration for point in way.file.reply_points} == {"Ændrer intet.", "Noteret."}
