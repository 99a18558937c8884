"""The base of every value in the heart: immutable, strict about unknown fields."""

from collections.abc import Mapping
from typing import Self

from pydantic import BaseModel, ConfigDict


class Frozen(BaseModel):
    """A value: equal by content, never changed in place; an unknown field is an error."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Remembering(Frozen):
    """A value with cached properties. A copy with other fields computes them anew."""

    def model_copy(self, *, update: Mapping[str, object] | None = None, deep: bool = False) -> Self:
        """A copy that remembers nothing of what was computed for this one."""
        copy = super().model_copy(update=update, deep=deep)
        for name in copy.__dict__.keys() - type(copy).model_fields.keys():
            del copy.__dict__[name]
        return copy
