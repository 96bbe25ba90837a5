"""Table of the codes that stand on accommodation plans."""

from datetime import datetime
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
