"""Plans, joint visits, meetings, targets and grounds belong to an authority, as cases do; so does what it is told."""

from collections import defaultdict
from typing import Any
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0050"
down_revision = "0049"
branch_labels = None
depends_on = None

MADE_BY = {
    "visit_plan": ("authority", "created_by"),
    "joint_visit": ("authority", "proposed_by"),
    "case_meeting": ("authority", "made_by"),
    "inspection_target": ("authority", "made_by"),
    "unannounced_ground": ("authority", "recorded_by"),
    "other_visit": ("told_to", "recorded_by"),
    "other_visit_list": ("told_to", "imported_by"),
}
"""Table: whose a row is, and who made it."""

OF_CASES = ("inspector", "caseworker", "decision_maker")
ONCE = {
    "other_visit": ("dwelling_id", "authority", "visit_on"),
    "other_visit_list": ("sha256",),
}


def _once(table: str, *further: str) -> tuple[str, list[str]]:
    columns = [*ONCE[table], *further]
    return f"uq_{table}_{'_'.join(columns)}", columns


def upgrade() -> None:
    """Forward. An old row is that of who made it, as that account works now; where nobody can tell, everybody's."""
    for table, (whose, _) in MADE_BY.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column(whose, sa.String(length=8), server_default="", nullable=False))
            if table in ONCE:
                batch_op.drop_constraint(_once(table)[0], type_="unique")
                batch_op.create_unique_constraint(*_once(table, whose))
    _fill(op.get_bind())


def _fill(connection: sa.Connection) -> None:
    grants = sa.table(
        "role_grant", sa.column("account_id", sa.Uuid()), sa.column("role"), sa.column("municipality_code")
    )
    places: dict[str, set[str]] = defaultdict(set)
    for account, code in connection.execute(
        sa.select(grants.c.account_id, grants.c.municipality_code).where(grants.c.role.in_(OF_CASES))
    ):
        places[str(UUID(str(account)))].add(code or "state")
    for table, (whose, who) in MADE_BY.items():
        rows = sa.table(table, sa.column(whose), sa.column(who), sa.column("municipality_code"))
        for maker, found in places.items():
            mine = sa.update(rows).where(rows.c[who] == maker)
            connection.execute(mine.values({whose: _authority(table, rows, found)}))


def _authority(table: str, rows: sa.TableClause, found: set[str]) -> Any:
    """One place: that one; the country among several: the state; several municipalities: the one of the row."""
    if len(found) == 1 or "state" in found:
        return min(found) if len(found) == 1 else "state"
    if table == "other_visit_list":
        return ""
    code = rows.c.municipality_code
    return sa.case((code.in_(found), code), else_="")


def downgrade() -> None:
    """Back: everybody reads all; of what two authorities were told of one visit, or read from one list, one row stays."""
    for table, (whose, _) in reversed(MADE_BY.items()):
        if table in ONCE:
            _keep_one(table)
        with op.batch_alter_table(table, schema=None) as batch_op:
            if table in ONCE:
                batch_op.drop_constraint(_once(table, whose)[0], type_="unique")
                batch_op.create_unique_constraint(*_once(table))
            batch_op.drop_column(whose)


def _keep_one(table: str) -> None:
    columns = ", ".join(ONCE[table])
    kept = f"SELECT id FROM (SELECT id, row_number() OVER (PARTITION BY {columns} ORDER BY id) AS place FROM {table}) one"
    if table == "other_visit_list":
        op.execute(sa.text(f"UPDATE other_visit SET list_id = NULL WHERE list_id IN ({kept} WHERE place > 1)"))
    op.execute(sa.text(f"DELETE FROM {table} WHERE id IN ({kept} WHERE place > 1)"))
