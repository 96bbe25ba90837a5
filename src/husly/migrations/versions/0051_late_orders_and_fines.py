"""An order that came late runs from its delivery; an item is met when it was done; no day is fined twice."""

import sqlalchemy as sa
from alembic import op

revision = "0051"
down_revision = "0050"
branch_labels = None
depends_on = None

KINDS = ("extended", "changed", "suspended")


def _kinds(kinds: tuple[str, ...]) -> None:
    listed = ", ".join(f"'{one}'" for one in kinds)
    with op.batch_alter_table("due_change", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_due_change_duechangekind"), type_="check")
        batch_op.create_check_constraint(batch_op.f("ck_due_change_duechangekind"), f"kind IN ({listed})")


def upgrade() -> None:
    """Forward: what is due at once, and was not ordered by word of mouth, runs from the day on which its order came."""
    _kinds((*KINDS, "came_late"))
    with op.batch_alter_table("injunction_item", schema=None) as batch_op:
        batch_op.add_column(sa.Column("met_on", sa.Date(), nullable=True))
    with op.batch_alter_table("fine", schema=None) as batch_op:
        batch_op.add_column(sa.Column("begins_on", sa.Date(), nullable=True))
    came_on = (
        "FROM injunction JOIN letter ON letter.id = injunction.letter_id WHERE injunction.id = injunction_item.order_id "
        "AND injunction.oral_at IS NULL AND letter.delivered_on > injunction_item.due_on"
    )
    op.execute(
        sa.text(
            f"UPDATE injunction_item SET due_on = (SELECT letter.delivered_on {came_on}) "
            f"WHERE at_once AND runs_to IS NULL AND EXISTS (SELECT 1 {came_on})"
        )
    )


def downgrade() -> None:
    """Back: the day to which a late delivery moved an item stays noted at the item."""
    with op.batch_alter_table("fine", schema=None) as batch_op:
        batch_op.drop_column("begins_on")
    with op.batch_alter_table("injunction_item", schema=None) as batch_op:
        batch_op.drop_column("met_on")
    op.execute(sa.text("DELETE FROM due_change WHERE kind = 'came_late'"))
    _kinds(KINDS)
