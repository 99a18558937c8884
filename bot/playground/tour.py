"""The "try it" list: what to do next and as whom. Steps tick themselves off from what has really happened."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from bot.playground.shapes import Json
from workflows import events as e
from workflows.definition import Language, Text
from workflows.ports import Find, Store

LOOKED_AT = 50  # requests, the newest
BIG = "new-laptop"  # the workflow of the second half
ASKER, DOER, LAST = (
    Text(en="U0ANA", zh="U0CHEN"),
    Text(en="U0BEN", zh="U0LIN"),
    Text(en="U0MARIA", zh="U0MARIA"),
)

Story = Sequence[e.Event]  # what has happened to one request


class Step(NamedTuple):
    """One thing to try: who does it, and how a request shows that it was done.

    A channel speaks its department's language, whoever reads: there a button is named in both.
    """

    key: str
    who: Text
    text: Text
    shows: Callable[[Story], bool]


def steps(store: Store, language: Language) -> list[Json]:
    """The list as the page shows it, with what has been done so far."""
    stories = _stories(store)
    return [
        {
            "key": step.key,
            "text": step.text.in_(language),
            "as": step.who.in_(language),
            "done": any(map(step.shows, stories)),
        }
        for step in STEPS
    ]


def _stories(store: Store) -> list[Story]:
    numbers = [request.number for request in store.find(Find(limit=LOOKED_AT))]
    return [[recorded.event for recorded in store.history(number)] for number in numbers]


def _has(*kinds: type[e.Event]) -> Callable[[Story], bool]:
    """All of these have happened to it."""
    return lambda story: all(any(isinstance(event, kind) for event in story) for kind in kinds)


def _is_big(story: Story) -> bool:
    return any(isinstance(event, e.Raised | e.Routed) and event.workflow == BIG for event in story)


def _small(*kinds: type[e.Event]) -> Callable[[Story], bool]:
    return lambda story: not _is_big(story) and _has(e.Raised, *kinds)(story)


def _big(*kinds: type[e.Event]) -> Callable[[Story], bool]:
    return lambda story: _is_big(story) and _has(*kinds)(story)


def _reached_the_contact(story: Story) -> bool:
    return any(isinstance(event, e.Reminded) and event.moment.startswith("contact") for event in story)


def _was_checked(story: Story) -> bool:
    return _has(e.CheckedIn)(story) or _has(e.NewDateProposed)(story)


STEPS: tuple[Step, ...] = (
    Step(
        "raise",
        ASKER,
        Text(
            en="Type “/request please reset my password” in any channel. That is all it takes to ask.",
            zh="在任意频道输入“/request 请帮我重置密码”。提请求只要一句话。",
        ),
        _small(),
    ),
    Step(
        "done",
        DOER,
        Text(
            en="In #it-help, press Done (已办好) on the card. One press, and Ana knows.",
            zh="到 #it-help，在卡片上点“已办好”（英文频道里是 Done）。点一下，陈静就知道了。",
        ),
        _small(e.Delivered),
    ),
    Step(
        "poll",
        ASKER,
        Text(
            en="Open the message from Yinuo and say whether it is solved.",
            zh="打开 Yinuo 一诺发来的消息，告诉它问题解决了没有。",
        ),
        _small(e.Polled),
    ),
    Step(
        "laptop",
        ASKER,
        Text(
            en="Something bigger: “/request new laptop for me”, then press Answer and say what you like.",
            zh="来个大一点的：“/request 我要换电脑”，再点“回答”，想答几个就答几个。",
        ),
        _big(e.Answered),
    ),
    Step(
        "offer",
        DOER,
        Text(
            en="Press Make an offer (提出方案) on its card: what, by when, and a little more than was asked.",
            zh="在它的卡片上点“提出方案”（英文频道里是 Make an offer）：做什么、哪天完成、多做一点什么。",
        ),
        _has(e.Offered),
    ),
    Step(
        "accept",
        ASKER,
        Text(en="Accept the offer. From now on it is a promise.", zh="点“接受”。从现在起，这就是一个承诺。"),
        _has(e.Accepted),
    ),
    Step(
        "remind",
        DOER,
        Text(
            en="Press “Next working day” on the clock until Yinuo asks how it goes, and answer.",
            zh="多按几次时钟旁的“下个工作日”，等一诺来问进展，然后回应它。",
        ),
        _was_checked,
    ),
    Step(
        "deliver",
        DOER,
        Text(
            en="Press Delivered, with a line on what was done.",
            zh="点“已完成”，用一句话说说做了什么。",
        ),
        _has(e.Accepted, e.Delivered),
    ),
    Step(
        "again",
        ASKER,
        Text(
            en="Say Partly this time, then Please follow up: it comes back to Ben for a second round.",
            zh="这次选“部分解决”，再点“请跟进”，看它怎样回到林娜那里，开始第二轮。",
        ),
        _has(e.Accepted, e.RoundOpened),
    ),
    Step(
        "home",
        LAST,
        Text(
            en="Leave something unanswered and let days pass: first the owner hears, then the lead, then Maria.",
            zh="留一件事不回应，让时间过去几天：先是负责人、再是主管、最后 Maria 会听到。",
        ),
        _reached_the_contact,
    ),
)
