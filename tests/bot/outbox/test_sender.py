"""What is to be said is said once, in order, to those it can reach; what stands is kept true."""

from __future__ import annotations

from datetime import timedelta
from itertools import count

import pytest

from bot.cards.elements import Card
from bot.outbox.pacing import PACE
from bot.outbox.sender import Sender
from bot.outbox.standing import AT_ONCE
from storage.memory import MemoryStore
from tests.contracts.store_contract import closing, new, raising, taking
from tests.fakes import NOW, FakeChannel, FakeClock, FakeTick, PlainSpeak, a_company, has_buttons
from workflows.ports import Due, Notice, Receipt, Step
from workflows.state.request import Request

ANA, BEN, LIN = "slack:U0ANA", "slack:U0BEN", "slack:U0LIN"
IT = "slack:C0IT"
NIGHT = timedelta(hours=23)


class Killed(BaseException):
    """The process ends here, whatever it was doing."""


class Office:
    """A sender with everything around it, and a way to kill and start it again."""

    def __init__(self) -> None:
        self.store = MemoryStore()
        self.channel = FakeChannel()
        self.clock = FakeClock()
        self.tick = FakeTick()
        self.speak = PlainSpeak()
        self._ids = count(1)
        self.sender = self.start()

    def start(self) -> Sender:
        channels = {"slack": self.channel}
        self.sender = Sender(self.store, channels, self.clock, self.speak, a_company, tick=self.tick)
        return self.sender

    def raise_request(self, number: int = 1) -> Request:
        self.store.commit(raising(number))
        return new(number)

    def tell(self, kind: str = "raised", to: str = ANA, number: int | None = 1) -> str:
        place = "channel" if kind == "card" else "thread" if to == "it" else "person"
        id = f"{number}.0.{next(self._ids)}"
        notice = Notice.model_validate(
            {"id": id, "place": place, "to": to, "kind": kind, "number": number, "at": NOW}
        )
        self.store.commit(Step(notices=(notice,)))
        return id

    def hold(self, kind: str, to: str, number: int = 1) -> str:
        """Until tomorrow."""
        id = f"{number}.9.{next(self._ids)}"
        notice = Notice(id=id, place="person", to=to, kind=kind, number=number, at=NOW + NIGHT, happened=NOW)
        self.store.commit(Step(notices=(notice,)))
        return id

    def run(self, turns: int = 20, seconds: float = 0.0) -> None:
        for _ in range(turns):
            self.sender.turn()
            self.tick.move(seconds)
            self.clock.move(timedelta(seconds=seconds))

    def card_to(self, to: str, index: int = -1) -> object:
        return [message.card for message in self.channel.messages.values() if message.to == to][index]

    def where(self, to: str) -> str:
        return next(where for where, message in self.channel.messages.items() if message.to == to)


@pytest.fixture
def office() -> Office:
    return Office()


# Saying


def test_a_notice_goes_to_its_person_and_leaves_a_receipt(office: Office) -> None:
    office.raise_request()
    office.tell()
    office.run()
    assert office.channel.said(ANA) == ["raised #1 v1"]
    assert [receipt.notice.to for receipt in office.store.receipts(1)] == [ANA]
    assert office.sender.idle()


def test_a_department_hears_in_its_channel_and_in_the_thread_under_its_card(office: Office) -> None:
    office.raise_request()
    office.tell("card", "it")
    office.tell("answered", "it")
    office.run()
    card, answer = office.channel.messages.values()
    assert (card.to, card.under) == (IT, None)
    assert (answer.to, answer.under) == (IT, office.where(IT))


def test_what_is_not_true_any_more_is_dropped_with_its_reason(office: Office) -> None:
    request = office.raise_request()
    id = office.tell("reminder_overdue", BEN)
    office.store.commit(closing(request))
    office.run()
    assert office.channel.said(BEN) == []
    assert office.store.dropped(id) == "not true any more"


