"""What a request costs: every press and every message counted (docs/service.md, The measure of it all)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest

from bot import texts
from bot.playground.person import Visitor
from bot.playground.shapes import LooseJson
from bot.playground.working_days import working_day
from tests.stories.conftest import Opened
from tests.waiting import as_long_as
from workflows.languages import Language

CAST: dict[Language, tuple[str, str]] = {"en": ("U0ANA", "U0BEN"), "zh": ("U0CHEN", "U0LIN")}
PASSWORD = {"en": "please reset my password", "zh": "请帮我重置密码"}
LAPTOP = {"en": "a new laptop for me", "zh": "我要换电脑"}


class Scene:
    """A requester and an owner in one language; `press` waits for the button as a person does."""

    def __init__(self, requester: Visitor, owner: Visitor, language: Language) -> None:
        self.requester, self.owner = requester, owner
        self.language = language

    def say(self, key: str) -> str:
        return texts.say(self.language, key)

    def press(self, person: Visitor, act: str, where: str | None = None) -> None:
        def pressed() -> bool:
            try:
                person.press(self.say(f"act.{act}"), where=where)
            except AssertionError:
                return False
            return True

        person.wait_for(pressed)

    def now(self) -> datetime:
        return datetime.fromisoformat(self.requester.view()["clock"]["now"])

    def card(self) -> LooseJson:
        """The department's only card."""
        cards = self.owner.messages("C0IT")
        assert len(cards) == 1, [card["text"] for card in cards]
        return cards[0]

    def told(self, person: Visitor) -> list[str]:
        return [message["text"] for message in person.dm() if message.get("bot_id")]

    def waits_until_closed(self) -> None:
        closed = self.say("outcome.satisfied")
        self.owner.wait_for(lambda: closed in str(self.card()["blocks"]))


@pytest.fixture(params=["en", "zh"])
def scene(request: pytest.FixtureRequest, town: Opened) -> Iterator[Scene]:
    language: Language = request.param
    place = town(language)
    asks, answers = CAST[language]
    with Visitor(place.url, asks) as requester, Visitor(place.url, answers) as owner:
        yield Scene(requester, owner, language)


def test_a_trivial_request_costs_a_sentence_a_tap_and_one_press(scene: Scene) -> None:
    scene.requester.command(f"/request {PASSWORD[scene.language]}")
    scene.press(scene.owner, "done", "C0IT")
    scene.press(scene.requester, "yes")
    scene.waits_until_closed()
    assert scene.requester.presses == 1 + 1, "the sentence, and one optional tap"
    assert scene.owner.presses == 1
    assert len(scene.told(scene.requester)) == 2
    assert scene.told(scene.owner) == []
    assert not scene.card().get("reply_count"), "the card says it all"
    assert scene.requester.whispers() == scene.owner.whispers() == []


def test_a_full_request_costs_five_presses_here_and_six_there_at_the_most(scene: Scene) -> None:
    promised = working_day(scene.now(), 14).isoformat()
    scene.requester.command(f"/request {LAPTOP[scene.language]}")
    scene.press(scene.requester, "answer")
    answers = {"f:q.purpose": "Video", "f:q.reason": "slow", "f:q.wished": promised}
    send(scene.requester, answers)
    scene.press(scene.owner, "offer", "C0IT")
    send(scene.owner, {"f:what-1": "A MacBook", "f:beyond-1": "Set up"})
    scene.press(scene.requester, "accept")
    check_in = scene.say("news.reminder_check_in")
    assert scene.told(scene.owner) == [], "nothing to do for the owner yet"
    for _not_yet in as_long_as(lambda: check_in not in scene.told(scene.owner), 20):
        scene.owner.pass_time("working_day")
    scene.press(scene.owner, "on_track")
    scene.press(scene.owner, "deliver")
    send(scene.owner, {"f:what": "It is on your desk"})
    scene.press(scene.requester, "yes")
    scene.waits_until_closed()
    assert scene.requester.presses - 1 <= 5, "beside the sentence"
    assert scene.owner.presses <= 6
    # Raised, offered, delivered; and the owner heard the check-in: nobody was told anything twice.
    assert len(scene.told(scene.requester)) == 3
    assert len(scene.told(scene.owner)) == 1
    thread = scene.owner.thread("C0IT", scene.card()["ts"])[1:]
    assert len(thread) == 2, "her answers, and her yes"


def send(person: Visitor, answers: LooseJson) -> None:
    person.wait_for(person.modal)
    person.fill(answers)
    sent = person.submit()
    assert sent["ok"], sent
