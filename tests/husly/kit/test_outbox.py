from datetime import timedelta
from pathlib import Path

import pytest
from sqlmodel import Session

from conftest import AT
from husly import worker
from husly.kit import outbox
from husly.kit.outbox import RETRY_AFTER_MIN, OutboxMessage, OutboxState


@pytest.fixture
def delivered(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    seen: list[str] = []

    def deliver(session: Session, message: OutboxMessage, folder: Path) -> str:
        if message.payload.get("broken"):
            raise OSError("the printer is on fire")
        seen.append(str(message.id))
        return "delivered"

    monkeypatch.setitem(worker.CHANNELS, "test", deliver)
    return seen


def test_a_message_is_delivered_once_and_marked(session: Session, delivered: list[str], tmp_path: Path) -> None:
    message = outbox.enqueue(session, channel="test", payload={}, at=AT)
    assert worker.deliver_due(session, outbox_path=tmp_path, at=AT) == "delivered"
    assert worker.deliver_due(session, outbox_path=tmp_path, at=AT) is None
    assert message.state is OutboxState.SENT
    assert delivered == [str(message.id)]


def test_a_failing_message_is_tried_again_later_and_then_left_to_a_person(
    session: Session, delivered: list[str], tmp_path: Path
) -> None:
    message = outbox.enqueue(session, channel="test", payload={"broken": True}, at=AT)
    at = AT
    for wait in RETRY_AFTER_MIN:
        worker.deliver_due(session, outbox_path=tmp_path, at=at)
        assert message.state is OutboxState.QUEUED
        assert worker.deliver_due(session, outbox_path=tmp_path, at=at) is None
        at += timedelta(minutes=wait)
    worker.deliver_due(session, outbox_path=tmp_path, at=at)
    assert message.state is OutboxState.FAILED
    assert message.last_error == "OSError: the printer is on fire"


def test_an_unknown_channel_fails_visibly(session: Session, tmp_path: Path) -> None:
    message = outbox.enqueue(session, channel="carrier-pigeon", payload={}, at=AT)
    line = worker.deliver_due(session, outbox_path=tmp_path, at=AT)
    assert line is not None
    assert "failed" in line
    assert message.attempts == 1
