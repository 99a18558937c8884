"""What comes together for one person, in one message: one request's newest card, or a row for each of several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from bot import texts
from bot.cards import lists, news, ours
from bot.cards.elements import Card, Element, Row, Words
from bot.cards.pressing import opening
from bot.cards.view import View
from workflows.languages import Language
from workflows.news import freshness
from workflows.news.table import news_of
from workflows.ports import Notice
from workflows.rights.act import CardSide


class ReadNotice(NamedTuple):
    """A notice as its reader reads it."""

    notice: Notice
    view: View
    side: CardSide
    as_requester: bool
    asked: bool  # for a yes of their own

    @property
    def sentence(self) -> str:
        """The sentence that says what is new; empty where they have seen it since, or it is settled."""
        if news.settled(self.notice, self.view.request) or freshness.is_known(self.notice, self.view.request):
            return ""
        own = self.as_requester or self.asked
        return news.sentence(self.view, self.notice) if own else news.member_line(self.view, self.notice)

    @property
    def reminds(self) -> bool:
        return news_of(self.notice).reminds


def one(newest: Card, told: Sequence[ReadNotice]) -> Card:
    """The newest card of a request; what somebody wrote before stands on it too, in order."""
    before = tuple(Words(text=line) for line in _written(told[:-1]))
    if not before:
        return newest
    at = 1 if told[-1].as_requester else 0  # a requester reads first which request it is
    return newest.model_copy(update={"elements": (*newest.elements[:at], *before, *newest.elements[at:])})


def several(language: Language, told: Sequence[Sequence[ReadNotice]]) -> Card:
    """A row a request, with what may be pressed; what is settled meanwhile loses its sentence and its buttons."""
    rows = [_row(one) for one in told]
    fresh = sum(bool(one[-1].sentence) for one in told)
    kind = "title" if all(said.reminds for one in told for said in one) or not fresh else "news"
    key = f"bundle.{kind}.{fresh}" if fresh < 2 else f"bundle.{kind}"
    title = texts.say(language, key, n=fresh)
    return Card(title=title, summary=title, elements=rows)


def _row(told: Sequence[ReadNotice]) -> Element:
    *before, newest = told
    view = newest.view
    shown = lists.request_row(view, newest.side)
    if not newest.sentence:
        return shown.model_copy(update={"buttons": ()}) if newest.reminds else shown
    lines = [*_written(before), newest.sentence, "" if view.hidden else ours.gist(view)]
    said = "\n".join(dict.fromkeys(line for line in lines if line))
    return Row(title=shown.title, detail=said, buttons=shown.buttons, below=opening(view))


def _written(told: Sequence[ReadNotice]) -> list[str]:
    """Sentences that carry somebody's own words: what else was news is told by the newest card."""
    kept = [said for said in told if freshness.has_words(said.notice)]
    return [said.sentence for said in kept if said.sentence]
