"""Tables of the codes that stand on accommodation plans and on the sheets of residents' doors."""

from datetime import date, datetime
from uuid import UUID

from sqlmodel import Field, SQLModel


class PlanCode(SQLModel, table=True):
    """Indkvarteringsplan: the code by which the plan of one accommodation is found, whatever version was printed.

    ``generated_at`` is when the employer first made the plan; None where only an authority printed it.
    """

    __tablename__ = "plan_code"
    accommodation_id: UUID = Field(foreign_key="accommodation.id", primary_key=True)
    code: str = Field(max_length=20, unique=True)
    created_at: datetime
    generated_at: datetime | None = None


class DoorCode(SQLModel, table=True):
    """Opslagets kode: leads from a sheet that hangs in a dwelling to the residents' page.

    A renewed code stays: the old sheet may still hang there, and what comes by it is taken.
    """

    __tablename__ = "door_code"
    code: str = Field(primary_key=True, max_length=20)
    accommodation_id: UUID = Field(foreign_key="accommodation.id", index=True)
    made_on: date
    renewed_on: date | None = None
