"""Reading weight sets: the one that counts on a day, one by its version, those proposed."""

from datetime import date
from functools import lru_cache

from sqlmodel import Session, col, select

from husly.kit.i18n import mark
from inspection.risk.weights import (
    WeightsError,
    delivered_in_force,
    delivered_text,
    delivered_versions,
    load_weights,
    parse_weights,
)
from inspection.risk.weights.factors import Weights
from inspection.risk.weights.problems import refuse
from inspection.risk.weightsets.models import WeightSet, WeightSetState


def weights_in_force(session: Session, as_of: date) -> Weights:
    """The weights that count on a day.

    Until a person has adopted a set, the newest delivered one; from then on only what was adopted, so that a new
    version of Husly never changes the weights of an authority that has chosen its own. Raises WeightsError when there
    is none, or when the adopted set can no longer be read.
    """
    adopted = find_adopted(session, as_of)
    return delivered_in_force(as_of) if adopted is None else read_stored(adopted)


def find_adopted(session: Session, as_of: date) -> WeightSet | None:
    """The adoption that counts on a day; of two that start on the same day the later decision."""
    statement = (
        select(WeightSet)
        .where(col(WeightSet.state) == WeightSetState.ADOPTED, col(WeightSet.valid_from) <= as_of)
        .order_by(col(WeightSet.valid_from).desc(), col(WeightSet.decided_at).desc(), col(WeightSet.id).desc())
        .limit(1)
    )
    return session.exec(statement).first()


def list_adopted(session: Session, as_of: date) -> list[WeightSet]:
    """Every adoption that counts or has counted by a day, the first first."""
    begun = select(WeightSet).where(col(WeightSet.state) == WeightSetState.ADOPTED, col(WeightSet.valid_from) <= as_of)
    order = (col(WeightSet.valid_from), col(WeightSet.decided_at), col(WeightSet.id))
    return list(session.exec(begun.order_by(*order)))


def get_weights(session: Session, version: str) -> Weights:
    """The weight set of that version, delivered or the installation's own, whether it counts or not.

    Old runs are shown by theirs. Raises WeightsError when nobody knows it or it can no longer be read.
    """
    if version in delivered_versions():
        return load_weights(version)
    stored = find_stored(session, version)
    if stored is None:
        raise unknown(version)
    return read_stored(stored)


def find_weights(session: Session, version: str) -> Weights | None:
    """As ``get_weights``; None where pages must tell that the set is gone instead of failing."""
    try:
        return get_weights(session, version)
    except WeightsError:
        return None


def find_stored(session: Session, version: str) -> WeightSet | None:
    """The newest row of that version; all rows of one version hold the same text."""
    found = select(WeightSet).where(col(WeightSet.version) == version)
    return session.exec(found.order_by(col(WeightSet.proposed_at).desc(), col(WeightSet.id).desc()).limit(1)).first()


def read_stored(stored: WeightSet) -> Weights:
    """A kept set as the score uses it. Raises WeightsError."""
    return _parsed(stored.text, stored.version)


@lru_cache(maxsize=32)
def _parsed(text: str, version: str) -> Weights:
    return parse_weights(text, origin=version)


def has_counted(session: Session, version: str) -> bool:
    """Whether a person ever adopted the set of that version."""
    adopted = select(WeightSet.id).where(
        col(WeightSet.version) == version, col(WeightSet.state) == WeightSetState.ADOPTED
    )
    return session.exec(adopted.limit(1)).first() is not None


def list_stored(session: Session) -> list[WeightSet]:
    """All proposals and decisions, the newest first."""
    order = (col(WeightSet.proposed_at).desc(), col(WeightSet.id).desc())
    return list(session.exec(select(WeightSet).order_by(*order)))


def list_versions(session: Session) -> list[str]:
    """Every version there is, the installation's own newest first, then the delivered ones newest first."""
    own = dict.fromkeys(row.version for row in list_stored(session))
    return list(own | dict.fromkeys(reversed(delivered_versions())))


def find_open(session: Session, version: str) -> WeightSet | None:
    """The proposal of that version on which nobody has decided."""
    found = select(WeightSet).where(col(WeightSet.version) == version, col(WeightSet.state) == WeightSetState.PROPOSED)
    return session.exec(found).first()


def text_of(session: Session, version: str) -> str:
    """The YAML of a version to the letter. Raises WeightsError for an unknown one."""
    if version in delivered_versions():
        return delivered_text(version)
    stored = find_stored(session, version)
    if stored is None:
        raise unknown(version)
    return stored.text


def unknown(version: str) -> WeightsError:
    """The error for a version that nobody knows."""
    return refuse(mark("There is no weight set %(version)s in this installation."), version=repr(version))
