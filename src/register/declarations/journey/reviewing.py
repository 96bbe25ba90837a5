"""A draft held against what a declaration must say."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from register.declarations.forms import read_declaration
from standards.facts.problems import FactsError, Problem


def problems_of(document: Mapping[str, Any], *, data_path: Path) -> tuple[Problem, ...]:
    """Everything that would be refused if the document were submitted as it stands."""
    try:
        read_declaration(document, data_path=data_path)
    except FactsError as error:
        return error.problems
    return ()
