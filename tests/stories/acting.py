"""People of a story as tests let them act: each waits for what they press, as a person does."""

from __future__ import annotations

from bot import texts
from bot.playground.actors import Actor
from bot.playground.looking import NotThere
from bot.playground.wecom.person import CorpPerson, words_in_message
from workflows.languages import Language


def press(person: Actor, act: str, near: str | None = None) -> None:
    def pressed() -> str:
        try:
            return person.press(act, near)
        except AssertionError:  # not there yet
            return ""

    person.wait_for(pressed, 15)


def sees(person: Actor, *words: str) -> str:
    """The newest message that shows all of this, once it is there."""

    def found() -> str:
        return next((shown for _, shown in reversed(person.told()) if all(w in shown for w in words)), "")

    return person.wait_for(found, 15)


def told(member: CorpPerson) -> list[str]:
    """Everything the app said to them, oldest first."""
    return [words_in_message(one) for one in member.messages() if one["from"] == "app"]


def tap(member: CorpPerson, language: Language, key: str, near: str | None = None) -> None:
    """The button that is called so; cards call some of them shorter."""

    def pressed() -> bool:
        for label in labels(language, key):
            try:
                member.press(label, near)
            except NotThere:
                continue
            return True
        return False

    member.wait_for(pressed, 15)


def labels(language: Language, key: str) -> list[str]:
    names = (key.replace("act.", "short."), key)
    return [texts.say(language, name) for name in names if texts.knows(name)]
