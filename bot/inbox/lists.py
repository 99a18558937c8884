"""The words of /request that ask for a list: help, mine, team, due, admin; and those that are still to come."""

from __future__ import annotations

from collections.abc import Callable

from bot.cards import absent, lists
from bot.cards.elements import Button, Buttons, Card, Element, Row, Words
from bot.cards.speak import Speaker
from workflows.languages import Language
from workflows.ports import Find
from workflows.state.values import Person


def show_list(speaker: Speaker, person: Person, word: str) -> Card:
    """Return what one of the words shows to this person."""
    return LISTS[word](speaker, person)


def _help(speaker: Speaker, person: Person) -> Card:
    ask = Button(act="raise", label=speaker.say(person, "act.raise"), about="", style="primary")
    title = speaker.say(person, "help.title")
    body = Words(text=speaker.say(person, "help.body"))
    words = Words(text=speaker.say(person, "help.words"), weight="quiet")
    return Card(title=title, summary=title, elements=(body, words, Buttons(buttons=(ask,))))


def _mine(speaker: Speaker, person: Person) -> Card:
    found = speaker.asked_by(person)
    language = speaker.profile(person).language
    card = lists.list_card(language, speaker.say(person, "list.mine"), "list.none.mine", found, "requester")
    away = speaker.desk.company().absence(person)
    if away is None:
        return card
    said = absent.absence_line(
        language, away, person, speaker.today(person), lambda one: speaker.profile(one).name
    )
    mine = Words(text=said, weight="strong"), Buttons(buttons=(absent.back_button(language),))
    return card.model_copy(update={"elements": (*mine, *card.elements)})


def _team(speaker: Speaker, person: Person) -> Card:
    department = speaker.desk.company().department_of(person)
    language = speaker.profile(person).language
    if department is None:
        said = speaker.say(person, "list.no_team")
        return Card(title="", summary=said, elements=(Words(text=said),))
    title = speaker.say(person, "list.team", department=department.name.in_(language))
    found = speaker.found(person, Find(department=department.id, open=True))
    return lists.list_card(language, title, "list.none.team", found, "department")


def _due(speaker: Speaker, person: Person) -> Card:
    found = speaker.promises(person)
    language = speaker.profile(person).language
    return lists.list_card(language, speaker.say(person, "list.due"), "list.none.due", found, "department")


def _admin(speaker: Speaker, person: Person) -> Card:
    company = speaker.desk.company()
    if person not in company.admins:
        said = speaker.say(person, "help.admins")
        return Card(title="", summary=said, elements=(Words(text=said),))
    language = speaker.profile(person).language
    title = speaker.say(person, "admin.title", company=company.name.in_(language))
    rows: list[Element] = [
        Row(
            title=f"{w.icon} {w.name.in_(language)}",
            detail=f"{company.departments[w.department].name.in_(language)} · {w.id}.yml",
        )
        for w in company.workflows.values()
    ]
    how = Words(text=speaker.say(person, "admin.how"), weight="quiet")
    return Card(title=title, summary=title, elements=(*rows, how))


def _later(word: str) -> Callable[[Speaker, Person], Card]:
    def said(speaker: Speaker, person: Person) -> Card:
        words = speaker.say(person, "help.not_yet", word=word)
        return Card(title="", summary=words, elements=(Words(text=words),))

    return said


def _waiting(speaker: Speaker, person: Person) -> Card:
    """Return what Home shows where there is one: what waits for this person, and what they promised."""
    language = speaker.profile(person).language
    waits = speaker.waiting(person)
    promises = speaker.promises(person)
    body: list[Element] = []
    if waits[0]:  # the title says already what these are
        body += _section(speaker, person, language, "waits", waits)[1:]
    if promises[0]:
        body += _section(speaker, person, language, "promises", promises)
    title = speaker.say(person, "home.waits")
    nothing = Words(text=speaker.say(person, "home.none.waits"))
    return Card(title=title, summary=title if body else nothing.text, elements=tuple(body) or (nothing,))


def _section(
    speaker: Speaker, person: Person, language: Language, key: str, found: lists.Total
) -> list[Element]:
    heading, none = f"home.{key}", f"home.none.{key}"
    return lists.section(language, heading, none, found, lambda view: speaker.side(person, view.request))


LISTS: dict[str, Callable[[Speaker, Person], Card]] = {
    "help": _help,
    "mine": _mine,
    "team": _team,
    "due": _due,
    "admin": _admin,
    "insights": _later("insights"),
}
MENU = LISTS | {"waiting": _waiting}  # a menu has words of its own; typed, they are words of a need