def test_nothing_is_said_before_its_time(office: Office) -> None:
    office.raise_request()
    later = Notice(id="x", place="person", to=ANA, kind="news", number=1, at=NOW + timedelta(hours=1))
    office.store.commit(Step(notices=(later,)))
    office.run()
    assert office.channel.said(ANA) == []
    office.clock.move(timedelta(hours=1))
    office.run()
    assert len(office.channel.said(ANA)) == 1


def test_a_persons_reminders_come_in_one_message_with_a_receipt_each(office: Office) -> None:
    for number in (1, 2, 3):
        office.raise_request(number)
        office.tell("reminder_overdue", BEN, number)
    office.run()
    assert office.channel.said(BEN) == ["reminders #1 v1, #2 v1, #3 v1"]
    assert len({office.store.receipts(number)[0].where for number in (1, 2, 3)}) == 1


def test_a_settled_one_is_left_out_of_the_bundle(office: Office) -> None:
    for number in (1, 2, 3):
        request = office.raise_request(number)
        office.tell("reminder_overdue", BEN, number)
        if number == 2:
            office.store.commit(closing(request))
    office.run()
    assert office.channel.said(BEN) == ["reminders #1 v1, #3 v1"]


def test_what_was_held_back_for_somebody_comes_in_one_message_in_the_morning(office: Office) -> None:
    for number in (1, 2):
        office.raise_request(number)
        office.hold("offer", ANA, number)
    office.run()
    assert office.channel.said(ANA) == []
    office.clock.move(NIGHT)
    office.run()
    assert office.channel.said(ANA) == ["reminders #1 v1, #2 v1"]


def test_it_waits_a_moment_for_the_reminders_of_the_same_morning(office: Office) -> None:
    office.raise_request()
    office.raise_request(2)
    office.hold("offer", BEN)
    office.store.commit(Step(due=(Due(key="request:2", at=NOW + NIGHT),)))
    office.clock.move(NIGHT)
    office.run(2)
    assert office.channel.said(BEN) == []
    office.store.commit(Step(settled=("request:2",)))
    office.tell("reminder_overdue", BEN, 2)
    office.run(2)
    assert office.channel.said(BEN) == ["reminders #1 v1, #2 v1"]


def test_it_does_not_wait_for_ever(office: Office) -> None:
    office.raise_request()
    office.hold("offer", BEN)
    office.store.commit(Step(due=(Due(key="request:2", at=NOW),)))
    office.clock.move(NIGHT + timedelta(seconds=31))
    office.run(2)
    assert office.channel.said(BEN) == ["offer #1 v1"]


def test_of_two_peoples_each_gets_their_own(office: Office) -> None:
    office.raise_request()
    office.hold("offer", ANA)
    office.hold("offer", BEN)
    office.clock.move(NIGHT)
    office.run()
    assert (office.channel.said(ANA), office.channel.said(BEN)) == (["offer #1 v1"], ["offer #1 v1"])


def test_what_is_said_at_once_about_the_same_request_goes_along(office: Office) -> None:
    office.raise_request()
    office.raise_request(2)
    office.hold("offer", ANA)
    office.clock.move(NIGHT)
    office.tell("said", ANA)
    office.tell("news", ANA, 2)
    office.run()
    assert office.channel.said(ANA) == ["reminders #1 v1, #1 v1", "news #2 v1"]


def test_what_became_no_news_meanwhile_is_dropped_with_its_reason(office: Office) -> None:
    request = office.raise_request()
    office.tell("raised", BEN)
    office.run()
    held = office.hold("offer", BEN)
    office.store.commit(taking(request))
    office.clock.move(NIGHT)
    office.run()
    assert office.channel.said(BEN) == ["raised #1 v2"]
    assert office.store.dropped(held) == "no news any more"


