"""The cards of a conversation: one question at a time, "which one?", and the echo of what became of words."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date, timedelta

from bot import texts
from bot.cards import lists, pressing
from bot.cards.elements import Button, Buttons, Card, Details, Element, Fact, Field, Words
from bot.cards.speak import Speaker
from bot.cards.view import View
from bot.forms.questions import PREFIX
from bot.forms.raising import everyday_first
from bot.inbox.answer import Whisper
from bot.talk.memory import Asking, Line
from bot.texts.cut import cut
from workflows.definition import Company
from workflows.languages import Language
from workflows.rights import acts
from workflows.state.values import Person

MOST_BUTTONS = 6  # as many as stand on the narrowest card (docs/wecom.md, Sending)
NARROW = 10  # characters of a label there
MOST_LINES, LINE = 6, 30  # as many lines stand there beside a label, and so many characters in one
LISTED = 150  # characters of all choices, one below the other
QUOTED = 120  # characters of somebody's words that an echo repeats
LASTING = ("take_back", "move", "place")  # may be pressed after the next question was put
_NEXT_WEEK = timedelta(days=10)


def question(
    view: View,
    asking: Asking,
    field: Field,
    total: int,
    said: Sequence[str] = (),
    buttons: Sequence[Button] = (),
) -> Card:
    """A question by itself: what was just said, the question, how it can be answered, and what to press."""
    key = "talk.question" if total > 1 else "talk.question.one"
    title = view.say(key, number=asking.number, n=asking.done + 1, total=total)
    row = [*_choices(view, field, room=MOST_BUTTONS - len(buttons) - (not field.required))]
    fits = len(row) == len(field.choices) and all(len(label) <= NARROW for _, label in field.choices)
    if not field.required:
        row.append(Button(act="next", label=view.say("act.skip"), about=_about(view, field)))
    if len(row) + len(buttons) < MOST_BUTTONS:
        row.append(_in_one_form(view))
    how = field.hint, _how(view, field)
    return Card(
        title=title,
        summary=f"{title}: {field.label}",
        elements=(
            *(Words(text=text, weight="quiet") for text in said),
            Words(text=field.label, weight="strong"),
            *(Words(text=text, weight="quiet") for text in how if text),
            *(() if fits else _listed(field)),
            Buttons(buttons=(*row, *buttons)),
        ),
    )


def _choices(view: View, field: Field, room: int) -> tuple[Button, ...]:
    """A button each where there is room for all of them; else they are answered by their number."""
    if len(field.choices) > room:
        return ()
    narrow = any(len(label) > NARROW for _, label in field.choices)
    return tuple(
        Button(
            act="say",
            label=label,
            about=f"{_about(view, field)}:{value}",
            short=cut(f"{n}. {label}" if narrow else label, NARROW),
        )
        for n, (value, label) in enumerate(field.choices, 1)
    )


def _listed(field: Field) -> tuple[Element, ...]:
    """All of them by number: a line each as far as there are lines; else, where all can't stand whole, begun."""
    numbered = [(str(n), label) for n, (_, label) in enumerate(field.choices, 1)]
    if len(numbered) <= MOST_LINES and all(len(label) <= LINE for _, label in numbered):
        return (
            (Details(facts=tuple(Fact(label=n, value=label) for n, label in numbered)),) if numbered else ()
        )
    whole = "\n".join(f"{n}. {label}" for n, label in numbered)
    longest = max(NARROW, LISTED // len(numbered) - 4)
    begun = "\n".join(f"{n}. {cut(label, longest)}" for n, label in numbered)
    return (Words(text=whole if len(whole) <= LISTED else begun, weight="quiet"),)


def _how(view: View, field: Field) -> str | None:
    if field.kind == "date":
        day = _plain_day(view.language, view.today + _NEXT_WEEK)
        return view.say("talk.day.how", day=day)
    return view.say("talk.person.how") if field.kind == "person" else None


def _plain_day(language: Language, day: date) -> str:
    return texts.short_day(language, day)


def with_days(view: View, field: Field, days: Sequence[date]) -> Field:
    """A question for a day, with some to press."""
    named = tuple((day.isoformat(), texts.weekday(view.language, day)) for day in days)
    return field.model_copy(update={"choices": named})


def is_it(view: View, field: Field, day: date, move: Button) -> Card:
    """The day that was understood, for a yes."""
    said = view.say("talk.day", day=view.day(day))
    about = _about(view, field)
    yes = Button(act="say", label=view.say("talk.yes"), about=f"{about}:{day.isoformat()}", style="primary")
    no = Button(act="again", label=view.say("talk.no"), about=about)
    row = Buttons(buttons=(yes, no, move))
    asked = Words(text=f"#{view.request.number} · {field.label}", weight="quiet")
    return Card(title="", summary=said, elements=(asked, Words(text=said, weight="strong"), row))


def which(speaker: Speaker, line: Line, candidates: Sequence[View], said: str = "") -> Card:
    """Ask which request the words are for: a button each, and a new one."""
    say = speaker.say
    asked = say(line.by, "talk.which")
    row = [_candidate(view, line.token) for view in candidates]
    new, short = say(line.by, "talk.new"), say(line.by, "talk.new.short")
    row.append(Button(act="place", label=new, about=f"{line.token}:+", short=short))
    words = Words(text=quotation(line.text), weight="quote")
    head = (Words(text=said),) if said else ()
    body = (words, *head, Words(text=asked), *_titles(candidates), Buttons(buttons=tuple(row)))
    return Card(title="", summary=asked, elements=body)


def _titles(candidates: Sequence[View]) -> tuple[Element, ...]:
    """Show their words, where a narrow button only shows the first few."""
    named = [(f"#{view.request.number}", lists.title(view)) for view in candidates]
    if all(len(f"{number} {words}") <= NARROW for number, words in named):
        return ()
    return (Details(facts=tuple(Fact(label=number, value=cut(words, LINE)) for number, words in named)),)


def _candidate(view: View, token: str) -> Button:
    label, short = _called(view)
    return Button(act="place", label=label, about=f"{token}:{view.request.number}", short=short)


def _called(view: View) -> tuple[str, str]:
    """A request by its number and first words, and as short as it gets."""
    number, title = view.request.number, lists.title(view)
    return cut(f"#{number} · {title}", 40), cut(f"#{number} {title}", NARROW)


def kinds(speaker: Speaker, company: Company, line: Line, said: str = "") -> Card:
    """Ask which kind of request the words are: a press raises it with them."""
    title = speaker.say(line.by, "form.raise.title")
    asked = speaker.say(line.by, "answer.which", words=quotation(line.text))
    language = speaker.profile(line.by).language
    row = tuple(
        Button(
            act="place",
            label=f"{kind.icon} {kind.name.in_(language)}",
            about=f"{line.token}:+{kind.id}",
            short=cut(kind.name.in_(language), NARROW),
        )
        for kind in everyday_first(company)
    )
    head = (Words(text=said),) if said else ()
    return Card(title=title, summary=asked, elements=(*head, Words(text=asked), Buttons(buttons=row)))


def how_to(speaker: Speaker, person: Person) -> Card:
    """What can be written here."""
    label, short = speaker.say(person, "act.raise"), speaker.say(person, "short.raise")
    ask = Button(act="raise", label=label, short=short, about="", style="primary")
    title, body = speaker.say(person, "help.title"), speaker.say(person, "talk.help")
    words = Words(text=speaker.say(person, "talk.help.words"), weight="quiet")
    return Card(title=title, summary=title, elements=(Words(text=body), words, Buttons(buttons=(ask,))))


def sentence_card(*said: str, title: str = "", buttons: Sequence[Button] = ()) -> Card:
    """A sentence; what is said before it is only repeated."""
    *before, last = said
    row = (Buttons(buttons=tuple(buttons)),) if buttons else ()
    quiet = (Words(text=text, weight="quiet") for text in before)
    return Card(title=title, summary=last, elements=(*quiet, Words(text=last), *row))


def settling(number: int, said: str, *, title: str = "", buttons: Sequence[Button] = ()) -> Whisper:
    """An echo with what settles the request behind it: only the newest one of a request can still be pressed."""
    card = sentence_card(said, title=title, buttons=buttons)
    left = sentence_card(title or said, buttons=buttons)  # without the buttons nothing asks to be pressed
    return Whisper(card=card, topic=f"echo:{number}", left=behind(left))


def noted(view: View, question: str, answer: str) -> str:
    """The echo of an answer."""
    asked, worded = view.worded(question, answer)
    number = view.request.number
    return view.say("talk.noted", number=number, question=quotation(asked), answer=quotation(worded))


def behind(card: Card) -> Card:
    """A question's card once the next one is put: what was noted on it may still be taken back or moved."""
    kept: list[Element] = []
    for element in card.elements:
        if not isinstance(element, Buttons):
            kept.append(element)
        elif row := tuple(button for button in element.buttons if button.act in LASTING):
            kept.append(Buttons(buttons=row))
    return card.model_copy(update={"elements": tuple(kept)})


def show_it(view: View) -> Button:
    """Opens one of several that may be shown."""
    label, short = _called(view)
    return pressing.show(view).model_copy(update={"label": label, "short": short})


def answer(view: View) -> Button:
    return view.button(acts.BY_KEY["answer"])


def quotation(text: str) -> str:
    """Return somebody's words in a line."""
    return cut(re.sub(r"\s+", " ", text[: QUOTED * 4]).strip(), QUOTED)


def _in_one_form(view: View) -> Button:
    return Button(
        act="answer",
        label=view.say("talk.form"),
        about=str(view.request.number),
        short=view.say("talk.form.short"),
        form=True,
    )


def _about(view: View, field: Field) -> str:
    return f"{view.request.number}:{field.key.removeprefix(PREFIX)}"
