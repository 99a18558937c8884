"""Who takes part in a story, by what they do in it, on the platform where they want to hear."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from bot.playground.actors import Actor, OnSlack, OnWecom
from workflows.languages import Language

CastNames = tuple[str, ...]  # in the order of a cast's roles

HOMES = {
    "slack": ("slack", "wecom"),
    "wecom": ("wecom",),
    "both": ("slack", "wecom"),
}  # where people want to hear
COMPLAINTS = "C0HR"  # the channel of whoever listens to complaints

# Who is in IT: with each language, the one who reads it owns what is told at length, and hears what is private.
ON_SLACK: dict[Language, CastNames] = {
    "en": ("U0ANA", "U0BEN", "U0LIN", "U0MARIA", "U0ANA", "U0MARIA", "U0GRACE", "U0PRIYA", "U0ZHAO"),
    "zh": ("U0CHEN", "U0LIN", "U0BEN", "U0LIN", "U0CHEN", "U0MARIA", "U0ZHAO", "U0ZHAO", "U0PRIYA"),
}
ON_WECOM: dict[Language, CastNames] = {
    "en": ("ana", "ben", "linna", "maria", "sunli", "maria", "liuyang", "priya", "zhaomin"),
    "zh": ("chenjing", "linna", "ben", "linna", "sunli", "maria", "liuyang", "zhaomin", "priya"),
}  # a member of WeCom is told a few things at once, and then one every four seconds: so others ask, too
FACILITIES = ("wanglei", "sunli", "U0GRACE")  # lives in WeCom; its lead in Slack
ONLY_ON_WECOM = ("liuyang", "sunli")


@dataclass(frozen=True)
class Cast:
    """A company in small. `first` has it until it goes wrong or is handed on; `handler` then looks after it."""

    requester: Actor
    owner: Actor
    first: Actor
    handler: Actor
    unhappy: Actor  # who asked for what was not done well
    approver: Actor
    neighbour: Actor  # who asks for the same
    listener: Actor  # to complaints
    outsider: Actor  # who works beside the listener, and has no part in it

    @property
    def everyone(self) -> tuple[Actor, ...]:
        return tuple(dict.fromkeys(getattr(self, one.name) for one in fields(self)))

    def close(self) -> None:
        for person in self.everyone:
            person.close()


def casts(url: str, platform: str, language: Language) -> Iterator[tuple[str, Cast]]:
    """The departments and people of a platform; across both, each side asks the other once."""
    slack, wecom = ON_SLACK[language], ON_WECOM[language]
    match platform:
        case "slack":
            yield "it", _cast(url, language, slack)
        case "wecom":
            yield "it", _cast(url, language, wecom)
        case _:
            asks, *it, sad, approves, _, listens, beside = slack
            liu, sun = ONLY_ON_WECOM
            yield "it", _cast(url, language, (liu, *it, sun, approves, asks, listens, beside))
            yield "facilities", _cast(url, language, (asks, *FACILITIES, sad, approves, liu, listens, beside))


def _cast(url: str, language: Language, names: CastNames) -> Cast:
    """Return each person once, also one who has two parts."""
    listens = names[-2:]
    actors: dict[str, Actor] = {}
    for name in dict.fromkeys(names):
        if name.isupper():
            actors[name] = OnSlack(url, name, language, *((COMPLAINTS,) if name in listens else ()))
        else:
            actors[name] = OnWecom(url, name, language)
    return Cast(*(actors[name] for name in names))
