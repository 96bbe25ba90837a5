"""MeMo messages: valid in both versions; what is wrong never leaves."""

import dataclasses
import hashlib
from datetime import UTC, datetime
from uuid import UUID

import pytest

from inspection.delivery.memo import Action, Document, Message, Reservation, memo_xml
from inspection.delivery.memo_checks import LABEL, VERSIONS, MemoError, check_memo, schema_problems

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
PDF = b"%PDF-1.7 letter"
VISIT = Reservation(UUID(int=9), "Besøg", "Vej 1, 2100 København Ø", AT, AT)
MESSAGE = Message(
    uuid=UUID(int=7),
    version="1.2",
    label=LABEL.format(case_number="2026-12"),
    sender_cvr="12345674",
    sender_name="Prøvetilsynet",
    recipient_cvr="13585628",
    recipient_name="Nordisk Byg ApS",
    case_number="2026-12",
    created_at=AT,
    main=Document("Brev", "2026-12-varsling-1.pdf", PDF, actions=(Action("AFTALE", "Besøg", reservation=VISIT),)),
    additional=(Document("Bilag", "2026-12-bilag-1.pdf", b"%PDF-1.7 more"),),
    reply=True,
    reply_by=AT,
)


def check(message: Message, xml: bytes | None = None) -> None:
    digests = [hashlib.sha256(content).hexdigest() for content in (PDF, b"%PDF-1.7 more")]
    check_memo(
        memo_xml(message) if xml is None else xml,
        version=message.version,
        sha256s=digests,
        case_number="2026-12",
        names=["Nordisk Byg ApS"],
    )


@pytest.mark.parametrize("version", VERSIONS)
def test_a_message_is_valid_in_its_own_version_alone(version: str) -> None:
    message = dataclasses.replace(MESSAGE, version=version)
    check(message)
    other = next(one for one in VERSIONS if one != version)
    assert schema_problems(memo_xml(message), other) != []
    assert memo_xml(message).split(b"\n", 1)[1].startswith(b"<memo:Message xmlns:memo=")


@pytest.mark.parametrize(
    ("found", "put", "told"),
    [
        (b"<memo:messageUUID>00000000", b"<memo:messageUUID>zz", "messageUUID"),
        (b"AFTALE", b"MIDDAG", "actionCode"),
        (
            b"<memo:idType>CVR</memo:idType><memo:label>Nordisk",
            b"<memo:idType>CPR</memo:idType><memo:label>Nordisk",
            "CPR",
        ),
        (b"13585628", b"13585629", "check digit"),
        (b"<memo:label>Brev i sag", "<memo:label>Påbud i sag".encode(), "label"),
        (b"2026-12-varsling-1.pdf", b"2026-12-nordisk-1.pdf", "name"),
        (b"2026-12-varsling-1.pdf", b"0101701234.pdf", "personal number"),
        (b"JVBERi0xLjcgbGV0dGVy", b"JVBERi0xLjcgbGV0dGVz", "SHA-256"),
        (b"memo:", b"m:", "prefix"),
        (b"</memo:Message>", b"", "no XML"),
        (b"<memo:mandatory>false</memo:mandatory>", b"", "mandatory"),
        (b"2026-03-02T09:00:00Z", b"in March", "DateTime"),
    ],
)
def test_what_is_wrong_does_not_leave(found: bytes, put: bytes, told: str) -> None:
    xml = memo_xml(MESSAGE)
    assert found in xml
    forged = xml.replace(b"xmlns:memo", b"xmlns:m").replace(found, put) if put == b"m:" else xml.replace(found, put)
    with pytest.raises(MemoError) as error:
        check(MESSAGE, forged)
    assert told in str(error.value)