def test_a_card_that_stands_is_true_at_once_while_news_of_it_waits_for_the_morning(office: Office) -> None:
    request = office.raise_request()
    office.tell("raised", ANA)
    office.run()
    office.hold("offer", ANA)
    office.store.commit(taking(request))
    office.run()
    assert office.channel.said(ANA) == ["raised #1 v2"]
    assert all(has_buttons(message.card) for message in office.channel.messages.values())
    assert office.sender.idle()


def test_in_the_morning_the_new_message_has_the_buttons_and_the_old_one_gives_them_up(office: Office) -> None:
    office.raise_request()
    office.tell("raised", ANA)
    office.run()
    office.hold("offer", ANA)
    office.hold("said", ANA)
    office.clock.move(NIGHT)
    office.run()
    old, newest = (message.card for message in office.channel.messages.values())
    assert (has_buttons(old), newest.title) == (False, "reminders #1 v1, #1 v1")
    calls = len(office.channel.calls)
    office.store.commit(closing(new(1)))
    office.run()
    assert len(office.channel.calls) == calls + 2  # one change of each message


def test_out_of_hours_a_card_is_renewed_without_a_sound(office: Office) -> None:
    request = office.raise_request()
    office.tell("raised", LIN)
    office.run()
    office.clock.move(timedelta(hours=12))
    office.store.commit(taking(request))
    office.run()
    assert office.channel.quiet == [True]


def test_paused_it_takes_everything_in_and_sends_nothing(office: Office) -> None:
    office.sender.paused = True
    office.tell()
    office.run()
    assert office.channel.calls == []
    assert office.store.unsent() == 1
    assert office.sender.idle()


# Once


def test_killed_after_the_message_arrived_it_does_not_send_it_again(office: Office) -> None:
    office.raise_request()
    office.tell()

    def die() -> None:
        raise Killed

    office.channel.before_answer = die
    with pytest.raises(Killed):
        office.sender.turn()
    office.channel.before_answer = lambda: None
    office.start()
    office.run()
    assert office.channel.said(ANA) == ["raised #1 v1"]
    assert len(office.store.receipts(1)) == 1
    assert office.sender.idle()


def test_killed_before_the_message_left_it_sends_it_after_the_restart(office: Office) -> None:
    office.raise_request()
    id = office.tell()
    office.store.begin((id,))
    office.start()
    office.run()
    assert office.channel.said(ANA) == ["raised #1 v1"]
    assert office.channel.calls_of("find") == 1


def test_killed_after_a_bundle_arrived_each_reminder_finds_itself_in_it(office: Office) -> None:
    for number in (1, 2, 3):
        office.raise_request(number)
        office.tell("reminder_overdue", BEN, number)

    def die() -> None:
        raise Killed

    office.channel.before_answer = die
    with pytest.raises(Killed):
        office.sender.turn()
    office.channel.before_answer = lambda: None
    office.start()
    office.raise_request(4)
    office.tell("reminder_overdue", BEN, 4)
    office.run()
    assert office.channel.said(BEN) == ["reminders #1 v1, #2 v1, #3 v1", "reminder_overdue #4 v1"]


def test_a_lost_answer_is_looked_for_before_it_is_sent_again(office: Office) -> None:
    office.raise_request()
    office.tell()
    office.channel.lost = 1
    office.sender.turn()
    assert not office.sender.idle()
    office.run(seconds=1)
    assert office.channel.said(ANA) == ["raised #1 v1"]
    assert office.channel.calls_of("post") == 1


def test_after_a_lost_answer_what_comes_later_waits_its_turn(office: Office) -> None:
    office.raise_request()
    office.tell("first")
    office.tell("second")
    office.channel.lost = 1
    office.sender.turn()
    assert len(office.channel.said(ANA)) == 1
    office.run(seconds=1)
    assert office.channel.said(ANA) == ["first #1 v1", "second #1 v1"]


# Bad weather


