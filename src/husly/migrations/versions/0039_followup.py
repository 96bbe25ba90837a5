"""Follow-up of orders: reports item by item, codes, extensions; fines; police reports; coded closing."""

import sqlalchemy as sa
import sqlmodel
from alembic import op

revision = "0039"
down_revision = "0038"
branch_labels = None
depends_on = None

CLOSURES = (
    "complied",
    "no_breach",
    "withdrawn",
    "referred",
    "reported_to_police",
    "grey_zone",
    "moved_out",
    "out_of_scope",
    "other",
)
FINE_STATES = (
    "proposed",
    "approved",
    "issued",
    "delivered",
    "accepted",
    "paid",
    "not_accepted",
    "reported_to_police",
    "withdrawn",
)
REPORT_STATES = ("proposed", "approved", "sent", "acknowledged", "charged", "dropped", "fined", "withdrawn")
VIA = ("code", "hand")


def _enum(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)


def _moment(name: str, *, nullable: bool = False) -> sa.Column[sa.DateTime]:
    return sa.Column(name, sqlmodel.sql.sqltypes.UTCDateTime(), nullable=nullable)


def _key(table: str, column: str, other: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], [f"{other}.id"], name=op.f(f"fk_{table}_{column}_{other}"))


def _index(table: str, *columns: str) -> None:
    with op.batch_alter_table(table, schema=None) as batch_op:
        for column in columns:
            batch_op.create_index(batch_op.f(f"ix_{table}_{column}"), [column], unique=False)


def _approval() -> list[sa.Column[sa.String] | sa.Column[sa.DateTime]]:
    return [
        _moment("proposed_at"),
        sa.Column("proposed_by", sa.String(length=64), nullable=False),
        sa.Column("proposed_by_name", sa.String(length=200), nullable=False),
        _moment("approved_at", nullable=True),
        sa.Column("approved_by", sa.String(length=64), nullable=True),
        sa.Column("approved_by_name", sa.String(length=200), nullable=True),
    ]


def upgrade() -> None:
    """Forward."""
    values = ", ".join(repr(one) for one in CLOSURES)
    with op.batch_alter_table("inspection_case", schema=None) as batch_op:
        batch_op.add_column(sa.Column("closure_code", sa.String(length=40), nullable=True))
        batch_op.create_check_constraint(
            batch_op.f("ck_inspection_case_closurecode"), f"closure_code IN ({values})"
        )
        batch_op.add_column(sa.Column("retaliation", sa.Text(), server_default="", nullable=False))
    _followup()
    _fines()
    _police()


