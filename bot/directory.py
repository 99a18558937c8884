"""Who people are, asked of the platform they are on."""

from __future__ import annotations

from collections.abc import Mapping

from workflows.definition import Language
from workflows.ports import Directory, Profile
from workflows.values import Person


class People:
    """Every platform's directory by the prefix of its people."""

    def __init__(self, directories: Mapping[str, Directory], language: Language) -> None:
        self._directories = directories
        self._language = language

    def profile(self, person: Person) -> Profile:
        """Somebody of a platform that isn't connected has a name, but may not act."""
        platform, _, name = person.partition(":")
        if platform in self._directories:
            return self._directories[platform].profile(person)
        return Profile(person=person, name=name, language=self._language, timezone="UTC", may_act=False)
