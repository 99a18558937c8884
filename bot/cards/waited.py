"""What waits for a person's own word in a request: the buttons that stand behind the echo of what they wrote."""

from __future__ import annotations

from bot import texts
from bot.cards import pressing
from bot.cards.elements import Button, Buttons, More
from bot.cards.view import View
from workflows.phases.offer import MOST_OPTIONS
from workflows.rights import acts

MOST = 4  # beside the ways to put words elsewhere they fit the narrowest card
ANSWERS = frozenset(
    "accept change decline agree keep_date yes partly no thats_it not_quite follow_up feedback appeal "
    "give_input approve reject take_over cannot_take take_part cannot_take_part".split()
)
DEEDS = frozenset("deliver deliver_part done do_it".split())  # "it works again" may well mean one of these


def answers(view: View, side: acts.CardSide) -> tuple[Button, ...]:
    """Words settle nothing; what does stands here, as on their card."""
    row = tuple(one for one in _row(view, side) if one.act in ANSWERS)[:MOST]
    return (
        row if {one.act for one in row} != {"change"} else ()
    )  # what is promised as asked waits for nothing


def asked_next(view: View, side: acts.CardSide) -> tuple[Button, ...]:
    """Return the buttons their word is asked for next; or, where all is well, the way to say thanks."""
    thanks = tuple(one for one in _row(view, side) if one.act == "thanks")
    return answers(view, side) or thanks


def deeds(view: View, side: acts.CardSide) -> tuple[Button, ...]:
    """Return what the department may just have done, as long as nobody waits for the requester's yes."""
    if view.request.offer or view.request.refusal:
        return ()
    return tuple(one for one in _row(view, side) if one.act in DEEDS)[:MOST]


def is_label(words: str) -> bool:
    """Whether these words stand on any button at all, in whichever language."""
    return _closed_up(words) in _LABELS


def called(view: View, side: acts.CardSide, words: str) -> Button | None:
    """The one button of theirs with these words on it, rare ones included."""
    standing = [
        button
        for element in pressing.buttons(view, side)
        if isinstance(element, Buttons | More)
        for button in element.buttons
    ]
    named = [one for one in standing if _is_called(one, _closed_up(words))]
    return named[0] if len(named) == 1 else None


def _is_called(button: Button, words: str) -> bool:
    """Whether these are a button's words, or its act's name in whichever language: people write in all of them."""
    shown = (button.label, button.short or "")
    return words in _ACT_NAMES.get(button.act, ()) or words in map(_closed_up, shown)


def _closed_up(words: str) -> str:
    """Drop the space of "方案 2", which nobody writes."""
    return "".join(words.split()).casefold()


def _in_each_language(word: str, **details: object) -> frozenset[str]:
    keys = (f"act.{word}", f"short.{word}")
    said = (
        texts.say(language, key, **details) for key in keys if texts.knows(key) for language in texts.WORDS
    )
    return frozenset(map(_closed_up, said))


_ACT_NAMES = {key: _in_each_language(key) for key in (*acts.BY_KEY, "page")}
_LABELS = frozenset().union(
    *_ACT_NAMES.values(),
    _in_each_language("missing"),  # in place of "rate"
    *(_in_each_language("accept_option", n=n + 1) for n in range(MOST_OPTIONS)),
)


def _row(view: View, side: acts.CardSide) -> tuple[Button, ...]:
    return tuple(
        button
        for element in pressing.buttons(view, side)
        if isinstance(element, Buttons)
        for button in element.buttons
    )