def _followup() -> None:
    op.create_table(
        "report_code",
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("code_hash", sa.String(length=64), nullable=False),
        _key("report_code", "order_id", "injunction"),
        sa.PrimaryKeyConstraint("order_id", name=op.f("pk_report_code")),
        sa.UniqueConstraint("code_hash", name=op.f("uq_report_code_code_hash")),
    )
    op.create_table(
        "item_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("via", _enum("via", VIA), nullable=False),
        sa.Column("done_on", sa.Date(), nullable=False),
        sa.Column("done", sa.Text(), nullable=False),
        _moment("reported_at"),
        sa.Column("reported_by", sa.String(length=64), nullable=False),
        sa.Column("accepted", sa.Boolean(), nullable=True),
        sa.Column("decision_reason", sa.Text(), server_default="", nullable=False),
        _moment("decided_at", nullable=True),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "(accepted IS NULL) = (decided_at IS NULL)", name=op.f("ck_item_report_decided_with_a_day")
        ),
        sa.CheckConstraint(
            "accepted IS NULL OR decision_reason <> ''", name=op.f("ck_item_report_decision_has_a_reason")
        ),
        _key("item_report", "order_id", "injunction"),
        _key("item_report", "item_id", "injunction_item"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_report")),
        sa.UniqueConstraint("order_id", "number", name=op.f("uq_item_report_order_id_number")),
    )
    _index("item_report", "order_id", "item_id")
    op.create_table(
        "item_report_file",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("media_type", sa.String(length=80), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        _key("item_report_file", "report_id", "item_report"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_item_report_file")),
    )
    _index("item_report_file", "report_id")
    op.create_table(
        "extension_request",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=False),
        sa.Column("item_id", sa.Uuid(), nullable=True),
        sa.Column("state", _enum("extensionstate", ("asked", "granted", "refused")), nullable=False),
        sa.Column("via", _enum("via", VIA), nullable=False),
        sa.Column("asked_until", sa.Date(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        _moment("asked_at"),
        sa.Column("asked_by", sa.String(length=64), nullable=False),
        sa.Column("due_before", sa.Date(), nullable=True),
        sa.Column("granted_to", sa.Date(), nullable=True),
        sa.Column("answer", sa.Text(), server_default="", nullable=False),
        _moment("decided_at", nullable=True),
        sa.Column("decided_by", sa.String(length=64), nullable=True),
        sa.CheckConstraint(
            "(state = 'granted') = (granted_to IS NOT NULL)", name=op.f("ck_extension_request_grant_has_a_day")
        ),
        sa.CheckConstraint(
            "state = 'asked' OR answer <> ''", name=op.f("ck_extension_request_decision_has_an_answer")
        ),
        _key("extension_request", "order_id", "injunction"),
        _key("extension_request", "item_id", "injunction_item"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_extension_request")),
    )
    _index("extension_request", "order_id", "state")


def _fines() -> None:
    op.create_table(
        "fine",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("order_id", sa.Uuid(), nullable=True),
        sa.Column("kind", _enum("finekind", ("fixed", "per_day")), nullable=False),
        sa.Column("state", _enum("finestate", FINE_STATES), nullable=False),
        sa.Column("amount", sa.Integer(), nullable=False),
        sa.Column("cap", sa.Integer(), nullable=True),
        sa.Column("stops_on", sa.Date(), nullable=True),
        sa.Column("legal_source", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("payment_days", sa.Integer(), nullable=False),
        *_approval(),
        sa.Column("issued_total", sa.Integer(), nullable=True),
        sa.Column("note", sa.Text(), server_default="", nullable=False),
        _moment("moved_at"),
        sa.CheckConstraint("amount > 0", name=op.f("ck_fine_amount_is_positive")),
        sa.CheckConstraint("cap IS NULL OR cap > 0", name=op.f("ck_fine_cap_is_positive")),
        sa.CheckConstraint("approved_by IS NULL OR approved_by <> proposed_by", name=op.f("ck_fine_second_person")),
        _key("fine", "case_id", "inspection_case"),
        _key("fine", "order_id", "injunction"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_fine")),
    )
    _index("fine", "case_id", "order_id", "state")


def _police() -> None:
    op.create_table(
        "police_report",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("case_id", sa.Uuid(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("state", _enum("reportstate", REPORT_STATES), nullable=False),
        sa.Column("letter_id", sa.Uuid(), nullable=True),
        sa.Column("district", sa.String(length=200), nullable=False),
        sa.Column("district_address", sa.String(length=400), nullable=False),
        sa.Column("act_from", sa.Date(), nullable=False),
        sa.Column("act_to", sa.Date(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("provisions", sa.Text(), nullable=False),
        sa.Column("witnesses", sa.Text(), server_default="", nullable=False),
        sa.Column("proposed_fine", sa.Integer(), nullable=True),
        sa.Column("fine_source", sa.Text(), server_default="", nullable=False),
        sa.Column("contact", sa.String(length=200), nullable=False),
        sa.Column("number", sa.String(length=80), server_default="", nullable=False),
        sa.Column("outcome", sa.Text(), server_default="", nullable=False),
        *_approval(),
        _moment("moved_at"),
        sa.CheckConstraint("act_to >= act_from", name=op.f("ck_police_report_act_in_order")),
        sa.CheckConstraint(
            "proposed_fine IS NULL OR proposed_fine > 0", name=op.f("ck_police_report_fine_is_positive")
        ),
        sa.CheckConstraint(
            "approved_by IS NULL OR approved_by <> proposed_by", name=op.f("ck_police_report_second_person")
        ),
        _key("police_report", "case_id", "inspection_case"),
        _key("police_report", "letter_id", "letter"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_police_report")),
    )
    _index("police_report", "case_id", "state")


def downgrade() -> None:
    """Back."""
    for table in ("police_report", "fine", "extension_request", "item_report_file", "item_report", "report_code"):
        op.drop_table(table)
    with op.batch_alter_table("inspection_case", schema=None) as batch_op:
        batch_op.drop_constraint(batch_op.f("ck_inspection_case_closurecode"), type_="check")
        batch_op.drop_column("retaliation")
        batch_op.drop_column("closure_code")
