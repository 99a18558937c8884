"""What a request costs in WeCom: every press and every message counted (docs/service.md, The measure of it all).

Opening a page counts as a press, and so does sending its form. What is written is no press.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from datetime import datetime

import pytest

from bot import texts
from bot.playground.actors import OnWecom
from bot.playground.town import Town
from bot.playground.working_days import working_day
from tests.stories.acting import press, sees
from tests.stories.conftest import Opened
from tests.stories.test_presses import LAPTOP, PASSWORD
from tests.waiting import as_long_as
from workflows.languages import Language

CAST: dict[Language, tuple[str, str, str]] = {
    "en": ("ana", "ben", "linna"),
    "zh": ("chenjing", "linna", "ben"),
}
OUTSIDE = ("wanglei", "maria")  # neither of the department nor part in it
WRITTEN: dict[Language, tuple[str, str]] = {
    "en": ("Video editing", "Mine is too old or slow for the work"),
    "zh": ("剪视频", "现在的电脑太旧或太慢"),
}
HALF_A_DAY = 6 * 3600  # seconds: then no two reminders come at once


class Scene:
    """A requester, the owner and a colleague of the owner's, all in WeCom."""

    def __init__(self, place: Town, language: Language, keep: Callable[[OnWecom], OnWecom]) -> None:
        self.place, self.language = place, language
        everyone = [keep(OnWecom(place.url, user, language)) for user in CAST[language]]
        self.requester, self.owner, self.colleague = everyone

    def say(self, key: str) -> str:
        return texts.say(self.language, key)

    def told(self, person: OnWecom) -> int:
        return len(person.told())

    def ends_well(self) -> None:
        """Each card says so, and everything has been sent."""
        press(self.requester, "yes")
        self.owner.wait_for(lambda: self.say("outcome.satisfied") in " ".join(self.owner.cards()))
        for user in OUTSIDE:
            assert self.place.corp.seen_by(user) == []


@pytest.fixture(params=["zh", "en"])
def scene(request: pytest.FixtureRequest, town: Opened) -> Iterator[Scene]:
    language: Language = request.param
    with ExitStack() as stack:
        place = town(language, ("wecom",))
        yield Scene(place, language, lambda person: stack.enter_context(closing(person)))


def test_a_trivial_request_costs_a_sentence_a_tap_and_one_press(scene: Scene) -> None:
    scene.requester.asks(PASSWORD[scene.language])
    press(scene.owner, "done")
    scene.ends_well()
    assert scene.requester.presses == 1, "beside the sentence, one optional tap"
    assert scene.owner.presses == 1
    assert scene.told(scene.requester) == 2, "raised; done, and is it solved?"
    assert scene.told(scene.owner) == scene.told(scene.colleague) == 1, "one card, which stays true"


def test_a_full_request_costs_five_presses_here_and_six_there_at_the_most(scene: Scene) -> None:
    scene.requester.asks(LAPTOP[scene.language])
    press(scene.requester, "answer")
    scene.requester.fill({"q.purpose": "Video", "q.reason": "slow", "q.wished": wished(scene, "{day}")})
    is_offered_and_delivered(scene)
    scene.ends_well()
    assert scene.requester.presses <= 5, "answer, in one form, send; accept; solved"
    # Raised, offered, delivered; and the question that "answer" puts, which leads on to the form.
    assert scene.told(scene.requester) == 3 + 1


def test_who_answers_by_writing_presses_only_to_decide(scene: Scene) -> None:
    purpose, reason = WRITTEN[scene.language]
    scene.requester.asks(LAPTOP[scene.language])
    sees(scene.requester, scene.requester.label("answer"))
    before = scene.told(scene.requester)
    write(scene, purpose)
    write(scene, reason)
    write(
        scene, wished(scene, "{day.month}月{day.day}日" if scene.language == "zh" else "{day:%B} {day.day}")
    )
    sees(scene.requester, scene.say("talk.yes"), scene.say("talk.no"))
    write(scene, scene.say("talk.yes"))
    assert scene.told(scene.requester) - before == 4, "an echo for each answer; and is that the day?"
    # A card of WeCom can be changed once: to show the first answer. When all is known, a new one says so.
    is_offered_and_delivered(scene, cards=2)
    scene.ends_well()
    assert scene.requester.presses == 2, "accept; solved"
    assert scene.told(scene.requester) == 3 + 4


def is_offered_and_delivered(scene: Scene, cards: int = 1) -> None:
    """The owner's side of it; a colleague has the card, and hears nothing more."""
    press(scene.owner, "offer")
    scene.owner.fill({"what-1": "A MacBook", "beyond-1": "Set up"})
    press(scene.requester, "accept")
    check_in = scene.say("news.reminder_check_in")
    for _not_yet in as_long_as(lambda: not any(check_in in said for _, said in scene.owner.told()), 80):
        scene.owner.pass_time(HALF_A_DAY)
    press(scene.owner, "on_track", near=check_in)
    press(scene.owner, "deliver")
    scene.owner.fill({"what": "It is on your desk"})
    sees(scene.requester, "It is on your desk", scene.requester.label("yes"))
    assert scene.owner.presses <= 6, "offer, send; on track; delivered, send"
    assert scene.told(scene.owner) == cards + 2, "the card; it is a promise now; how does it go?"
    assert scene.told(scene.colleague) == cards


def wished(scene: Scene, written: str) -> str:
    """A day so far ahead that a check-in comes half-way, wherever weekends and holidays fall."""
    return written.format(day=working_day(datetime.fromisoformat(scene.requester.now()), 14))


def write(scene: Scene, words: str) -> None:
    """As if typed and sent; then what comes back is read."""
    heard = scene.told(scene.requester)
    scene.requester.says(words)
    scene.requester.wait_for(lambda: scene.told(scene.requester) > heard)
