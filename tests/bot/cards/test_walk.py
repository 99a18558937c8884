"""Everything that is said in histories at random can be said: in both languages, at once, later and last."""

from __future__ import annotations

import os

from hypothesis import HealthCheck, settings
from hypothesis.stateful import invariant, run_state_machine_as_test

from bot.cards.elements import Card
from tests.bot.readers import LANGUAGES, Spoken, acts_of, all_of, buttons_of, spoken, texts_of
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, LIN
from tests.workflows.state.test_histories import Company, possible
from workflows.news import notices
from workflows.news.table import news_of
from workflows.ports import Notice
from workflows.rights.verdict import may_read
from workflows.state.request import Request

# What is said in a follow-up (tests/workflows/given.py); whoever was asked to listen reads it, and nobody else.
BETWEEN_TWO = (
    "Nobody told me anything",
    "I sat and waited",
    "You waited, and nobody wrote",
    "It was the second time",
    "Ana, I am sorry",
)


class Town(Company):
    """The same people doing anything, and the bot telling it."""

    @invariant()
    def nobody_hears_of_their_own_doing_or_what_is_not_for_them(self) -> None:
        """What was said before is looked at again with everything new."""
        if not hasattr(self, "said"):
            self.said: list[Notice] = []
        new = self.house.notices()
        self.said = [*self.said, *new][-12:]
        for language in LANGUAGES:
            house = spoken(self.house, language)
            for notice in self.said:
                self._can_be_said(house, notice)

    def _can_be_said(self, house: Spoken, notice: Notice) -> None:
        if notice.number is None:
            self._is_gathered(house, notice)
            return
        request = house.store.request(notice.number)
        for latest in (True, False):
            card = house.speaker.standing(notice, request, latest=latest)
            assert card is not None
            self._reads_well(card)
            if not latest and notice.place == "person":
                assert buttons_of(card) == []
        assert request is not None
        self._keeps_quiet(house, notice, request)
        if news_of(notice).reminds:
            other = request.model_copy(update={"number": request.number + 1000})
            self._reads_well(house.speaker.bundle([(notice, request), (notice, request)]))
            self._reads_well(house.speaker.bundle([(notice, request), (notice, other)]))
        self._stand_where_they_can_be_used(house, request)

    def _is_gathered(self, house: Spoken, notice: Notice) -> None:
        """What speaks of several requests is gathered when it is sent, if there is something to say by then."""
        card = house.speaker.card(notice, None, latest=True)
        if card is not None:
            self._reads_well(card)

    def _keeps_quiet(self, house: Spoken, notice: Notice, request: Request) -> None:
        """Nothing of a follow-up stands in a channel, and nothing confidential before anybody outside."""
        card = house.speaker.standing(notice, request, latest=True)
        assert card is not None
        said = all_of(card)
        if notice.place != "person":
            assert [words for words in BETWEEN_TWO if words in said] == []
        workflow = house.desk.workflow_of(request)
        if not may_read(notice.to if notice.place == "person" else None, request, workflow):
            meant = BETWEEN_TWO if notice.kind != "feedback" else ()
            assert [words for words in (*meant, request.words, request.need.words) if words in said] == []

    def _reads_well(self, card: Card) -> None:
        assert card.summary.strip()
        for text in (card.summary, *texts_of(card)):
            assert text.strip()
            assert "None" not in text
            assert "slack:" not in text

    def _stand_where_they_can_be_used(self, house: Spoken, request: Request) -> None:
        """A button on the requester's card is one that the requester may press just now."""
        may = {act.key for by, act in possible(house, request) if by == request.requester}
        assert acts_of(house.speaker.whole(request, request.requester)) <= may | {"show"} or (
            request.requester == request.owner
        )


def test_everything_that_is_said_can_be_said() -> None:
    run_state_machine_as_test(
        Town,
        settings=settings(
            max_examples=int(os.environ.get("YINUO_WALKS", "15")),
            stateful_step_count=20,
            deadline=None,
            suppress_health_check=list(HealthCheck),
        ),
    )


# What stands when something newer came


def reminder(house: Spoken, kind: str) -> Notice:
    return next(notice for notice in house.notices() if notice.kind == kind)


def test_what_is_superseded_keeps_its_news_and_loses_its_buttons() -> None:
    for language in LANGUAGES:
        house = spoken(g.promised(), language)
        house.does(BEN, "update")
        for notice in house.notices():
            if notice.place == "person":
                new, old = house.card(notice), house.card(notice, latest=False)
                assert old.summary == new.summary
                assert old.summary in texts_of(old)
                assert buttons_of(old) == []


def test_a_settled_reminder_only_says_how_it_stands() -> None:
    house = spoken(g.promised())
    house.lives_until(g.shanghai(6, 10))
    today = reminder(house, "reminder_on_the_day")
    assert "Due today" in house.card(today).summary
    house.does(BEN, "deliver")
    card = house.card(today)
    assert texts_of(card)[1:] == ["Delivered"]
    assert acts_of(card) == set()
    assert house.speaker.card(today, house.request, latest=True) is None


def test_an_owners_old_reminder_never_asks_whether_it_is_solved() -> None:
    house = spoken(g.taken())
    house.lives_until(g.shanghai(4, 10))
    nudge = reminder(house, "reminder_nudge")
    assert "is waiting for your answer" in house.card(nudge).summary
    house.does(BEN, "done")
    assert house.card(nudge).summary == "Delivered"


def test_a_reminder_of_the_old_date_does_not_speak_of_the_new_one() -> None:
    """The same moment comes again for another day; the earlier message is over."""
    house = spoken(g.promised())
    house.lives_until(g.shanghai(5, 10))
    old = reminder(house, "reminder_day_before")
    house.does(BEN, "miss")
    house.does(ANA, "agree")
    house.lives_until(g.shanghai(9, 10))
    new = reminder(house, "reminder_day_before")
    assert "10 Mar" in house.card(new).summary
    assert house.card(old).summary == "Committed"


def test_reminders_together_lose_what_is_settled() -> None:
    house = spoken(g.promised())
    house.asks("my mail")
    house.does(BEN, "do_it")
    house.lives_until(g.shanghai(6, 10))
    today = [notice for notice in house.notices() if notice.kind == "reminder_on_the_day"]

    def together() -> Card:
        return house.speaker.bundle([(notice, house.at(notice.number or 0)) for notice in today])

    assert together().title == "2 things need a word from you"
    for notice in today:
        house.number = notice.number or 0
        house.does(BEN, "deliver")
    card = together()
    assert card.title == "Nothing here is waiting for you any more"
    assert buttons_of(card) == []
    assert "Due today" not in "\n".join(texts_of(card))


def test_the_morning_says_each_request_once_and_nothing_when_there_is_nothing() -> None:
    house = spoken(g.promised())
    (digest,) = notices.digest_notices(g.IT, "2026-03-03", house.clock.now())
    assert digest.to == LIN
    assert house.speaker.card(digest, None, latest=True) is None
    house.lives_until(g.shanghai(9, 8))
    card = house.speaker.card(digest, None, latest=True)
    assert card is not None
    assert "\n".join(texts_of(card)).count("password") == 1