def test_asked_to_wait_it_waits_that_long_and_then_needs_not_look(office: Office) -> None:
    office.tell(number=None)
    office.tell(to=BEN, number=None)
    office.channel.down = 30
    office.run()
    assert office.channel.calls == [f"post {ANA}"]
    office.channel.down = 0
    office.tick.move(29)
    office.run()
    assert len(office.channel.calls) == 1
    office.tick.move(2)
    office.run()
    assert office.channel.calls_of("find") == 0
    assert len(office.channel.messages) == 2


def test_an_hour_down_with_500_reminders_loses_none_and_reminds_of_nothing_settled(office: Office) -> None:
    office.channel.down = 20
    for number in range(1, 501):
        office.raise_request(number)
        office.tell("reminder_overdue", f"slack:U{number % 100}", number)
        if number % 10 == 0:
            office.run(1, seconds=72)
    for number in range(1, 51):
        office.store.commit(closing(new(number)))
    office.channel.down = 0
    office.tick.move(21)
    office.run(60, seconds=1)
    titles = [message.card.title for message in office.channel.messages.values()]
    told = [int(part.split()[0]) for title in titles for part in title.split("#")[1:]]
    assert sorted(told) == list(range(51, 501))
    assert len({message.to for message in office.channel.messages.values()}) == len(titles) == 100
    assert office.sender.idle()


def test_a_conversation_gets_a_few_at_once_and_then_one_a_second(office: Office) -> None:
    _, at_once = PACE
    office.raise_request()
    for _ in range(int(at_once) + 5):
        office.tell("news", ANA)
    office.run()
    assert len(office.channel.said(ANA)) == at_once
    office.run(4, seconds=1)
    assert at_once + 3 <= len(office.channel.said(ANA)) <= at_once + 4


def test_a_revoked_token_pauses_and_drops_nothing(office: Office) -> None:
    office.tell(number=None)
    office.channel.revoked = True
    office.run()
    assert office.channel.calls == [f"post {ANA}"]
    assert office.sender.troubles == {"slack": "token_revoked"}
    office.run(10, seconds=10)
    assert office.channel.calls_of("post") == 1
    assert 2 <= office.channel.calls_of("find") <= 4
    office.channel.revoked = False
    office.run(5, seconds=10)
    assert len(office.channel.said(ANA)) == 1
    assert office.sender.troubles == {}


def test_one_that_fails_does_not_hold_the_others_up_and_backs_off(office: Office) -> None:
    office.speak.fails_on.add("broken")
    office.tell("broken", number=None)
    office.tell("news", number=None)
    office.run()
    assert office.channel.said(ANA) == ["news #None v0"]
    assert office.store.unsent() == 1
    office.speak.fails_on.clear()
    office.run(10, seconds=5)
    assert office.store.unsent() == 0


def test_an_archived_channel_means_its_leads_hear_it_once(office: Office) -> None:
    office.channel.gone.add(IT)
    office.raise_request()
    office.tell("card", "it")
    office.run()
    assert office.channel.said(LIN) == ["card #1 v1"]
    assert office.channel.calls.count(f"post {IT}") == 1
    assert office.store.unsent() == 0


def test_talk_goes_on_under_the_leads_card_when_the_channel_is_gone(office: Office) -> None:
    office.channel.gone.add(IT)
    office.raise_request()
    office.tell("card", "it")
    office.tell("answered", "it")
    office.run()
    card, answer = (message for message in office.channel.messages.values())
    assert (answer.to, answer.under) == (LIN, office.where(LIN))
    assert card.to == LIN


def test_somebody_who_is_gone_hears_nothing_more(office: Office) -> None:
    office.channel.gone.add(ANA)
    id = office.tell(number=None)
    office.run()
    assert office.store.unsent() == 0
    assert (office.store.dropped(id) or "").startswith("nobody there")


# Keeping true


def test_a_standing_message_shows_what_has_become_of_its_request(office: Office) -> None:
    request = office.raise_request()
    office.tell("card", "it")
    office.run()
    office.store.commit(taking(request))
    office.run()
    assert office.channel.said(IT) == ["card #1 v2"]
    assert office.store.stale(9) == ()


