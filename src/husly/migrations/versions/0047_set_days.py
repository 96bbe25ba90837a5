"""The day that the outcome of an appeal sets replaces the one that ran, sooner or later."""

import sqlalchemy as sa
from alembic import op

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None

KINDS = ("extended", "suspended")
OF_AN_APPEAL = "cause_id IN (SELECT id FROM appeal)"


def _checks(kinds: tuple[str, ...], has_a_day: str) -> None:
    listed = ", ".join(f"'{one}'" for one in kinds)
    with op.batch_alter_table("due_change", schema=None) as batch_op:
        for name in ("duechangekind", "extension_has_a_day"):
            batch_op.drop_constraint(batch_op.f(f"ck_due_change_{name}"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_due_change_duechangekind"), f"kind IN ({listed})")
        batch_op.create_check_constraint(batch_op.f("ck_due_change_extension_has_a_day"), has_a_day)


def upgrade() -> None:
    """Forward: what appeals set is no extension any more; where nothing came after it, that day runs."""
    _checks((*KINDS, "changed"), "(kind = 'suspended') = (extended_to IS NULL)")
    op.execute(sa.text(f"UPDATE due_change SET kind = 'changed' WHERE kind = 'extended' AND {OF_AN_APPEAL}"))
    last = (
        "FROM due_change AS set_day WHERE set_day.order_id = injunction_item.order_id AND set_day.kind = 'changed' "
        "AND NOT EXISTS (SELECT 1 FROM due_change AS later WHERE later.order_id = set_day.order_id "
        "AND (later.at > set_day.at OR (later.kind = 'suspended' AND later.until IS NULL)))"
    )
    op.execute(
        sa.text(
            f"UPDATE injunction_item SET runs_to = (SELECT max(set_day.extended_to) {last}) "
            f"WHERE EXISTS (SELECT 1 {last})"
        )
    )


def downgrade() -> None:
    """Back."""
    _checks((*KINDS, "changed"), "kind IS NOT NULL")
    op.execute(sa.text("UPDATE due_change SET kind = 'extended' WHERE kind = 'changed'"))
    _checks(KINDS, "(kind = 'extended') = (extended_to IS NOT NULL)")
