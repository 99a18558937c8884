"""The neutral vocabulary of cards and forms: what every platform's renderer must carry, or degrade to text."""

from __future__ import annotations

from datetime import date
from typing import Literal

from workflows.frozen import Frozen

Style = Literal["plain", "primary", "danger"]
Tone = Literal["neutral", "good", "warn", "bad"]
Weight = Literal["body", "strong", "quiet", "quote"]


class Words(Frozen):
    """A paragraph. `text` is plain: never markup; a person's words stand here as typed."""

    text: str
    weight: Weight = "body"


class Fact(Frozen):
    """A labelled value: Promised · Friday 27 Nov."""

    label: str
    value: str


class Details(Frozen):
    """A few labelled values, side by side where there is room."""

    facts: tuple[Fact, ...]


class Checklist(Frozen):
    """Conditions with their state: met, unmet, or not yet known."""

    title: str
    items: tuple[tuple[str, bool | None], ...]


class Who(Frozen):
    """Somebody is addressed: rendered as the platform's own mention, so that they hear of it."""

    person: str
    text: str  # their name, for where they can't be mentioned


class Button(Frozen):
    """Something to press. `act` is a key of workflows.rights.acts; `about` says of what (request, offer version…)."""

    act: str
    label: str
    about: str
    style: Style = "plain"
    short: str | None = None  # for narrow cards
    sure: str | None = None  # a question to confirm by, for what can't be undone
    form: bool = False  # a press surely opens a form: where there are none, it leads to the page


class Buttons(Frozen):
    """Buttons in order of weight; the first may be primary."""

    buttons: tuple[Button, ...]


class More(Frozen):
    """A menu of the rarer acts."""

    label: str
    buttons: tuple[Button, ...]


class Link(Frozen):
    """A way to a page. The address may be for one person only: never in what several people see."""

    label: str
    url: str
    style: Style = "plain"


class Rule(Frozen):
    """A thin line between things."""


class Row(Frozen):
    """One line of a list: a request with its state and, at most, a few buttons."""

    title: str
    detail: str
    buttons: tuple[Button, ...] = ()
    day: str = ""  # the promised one, as it stands in the detail: kept also where little fits
    below: Button | None = None  # stands in their place where a row has no room for buttons


Element = Words | Details | Checklist | Who | Buttons | More | Link | Rule | Row


class Card(Frozen):
    """One thing said. `summary` stands in notifications and for screen readers, and where cards are refused."""

    title: str
    summary: str
    elements: tuple[Element, ...] = ()
    tone: Tone = "neutral"
    thanks: bool = False  # its reader's work was good: where it can't be changed any more, it is said anew


class Field(Frozen):
    """One question of a form. `kind` says how it is answered; limits are in characters."""

    key: str
    label: str
    kind: Literal["line", "text", "choice", "checks", "date", "person", "number"] = "line"
    hint: str | None = None
    placeholder: str | None = None
    required: bool = False
    value: str | date | tuple[str, ...] | None = None
    choices: tuple[tuple[str, str], ...] = ()  # (value, label)
    limit: int = 3000
    refresh: bool = False  # a change of this answer redraws the form (other questions follow from it)


class FormNote(Frozen):
    """Words between the questions of a form."""

    text: str
    weight: Weight = "body"


class Form(Frozen):
    """A form for an act. `about` comes back with the answers, unchanged."""

    act: str
    about: str
    title: str
    submit: str
    close: str
    fields: tuple[Field | FormNote, ...]


class Home(Frozen):
    """A person's own page: sections of rows, and what to do when there is nothing."""

    elements: tuple[Element, ...]
