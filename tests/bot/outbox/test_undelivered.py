"""A notice that can't reach its address climbs to the first who can be told, and waits until its address can be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import timedelta
from pathlib import Path

import pytest
import structlog

from bot.cards.elements import Card
from bot.cards.speak import Speaker
from bot.outbox.climbing import LONGEST
from bot.outbox.mailroom import Kept
from bot.outbox.sender import Sender
from storage.embedded import EmbeddedStore
from storage.memory import MemoryStore
from tests.bot.readers import acts_of, all_of, texts_of
from tests.fakes import FakeChannel, FakeTick
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, EVA, IT, LIN, MARIA, TOM
from workflows.definition import Company, Department, Question
from workflows.desk.desk import Desk
from workflows.phases.explore import Raise, Reply
from workflows.phases.offer import Propose
from workflows.rights import acts
from workflows.rights.act import Command
from workflows.state.values import Person

ADA = "slack:U0ADA"  # an admin, in no department
WRONG = "slack:C0TYPO"
WORDS = "My password does not work"
ABOUT = g.COMPLAINT.model_copy(
    update={"questions": (Question(id="who", ask=g.both("About whom?"), kind="person", about=True),)}
)


def company(**changed: object) -> Company:
    """The sample company with IT changed, and an admin."""
    it = Department.model_validate(IT.model_copy(update=changed))
    plain = g.company(ABOUT)
    return plain.model_copy(update={"admins": (ADA,), "departments": {"it": it, "buy": g.BUY}})


MISTYPED = company(channel=WRONG, leads=("slack:U0TYPO",), on_call=None)
ON_WECOM = company(
    channel="", leads=("wecom:lin",), members=("wecom:ben",), on_call=None, escalation="wecom:maria"
)


class Town:
    """Desk, cards and sender around one store; platforms and people that can be out of reach."""

    def __init__(self, store: Kept, of: Company, *platforms: str) -> None:
        self.store = store
        self.company = of
        self.clock = g.MovedClock(g.shanghai(2, 10))
        self.channels = {name: FakeChannel(name) for name in ("slack", "wecom")}
        self.gone = self.channels["slack"].gone
        self.gone |= {WRONG, "slack:U0TYPO"}
        self.starts(*(platforms or ("slack",)))

    def starts(self, *platforms: str) -> None:
        """The process starts, with these platforms connected."""
        self.desk = Desk(self.store, g.Colleagues(), self.clock, lambda: self.company)
        connected = {name: self.channels[name] for name in platforms}
        speaker = Speaker(self.desk)
        self.tick = FakeTick()
        self.sender = Sender(self.store, connected, self.clock, speaker, self.desk.company, tick=self.tick)

    def asks(self, words: str = WORDS, to: str = "help", by: Person = ANA, **answers: str) -> int:
        raised = Raise(workflow=to, words=words, answers=answers)
        return self.desk.raise_request(by, raised).number

    def does(self, by: Person, act: str, command: Command | None = None) -> None:
        self.desk.handle(by, 1, acts.BY_KEY[act], command or g.SAYS[act]())

    def runs(self, turns: int = 8) -> None:
        for _ in range(turns):
            self.sender.turn()
            self.tick.move(2)

    def later(self) -> None:
        self.clock.tick(hours=LONGEST / timedelta(hours=1))
        self.runs()

    def to(self, whom: str) -> list[Card]:
        messages = [one for channel in self.channels.values() for one in channel.messages.values()]
        return [message.card for message in messages if message.to == whom]

    def told(self) -> set[str]:
        """Everybody but the requester to whom something was sent."""
        return {one.to for channel in self.channels.values() for one in channel.messages.values()} - {ANA}

    def waits(self) -> list[tuple[str, str]]:
        return [(one.notice.kind, one.department) for one in self.store.undelivered()]


Open = Callable[..., Town]


@pytest.fixture(params=["memory", "embedded"])
def town(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Open]:
    with ExitStack() as closing:

        def opened(of: Company, *platforms: str) -> Town:
            memory = request.param == "memory"
            store = MemoryStore() if memory else closing.enter_context(EmbeddedStore(tmp_path / "store.db"))
            return Town(store, of, *platforms)

        yield opened


# Who is told


@pytest.mark.parametrize(
    ("gone", "told"),
    [
        ({"slack:C0IT"}, LIN),
        ({"slack:C0IT", LIN}, BEN),
        ({"slack:C0IT", LIN, BEN}, MARIA),
        ({"slack:C0IT", LIN, BEN, MARIA}, ADA),
        ({"slack:C0IT", LIN, BEN, MARIA, ADA}, None),
    ],
)
def test_it_climbs_to_the_first_who_can_be_reached(town: Open, gone: set[str], told: str | None) -> None:
    """Channel, leads, on call, escalation contact, admins."""
    place = town(company())
    place.gone |= gone
    place.asks()
    place.runs()
    assert place.told() == ({told} if told else set())
    known = told in (LIN, BEN)
    assert place.waits() == ([] if known else [("card", "it")])


def test_each_is_told_once_however_often_it_is_tried(town: Open) -> None:
    place = town(MISTYPED)
    place.asks()
    for _ in range(5):
        place.later()
    assert len(place.to(MARIA)) == 1


def test_the_escalation_contact_reads_whose_it_was_and_can_act(town: Open) -> None:
    place = town(MISTYPED)
    place.asks()
    place.runs()
    (card,) = place.to(MARIA)
    assert "IT can't be reached" in card.summary
    assert WORDS in all_of(card)
    assert "assign" in acts_of(card)


def test_an_admin_reads_number_and_department_only(town: Open) -> None:
    place = town(MISTYPED)
    place.gone.add(MARIA)
    place.asks()
    place.does(ANA, "reply", Reply(text="It is the blue one"))
    place.runs()
    (card,) = place.to(ADA)
    assert (texts_of(card)[0], acts_of(card)) == ("#1", set())
    assert "#1 for IT reached nobody" in card.summary
    assert WORDS not in all_of(card)
    assert "blue" not in all_of(card)


@pytest.mark.parametrize(("about", "told"), [(LIN, BEN), (MARIA, ADA), (BEN, LIN)])
def test_a_confidential_one_climbs_past_whom_it_is_about(town: Open, about: str, told: str) -> None:
    place = town(company(channel=""))
    place.gone |= {LIN, BEN, MARIA} - {told}
    place.asks("He shouts", to="complaint", who=about)
    place.runs()
    assert place.told() == {told}
    assert all("shouts" not in all_of(card) for card in place.to(told))


def test_what_both_sides_hear_is_not_known_to_the_department_because_the_requester_was_told(
    town: Open,
) -> None:
    place = town(company())
    place.company = place.company.model_copy(update={"workflows": g.company(g.LIMITED).workflows})
    place.asks()
    place.does(BEN, "offer", Propose(need=g.NEED, options=(g.costly(),), approver=TOM))
    place.does(ANA, "accept")
    place.runs()
    place.gone |= {"slack:C0IT", LIN, BEN}
    place.does(TOM, "approve")
    place.runs()
    assert MARIA in place.told()
    assert place.waits() == [("approved", "it")]


def test_what_one_of_several_cannot_be_told_the_others_know(town: Open) -> None:
    """Where there is no channel, each gets a card: nobody climbs for one who is gone."""
    place = town(company(channel=""))
    place.gone.add(LIN)
    place.asks()
    place.runs()
    assert place.told() == {BEN}
    assert len(place.to(BEN)) == 1
    assert place.waits() == [("card", "")]
    assert place.sender.unreached == {}


def test_what_an_owner_cannot_be_told_a_lead_hears(town: Open) -> None:
    place = town(company())
    place.asks()
    place.does(BEN, "take")
    place.runs()
    place.gone.add(BEN)
    place.does(ANA, "nudge")
    place.runs()
    (card,) = place.to(LIN)
    assert "Ben can't be reached" in card.summary
    assert place.waits() == []


def test_what_is_for_a_requester_waits_for_them_and_nobody_else_hears(town: Open) -> None:
    place = town(company())
    place.gone.add(ANA)
    place.asks()
    place.does(BEN, "ask")
    place.runs()
    assert place.told() == {"slack:C0IT"}
    assert place.sender.unreached == {}
    place.gone.discard(ANA)
    place.later()
    assert ["question" in kind for kind, _ in place.waits()] == []
    assert place.to(ANA)


# Told to those who run it


def test_the_log_says_number_department_and_reason_once(town: Open) -> None:
    place = town(MISTYPED)
    with structlog.testing.capture_logs() as logs:
        place.asks("He shouts", to="complaint", who=BEN)
        place.runs()
        place.later()
    (said,) = [one for one in logs if one["event"] == "undelivered"]
    assert (said["log_level"], said["request"], said["department"]) == ("error", 1, "it")
    assert WRONG in str(said["why"])
    assert "shouts" not in str(logs)


def test_the_department_is_named_until_it_can_be_reached(town: Open) -> None:
    place = town(MISTYPED)
    place.asks()
    place.runs()
    assert list(place.sender.unreached) == ["it"]
    place.company = company()
    place.runs()
    assert place.sender.unreached == {}


# Mended


def test_once_the_company_is_mended_the_card_goes_out_once(town: Open) -> None:
    place = town(MISTYPED)
    place.asks()
    place.runs()
    place.company = company()
    place.runs()
    place.later()
    assert len(place.to("slack:C0IT")) == 1
    assert WORDS in all_of(place.to("slack:C0IT")[0])
    assert (place.waits(), place.store.unsent()) == ([], 0)


def test_after_a_restart_with_another_platform_each_gets_the_card_once(town: Open) -> None:
    place = town(ON_WECOM)
    place.asks()
    place.runs()
    assert place.told() == {ADA}
    assert "it" in place.sender.unreached
    place.starts("slack", "wecom")
    place.runs()
    place.later()
    assert [len(place.to(one)) for one in ("wecom:lin", "wecom:ben")] == [1, 1]
    assert place.store.unsent() == 0


def test_people_who_were_mistyped_are_told_under_their_right_names(town: Open) -> None:
    place = town(company(channel="", leads=("slack:U0TYPO",), members=(), on_call=None))
    place.asks()
    place.runs()
    assert place.told() == {MARIA}
    place.company = company(channel="", members=(BEN, EVA), on_call=None)
    place.starts("slack")
    place.runs()
    assert [len(place.to(one)) for one in (LIN, BEN, EVA)] == [1, 1, 1]
    assert (place.waits(), place.store.unsent()) == ([], 0)


def test_an_invitation_to_the_channel_is_enough(town: Open) -> None:
    """Nothing is started anew: what arrives there next takes along what waited, or it is tried again."""
    place = town(MISTYPED)
    place.asks()
    place.runs()
    place.gone.discard(WRONG)
    place.asks("Another thing")
    place.runs()
    assert len(place.to(WRONG)) == 2
    assert place.waits() == []


def test_what_was_closed_meanwhile_is_not_said_any_more(town: Open) -> None:
    place = town(MISTYPED)
    place.asks()
    place.runs()
    place.does(ANA, "withdraw")
    place.company = company()
    place.runs()
    assert place.to("slack:C0IT") == []
    assert place.waits() == []


def test_a_line_brings_the_card_that_never_stood_there(town: Open) -> None:
    place = town(company())
    place.gone.add("slack:C0IT")
    place.asks()
    place.runs()
    assert place.told() == {LIN}
    place.gone.discard("slack:C0IT")
    place.does(ANA, "reply", Reply(text="It is the blue one"))
    place.runs()
    card, line = (one for one in place.channels["slack"].messages.values() if one.to == "slack:C0IT")
    assert WORDS in all_of(card.card)
    assert line.under is not None
    assert "blue" in all_of(line.card)


def test_a_line_brings_the_undelivered_card_itself(town: Open) -> None:
    place = town(MISTYPED)
    place.asks()
    place.runs()
    place.gone.discard(WRONG)
    place.does(ANA, "reply", Reply(text="It is the blue one"))
    place.runs()
    place.later()
    card, line = (one for one in place.channels["slack"].messages.values() if one.to == WRONG)
    assert WORDS in all_of(card.card)
    assert line.under is not None
    assert place.waits() == []


def test_other_departments_are_not_touched(town: Open) -> None:
    place = town(MISTYPED)
    place.clock.at = g.shanghai(2, 17)
    place.asks()
    place.asks("Paper", to="purchase", what="Paper", budget="us", goal="print")
    place.runs()
    assert place.told() == {MARIA, "slack:C0BUY"}
    assert TOM not in place.told()
