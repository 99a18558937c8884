"""The base of every value in the heart: immutable, strict about unknown fields."""

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: equal by content, never changed in place; an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")
