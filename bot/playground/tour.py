"""The "try it" list: what to do next and as whom. Steps tick themselves off from what has really happened."""

from __future__ import annotations

from bot.playground.shapes import LooseJson
from bot.playground.tour_signs import Story
from bot.playground.tour_steps import GROUPS
from workflows.languages import Language
from workflows.ports import Find, Store

LOOKED_AT = 50  # requests, the newest


def steps(store: Store, language: Language) -> list[LooseJson]:
    """The list as the page shows it, with what has been done so far."""
    stories = _stories(store)
    return [
        {
            "key": step.key,
            "group": group.title.in_(language),
            "text": step.text.in_(language),
            "as": step.who.in_(language),
            "done": any(map(step.shows, stories)),
        }
        for group in GROUPS
        for step in group.steps
    ]


def _stories(store: Store) -> list[Story]:
    numbers = [request.number for request in store.find(Find(limit=LOOKED_AT))]
    return [store.history(number) for number in numbers]
