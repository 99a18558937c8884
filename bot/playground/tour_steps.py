"""The steps of the "try it" list: who does what, in groups that tell a story each."""

from __future__ import annotations

from typing import NamedTuple

from bot.playground import tour_signs as signs
from workflows.definition import Text
from workflows.state import events as e

ASKER, DOER, LAST = (
    Text(en="U0ANA", zh="U0CHEN"),
    Text(en="U0BEN", zh="U0LIN"),
    Text(en="U0MARIA", zh="U0MARIA"),
)
OTHER = Text(en="U0LIN", zh="U0BEN")  # of the same department
LISTENS = Text(en="U0LIN", zh="U0MARIA")  # the first lead who did not do it, or whoever is above
HEARS = Text(en="U0PRIYA", zh="U0ZHAO")  # complaints
NEIGHBOUR = Text(en="U0GRACE", zh="U0ZHAO")
IN_WECOM, WITH_WECOM = "wecom:liuyang", "wecom:wanglei"  # who asks there, and who answers there


class TourStep(NamedTuple):
    """One thing to try: who does it, and how a request shows that it was done.

    A channel speaks its department's language, whoever reads: there a button is named in both.
    """

    key: str
    who: Text
    text: Text
    shows: signs.Sign


class TourChapter(NamedTuple):
    """Steps that belong together, under a heading; the list shows one group open at a time."""

    title: Text
    steps: tuple[TourStep, ...]


