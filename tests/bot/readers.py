"""A house whose people read English or Chinese, and what a card, list or form says and offers to press."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from bot.cards.elements import (
    Button,
    Buttons,
    Card,
    Checklist,
    Details,
    Element,
    Field,
    Form,
    FormNote,
    Home,
    More,
    Row,
    Words,
)
from bot.cards.speak import Speaker
from tests.workflows import given as g
from workflows.definition import Company
from workflows.languages import Language
from workflows.ports import Notice, Profile
from workflows.state.values import Person

LANGUAGES: tuple[Language, ...] = ("en", "zh")
NAMES = {
    "ANA": "Ana Silva",
    "CHEN": "陈静",
    "BEN": "Ben Okoro",
    "LIN": "林娜",
    "TOM": "Tom Berg",
    "EVA": "Eva",
}


class Readers:
    """Everyone reads this language; everyone may act but Diego, who is a guest."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def profile(self, person: Person) -> Profile:
        short = person.partition("U0")[2]
        name = NAMES.get(short, short.title())
        may_act = person != g.DIEGO
        return Profile(
            person=person, name=name, language=self.language, timezone="Asia/Shanghai", may_act=may_act
        )

    def left(self, person: Person) -> bool:
        return False

    def may_act(self, person: Person) -> bool:
        return self.profile(person).may_act


class Spoken(g.House):
    """A house, and what the bot says in it."""

    def __init__(
        self, language: Language = "en", at: datetime | None = None, of: Company | None = None
    ) -> None:
        super().__init__(at, in_language(of or g.company(), language))
        self.reads(language)

    def reads(self, language: Language) -> None:
        self.desk.steps.directory = Readers(language)
        self.company = in_language(self.company, language)
        self.speaker = Speaker(self.desk)

    def card(self, notice: Notice, *, latest: bool = True) -> Card:
        card = self.speaker.standing(notice, self.store.request(notice.number or 0), latest=latest)
        assert card is not None
        return card

    def requesters_card(self, kind: str = "raised", **facts: str) -> Card:
        return self.card(self.notice(kind, self.request.requester, **facts))

    def channel_card(self) -> Card:
        return self.card(self.notice("card", self.request.department, place="channel"))

    def owners_card(self, to: Person, kind: str, **facts: str) -> Card:
        return self.card(self.notice(kind, to, **facts))

    def notice(self, kind: str, to: Person, *, place: str = "person", **facts: str) -> Notice:
        return Notice.model_validate(
            {
                "id": f"{self.number}.{self.request.version}.{kind}",
                "place": place,
                "to": to,
                "kind": kind,
                "number": self.number,
                "facts": {"by": g.BEN} | facts,
                "at": self.clock.now(),
            }
        )


def in_language(company: Company, language: Language) -> Company:
    """Its departments speak this language in their channels."""
    speaking = {
        id: department.model_copy(update={"language": language})
        for id, department in company.departments.items()
    }
    return company.model_copy(update={"language": language, "departments": speaking})


def spoken(house: g.House, language: Language = "en") -> Spoken:
    """The same house with a voice."""
    new = Spoken(language, house.clock.at, house.company)
    new.clock, new.store, new.number = house.clock, house.store, house.number
    new.desk.steps.store, new.desk.steps.clock = house.store, house.clock
    return new


def texts_of(card: Card | Home | Form) -> list[str]:
    """Every text on it, in order; a button's words are not among them."""
    if isinstance(card, Form):
        return [card.title, *(text for field in card.fields for text in _of_field(field))]
    head = [card.title] if isinstance(card, Card) and card.title else []
    return head + [text for element in card.elements for text in _of_element(element)]


def all_of(card: Card | Home | Form) -> str:
    """Everything that reaches the reader, notification and what buttons carry included."""
    return card.model_dump_json()


def _of_field(field: Field | FormNote) -> list[str]:
    if isinstance(field, FormNote):
        return [field.text]
    return [field.label, *filter(None, (field.hint, str(field.value or "")))]


def _of_element(element: Element) -> list[str]:
    match element:
        case Words():
            return [element.text]
        case Details():
            return [text for fact in element.facts for text in (fact.label, fact.value)]
        case Checklist():
            return [element.title, *(text for text, _ in element.items)]
        case Row():
            return [element.title, element.detail]
        case _:
            return []


def buttons_of(card: Card | Home) -> list[Button]:
    """What may be pressed, menus and rows included."""
    return [button for element in card.elements for button in _pressable(element)]


def acts_of(card: Card | Home) -> set[str]:
    return {button.act for button in buttons_of(card)}


def _pressable(element: Element) -> Iterable[Button]:
    return element.buttons if isinstance(element, Buttons | More | Row) else ()
