"""For the department alone: its notes, and how this person's last requests here ended."""

from __future__ import annotations

from bot.cards.elements import Element, Words
from bot.cards.view import View
from bot.texts.cut import cut
from workflows.facts import Role
from workflows.phases.noting import theirs
from workflows.state.values import Note

IN_A_LINE = 60  # characters of somebody's words in a line


def notes(view: View) -> tuple[Element, ...]:
    """Every note, whole, with who wrote it and when; in a channel only that there are some."""
    if view.reader is None:
        return _hint(view)
    lines = tuple(
        Words(
            text=view.say("note.line", by=view.name(one.by), when=view.instant(one.at), text=one.text),
            weight="quote",
        )
        for one in _read(view)
    )
    return (Words(text=view.say("note.heading"), weight="strong"), *lines) if lines else ()


def last(view: View) -> str:
    """The newest note in a line, for a list; empty without one."""
    read = _read(view)
    return cut(" ".join(read[-1].text.split()), IN_A_LINE) if read else ""


def past(view: View) -> tuple[Element, ...]:
    """For the owner: this person's last requests here."""
    owns = view.roles is not None and Role.OWNER in view.roles
    said = before(view) if owns and not view.hidden else ""
    return (Words(text=said, weight="quiet"),) if said else ()


def before(view: View) -> str:
    """Say the same in words; empty for somebody who asks for the first time."""
    lines = [_ended(one) for one in view.past()]
    return "\n".join((view.say("past.heading", requester=view.requester), *lines)) if lines else ""


def _ended(view: View) -> str:
    """Number, words, how it stands or ended, and what was said of it as far as this reader may read that."""
    poll = view.answer
    scores = (("result", poll.result), ("experience", poll.experience)) if poll else ()
    rated = [view.told(view.say(f"label.{key}"), view.say(f"form.rate.{n}")) for key, n in scores if n]
    words = cut(" ".join(view.request.words.split()), IN_A_LINE)
    return " · ".join((f"#{view.request.number}", words, view.state, *rated))


def _hint(view: View) -> tuple[Words, ...]:
    """Link to where it can be read; nothing where it is confidential, or where the asker reads the channel as well."""
    count = len(_ours(view))
    if not count or not view.pages or view.hidden or _asks_and_reads(view):
        return ()
    return (Words(text=view.say("note.hint.one" if count == 1 else "note.hint", n=count), weight="quiet"),)


def _asks_and_reads(view: View) -> bool:
    """Whether somebody of the department is among those who ask, by any of their ids."""
    asks = {id for one in (*view.request.asking, view.request.raiser) if one for id in view.company.ids(one)}
    return not asks.isdisjoint((*view.department.everyone, view.department.escalation))


def _read(view: View) -> tuple[Note, ...]:
    reads = view.roles is not None and not view.hidden and theirs(view.workflow, view.roles)
    return _ours(view) if reads else ()


def _ours(view: View) -> tuple[Note, ...]:
    ours = ("", view.request.department)  # where it was before, they were for that department alone
    return tuple(one for one in view.request.notes if one.department in ours)
