"""A whole request, played against the playground without a browser: a trivial one, a full one, and a second round."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from types import MappingProxyType

from bot import texts
from bot.playground.cast import PEOPLE
from bot.playground.person import Person
from bot.playground.shapes import Json
from workflows.definition import Language

Words = Mapping[str, str]

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
    }
)


class WentWrong(AssertionError):
    """A step of the story did not happen."""


@dataclass
class Story:
    """One telling: a requester and an owner, and what they say. `tell` gets each line of the transcript."""

    url: str
    language: Language
    tell: Callable[[str], None]
    presses: dict[str, int] = field(default_factory=dict)
    _heard: str = ""  # ts of the last message that the requester has read

    def __post_init__(self) -> None:
        asks, answers = ("U0CHEN", "U0LIN") if self.language == "zh" else ("U0ANA", "U0BEN")
        self.requester = Person(self.url, asks)
        self.owner = Person(self.url, answers)
        self.words = ZH if self.language == "zh" else EN

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
        self._fills(
            self.requester,
            {"f:q.purpose": self.words["purpose"], "f:q.reason": "slow", "f:q.wished": self._day(14)},
        )
        self._press(self.owner, "offer", near=self.words["laptop"])
        offer = {"f:what-1": "what", "f:beyond-1": "beyond", "f:needs-1": "needs"}
        self._fills(
            self.owner, {key: self.words[word] for key, word in offer.items()} | {"f:day-1": self._day(10)}
        )
        self._hears("offer", "accept", self.words["what"])
        self._press(self.requester, "accept")
        self._state("state.committed")
        self._time_until(self.owner, "news.reminder_check_in")
        self._press(self.owner, "on_track", near=self._say("news.reminder_check_in"))
        self._press(self.owner, "miss")
        self._fills(self.owner, {"f:day-1": None, "f:day": self._day(16), "f:reason": self.words["reason"]})
        self._hears("new_date", "agree", self.words["reason"])
        self._press(self.requester, "agree")
        self._press(self.owner, "deliver")
        self._fills(self.owner, {"f:what": self.words["delivered"]})
        self._hears("delivered", "yes", self.words["delivered"])
        self._press(self.requester, "yes")
        self._press(self.requester, "rate")
        self._fills(self.requester, {"f:result": "5", "f:experience": "4"})
        self._state("outcome.satisfied")

    def again(self) -> None:
        """Not solved at the first time: a second round with the same owner, to a good end."""
        self._chapter("3 · " + self.words["vpn"])
        self._asks("vpn")
        self._press(self.owner, "ask", near=self.words["vpn"])
        self._fills(self.owner, {"f:text": self.words["ask"]})
        self._hears("question", "answer", self.words["ask"])
        self._press(self.requester, "answer")
        self._fills(self.requester, {"f:q.asked-1": self.words["system"]})
        self._press(self.owner, "do_it", near=self.words["vpn"])
        self._fills(self.owner, {"f:day": self._day(3)})
        self._press(self.owner, "deliver", near=self.words["vpn"])
        self._fills(self.owner, {"f:what": self.words["vpn_done"]})
        self._hears("delivered", "partly", self.words["vpn_done"])
        self._press(self.requester, "partly")
        self._press(self.requester, "missing")
        self._fills(self.requester, {"f:words": self.words["missing"]})
        self._card_shows("vpn", self._say("state.recovering"))
        self._press(self.owner, "done", near=self.words["vpn"])
        self._hears("delivered", "yes")
        self._press(self.requester, "yes")
        self._state("outcome.satisfied")

    # What people do

    def _asks(self, word: str) -> None:
        self.tell(f"  {self._name(self.requester)}: /request {self.words[word]}")
        self.requester.command(f"/request {self.words[word]}")
        self.requester.wait_for(lambda: self.words[word] in self._text(self.requester.dm()))

    def _press(self, person: Person, act: str, near: str | None = None) -> None:
        label = self._say(f"act.{act}")
        person.wait_for(lambda: self._pressed(person, label, near))
        self.tell(f"  {self._name(person)} [{label}]")
        self.presses[person.user] = person.presses

    def _pressed(self, person: Person, label: str, near: str | None) -> bool:
        """A card may still be on its way: looked for again until it is there."""
        try:
            person.press(label, near)
        except AssertionError:
            return False
        return True

    def _fills(self, person: Person, answers: Mapping[str, str | None]) -> None:
        form = person.wait_for(person.modal) or {}
        known = {key: value for key, value in answers.items() if value is not None}
        person.fill(known)
        sent = person.submit()
        if not sent.get("ok", True):
            raise WentWrong(f"the form {form['title']['text']} stayed open: {sent}")
        said = " · ".join(str(value) for value in known.values())
        self.tell(f"  {self._name(person)} ⟨{form['title']['text']}⟩ {said}")

    def _time_until(self, person: Person, news: str) -> None:
        """Working days pass until somebody hears this."""
        for _ in range(10):
            if self._say(news) in self._text(person.dm()):
                self.tell(f"  {self._name(person)} ← {self._say(news)}")
                return
            now = person.pass_time("working_day")
            self.tell(f"  … {now[:16]}")
        raise WentWrong(f"{news} never came")

    # What people see

    def _hears(self, news: str, act: str, said: str = "") -> None:
        """A message that was not there before brings this news, and the button that answers it."""
        owner = next(member.real_name for member in PEOPLE if member.id == self.owner.user)
        sentence = texts.say(self.language, f"news.{news}", by=owner, text=said)
        label = self._say(f"act.{act}")

        def heard() -> bool:
            newest = self.requester.dm()[-1:]
            shown = [newest[0]["text"], *_strings(newest)] if newest and newest[0]["ts"] > self._heard else []
            return all(any(words in text for text in shown) for words in (sentence, label, said))

        self.requester.wait_for(heard, 15)
        self._heard = str(self.requester.dm()[-1]["ts"])
        self.tell(f"  {self._name(self.requester)} ← {sentence}")

    def _card_shows(self, word: str, also: str = "") -> None:
        self.owner.wait_for(lambda: self._on_card(self.words[word], also))

    def _on_card(self, words: str, also: str) -> bool:
        cards = [self._text([message]) for message in self.owner.messages("C0IT")]
        return any(words in card and also in card for card in cards)

    def _state(self, key: str) -> None:
        state = self._say(key)
        self.owner.wait_for(lambda: state in self._text(self.owner.messages("C0IT")[-1:]))
        self.tell(f"  = {state}")

    def _text(self, messages: list[Json]) -> str:
        return " ".join(_strings(messages))

    def _say(self, key: str) -> str:
        return texts.say(self.language, key)

    def _name(self, person: Person) -> str:
        return person.user.removeprefix("U0").title()

    def _chapter(self, title: str) -> None:
        self.tell(title)

    def _day(self, days: int) -> str:
        """A working day about that many days from now, on the clock that everybody sees."""
        now: str = self.requester.view()["clock"]["now"]
        day = date.fromisoformat(now[:10]) + timedelta(days=days)
        while day.weekday() > 4:
            day += timedelta(days=1)
        return day.isoformat()


def _strings(part: object) -> list[str]:
    """Everything that is shown in some messages."""
    if isinstance(part, dict):
        return [
            s
            for key, value in part.items()
            for s in ([value] if key == "text" and isinstance(value, str) else _strings(value))
        ]
    return [s for one in part for s in _strings(one)] if isinstance(part, list) else []
