"""The ways out of an echo: words that were noted or passed on can be taken back, moved, or become a new request."""

from __future__ import annotations

from bot.cards.elements import Button
from bot.cards.view import View
from bot.talk.chat import Chat
from bot.talk.memory import Line
from workflows.rights import acts


def undo(view: View, question: str) -> Button:
    return view.button(acts.BY_KEY["take_back"], f"{view.request.number}:{question}")


def ways_on(chat: Chat, view: View, line: Line) -> tuple[Button, ...]:
    """The words were meant as a request of their own: one press; or for another one, where there is one."""
    others = any(one.request.number != view.request.number for one in chat.candidates(line.by))
    return (another(view, line), *((move(view, line),) if others else ()))


def another(view: View, line: Line) -> Button:
    label, short = view.say("talk.another"), view.say("talk.another.short")
    return Button(act="place", label=label, about=f"{line.token}:+", short=short)


def to_requester(view: View, line: Line) -> Button:
    """The words were not for the colleague alone."""
    label, short = view.say("talk.tell", name=view.requester), view.say("talk.tell.short")
    return Button(act="tell", label=label, about=f"{view.request.number}:{line.token}", short=short)


def move(view: View, line: Line) -> Button:
    """The words were meant for another request."""
    about = f"{view.request.number}:{line.token}"
    return Button(act="move", label=view.say("talk.move"), about=about, short=view.say("talk.move.short"))


def elsewhere_button(view: View, line: Line) -> Button:
    """The words were no answer at all: for this request, another, or a new one."""
    label, short = view.say("talk.elsewhere"), view.say("talk.elsewhere.short")
    return move(view, line).model_copy(update={"label": label, "short": short})
