"""A letter as a MeMo message, the format of Digital Post (integration with NgDP; versions 1.1 and 1.2). Pure.

The message is a file for whoever hands it over: transport by REST, SFTP or SF1601 is no part of this program.
The namespace prefix is literally ``memo:`` because SF1601 wants it so.
"""

import base64
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from uuid import UUID
from xml.etree import ElementTree as ET

NAMESPACE = "https://DigitalPost.dk/MeMo-1"
CASE_SYSTEM = "Husly"

ET.register_namespace("memo", NAMESPACE)


@dataclass(frozen=True)
class Reservation:
    """The appointment of a notice of visit: what, where, when."""

    uuid: UUID
    description: str
    location: str
    starts_at: datetime
    ends_at: datetime


@dataclass(frozen=True)
class Action:
    """What the recipient can do: AFTALE with a reservation, SELVBETJENING with an address to go to."""

    code: str
    label: str
    ends_at: datetime | None = None
    reservation: Reservation | None = None
    url: str = ""


@dataclass(frozen=True)
class Document:
    """One PDF with its label, file name (ASCII, no names or numbers of persons) and language."""

    label: str
    filename: str
    content: bytes
    language: str = "da"
    actions: tuple[Action, ...] = ()


@dataclass(frozen=True)
class Message:
    """Everything of one message. The label is shown on locked telephones: it tells nothing of the matter."""

    uuid: UUID
    version: str
    label: str
    sender_cvr: str
    sender_name: str
    recipient_cvr: str
    recipient_name: str
    case_number: str
    created_at: datetime
    main: Document
    additional: tuple[Document, ...] = ()
    legal_notification: bool = False
    reply_by: datetime | None = None
    reply: bool = False


def memo_xml(message: Message) -> bytes:
    """The message as XML, always the same bytes for the same message."""
    versions = {"memoVersion": message.version}
    if message.version == "1.1":
        versions["memoSchVersion"] = "1.1.0"
    root = ET.Element(_name("Message"), versions)
    _header(ET.SubElement(root, _name("MessageHeader")), message)
    body = ET.SubElement(root, _name("MessageBody"))
    _texts(body, createdDateTime=_moment(message.created_at))
    _document(body, "MainDocument", message.main)
    for document in message.additional:
        _document(body, "AdditionalDocument", document)
    written: bytes = ET.tostring(root, encoding="UTF-8", xml_declaration=True)
    return written


def _name(name: str) -> str:
    return f"{{{NAMESPACE}}}{name}"


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _texts(parent: ET.Element, **texts: str | None) -> None:
    """Children with these texts, in this order; those without a text are left out."""
    for name, text in texts.items():
        if text:
            ET.SubElement(parent, _name(name)).text = text


def _header(header: ET.Element, message: Message) -> None:
    _texts(
        header,
        messageType="DIGITALPOST",
        messageUUID=str(message.uuid),
        messageID=message.main.filename.removesuffix(".pdf"),
        label=message.label,
        reply="true" if message.reply else "false",
        replyByDateTime=None if message.reply_by is None else _moment(message.reply_by),
        mandatory="false",
        legalNotification="true" if message.legal_notification else "false",
    )
    _texts(
        ET.SubElement(header, _name("Sender")),
        senderID=message.sender_cvr,
        idType="CVR",
        label=message.sender_name,
    )
    _texts(
        ET.SubElement(header, _name("Recipient")),
        recipientID=message.recipient_cvr,
        idType="CVR",
        label=message.recipient_name,
    )
    case = ET.SubElement(ET.SubElement(header, _name("ContentData")), _name("CaseID"))
    _texts(case, caseID=message.case_number, caseSystem=CASE_SYSTEM)
    if message.reply:
        _texts(
            ET.SubElement(header, _name("ReplyData")),
            messageUUID=str(message.uuid),
            senderID=message.sender_cvr,
            recipientID=message.recipient_cvr,
            caseID=message.case_number,
        )


def _document(body: ET.Element, name: str, document: Document) -> None:
    element = ET.SubElement(body, _name(name))
    _texts(element, label=document.label)
    _texts(
        ET.SubElement(element, _name("File")),
        encodingFormat="application/pdf",
        filename=document.filename,
        language=document.language,
        content=base64.b64encode(document.content).decode("ascii"),
    )
    _actions(element, document.actions)


def _actions(document: ET.Element, actions: Sequence[Action]) -> None:
    for action in actions:
        element = ET.SubElement(document, _name("Action"))
        _texts(
            element,
            label=action.label,
            actionCode=action.code,
            endDateTime=None if action.ends_at is None else _moment(action.ends_at),
        )
        if action.reservation is not None:
            _texts(
                ET.SubElement(element, _name("Reservation")),
                description=action.reservation.description,
                reservationUUID=str(action.reservation.uuid),
                location=action.reservation.location,
                startDateTime=_moment(action.reservation.starts_at),
                endDateTime=_moment(action.reservation.ends_at),
            )
        elif action.url:
            _texts(ET.SubElement(element, _name("EntryPoint")), url=action.url)
