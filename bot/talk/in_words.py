"""Who writes what stands on a button has pressed it; and what settles something stands behind other words."""

from __future__ import annotations

from bot.cards import waited
from bot.cards.elements import Button
from bot.inbox import answer as a
from bot.inbox import incoming as i
from bot.talk import cards
from bot.talk.chat import Chat
from bot.talk.memory import Line
from bot.talk.questions import Questions
from workflows.meaning.situation import Called
from workflows.rights import acts
from workflows.state.values import Person


def press_in_words(chat: Chat, questions: Questions, came: i.Came, line: Line, button: Called) -> a.Answer:
    """Presses the button, and says so in words, since no card was touched. What can't be undone is asked once more."""
    if button.sure:
        return surely(Button(act=button.act, label=button.label, about=button.about), button.sure)
    answer = chat.front(i.Pressed(by=line.by, delivery=line.delivery, act=button.act, about=button.about))
    if isinstance(answer, a.OpenForm) and answer.form.act == "answer":
        return questions.begun(came, answer)
    if not isinstance(answer, a.Nothing):
        return answer
    number = button.about.partition(":")[0]
    said = chat.say(line.by, "talk.pressed", label=button.label, number=number)
    return cards.settling(int(number), said, buttons=_next(chat, line.by, int(number)))


def after_press(chat: Chat, came: i.Pressed, number: int) -> a.Whisper | None:
    """Return what follows a press on a card that stays as it is; None if no further word of theirs is waited for."""
    request = chat.request(number)
    view = chat.view(request, came.by)
    row = waited.answers(view, chat.speaker.side(came.by, request))
    label = view.button(acts.BY_KEY[came.act], came.about).label
    said = view.say("talk.pressed", label=label, number=number)
    return cards.settling(number, said, buttons=row) if row else None


def _next(chat: Chat, person: Person, number: int) -> tuple[Button, ...]:
    """What their word is asked for now: the card that asks it may stand far above what they wrote."""
    request = chat.request(number)
    return waited.asked_next(chat.view(request, person), chat.speaker.side(person, request))


def surely(button: Button, asked: str) -> a.Whisper:
    """What can't be undone: the question, and the press that answers it."""
    return a.Whisper(card=cards.sentence_card(asked, buttons=(button.model_copy(update={"sure": None}),)))
