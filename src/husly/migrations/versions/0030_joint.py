"""Joint visits, visits of other authorities, and case meetings."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None


def upgrade() -> None:
    """Forward."""
    op.create_table(
        "case_meeting",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sqlmodel.sql.sqltypes.AutoString(length=4), nullable=True),
        sa.Column("held_on", sa.Date(), nullable=False),
        sa.Column("place", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("minutes", sa.Text(), nullable=False),
        sa.Column("closed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=True),
        sa.Column("closed_by", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=True),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("made_by", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_case_meeting")),
    )
    with op.batch_alter_table("case_meeting", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_case_meeting_held_on"), ["held_on"], unique=False)
        batch_op.create_index(batch_op.f("ix_case_meeting_municipality_code"), ["municipality_code"], unique=False)

    op.create_table(
        "other_visit_list",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("sha256", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("recorded", sa.Integer(), nullable=False),
        sa.Column("imported_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("imported_by", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_other_visit_list")),
        sa.UniqueConstraint("sha256", name=op.f("uq_other_visit_list_sha256")),
    )
    op.create_table(
        "meeting_item",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("subject_key", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("dwelling_id", sa.Uuid(), nullable=True),
        sa.Column("employer_id", sa.Uuid(), nullable=True),
        sa.Column("municipality_codes", sa.JSON(), nullable=False),
        sa.Column(
            "reason",
            sa.Enum(
                "other_authority",
                "joint_proposed",
                "order_overdue",
                "referral",
                "reregistered",
                "several_municipalities",
                "by_hand",
                name="itemreason",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("title", sqlmodel.sql.sqltypes.AutoString(length=300), nullable=False),
        sa.Column("facts", sa.JSON(), nullable=False),
        sa.Column("questions", sa.Text(), nullable=False),
        sa.Column("legal_basis", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("shown_to", sa.JSON(), nullable=False),
        sa.Column("decided", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(dwelling_id IS NULL) <> (employer_id IS NULL)", name=op.f("ck_meeting_item_about_one_thing")
        ),
        sa.ForeignKeyConstraint(["dwelling_id"], ["dwelling.id"], name=op.f("fk_meeting_item_dwelling_id_dwelling")),
        sa.ForeignKeyConstraint(["employer_id"], ["employer.id"], name=op.f("fk_meeting_item_employer_id_employer")),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["case_meeting.id"], name=op.f("fk_meeting_item_meeting_id_case_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_item")),
        sa.UniqueConstraint("meeting_id", "position", name=op.f("uq_meeting_item_meeting_id_position")),
        sa.UniqueConstraint("meeting_id", "subject_key", name=op.f("uq_meeting_item_meeting_id_subject_key")),
    )
    with op.batch_alter_table("meeting_item", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_item_dwelling_id"), ["dwelling_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_item_employer_id"), ["employer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_item_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "meeting_participant",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("meeting_id", sa.Uuid(), nullable=False),
        sa.Column("authority", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("municipality_code", sqlmodel.sql.sqltypes.AutoString(length=4), nullable=False),
        sa.Column("people", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.ForeignKeyConstraint(
            ["meeting_id"], ["case_meeting.id"], name=op.f("fk_meeting_participant_meeting_id_case_meeting")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_participant")),
        sa.UniqueConstraint(
            "meeting_id",
            "authority",
            "municipality_code",
            name=op.f("uq_meeting_participant_meeting_id_authority_municipality_code"),
        ),
    )
    with op.batch_alter_table("meeting_participant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_participant_meeting_id"), ["meeting_id"], unique=False)

    op.create_table(
        "other_visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dwelling_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sqlmodel.sql.sqltypes.AutoString(length=4), nullable=False),
        sa.Column("authority", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("visit_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "planned", "made", "cancelled", name="otherstate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("told_by", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("contact", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("list_id", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("recorded_by", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.ForeignKeyConstraint(["dwelling_id"], ["dwelling.id"], name=op.f("fk_other_visit_dwelling_id_dwelling")),
        sa.ForeignKeyConstraint(
            ["list_id"], ["other_visit_list.id"], name=op.f("fk_other_visit_list_id_other_visit_list")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_other_visit")),
        sa.UniqueConstraint(
            "dwelling_id", "authority", "visit_on", name=op.f("uq_other_visit_dwelling_id_authority_visit_on")
        ),
    )
    with op.batch_alter_table("other_visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_other_visit_dwelling_id"), ["dwelling_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_other_visit_municipality_code"), ["municipality_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_other_visit_visit_on"), ["visit_on"], unique=False)

    op.create_table(
        "meeting_action",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("authority", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("what", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "open", "done", "dropped", name="actionstate", native_enum=False, create_constraint=True, length=40
            ),
            nullable=False,
        ),
        sa.Column("progress", sqlmodel.sql.sqltypes.AutoString(length=2000), nullable=False),
        sa.Column("moved_on", sa.Date(), nullable=True),
        sa.Column("made_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("made_by", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.ForeignKeyConstraint(["item_id"], ["meeting_item.id"], name=op.f("fk_meeting_action_item_id_meeting_item")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_meeting_action")),
    )
    with op.batch_alter_table("meeting_action", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_meeting_action_item_id"), ["item_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_meeting_action_state"), ["state"], unique=False)

    op.create_table(
        "joint_visit",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("dwelling_id", sa.Uuid(), nullable=False),
        sa.Column("municipality_code", sqlmodel.sql.sqltypes.AutoString(length=4), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=True),
        sa.Column(
            "state",
            sa.Enum(
                "proposed",
                "agreed",
                "done",
                "cancelled",
                name="jointstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("purpose", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("service_min", sa.Integer(), nullable=False),
        sa.Column("visit_on", sa.Date(), nullable=True),
        sa.Column("from_min", sa.Integer(), nullable=False),
        sa.Column("to_min", sa.Integer(), nullable=False),
        sa.Column("police_action", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("cmm_told_on", sa.Date(), nullable=True),
        sa.Column("cmm_told_how", sqlmodel.sql.sqltypes.AutoString(length=500), server_default="", nullable=False),
        sa.Column("proposed_at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("proposed_by", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.CheckConstraint("(cmm_told_on IS NULL) = (cmm_told_how = '')", name=op.f("ck_joint_visit_told_in_a_way")),
        sa.CheckConstraint(
            "state NOT IN ('agreed', 'done') OR visit_on IS NOT NULL", name=op.f("ck_joint_visit_agreed_for_a_day")
        ),
        sa.CheckConstraint(
            "from_min >= 0 AND from_min <= to_min AND to_min <= 1440", name=op.f("ck_joint_visit_hours_in_order")
        ),
        sa.ForeignKeyConstraint(
            ["case_id"], ["inspection_case.id"], name=op.f("fk_joint_visit_case_id_inspection_case")
        ),
        sa.ForeignKeyConstraint(["dwelling_id"], ["dwelling.id"], name=op.f("fk_joint_visit_dwelling_id_dwelling")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_visit")),
    )
    with op.batch_alter_table("joint_visit", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_joint_visit_case_id"), ["case_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_joint_visit_dwelling_id"), ["dwelling_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_joint_visit_municipality_code"), ["municipality_code"], unique=False)
        batch_op.create_index(batch_op.f("ix_joint_visit_state"), ["state"], unique=False)

    op.create_table(
        "joint_partner",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("joint_visit_id", sa.Uuid(), nullable=False),
        sa.Column("authority", sqlmodel.sql.sqltypes.AutoString(length=40), nullable=False),
        sa.Column("leads", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("is_own", sa.Boolean(), server_default=sa.false(), nullable=False),
        sa.Column("role", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("legal_basis", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("contact", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("own_case", sqlmodel.sql.sqltypes.AutoString(length=60), nullable=False),
        sa.Column("shares", sa.JSON(), nullable=False),
        sa.Column("sharing_basis", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column(
            "answer",
            sa.Enum(
                "not_asked",
                "invited",
                "accepted",
                "declined",
                name="answer",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("invited_on", sa.Date(), nullable=True),
        sa.Column("answered_on", sa.Date(), nullable=True),
        sa.Column("answer_words", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.CheckConstraint("people BETWEEN 1 AND 30", name=op.f("ck_joint_partner_a_number_that_fits_in")),
        sa.ForeignKeyConstraint(
            ["joint_visit_id"], ["joint_visit.id"], name=op.f("fk_joint_partner_joint_visit_id_joint_visit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_partner")),
        sa.UniqueConstraint("joint_visit_id", "authority", name=op.f("uq_joint_partner_joint_visit_id_authority")),
    )
    with op.batch_alter_table("joint_partner", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_joint_partner_joint_visit_id"), ["joint_visit_id"], unique=False)

    op.create_table(
        "joint_step",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("joint_visit_id", sa.Uuid(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "move",
            sa.Enum(
                "agree",
                "reopen",
                "carry_out",
                "cancel",
                name="jointmove",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=True,
        ),
        sa.Column(
            "target",
            sa.Enum(
                "proposed",
                "agreed",
                "done",
                "cancelled",
                name="jointstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("words", sqlmodel.sql.sqltypes.AutoString(length=500), nullable=False),
        sa.Column("at", sqlmodel.sql.sqltypes.UTCDateTime(), nullable=False),
        sa.Column("by_id", sqlmodel.sql.sqltypes.AutoString(length=64), nullable=False),
        sa.Column("by_name", sqlmodel.sql.sqltypes.AutoString(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["joint_visit_id"], ["joint_visit.id"], name=op.f("fk_joint_step_joint_visit_id_joint_visit")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_step")),
        sa.UniqueConstraint("joint_visit_id", "position", name=op.f("uq_joint_step_joint_visit_id_position")),
    )
    with op.batch_alter_table("joint_step", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_joint_step_joint_visit_id"), ["joint_visit_id"], unique=False)

    op.create_table(
        "joint_slot",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("partner_id", sa.Uuid(), nullable=False),
        sa.Column("slot_on", sa.Date(), nullable=False),
        sa.Column("from_min", sa.Integer(), nullable=False),
        sa.Column("to_min", sa.Integer(), nullable=False),
        sa.CheckConstraint("from_min >= 0 AND from_min < to_min AND to_min <= 1440", name=op.f("ck_joint_slot_a_slot")),
        sa.ForeignKeyConstraint(
            ["partner_id"], ["joint_partner.id"], name=op.f("fk_joint_slot_partner_id_joint_partner")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_joint_slot")),
    )
    with op.batch_alter_table("joint_slot", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_joint_slot_partner_id"), ["partner_id"], unique=False)


def downgrade() -> None:
    """Back."""
    with op.batch_alter_table("joint_slot", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_joint_slot_partner_id"))

    op.drop_table("joint_slot")
    with op.batch_alter_table("joint_step", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_joint_step_joint_visit_id"))

    op.drop_table("joint_step")
    with op.batch_alter_table("joint_partner", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_joint_partner_joint_visit_id"))

    op.drop_table("joint_partner")
    with op.batch_alter_table("joint_visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_joint_visit_state"))
        batch_op.drop_index(batch_op.f("ix_joint_visit_municipality_code"))
        batch_op.drop_index(batch_op.f("ix_joint_visit_dwelling_id"))
        batch_op.drop_index(batch_op.f("ix_joint_visit_case_id"))

    op.drop_table("joint_visit")
    with op.batch_alter_table("meeting_action", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_action_state"))
        batch_op.drop_index(batch_op.f("ix_meeting_action_item_id"))

    op.drop_table("meeting_action")
    with op.batch_alter_table("other_visit", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_other_visit_visit_on"))
        batch_op.drop_index(batch_op.f("ix_other_visit_municipality_code"))
        batch_op.drop_index(batch_op.f("ix_other_visit_dwelling_id"))

    op.drop_table("other_visit")
    with op.batch_alter_table("meeting_participant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_participant_meeting_id"))

    op.drop_table("meeting_participant")
    with op.batch_alter_table("meeting_item", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_meeting_item_meeting_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_item_employer_id"))
        batch_op.drop_index(batch_op.f("ix_meeting_item_dwelling_id"))

    op.drop_table("meeting_item")
    op.drop_table("other_visit_list")
    with op.batch_alter_table("case_meeting", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_case_meeting_municipality_code"))
        batch_op.drop_index(batch_op.f("ix_case_meeting_held_on"))

    op.drop_table("case_meeting")
