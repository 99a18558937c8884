"""The tests of whether a notice that was held back, or repeats another one, is still news to its reader."""

from __future__ import annotations

from datetime import datetime, timedelta

from workflows.news.table import SAID, news_of
from workflows.ports import Notice, Receipt
from workflows.state.request import Request
from workflows.time.delivery_time import conversation_of

AT_ONCE = timedelta(minutes=10)  # whoever says the same again so soon was not sure that it arrived
WORDS = ("text", "words", "reason")  # facts that are somebody's own words: a card may not show them


def is_old(notice: Notice, request: Request, standing: tuple[Receipt, ...]) -> bool:
    """Whether it was held back until it is no news; `standing`: all that stands about the request by now."""
    if notice.happened is None:
        return False
    here = [one for one in standing if (one.notice.place, one.notice.to) in conversation_of(notice)]
    if not here:  # nobody knows of it yet, and there is nothing left to do
        elsewhere = notice.place != "person" and notice.to != request.department
        return elsewhere or (news_of(notice).for_all and not request.is_open)
    if notice.place == "thread":  # under a card that has shown it from its beginning
        return news_of(notice).on_card and all(one.sent > notice.happened for one in here)
    return is_known(notice, request) and not has_words(notice)


def is_repeated(notice: Notice, request: Request, told: tuple[Notice, ...]) -> bool:
    """Whether the same reader was told the same words a moment ago, and nobody else has done anything since."""
    return news_of(notice) is SAID and any(
        _says(one) == _says(notice)
        and one.id != notice.id
        and timedelta() <= _happened(notice) - _happened(one) <= AT_ONCE
        and not any(by != notice.facts["by"] and at > _happened(one) for by, at in request.acted.items())
        for one in told
    )


def _says(notice: Notice) -> tuple[str | None, ...]:
    words = (notice.facts.get(name) for name in ("by", "text", "aside"))
    return notice.kind, notice.place, notice.to, *words


def _happened(notice: Notice) -> datetime:
    return notice.happened or notice.at


def is_known(notice: Notice, request: Request) -> bool:
    """Whether its reader has acted on the request since, and so has seen how it stands."""
    acted = request.acted.get(notice.to)
    return notice.happened is not None and acted is not None and acted > notice.happened


def has_words(notice: Notice) -> bool:
    """Whether it carries somebody's own words."""
    return any(notice.facts.get(words) for words in WORDS)
