"""Where a message stands in WeCom: whose it is, which card, the code of its sending, and what may be pressed there.

"wecom:linna/5f3a…/CODE#1a2b3c4d"; the code is there until it is spent, the end only where there are buttons.
"""

from __future__ import annotations

from typing import NamedTuple

from workflows.state.values import Person

PLATFORM = "wecom:"


class CardAddress(NamedTuple):
    """One message of one person."""

    user: str
    task: str
    code: str = ""  # lets the card be changed once, for 72 hours
    shows: str = ""  # equal while the same may be pressed

    @classmethod
    def read(cls, where: str) -> CardAddress:
        place, _, shows = where.removeprefix(PLATFORM).partition("#")
        user, task, code = [*place.split("/", 2), "", ""][:3]
        return cls(user, task, code, shows)

    def __str__(self) -> str:
        code = f"/{self.code}" if self.code else ""
        shows = f"#{self.shows}" if self.shows else ""
        return f"{PLATFORM}{self.user}/{self.task}{code}{shows}"

    def changed(self, shows: str, used: str) -> CardAddress:
        """Return the same card with other things to press; without the code if that was used for it."""
        return self._replace(shows=shows, code="" if used == self.code else self.code)


def user_of(to: str) -> str:
    """linna of "wecom:LinNa"."""
    return to.removeprefix(PLATFORM).lower()


def person_at(to: str) -> Person:
    """WeCom's user ids mean the same in capitals and small letters; ours are small."""
    return f"{PLATFORM}{user_of(to)}"
