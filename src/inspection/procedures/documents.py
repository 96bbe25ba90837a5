"""The tables of moves as documents: ``docs/procedures.md`` and a picture for each, made from the tables alone."""

from husly.kit.i18n import gettext as _
from husly.kit.i18n import use_language
from inspection.procedures.registry import PROCEDURES, Procedure
from inspection.procedures.words import MoveWords, picture, rows_in_words

HEAD = """# Procedures

Every state that a matter can be in, and every move between two: who may make it, what the law demands first. A move
that is in no table does not exist; the pages of a case show what is missing before anyone presses a button.

This page and its pictures are written by `husly procedures draw` from the tables in the code; a test compares them.
In the pictures a heavy blue line is a decision, a dashed box goes on in another picture, a filled box is the end.

Confidence: **V** read in the source, **V\\*** in a secondary source, **P** a part or an older version, **M** general
expertise; a demand without law is a rule of the house. *Second person*: made by another than whoever wrote what it
acts on.
"""


def documents() -> dict[str, str]:
    """Every document as it follows from the tables now, by its path in the folder of documents. English."""
    use_language("en")
    drawn = {f"procedures/{one.key}.svg": picture(one) for one in PROCEDURES}
    return {"procedures.md": "\n".join([HEAD, *(_section(one) for one in PROCEDURES)]), **drawn}


def _section(one: Procedure) -> str:
    states = ", ".join(_(one.state_label(state)) for state in one.states_met)
    lines = [
        f"## {_(one.title)}",
        "",
        f"![{_(one.title)}](procedures/{one.key}.svg)",
        "",
        f"States: {states}.",
        "",
        "| from | move | to | who | refused when |",
        "|---|---|---|---|---|",
        *(_row(row) for row in rows_in_words(one)),
        "",
    ]
    return "\n".join(lines)


def _row(row: MoveWords) -> str:
    who = f"{row.roles} (`{row.permission}`)" + ("; **second person**" if row.second_person else "")
    met = "<br>".join(
        f"{demand.text} {demand.law}{' ' if demand.law else ''}{_bold(demand.confidence)}".strip()
        for demand in row.demands
    )
    return f"| {row.source} | {row.move} | {row.target} | {who} | {met or '–'} |"


def _bold(confidence: str) -> str:
    return "**" + confidence.replace("*", "\\*") + "**" if confidence else ""
