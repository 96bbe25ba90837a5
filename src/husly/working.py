"""What ``husly worker`` does until it is stopped; the demonstration does the same beside its server."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread

from sqlalchemy.engine import Engine

from husly.kit.clock import now, today
from husly.kit.commands import database_or_exit, session_or_exit
from husly.kit.database import engine_of
from husly.kit.mail import FolderPost, SmtpPost, post_of
from husly.nightly import is_time, search_nightly
from husly.settings import Settings
from husly.worker import deliver_due
from inspection.delivery.actions import give_up_expired_links
from inspection.letters.verifying import verify_letters
from inspection.needs.actions import erase_past_words
from inspection.planning.carrying_out.dropping import drop_every_needless_visit
from inspection.reminders.actions import remind_officers
from register.imports.working import ImportWork
from register.lookups.actions import look_up_next
from register.lookups.asking import asking_of
from register.residents.actions import seal_reports
from register.residents.retention import empty_reports
from register.upkeep.duties import duties_of
from register.upkeep.reminding.actions import remind

PAUSE_S = 5.0
"""How long it rests when nothing waits."""

Say = Callable[[str], object]


def work(chosen: Settings, *, say: Say, once: bool = False, stop: Event | None = None) -> None:
    """Deliver what waits, handle long files, ask registers what is due; ``say`` gets a line for each thing done.

    Goes on until ``stop`` is set; with ``once``, until nothing waits. It stops between two things, never within one.
    """
    stop, engine, reminded_on, searched_on = stop or Event(), engine_of(chosen), None, None
    files, post = ImportWork(engine, chosen), post_of(chosen)
    while not stop.is_set():
        if reminded_on != today():
            say(_begin_day(engine, chosen))
            reminded_on = today()
        if searched_on != today() and is_time(chosen, now()):
            say(search_nightly(chosen, at=now()))
            searched_on = today()
        while not stop.is_set():
            line = _do_next(engine, chosen, files, post)
            if line is None:
                break
            say(line)
        if once:
            return
        stop.wait(PAUSE_S)


def _begin_day(engine: Engine, chosen: Settings) -> str:
    """Reports of earlier days get their row in the audit trail, closed ones grown old are emptied; reminders queue.

    Planned visits that have become needless leave their plans; words about safety are erased when their day has passed;
    mailed letters that nobody opened in time stand among those that failed.
    """
    with session_or_exit() as session:
        seal_reports(session, before=today(), at=now())
        empty_reports(session, kept_days=chosen.tip_retention_days, on=today(), at=now())
        drop_every_needless_visit(session, at=now())
        erase_past_words(session, at=now())
        give_up_expired_links(session, at=now())
    checked = _check_letters()
    with database_or_exit():
        told = remind(engine, duties_of(chosen), at=now()).line
        return f"{told} {remind_officers(engine, chosen, at=now()).line}{checked}"


def _check_letters() -> str:
    """Frozen letters are hashed anew in a transaction of their own; a difference is told on the front page."""
    with session_or_exit() as session:
        check = verify_letters(session, at=now())
    if check is None or not check.altered:
        return ""
    return f" {len(check.altered)} of {check.letters} issued letters are NOT as they were issued: see the audit trail."


def _do_next(engine: Engine, chosen: Settings, files: ImportWork, post: SmtpPost | FolderPost) -> str | None:
    with session_or_exit() as session:
        delivered = deliver_due(session, outbox_path=chosen.outbox_path, at=now(), post=post, chosen=chosen)
    # One question at a time, so that no letter waits for a slow register.
    return delivered or files.step(now) or look_up_next(engine, chosen, asking_of(chosen), at=now())


def _unsaid(line: str) -> None:
    """Hundreds of lines would push the sign-ins off the screen."""


@contextmanager
def working_beside(chosen: Settings, *, warn: Say) -> Iterator[None]:
    """A worker in a thread for as long as the block lasts; ``warn`` gets what it cannot do, which is tried again.

    For one process that does everything, such as the demonstration. At the end it finishes what it is doing.
    """
    stop = Event()

    def keep_working() -> None:
        while not stop.is_set():
            try:
                work(chosen, say=_unsaid, stop=stop)
            except Exception as error:  # such as a database that was busy for too long; the pages must go on
                warn(f"The worker rests: {error}")
                stop.wait(PAUSE_S)

    thread = Thread(target=keep_working, name="worker", daemon=True)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