GROUPS: tuple[TourChapter, ...] = (
    TourChapter(
        Text(en="From a sentence to a promise kept", zh="从一句话到兑现承诺"),
        (
            TourStep(
                "raise",
                ASKER,
                Text(
                    en="Type “/request please reset my password” in any channel. That is all it takes to "
                    "ask.",
                    zh="在任意频道输入“/request 请帮我重置密码”。提请求只要一句话。",
                ),
                signs.small(),
            ),
            TourStep(
                "done",
                DOER,
                Text(
                    en="In #it-help, press Done (已办好) on the card. One press, and Ana knows.",
                    zh="到 #it-help，在卡片上点“已办好”（英文频道里是 Done）。点一下，陈静就知道了。",
                ),
                signs.small(e.Delivered),
            ),
            TourStep(
                "poll",
                ASKER,
                Text(
                    en="Open the message from Yinuo and say whether it is solved.",
                    zh="打开 Yinuo 一诺发来的消息，告诉它问题解决了没有。",
                ),
                signs.small(e.Polled),
            ),
            TourStep(
                "laptop",
                ASKER,
                Text(
                    en="Something bigger: “/request new laptop for me”, then press Answer and say what you "
                    "like.",
                    zh="来个大一点的：“/request 我要换电脑”，再点“回答”，想答几个就答几个。",
                ),
                signs.big(e.Answered),
            ),
            TourStep(
                "offer",
                DOER,
                Text(
                    en="Press Make an offer (提出方案) on its card: what, by when, and a little more than was "
                    "asked.",
                    zh="在它的卡片上点“提出方案”（英文频道里是 Make an offer）：做什么、哪天完成、多做一点什么。",
                ),
                signs.has(e.Offered),
            ),
            TourStep(
                "accept",
                ASKER,
                Text(
                    en="Accept the offer. From now on it is a promise.",
                    zh="点“接受”。从现在起，这就是一个承诺。",
                ),
                signs.was_accepted,
            ),
            TourStep(
                "remind",
                DOER,
                Text(
                    en="Press “Next working day” on the clock until Yinuo asks how it goes, and answer.",
                    zh="多按几次时钟旁的“下个工作日”，等一诺来问进展，然后回应它。",
                ),
                signs.was_checked,
            ),
            TourStep(
                "deliver",
                DOER,
                Text(
                    en="Press Delivered, with a line on what was done.",
                    zh="点“已完成”，用一句话说说做了什么。",
                ),
                signs.has(e.Accepted, e.Delivered),
            ),
            TourStep(
                "again",
                ASKER,
                Text(
                    en="Say Partly this time, then Please follow up: it comes back to Ben for a second "
                    "round.",
                    zh="这次选“部分解决”，再点“请跟进”，看它怎样回到林娜那里，开始第二轮。",
                ),
                signs.has(e.Accepted, e.RoundOpened),
            ),
        ),
    ),
    TourChapter(
        Text(en="Slack and WeCom together", zh="Slack 与企业微信一起用"),
        (
            TourStep(
                "wecom",
                Text(en=IN_WECOM, zh=IN_WECOM),
                Text(
                    en="Now in WeCom, as somebody who isn't on Slack: write “the toilet in the warehouse is leaking”. "
                    "(It answers in Chinese; write “English” first if you like.)",
                    zh="现在到企业微信，换成没有 Slack 的刘洋：直接写一句“仓库的洗手间漏水了”。",
                ),
                signs.in_wecom(),
            ),
            TourStep(
                "wecom-done",
                Text(en=WITH_WECOM, zh=WITH_WECOM),
                Text(
                    en="Facilities has no channel: each of its people got the card. Press Done (已办好) on "
                    "it.",
                    zh="行政后勤部没有频道，部门每个人都收到了卡片。在卡片上点“已办好”。",
                ),
                signs.in_wecom(e.Delivered),
            ),
            TourStep(
                "across",
                Text(en=IN_WECOM, zh=IN_WECOM),
                Text(
                    en="One request on both: ask IT from WeCom, “new request”, then “please reset my "
                    "password”.",
                    zh="一个请求，两个平台：在企业微信里先写“新请求”，再写“请帮我重置密码”。",
                ),
                signs.across(),
            ),
            TourStep(
                "across-done",
                DOER,
                Text(
                    en="It stands in #it-help, in Slack. Press Done there, and Liu Yang hears of it in "
                    "WeCom.",
                    zh="它出现在 Slack 的 #it-help。在那里点“已办好”（Done），刘洋会在企业微信里收到消息。",
                ),
                signs.across(e.Delivered),
            ),
        ),
    ),
    TourChapter(
        Text(en="When it goes wrong", zh="没有办好的时候"),
        (
            TourStep(
                "no",
                ASKER,
                Text(
                    en="Ask Ben for something small again, and when it is done say No, then Please follow up. "
                    "Say what happened: the one who listens is somebody else.",
                    zh="再提一件小事，办好后选“没有解决”，点“请跟进”，说说经过。这次换一位同事来听。",
                ),
                signs.has(e.FollowUpAsked, e.Listened),
            ),
            TourStep(
                "listen",
                LISTENS,
                Text(
                    en="Open your messages: say it back in your own words. Once Ana says that's it, send an "
                    "apology, and put it right.",
                    zh="打开私信，用自己的话复述一遍。陈静说“是这个意思”后，发送致歉，再把事情办好。",
                ),
                signs.has(e.Apologised),
            ),
            TourStep(
                "complaint",
                ASKER,
                Text(
                    en="“/request I want to complain about how I was spoken to”: what you write now stays "
                    "between two people.",
                    zh="输入“/request 我想投诉说话的态度”。接下来写的话，只有两个人看得到。",
                ),
                signs.private(e.Raised),
            ),
            TourStep(
                "complaint-taken",
                HEARS,
                Text(
                    en="In #people-team, press Take it (我来负责). Only then you read it, in your messages; "
                    "nothing of it stands in the channel.",
                    zh="到 #people-team 点“我来负责”（Take it）。接手之后才能在私信里看到内容，频道里什么也没有。",
                ),
                signs.private(e.Taken),
            ),
            TourStep(
                "home",
                LAST,
                Text(
                    en="Leave something unanswered and let days pass: first the owner hears, then the lead, "
                    "then Maria.",
                    zh="留一件事不回应，让时间过去几天：先是负责人、再是主管、最后 Maria 会听到。",
                ),
                signs.reached_the_contact,
            ),
        ),
    ),
    TourChapter(
        Text(en="Many hands", zh="大家一起办"),
        (
            TourStep(
                "fault",
                NEIGHBOUR,
                Text(
                    en="Ana and Grace both miss the wifi: raise it as each of them, “/request no wifi since "
                    "this morning”. Then, as Ben, on the second card: ⋯, Same as another (与另一件相同).",
                    zh="陈静和赵敏都连不上无线网：各提一次“/request 从早上起连不上无线网”。"
                    "再换成林娜，在第二张卡片的 ⋯ 里选“与另一件相同”（Same as another）。",
                ),
                signs.has(e.Joined),
            ),
            TourStep(
                "hand",
                DOER,
                Text(
                    en="With something you promised: ⋯, Hand over (转交), and choose Lin Na. It stays yours "
                    "until her own yes.",
                    zh="在您承诺的一件事上点 ⋯，选“转交”（Hand over）给 Ben。他答应之前，事情还是您的。",
                ),
                signs.has(e.HandOverAsked),
            ),
            TourStep(
                "take-over",
                OTHER,
                Text(
                    en="In your messages: I'll take over (我来接手). The date stands, and Ana hears who has it "
                    "now.",
                    zh="打开私信，点“我来接手”（I'll take over）。日期不变，陈静会知道现在由谁负责。",
                ),
                signs.has(e.HandOverAccepted),
            ),
            TourStep(
                "costly",
                DOER,
                Text(
                    en="Offer somebody a laptop for 18,000, with Maria as the one who approves. Once they "
                    "accept, it waits for her.",
                    zh="给同事提一个 18,000 元的电脑方案，批准人填 Maria。对方接受后，先等她批准。",
                ),
                signs.has(e.ApprovalAsked),
            ),
            TourStep(
                "approve",
                LAST,
                Text(
                    en="In your messages: Approve. From now on the date is a promise.",
                    zh="打开私信，点“批准”（Approve）。从现在起，日期就是承诺。",
                ),
                signs.has(e.Approved),
            ),
            TourStep(
                "away",
                DOER,
                Text(
                    en="“/request away”: your first day back, and who stands in. They hear once, and have it "
                    "all.",
                    zh="输入“/request away”：哪天回来、由谁代理。代理人只会收到一条消息，事情都在里面。",
                ),
                signs.has(e.Covered),
            ),
        ),
    ),
)
