"""The demonstration loads wherever the command says it does."""

from sqlalchemy.engine import Engine
from sqlmodel import select

from conftest import AT
from husly.demo.environment import with_demo_authority
from husly.demo.story import load_demonstration
from husly.kit.database import transaction
from husly.settings import Settings
from inspection.letters.models import Letter


def test_the_smallest_register_loads_without_a_word_about_the_authority(clean_engine: Engine) -> None:
    chosen = with_demo_authority(Settings(demo_mode=True, authority_name="Tilsynet i prøve"))
    with transaction(clean_engine) as session:
        loaded = load_demonstration(
            session, settings=chosen, accommodations=60, seed=1, at=AT, progress=lambda what, done: None
        )
        letters = session.exec(select(Letter)).all()
    assert loaded.accommodations == 60
    assert any(letter.pdf for letter in letters)
    assert chosen.authority_name == "Tilsynet i prøve"