def test_nothing_is_updated_that_shows_the_truth_already(office: Office) -> None:
    office.raise_request()
    office.tell()
    office.run()
    assert office.channel.calls_of("update") == 0


def test_only_the_newest_message_of_a_request_carries_buttons(office: Office) -> None:
    office.raise_request()
    office.tell("raised")
    office.run()
    office.tell("offer")
    office.run()
    older, newest = (message.card for message in office.channel.messages.values())
    assert not has_buttons(older)
    assert has_buttons(newest)


def test_a_bundle_shows_what_has_become_of_each_of_its_requests(office: Office) -> None:
    for number in (1, 2):
        office.raise_request(number)
        office.tell("reminder_overdue", BEN, number)
    office.run()
    office.store.commit(taking(new(2)))
    office.run()
    assert office.channel.said(BEN) == ["reminders #1 v1, #2 v2"]
    assert office.channel.calls_of("update") == 1


def test_a_card_deleted_by_hand_comes_back_once(office: Office) -> None:
    request = office.raise_request()
    office.tell("card", "it")
    office.run()
    office.channel.delete(office.where(IT))
    office.store.commit(taking(request))
    office.run()
    assert office.channel.said(IT) == ["card #1 v2"]
    office.channel.delete(office.where(IT))
    taken = office.store.request(1)
    assert taken is not None
    office.store.commit(closing(taken))
    office.run()
    assert office.channel.said(IT) == []
    assert office.sender.idle()


def test_talk_brings_a_deleted_card_back(office: Office) -> None:
    office.raise_request()
    office.tell("card", "it")
    office.run()
    office.channel.delete(office.where(IT))
    office.tell("answered", "it")
    office.run()
    card, answer = office.channel.messages.values()
    assert answer.under == office.where(IT)
    assert card.under is None


def test_an_older_message_deleted_by_hand_stays_away(office: Office) -> None:
    request = office.raise_request()
    office.tell("raised")
    office.tell("offer")
    office.run()
    office.channel.delete(office.where(ANA))
    office.store.commit(taking(request))
    office.run()
    assert office.channel.said(ANA) == ["offer #1 v2"]


def test_an_update_that_fails_is_tried_again_alone(office: Office) -> None:
    request = office.raise_request()
    office.tell("card", "it")
    office.run()
    office.speak.fails_on.add("card")
    office.store.commit(taking(request))
    office.run()
    assert office.sender.idle()
    office.speak.fails_on.clear()
    office.run(5, seconds=2)
    assert office.channel.said(IT) == ["card #1 v2"]


def test_requests_of_a_platform_that_is_away_hold_no_other_up(office: Office) -> None:
    away = [office.raise_request(number) for number in range(1, AT_ONCE + 6)]
    request = office.raise_request(99)
    for one in (*away, request):
        office.tell("card", "it", one.number)
    office.run(60, seconds=2)
    office.speak.waits_for |= {one.number for one in away}
    for one in (*away, request):
        office.store.commit(taking(one))
    office.run(3, seconds=1)
    assert "card #99 v2" in office.channel.said(IT)
    assert not office.sender.idle()
    office.speak.waits_for.clear()
    office.run(5, seconds=1)
    assert office.store.stale(9) == ()


def test_homes_are_drawn_anew_for_those_who_opened_theirs(office: Office) -> None:
    office.store.saw_home(ANA)
    office.raise_request()
    office.store.commit(taking(new(1)))
    office.run()
    assert set(office.channel.homes) == {ANA}
    assert len(office.channel.homes[ANA]) == 1


# The thread


def test_woken_it_sends_at_once_and_stops_cleanly(office: Office) -> None:
    office.raise_request()
    office.sender.start()
    office.tell()
    office.sender.wake()
    assert office.sender.drain(5)
    office.sender.stop()
    assert office.channel.said(ANA) == ["raised #1 v1"]


