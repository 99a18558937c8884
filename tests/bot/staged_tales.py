"""Short tales in which every news is brought about by what people do, and by what time does."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from tests.bot.staged import Stage
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, CHEN, EVA, FRIDAY, LIN, MARIA, NEXT_TUESDAY, TOM, shanghai
from workflows.phases.action import MissIt
from workflows.phases.confirm import Rate, Reopen
from workflows.phases.explore import Answer, Raise, Reply, Route
from workflows.phases.handing import HandOver
from workflows.phases.offer import Accept, Draft, Propose
from workflows.phases.parts import DeliverPart
from workflows.rights.act import Command
from workflows.state.values import Person

Step = tuple[Person, str] | tuple[Person, str, Command]
NEXT_WEEK = (date(2026, 3, 10), date(2026, 3, 11), date(2026, 3, 12))


def plays(stage: Stage, *steps: Step) -> None:
    for by, act, *command in steps:
        stage.does(by, act, command[0] if command else None)


def on(stage: Stage, number: int, *steps: Step) -> None:
    stage.number = number
    plays(stage, *steps)


def offer(*options: Draft, approver: Person | None = None) -> Step:
    return BEN, "offer", Propose(need=g.NEED, options=options or (g.option(),), approver=approver)


def drafted(stage: Stage, *days: date) -> None:
    shares = tuple(
        share.model_copy(update={"day": day}) for share, day in zip(g.SHARES, days or _days(), strict=True)
    )
    stage.asks()
    plays(stage, offer(g.split(*shares)))


def _days() -> tuple[date, ...]:
    return tuple(share.day for share in g.SHARES if share.day)


def promised(stage: Stage, day: date = FRIDAY) -> None:
    stage.asks()
    plays(stage, offer(g.option(day=day)), (ANA, "accept"))


def delivered(stage: Stage) -> None:
    promised(stage)
    plays(stage, (BEN, "deliver"))


# Explore


def a_talk_before_the_offer(stage: Stage) -> None:
    stage.asks()
    plays(
        stage,
        (ANA, "answer", Answer(answers={"goal": "Mail on my phone"})),
        (ANA, "take_back"),
        (ANA, "reply"),
        (BEN, "ask"),
        (BEN, "reply", Reply(text="I'll look at it today")),
        (ANA, "reply", Reply(text="See you then")),
    )


def put_off(stage: Stage) -> None:
    stage.asks()
    plays(stage, (BEN, "take"))
    stage.lives_until(shanghai(3, 12))
    plays(stage, (BEN, "snooze"))
    stage.lives_until(shanghai(4, 12))


def said_in_other_words(stage: Stage) -> None:
    stage.asks(goal="Mail on my phone", blocked="fine")
    plays(stage, (ANA, "correct"))


def it_is_urgent_and_goes_to_and_fro(stage: Stage) -> None:
    stage.asks(blocked="stopped")
    plays(stage, (BEN, "route"), (EVA, "route", Route(workflow="help")), (ANA, "nudge"))


def for_a_colleague(stage: Stage) -> None:
    command = Raise(workflow="help", words=stage.said("Mail does not work on her phone"), colleague=CHEN)
    stage.number = stage.desk.raise_request(ANA, command).number
    stage.shows()


def nobody_takes_it(stage: Stage) -> None:
    stage.desk.plan_digests()
    stage.asks(blocked="fine", goal="Mail on my phone")
    stage.lives_until(shanghai(20, 20))


def passed_on_in_vain(stage: Stage) -> None:
    stage.asks()
    answers = {"what": "A phone", "budget": "Sales", "goal": "Mail on my phone"}
    plays(stage, (BEN, "route"), (ANA, "answer", Answer(answers=answers)))
    stage.lives_until(shanghai(6, 20))


def never_answered(stage: Stage) -> None:
    stage.asks()
    plays(stage, (BEN, "ask"))
    stage.lives_until(shanghai(31, 20))


def something_confidential(stage: Stage) -> None:
    stage.asks("My lead shouted at me", to="complaint")
    plays(stage, (BEN, "take"), (ANA, "reply", Reply(text="It was on Monday")))
    stage.lives_until(shanghai(4, 20))
    plays(stage, (BEN, "cannot"), (ANA, "appeal"))


def something_confidential_that_waits(stage: Stage) -> None:
    stage.asks("My lead shouted at me", to="complaint")
    plays(stage, (ANA, "reply", Reply(text="It was on Monday")))
    stage.lives_until(shanghai(12, 20))


# Offer


def from_the_offer_to_thanks(stage: Stage) -> None:
    stage.asks()
    plays(stage, offer(), (ANA, "change"), offer(), (ANA, "accept", Accept(version=2, option=0)))
    plays(stage, (BEN, "update"), (ANA, "nudge"), (BEN, "deliver"), (ANA, "yes"))
    plays(stage, (ANA, "rate"), (ANA, "thanks"))


def with_praise(stage: Stage) -> None:
    delivered(stage)
    plays(stage, (ANA, "yes"), (ANA, "rate", Rate(result=5, experience=5, words="That was quick")))


def offers_that_come_to_nothing(stage: Stage) -> None:
    stage.asks()
    plays(stage, offer(), (ANA, "decline"), offer())
    stage.lives_until(shanghai(20, 20))


def withdrawn_and_wanted_again(stage: Stage) -> None:
    stage.asks()
    plays(stage, offer(), (ANA, "withdraw"), (ANA, "reopen", Reopen(reason="I need it after all")))


def done_as_asked(stage: Stage) -> None:
    stage.asks()
    plays(stage, (BEN, "do_it"))


def an_honest_no(stage: Stage) -> None:
    stage.asks()
    plays(stage, (BEN, "cannot"), (ANA, "appeal"))
    stage.lives_until(shanghai(10, 20))


def a_no_that_is_taken(stage: Stage) -> None:
    stage.asks()
    plays(stage, (BEN, "cannot"), (ANA, "close"))


# Action


def a_promise_that_is_late(stage: Stage) -> None:
    promised(stage, date(2026, 3, 12))
    stage.lives_until(shanghai(26, 20))


def another_date(stage: Stage) -> None:
    promised(stage)
    plays(stage, (BEN, "earlier"), (ANA, "agree"))
    plays(stage, (BEN, "miss"), (ANA, "keep_date"))
    plays(stage, (BEN, "miss"))
    stage.lives_until(shanghai(11, 20))


def needs_change(stage: Stage) -> None:
    promised(stage)
    plays(stage, (ANA, "need_changed"))


def a_lead_steps_in(stage: Stage) -> None:
    promised(stage)
    plays(stage, (LIN, "deliver"))


def what_the_requester_gives(stage: Stage) -> None:
    draft = Draft(what="A new phone", day=None, after="input", days=3, needs="Your old phone", meets=(0,))
    stage.asks()
    plays(stage, offer(draft), (ANA, "accept"))
    stage.lives_until(shanghai(4, 10))
    plays(stage, (ANA, "give_input"))


def what_was_there_already(stage: Stage) -> None:
    draft = Draft(what="A new phone", day=None, after="input", days=3, needs="Your old phone", meets=(0,))
    stage.asks()
    plays(stage, offer(draft), (ANA, "accept"), (BEN, "have_input"))


# Confirm and recovery


def nobody_says_whether_it_helped(stage: Stage) -> None:
    delivered(stage)
    stage.lives_until(shanghai(25, 20))


def unhappy_and_silent(stage: Stage) -> None:
    delivered(stage)
    plays(stage, (ANA, "no"))
    stage.lives_until(shanghai(31, 20))


def just_for_you_to_know(stage: Stage) -> None:
    delivered(stage)
    plays(stage, (ANA, "no"), (ANA, "rate", Rate(words="Nobody told me anything", unmet=(0,))))
    plays(stage, (ANA, "feedback"))


def partly_solved(stage: Stage) -> None:
    delivered(stage)
    plays(stage, (ANA, "partly"), (ANA, "follow_up"))
    plays(stage, (ANA, "rate", Rate(words="It stops when I travel", unmet=(1,))))
    plays(stage, (ANA, "close"), (ANA, "reopen", Reopen(reason="It stopped again")))


def followed_up(stage: Stage) -> None:
    delivered(stage)
    plays(stage, (ANA, "no"), (ANA, "follow_up"), (ANA, "listen"), (ANA, "reply"))
    plays(
        stage, (LIN, "restate"), (ANA, "not_quite"), (LIN, "restate"), (ANA, "thats_it"), (LIN, "apologise")
    )
    plays(stage, (LIN, "done"), (ANA, "no"), (ANA, "close"))


def handed_up(stage: Stage) -> None:
    delivered(stage)
    plays(stage, (ANA, "partly"), (ANA, "follow_up"), (BEN, "done"), (ANA, "no"), (ANA, "follow_up"))
    plays(stage, (ANA, "listen"), (LIN, "restate"), (ANA, "thats_it"), (LIN, "apologise"))
    plays(stage, (LIN, "done"), (ANA, "no"))


def followed_up_in_silence(stage: Stage) -> None:
    delivered(stage)
    plays(stage, (ANA, "no"), (ANA, "follow_up"))
    stage.lives_until(shanghai(9, 20))
    plays(stage, (LIN, "restate"))
    stage.lives_until(shanghai(31, 20))


def unhappy_while_it_goes_on(stage: Stage) -> None:
    promised(stage)
    plays(stage, (ANA, "unhappy"), (LIN, "restate"), (ANA, "thats_it"), (LIN, "apologise"))


# Several people


def a_plan_of_several(stage: Stage) -> None:
    drafted(stage)
    plays(stage, (EVA, "reply", Reply(text="Which model?")))
    plays(stage, (EVA, "take_part"), (LIN, "take_part"), (ANA, "accept"))
    plays(stage, (EVA, "deliver_part"), (LIN, "deliver_part"))
    stage.lives_until(shanghai(5, 17))
    plays(stage, (LIN, "deliver_part", DeliverPart(what="My share of it", place=0)))


def a_plan_that_waits(stage: Stage) -> None:
    drafted(stage, *NEXT_WEEK)
    plays(stage, (EVA, "take_part"))
    stage.lives_until(shanghai(12, 20))


def a_plan_that_fails(stage: Stage) -> None:
    drafted(stage)
    plays(stage, (EVA, "take_part"), (LIN, "cannot_take_part"))


def a_part_that_is_late(stage: Stage) -> None:
    drafted(stage)
    plays(stage, (EVA, "take_part"), (LIN, "take_part"), (ANA, "accept"))
    stage.lives_until(shanghai(5, 20))
    plays(stage, (ANA, "withdraw"))


def handed_over(stage: Stage) -> None:
    promised(stage, date(2026, 3, 12))
    plays(stage, (BEN, "hand_over"), (LIN, "cannot_take"), (BEN, "hand_over", HandOver(to=MARIA, words="")))
    stage.lives_until(shanghai(6, 20))
    plays(stage, (BEN, "hand_over"), (LIN, "take_over"))


def somebody_leaves(stage: Stage) -> None:
    promised(stage)
    stage.leaves(BEN)
    stage.shows()


def approved(stage: Stage) -> None:
    stage.asks()
    plays(stage, offer(g.costly(day=date(2026, 3, 20)), approver=TOM), (ANA, "accept"))
    stage.lives_until(shanghai(9, 10))
    plays(stage, (TOM, "approve"))


def not_approved(stage: Stage) -> None:
    stage.asks()
    plays(stage, offer(g.costly(), approver=TOM), (ANA, "accept"), (TOM, "reject"))


def the_same_as_another(stage: Stage) -> None:
    stage.asks(by=CHEN)
    plays(stage, (BEN, "take"))
    stage.asks()
    plays(stage, (BEN, "same_as"))
    on(
        stage,
        1,
        (BEN, "do_it"),
        (BEN, "miss", MissIt(day=NEXT_TUESDAY, reason="A part is late")),
        (CHEN, "agree"),
    )
    on(stage, 1, (CHEN, "need_changed"))


def the_same_after_all_not(stage: Stage) -> None:
    stage.asks(by=CHEN)
    plays(stage, (BEN, "take"))
    stage.asks()
    plays(stage, (BEN, "same_as"), (LIN, "unjoin"))


def one_waits_for_another(stage: Stage) -> None:
    for by in (CHEN, ANA):
        stage.asks(by=by)
        plays(stage, (BEN, "do_it"))
    plays(stage, (BEN, "wait_for"))
    on(stage, 1, (BEN, "miss"))


def barred(stage: Stage) -> None:
    stage.asks("My lead shouted at me", to="complaint")
    plays(stage, (BEN, "take"), (ANA, "answer", Answer(answers={"who": BEN})))


def away_and_back(stage: Stage) -> None:
    promised(stage)
    stage.desk.away(BEN, BEN, date(2026, 3, 12), LIN)
    stage.desk.sweep()
    stage.shows()
    plays(stage, (ANA, "reply"))
    stage.lives_until(shanghai(4, 10))
    stage.desk.back(BEN, BEN)
    stage.desk.sweep()
    stage.shows()


TALES: tuple[Callable[[Stage], None], ...] = (
    a_talk_before_the_offer,
    said_in_other_words,
    put_off,
    it_is_urgent_and_goes_to_and_fro,
    for_a_colleague,
    from_the_offer_to_thanks,
    with_praise,
    offers_that_come_to_nothing,
    withdrawn_and_wanted_again,
    done_as_asked,
    an_honest_no,
    a_no_that_is_taken,
    a_promise_that_is_late,
    another_date,
    needs_change,
    a_lead_steps_in,
    what_the_requester_gives,
    what_was_there_already,
    nobody_says_whether_it_helped,
    unhappy_and_silent,
    just_for_you_to_know,
    partly_solved,
    followed_up,
    handed_up,
    followed_up_in_silence,
    unhappy_while_it_goes_on,
    a_plan_of_several,
    a_plan_that_waits,
    a_plan_that_fails,
    a_part_that_is_late,
    handed_over,
    somebody_leaves,
    approved,
    not_approved,
    the_same_as_another,
    the_same_after_all_not,
    one_waits_for_another,
    barred,
    away_and_back,
    nobody_takes_it,
    passed_on_in_vain,
    never_answered,
    something_confidential,
    something_confidential_that_waits,
)
