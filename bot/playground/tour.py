"""The "try it" list: what to do next and as whom. Steps tick themselves off from what has really happened."""

from __future__ import annotations

from typing import NamedTuple

from bot.playground.shapes import Json
from workflows import events as e
from workflows.definition import Language, Text
from workflows.ports import Find, Store


class Step(NamedTuple):
    """One thing to try: who does it, and the kind of event that shows it was done."""

    key: str
    who: str
    text: Text
    done: tuple[type, ...]


STEPS: tuple[Step, ...] = (
    Step(
        "raise",
        "U0ANA",
        Text(
            en="Type “/request please reset my password” in any channel. That is all it takes to ask.",
            zh="在任意频道输入“/request 请帮我重置密码”。提请求只要一句话。",
        ),
        (e.Raised,),
    ),
    Step(
        "done",
        "U0BEN",
        Text(
            en="In #it-help, press Done on Ana's card. One press, and she knows.",
            zh="到 #it-help，在 Ana 的卡片上点 Done（已办好）。点一下，她就知道了。",
        ),
        (e.Delivered,),
    ),
    Step(
        "poll",
        "U0ANA",
        Text(
            en="Open the message from Yinuo and say whether it is solved.",
            zh="打开 Yinuo 一诺发来的消息，告诉它问题解决了没有。",
        ),
        (e.Polled,),
    ),
    Step(
        "laptop",
        "U0CHEN",
        Text(
            en="Something bigger: “/request 我要换电脑”, then answer (回答) the few questions in Chinese.",
            zh="来个大一点的：“/request 我要换电脑”，再点“回答”，把几个问题答完。",
        ),
        (e.Answered,),
    ),
    Step(
        "offer",
        "U0LIN",
        Text(
            en="As the head of IT, press Make an offer on the card: what, by when, and a little more than asked.",
            zh="以 IT 主管的身份，在卡片上点 Make an offer（提出方案）：做什么、哪天完成、多做一点什么。",
        ),
        (e.Offered,),
    ),
    Step(
        "accept",
        "U0CHEN",
        Text(
            en="接受 (Accept) the offer. From now on it is a promise.",
            zh="点“接受”。从现在起，这就是一个承诺。",
        ),
        (e.Accepted,),
    ),
    Step(
        "remind",
        "U0LIN",
        Text(
            en="Press “next working day” on the clock until the check-in comes, and answer it.",
            zh="多按几次“下一个工作日”，等提醒到来，然后回应它。",
        ),
        (e.CheckedIn, e.NewDateProposed),
    ),
    Step(
        "deliver",
        "U0LIN",
        Text(
            en="Deliver it: 已完成 (Delivered), with a line on what was done.",
            zh="点“已完成”，用一句话说说做了什么。",
        ),
        (),
    ),
    Step(
        "again",
        "U0CHEN",
        Text(
            en="Say 部分解决 (Partly) this time, and see it come back to its owner for a second round.",
            zh="这次选“部分解决”，看它怎样回到负责人那里，开始第二轮。",
        ),
        (e.RoundOpened,),
    ),
    Step(
        "home",
        "U0MARIA",
        Text(
            en="Leave something unanswered and let days pass: first the owner hears, then the lead, then Maria.",
            zh="留一件事不回应，让时间过去几天：先是负责人、再是主管、最后 Maria 会听到。",
        ),
        (),
    ),
)


def steps(store: Store, language: Language) -> list[Json]:
    """The list as the page shows it, with what has been done so far."""
    seen = _happened(store)
    return [
        {"key": step.key, "text": step.text.in_(language), "as": step.who, "done": _is_done(step, seen)}
        for step in STEPS
    ]


def _happened(store: Store) -> list[e.Event]:
    numbers = [request.number for request in store.find(Find(limit=50))]
    return [recorded.event for number in numbers for recorded in store.history(number)]


def _is_done(step: Step, seen: list[e.Event]) -> bool:
    match step.key:
        case "deliver":
            return sum(isinstance(event, e.Delivered) for event in seen) > 1
        case "home":
            return any(isinstance(event, e.Reminded) and event.moment.startswith("contact") for event in seen)
        case _:
            return any(isinstance(event, step.done) for event in seen)