def test_without_its_thread_draining_does_the_work(office: Office) -> None:
    office.store.saw_home(ANA)
    office.raise_request()
    office.tell()
    assert office.sender.drain(5)
    assert office.channel.said(ANA) == ["raised #1 v1"]
    assert office.channel.homes[ANA]


def test_draining_gives_up_in_time_when_the_platform_is_away(office: Office) -> None:
    office.tell(number=None)
    office.channel.down = 60
    assert not office.sender.drain(0.1)


def test_a_full_disk_does_not_end_the_thread(office: Office) -> None:
    office.raise_request()
    office.tell()
    office.store.full = True
    office.sender.start()
    office.sender.wake()
    assert not office.sender.drain(0.2)
    assert office.channel.messages == {}
    office.store.full = False
    office.clock.move(timedelta(minutes=1))
    assert office.sender.drain(5)
    office.sender.stop()
    assert office.channel.said(ANA) == ["raised #1 v1"]


def test_what_somebody_pressed_in_vain_is_shown_anew_to_them_alone(office: Office) -> None:
    office.raise_request()
    office.tell("raised", ANA)
    office.tell("urgent", BEN)
    office.run()
    before = office.channel.calls_of("update")
    office.sender.doubt(1, BEN)
    office.run()
    assert [call for call in office.channel.calls if call.startswith("update")][before:] == [
        f"update {office.where(BEN)}"
    ]
    assert office.sender.idle()


def test_what_is_pressed_in_vain_while_that_very_card_is_being_renewed_is_not_forgotten(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In WeCom only the press brings the means to change the card; the change under way had none."""
    request = office.raise_request()
    office.tell("raised", ANA)
    office.run()
    update = office.channel.update

    def pressed_meanwhile(where: str, card: Card, *, quiet: bool = False) -> str:
        monkeypatch.setattr(office.channel, "update", update)
        office.sender.doubt(1, ANA)
        return where

    monkeypatch.setattr(office.channel, "update", pressed_meanwhile)
    office.store.commit(taking(request))
    office.run()
    assert office.channel.said(ANA) == ["raised #1 v2"]


def test_older_messages_give_up_their_buttons_though_the_process_was_killed_right_after_the_newer_one(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.raise_request()
    office.tell("raised", ANA)
    office.run()
    assert [has_buttons(message.card) for message in office.channel.messages.values()] == [True]
    sent = office.store.sent

    def last_deed(ids: tuple[str, ...], receipts: tuple[Receipt, ...]) -> None:
        sent(ids, receipts)
        raise Killed

    office.hold("reminder_overdue", ANA)
    office.clock.move(NIGHT)
    monkeypatch.setattr(office.store, "sent", last_deed)
    with pytest.raises(Killed):
        office.run()
    monkeypatch.setattr(office.store, "sent", sent)
    office.start()
    office.run()
    assert [has_buttons(message.card) for message in office.channel.messages.values()] == [False, True]


def test_what_was_pressed_in_vain_is_shown_anew_though_the_process_was_killed_right_after(
    office: Office,
) -> None:
    office.raise_request()
    office.tell("raised", ANA)
    office.run()
    before = office.channel.calls_of("update")
    office.sender.doubt(1, ANA)
    office.start()
    assert not office.sender.idle()
    office.run()
    assert office.channel.calls_of("update") == before + 1
    assert office.sender.idle()
    assert office.store.notes("doubt:") == {}


def test_who_has_no_message_about_it_leaves_no_doubt(office: Office) -> None:
    office.raise_request()
    office.sender.doubt(1, ANA)
    assert office.store.notes("doubt:") == {}


def test_a_press_in_vain_is_answered_though_nothing_can_be_stored(office: Office) -> None:
    office.raise_request()
    office.tell("raised", ANA)
    office.run()
    office.store.full = True
    office.sender.doubt(1, ANA)
    assert office.store.notes("doubt:") == {}
