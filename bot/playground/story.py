"""A whole request, played against the playground without a browser: a trivial one, a full one, and a second round."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType

from bot import texts
from bot.playground.actors import Actor, OnSlack, OnWecom
from workflows.definition import Language

Words = Mapping[str, str]

HOMES = {
    "slack": ("slack", "wecom"),
    "wecom": ("wecom",),
    "both": ("slack", "wecom"),
}  # where people want to hear
ASKS = {"en": ("U0ANA", "ana"), "zh": ("U0CHEN", "chenjing")}  # on Slack, on WeCom
ANSWERS = {"en": ("U0BEN", "ben"), "zh": ("U0LIN", "linna")}
ONLY_ON_WECOM, FACILITIES = "liuyang", "wanglei"

EN: Words = MappingProxyType(
    {
        "password": "please reset my password",
        "laptop": "new laptop for me, mine takes ten minutes to start",
        "purpose": "Video editing for the spring campaign, and calls",
        "what": "A MacBook Pro 14 with your files moved over, ready to use",
        "beyond": "A half-hour set-up session at your desk",
        "needs": "Your old laptop for one evening",
        "delivered": "The new laptop is on your desk, with all your files",
        "reason": "The supplier ships two days late",
        "vpn": "vpn does not connect from home",
        "vpn_done": "New VPN profile installed",
        "missing": "It connects now, but drops after a minute",
        "vpn_again": "Replaced the certificate, it stayed up for an hour",
        "ask": "Which system would you like?",
        "system": "A Mac, please",
        "answers": "purpose=purpose reason=slow",
        "always": "",
    }
)
ZH: Words = MappingProxyType(
    {
        "password": "请帮我重置密码",
        "laptop": "我想换电脑，现在这台开机要十分钟",
        "purpose": "剪辑春季活动的视频，还有开会",
        "what": "一台 14 寸 MacBook Pro，文件都转好，开机就能用",
        "beyond": "到您工位上帮忙设置半小时",
        "needs": "旧电脑借我们一晚",
        "delivered": "新电脑已放到您桌上，文件都在",
        "reason": "供应商晚两天发货",
        "vpn": "在家连不上 VPN",
        "vpn_done": "已安装新的 VPN 配置",
        "missing": "能连上了，可是一分钟就断",
        "vpn_again": "换了证书，连了一个小时都没有断",
        "ask": "您想用哪种系统？",
        "system": "用 Mac 吧",
        "answers": "purpose=purpose reason=slow",
        "always": "",
    }
)
ROOMS_EN: Words = MappingProxyType(
    {
        "password": "the toilet on the third floor is leaking",
        "laptop": "I need another desk, the sun blinds me all afternoon",
        "purpose": "Third floor, desk 12 by the south window",
        "what": "Desk 20 on the north side, with your drawers and your lamp",
        "beyond": "We move everything while you are at lunch",
        "needs": "Your drawers unlocked by noon",
        "delivered": "Desk 20 is yours, everything stands there",
        "reason": "The carpenter has to shorten the shelf first",
        "vpn": "the air conditioning in room Lotus is too cold",
        "vpn_done": "Set to 25 degrees",
        "missing": "Warmer now, but it blows straight at us",
        "vpn_again": "Turned the outlet towards the wall",
        "ask": "Which seats are the coldest?",
        "system": "The two by the door",
        "answers": "place=purpose kind=desk",
        "always": "place=purpose",
    }
)
ROOMS_ZH: Words = MappingProxyType(
    {
        "password": "三楼洗手间漏水了",
        "laptop": "想换个工位，下午太阳一直晃眼睛",
        "purpose": "三楼南窗边 12 号工位",
        "what": "北侧 20 号工位，柜子和台灯都帮您搬好",
        "beyond": "趁您午饭的时候搬完",
        "needs": "中午前请把柜子的锁打开",
        "delivered": "20 号工位已经收拾好，东西都在",
        "reason": "隔板要先请木工改短一点",
        "vpn": "“莲花”会议室空调太冷",
        "vpn_done": "已调到 25 度",
        "missing": "暖和些了，可是还对着人吹",
        "vpn_again": "把出风口转向墙那边了",
        "ask": "哪几个座位最冷？",
        "system": "靠门的两个",
        "answers": "place=purpose kind=desk",
        "always": "place=purpose",
    }
)
STORIES = {"it": {"en": EN, "zh": ZH}, "facilities": {"en": ROOMS_EN, "zh": ROOMS_ZH}}


class WentWrong(AssertionError):
    """A step of the story did not happen."""


def tellings(url: str, platform: str, language: Language, tell: Callable[[str], None]) -> Iterator[Story]:
    """What is told for a platform; across both, each side asks the other once."""
    asks, answers = ASKS[language], ANSWERS[language]
    match platform:
        case "slack":
            yield Story(OnSlack(url, asks[0], language), OnSlack(url, answers[0], language), language, tell)
        case "wecom":
            yield Story(OnWecom(url, asks[1], language), OnWecom(url, answers[1], language), language, tell)
        case _:
            yield Story(
                OnWecom(url, ONLY_ON_WECOM, language), OnSlack(url, answers[0], language), language, tell
            )
            owner = OnWecom(url, FACILITIES, language)
            yield Story(OnSlack(url, asks[0], language), owner, language, tell, "facilities")


@dataclass
class Story:
    """One telling: a requester and an owner, and what they say. `tell` gets each line of the transcript."""

    requester: Actor
    owner: Actor
    language: Language
    tell: Callable[[str], None]
    department: str = "it"
    _heard: str = ""  # the last message that the requester has read

    def __post_init__(self) -> None:
        self._began = date.fromisoformat(self.requester.now()[:10])
        self.words = STORIES[self.department][self.language]
        for person in (self.requester, self.owner):
            person.speaks(self.language)

    def play(self) -> None:
        """Every chapter, in order. Raises WentWrong, or CannotDo of a person who doesn't find their button."""
        for chapter in (self.trivial, self.full, self.again):
            chapter()

    def trivial(self) -> None:
        """One sentence, one press for the owner, one tap."""
        self._chapter("1 · " + self.words["password"])
        self._asks("password")
        self._card_shows("password")
        self._press(self.owner, "done", near=self.words["password"])
        self._hears("delivered", "yes")
        self._press(self.requester, "yes")
        self._state("outcome.satisfied")

    def full(self) -> None:
        """Questions, an offer, a promise with its reminders, a new date, delivery and the poll."""
        self._chapter("2 · " + self.words["laptop"])
        self._asks("laptop")
        self._press(self.requester, "answer")
        self._fills(self.requester, self._answers("answers") | {"q.wished": self._day(14)})
        self._press(self.owner, "offer", near=self.words["laptop"])
        offer = {"what-1": "what", "beyond-1": "beyond", "needs-1": "needs"}
        self._fills(
            self.owner, {key: self.words[word] for key, word in offer.items()} | {"day-1": self._day(10)}
        )
        self._hears("offer", "accept", self.words["what"])
        self._press(self.requester, "accept")
        self._state("state.committed")
        self._time_until(self.owner, "news.reminder_check_in")
        self._press(self.owner, "on_track", near=self._say("news.reminder_check_in"))
        self._press(self.owner, "miss")
        self._fills(self.owner, {"day": self._day(16), "reason": self.words["reason"]})
        self._hears("new_date", "agree", self.words["reason"])
        self._press(self.requester, "agree")
        self._week_passes()  # scores were asked for in the first chapter, and are at most weekly
        self._press(self.owner, "deliver")
        self._fills(self.owner, {"what": self.words["delivered"]})
        self._hears("delivered", "yes", self.words["delivered"])
        self._press(self.requester, "yes")
        self._press(self.requester, "rate")
        self._fills(self.requester, {"result": "5", "experience": "4"})
        self._state("outcome.satisfied")

    def again(self) -> None:
        """Not solved at the first time: a second round with the same owner, to a good end."""
        self._chapter("3 · " + self.words["vpn"])
        self._asks("vpn")
        self._press(self.owner, "ask", near=self.words["vpn"])
        self._fills(self.owner, {"text": self.words["ask"]})
        self._hears("question", "answer", self.words["ask"])
        self._press(self.requester, "answer")
        self._fills(self.requester, {"q.asked-1": self.words["system"]} | self._answers("always"))
        self._press(self.owner, "do_it", near=self.words["vpn"])
        self._fills(self.owner, {"day": self._day(3)})
        self._press(self.owner, "deliver", near=self.words["vpn"])
        self._fills(self.owner, {"what": self.words["vpn_done"]})
        self._hears("delivered", "partly", self.words["vpn_done"])
        self._press(self.requester, "partly")
        self._press(self.requester, "follow_up")
        self._press(self.requester, "missing")
        self._fills(self.requester, {"words": self.words["missing"]})
        self._card_shows("vpn", self._say("state.recovering"))
        self._press(self.owner, "done", near=self.words["vpn"])
        self._hears("delivered", "yes")
        self._press(self.requester, "yes")
        self._state("outcome.satisfied")

    # What people do

    def _asks(self, word: str) -> None:
        said = self.requester.asks(self.words[word])
        self.tell(f"  {self.requester.name}: {said}")
        self.requester.wait_for(lambda: any(self.words[word] in shown for _, shown in self.requester.told()))

    def _press(self, person: Actor, act: str, near: str | None = None) -> None:
        label = person.wait_for(lambda: self._pressed(person, act, near))
        self.tell(f"  {person.name} [{label}]")

    def _pressed(self, person: Actor, act: str, near: str | None) -> str:
        """A card may still be on its way: looked for again until it is there."""
        try:
            return person.press(act, near)
        except AssertionError:
            return ""

    def _fills(self, person: Actor, answers: Mapping[str, str]) -> None:
        title = person.fill(answers)
        self.tell(f"  {person.name} ⟨{title}⟩ {' · '.join(answers.values())}")

    def _time_until(self, person: Actor, news: str) -> None:
        """Working days pass until somebody hears this."""
        for _ in range(10):
            if any(self._say(news) in shown for _, shown in person.told()):
                self.tell(f"  {person.name} ← {self._say(news)}")
                return
            now = person.pass_time("working_day")
            self.tell(f"  … {now[:16]}")
        raise WentWrong(f"{news} never came")

    def _week_passes(self) -> None:
        """Until a week after this was first told."""
        while date.fromisoformat(self.requester.now()[:10]) < self._began + timedelta(days=7):
            self.tell(f"  … {self.requester.pass_time('working_day')[:16]}")

    # What people see

    def _hears(self, news: str, act: str, said: str = "") -> None:
        """A message that was not there before brings this news, and the button that answers it."""
        sentence = texts.say(self.language, f"news.{news}", by=self.owner.full_name, text=said)

        def heard() -> bool:
            newest, shown = (self.requester.told() or [("", "")])[-1]
            news = sentence if self.requester.hears_in_words else ""
            wanted = (news, self.requester.label(act), said)
            return newest != self._heard and all(words in shown for words in wanted)

        self.requester.wait_for(heard, 15)
        self._heard = self.requester.told()[-1][0]
        self.tell(f"  {self.requester.name} ← {sentence}")

    def _card_shows(self, word: str, also: str = "") -> None:
        self.owner.wait_for(lambda: any(self.words[word] in c and also in c for c in self.owner.cards()))

    def _state(self, key: str) -> None:
        state = self._say(key)
        self.owner.wait_for(lambda: state in self.owner.stands())
        self.tell(f"  = {state}")

    def _say(self, key: str) -> str:
        return texts.say(self.language, key)

    def _answers(self, kind: str) -> dict[str, str]:
        """Answers to questions of the workflow: "place=purpose" is the question, and which words answer it."""
        known = (pair.split("=") for pair in self.words[kind].split())
        return {f"q.{question}": self.words.get(answer, answer) for question, answer in known}

    def _chapter(self, title: str) -> None:
        self.tell(title)

    def _day(self, days: int) -> str:
        """A working day about that many days from now, on the clock that everybody sees."""
        day = date.fromisoformat(self.requester.now()[:10]) + timedelta(days=days)
        while day.weekday() > 4:
            day += timedelta(days=1)
        return day.isoformat()
