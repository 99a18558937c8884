"""The words that stand on buttons, in each language: made once from the texts, since people write in all of them."""

from __future__ import annotations

from bot import texts
from bot.reading.sentences import closed_up
from workflows.phases.offer import MOST_OPTIONS
from workflows.rights import acts

SAID_BY_THE_WAY = frozenset({"no"})  # on a button too, but it may answer anything


def _in_each_language(word: str, **details: object) -> frozenset[str]:
    keys = (f"act.{word}", f"short.{word}")
    said = (
        texts.say(language, key, **details) for key in keys if texts.knows(key) for language in texts.WORDS
    )
    return frozenset(map(closed_up, said))


ACT_NAMES = {key: _in_each_language(key) for key in (*acts.BY_KEY, "page")}
LABELS = frozenset().union(
    *ACT_NAMES.values(),
    _in_each_language("missing"),  # in place of "rate"
    *(_in_each_language("accept_option", n=n + 1) for n in range(MOST_OPTIONS)),
)
