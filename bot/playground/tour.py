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
IN_SLACK = ("it-help", BIG)  # workflows of the department whose home is #it-help
ASKER, DOER, LAST = (
    Text(en="U0ANA", zh="U0CHEN"),
    Text(en="U0BEN", zh="U0LIN"),
    Text(en="U0MARIA", zh="U0MARIA"),
)

IN_WECOM, WITH_WECOM = "wecom:liuyang", "wecom:wanglei"  # who asks there, and who answers there

Story = Sequence[e.Recorded]  # what has happened to one request


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
    return [store.history(number) for number in numbers]


def _has(*kinds: type[e.Event], on: str = "") -> Callable[[Story], bool]:
    """All of these have happened to it, by people who hear on that platform."""
    return lambda story: all(
        any(isinstance(one.event, kind) and one.by.startswith(on) for one in story) for kind in kinds
    )


def _is_big(story: Story) -> bool:
    return any(isinstance(one.event, e.Raised | e.Routed) and one.event.workflow == BIG for one in story)


def _small(*kinds: type[e.Event]) -> Callable[[Story], bool]:
    return lambda story: not _is_big(story) and _has(e.Raised, *kinds, on="slack:")(story)


def _in_wecom(*kinds: type[e.Event]) -> Callable[[Story], bool]:
    return lambda story: not _for_slack(story) and _has(e.Raised, *kinds, on="wecom:")(story)


def _across(*kinds: type[e.Event]) -> Callable[[Story], bool]:
    """Asked in WeCom of people in Slack."""
    raised = _has(e.Raised, on="wecom:")
    return lambda story: _for_slack(story) and raised(story) and _has(*kinds, on="slack:")(story)


def _for_slack(story: Story) -> bool:
    return any(isinstance(one.event, e.Raised) and one.event.workflow in IN_SLACK for one in story)


def _big(*kinds: type[e.Event]) -> Callable[[Story], bool]:
    return lambda story: _is_big(story) and _has(*kinds)(story)


def _reached_the_contact(story: Story) -> bool:
    reminded = (one.event for one in story if isinstance(one.event, e.Reminded))
    return any(event.moment.startswith("contact") for event in reminded)


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
        "wecom",
        Text(en=IN_WECOM, zh=IN_WECOM),
        Text(
            en="Now in WeCom, as somebody who isn't on Slack: write “the toilet in the warehouse is leaking”. "
            "(It answers in Chinese; write “English” first if you like.)",
            zh="现在到企业微信，换成没有 Slack 的刘洋：直接写一句“仓库的洗手间漏水了”。",
        ),
        _in_wecom(),
    ),
    Step(
        "wecom-done",
        Text(en=WITH_WECOM, zh=WITH_WECOM),
        Text(
            en="Facilities has no channel: each of its people got the card. Press Done (已办好) on it.",
            zh="行政后勤部没有频道，部门每个人都收到了卡片。在卡片上点“已办好”。",
        ),
        _in_wecom(e.Delivered),
    ),
    Step(
        "across",
        Text(en=IN_WECOM, zh=IN_WECOM),
        Text(
            en="One request on both: ask IT from WeCom, “new request”, then “please reset my password”.",
            zh="一个请求，两个平台：在企业微信里先写“新请求”，再写“请帮我重置密码”。",
        ),
        _across(),
    ),
    Step(
        "across-done",
        DOER,
        Text(
            en="It stands in #it-help, in Slack. Press Done there, and Liu Yang hears of it in WeCom.",
            zh="它出现在 Slack 的 #it-help。在那里点“已办好”（Done），刘洋会在企业微信里收到消息。",
        ),
        _across(e.Delivered),
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
