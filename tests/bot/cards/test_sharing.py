"""Several actions as their people see them: the question, the two answers, the checklist, and the forms."""

from __future__ import annotations

from typing import Any

import pytest

from bot.cards.elements import Card, Checklist, Field, Form
from bot.forms.table import command_of, form_for
from bot.playground.limits import check_view
from bot.playground.wecom.limits import problems
from bot.slack import render as slack
from bot.wecom import render
from bot.wecom.ways import Signposts
from storage.memory import MemoryStore
from tests.bot.readers import LANGUAGES, Spoken, acts_of, all_of, buttons_of, spoken, texts_of
from tests.bot.wecom.conftest import Links
from tests.waiting import as_long_as
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, CHEN, EVA, FRIDAY, LIN, THURSDAY, TUESDAY, WEDNESDAY
from workflows.languages import Language
from workflows.phases import parts
from workflows.phases.action import Deliver
from workflows.phases.explore import Answer
from workflows.phases.offer import AskChange, Propose
from workflows.phases.parts import DeliverPart
from workflows.state.values import Person

WORDS = "Nobody may read this"


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    chosen: Language = request.param
    return chosen


def confidential(*, action: bool = False) -> g.House:
    house = g.House()
    house.asks(WORDS, to="complaint")
    house.does(BEN, "take")
    house.does(BEN, "offer", Propose(need=g.NEED, options=(g.split(*g.SHARES),)))
    for draft in as_long_as(lambda: house.request.draft if action else None, 10):
        house.does(draft.waits_for[0], "take_part")
    if action:
        house.does(ANA, "accept")
    return house


def asked_card(told: Spoken, to: Person = EVA, kind: str = "part_asked", **facts: str) -> Card:
    return told.owners_card(to, kind, **facts)


def said(card: Card) -> str:
    return "\n".join(texts_of(card))


def done_of(card: Card) -> dict[str, bool | None]:
    lists = [element for element in card.elements if isinstance(element, Checklist)]
    return {text.split(" · ")[0]: state for one in lists for text, state in one.items}


# Asked


def test_whoever_is_asked_reads_what_it_is_about_their_part_and_its_day(language: Language) -> None:
    told = spoken(g.drafted(), language)
    card = asked_card(told)
    assert acts_of(card) >= {"take_part", "cannot_take_part"}
    assert "Please reset my password" in said(card)
    part = "Order it · Wed 4 Mar" if language == "en" else "Order it · 3月4日（周三）"
    assert part in texts_of(card)
    assert "Badge" not in said(card)


def test_of_what_is_confidential_they_read_only_their_part(language: Language) -> None:
    told = spoken(confidential(), language)
    card = asked_card(told)
    assert WORDS not in all_of(card)
    assert "Order it" in said(card)
    assert acts_of(card) == {"take_part", "cannot_take_part"}
    assert "Badge" not in all_of(card)
    assert "Ana" not in all_of(card)
    begun = spoken(confidential(action=True), language)
    assert WORDS not in all_of(begun.speaker.whole(begun.request, EVA))
    assert acts_of(asked_card(begun, EVA, "part_begins")) == {"deliver_part", "cannot_take_part"}


def test_after_their_yes_there_is_nothing_to_press_and_a_word_on_how_it_stands() -> None:
    told = spoken(g.drafted())
    told.does(EVA, "take_part")
    assert acts_of(asked_card(told)) == set()
    assert "You said yes. The offer goes out once everybody has." in said(asked_card(told))
    told.does(LIN, "take_part")
    assert "The offer is with Ana Silva now." in said(asked_card(told))


def test_after_somebodys_no_the_others_read_that_it_is_being_changed() -> None:
    told = spoken(g.drafted())
    told.does(LIN, "cannot_take_part")
    assert "Ben Okoro is changing the offer." in said(asked_card(told))
    assert "You said that you can't do this part. Ben Okoro knows" in said(asked_card(told, LIN))


def test_the_owner_sees_whose_yes_is_still_to_come(language: Language) -> None:
    told = spoken(g.drafted(), language)
    told.does(EVA, "take_part")
    card = told.channel_card()
    assert done_of(card) == {"Set it up": True, "Order it": True, "Badge": None}
    assert told.speaker.profile(LIN).name in said(card)
    told.does(LIN, "cannot_take_part")
    assert done_of(told.channel_card())["Badge"] is False


def test_while_others_are_asked_nothing_calls_loudest_on_the_departments_card() -> None:
    told = spoken(g.drafted())
    assert all(button.style == "plain" for button in buttons_of(told.channel_card()))
    told.does(LIN, "cannot_take_part")
    assert any(button.style == "primary" for button in buttons_of(told.channel_card()))


def test_whoever_does_the_last_part_is_not_said_to_have_done_it_all() -> None:
    house = g.shared(g.share("Set it up", BEN), g.share("Order it", EVA))
    house.does(BEN, "deliver", Deliver(what="Installed", places=(0,)))
    house.notices()
    house.does(EVA, "deliver_part")
    notice = next(one for one in house.notices() if one.kind == "delivered")
    assert spoken(house).card(notice).summary.startswith("Ben Okoro has done it")


def test_the_requester_sees_the_parts_once_they_are_offered_and_not_before(language: Language) -> None:
    told = spoken(g.drafted(), language)
    assert "Badge" not in all_of(told.requesters_card())
    for who in (EVA, LIN):
        told.does(who, "take_part")
    card = told.requesters_card("offer")
    assert "Badge" in texts_of(card)
    assert f"{told.speaker.profile(LIN).name} · " in said(card)


# Promised


def test_both_sides_see_what_is_done_and_by_whom(language: Language) -> None:
    told = spoken(g.shared(), language)
    told.does(EVA, "deliver_part", DeliverPart(what="Ordered"))
    for card in (told.requesters_card(), told.channel_card(), told.speaker.whole(told.request, BEN)):
        done = done_of(card)
        assert (done["Set it up"], done["Order it"], done["Badge"]) == (None, True, None)
        assert "Eva" in said(card)


def test_a_helper_has_their_part_to_press_and_the_owner_says_delivered() -> None:
    told = spoken(g.shared())
    assert "deliver_part" in acts_of(asked_card(told, EVA, "part_begins"))
    owners = acts_of(told.speaker.whole(told.request, BEN))
    assert "deliver" in owners
    assert "deliver_part" not in owners
    told.does(EVA, "deliver_part")
    assert "Your part is done." in said(asked_card(told, EVA, "part_begins"))


def test_a_helper_can_say_i_cant_after_all_and_its_owner_reads_what_comes_back(language: Language) -> None:
    told = spoken(g.shared(), language)
    assert acts_of(asked_card(told, EVA, "part_begins")) == {"deliver_part", "cannot_take_part"}
    assert "cannot_take_part" not in acts_of(told.speaker.whole(told.request, BEN))
    told.does(EVA, "cannot_take_part")
    after = asked_card(told, EVA, "part_begins")
    assert acts_of(after) == set()
    assert after.summary == told.speaker.say(EVA, "part.over")
    card = told.card(next(one for one in told.notices() if one.kind == "part_declined"))
    assert "Order it" in card.summary
    assert "On another floor that week" in card.summary
    assert acts_of(card) >= {"deliver", "miss"}


def test_what_waits_for_a_helper_stands_in_their_home() -> None:
    told = spoken(g.drafted())
    assert {button.act for button in buttons_of(told.speaker.home(EVA))} >= {"take_part", "cannot_take_part"}
    assert "take_part" not in {button.act for button in buttons_of(told.speaker.home(CHEN))}


@pytest.mark.parametrize(("day", "words"), [("2026-03-04", "due today"), ("2026-03-05", "overdue")])
def test_a_reminder_says_whether_the_part_is_due_or_late(day: str, words: str) -> None:
    told = spoken(g.shared())
    told.lives_until(g.shanghai(int(day[-2:]), 23))
    moment = f"part:{EVA}:{day}"
    card = asked_card(told, EVA, "reminder_part", moment=moment, n=day)
    assert words in said(card)
    assert "deliver_part" in acts_of(card)


def test_reminders_of_a_part_that_is_done_are_settled() -> None:
    told = spoken(g.shared())
    told.lives_until(g.shanghai(4, 23))
    told.does(EVA, "deliver_part")
    card = asked_card(told, EVA, "reminder_part", moment=f"part:{EVA}:2026-03-04", n="2026-03-04")
    assert acts_of(card) == set()


def test_every_card_of_theirs_fits_wecom(language: Language) -> None:
    made = (
        (spoken(g.drafted(), language), "part_asked"),
        (spoken(confidential(), language), "part_asked"),
        (spoken(g.shared(), language), "part_begins"),
        (spoken(confidential(action=True), language), "part_begins"),
    )
    ways = Signposts(Links(), MemoryStore())
    for told, kind in made:
        template = render.message(asked_card(told, EVA, kind), "task-1", ways)["template_card"]
        assert problems(template) == []
        shown: Any = template
        assert len(shown["button_list"]) >= 1


# Forms


def offer_form(house: g.House, typed: dict[str, Any] | None = None) -> Form:
    told = spoken(house)
    return form_for("offer", told.speaker.view(told.request, BEN), told.facts(BEN), typed)


def prefilled(form: Form) -> dict[str, Any]:
    fields = (field for field in form.fields if isinstance(field, Field))
    return {field.key: field.value for field in fields if field.value is not None}


def keys(form: Form) -> list[str]:
    return [field.key for field in form.fields if isinstance(field, Field)]


def test_an_offer_in_one_asks_for_nothing_more_than_a_tick() -> None:
    form = offer_form(g.asked())
    assert [key for key in keys(form) if key.startswith(("split", "parts", "who"))] == ["split-1"]


def test_a_tick_asks_for_who_does_what_by_when_instead_of_one_date() -> None:
    typed = prefilled(offer_form(g.asked())) | {"split-1": ("yes",)}
    form = offer_form(g.asked(), typed)
    rows = [f"{key}-1-{m}" for m in (1, 2) for key in ("what", "who", "day")]
    assert [key for key in keys(form) if key in rows] == rows
    assert "day-1" not in keys(form)
    assert prefilled(form)["who-1-1"] == BEN
    assert "what-1-4" in keys(offer_form(g.asked(), typed | {"parts-1": "4"}))


def test_three_options_of_four_actions_each_fit_one_window() -> None:
    split = {f"{key}-{n}": value for n in (1, 2, 3) for key, value in (("split", ("yes",)), ("parts", "4"))}
    form = offer_form(g.asked(goal="Mail"), {"words": "x", "conditions": "y", "count": "3"} | split)
    assert len(form.fields) < 100


def test_what_is_typed_in_rows_is_the_offer_of_them() -> None:
    typed = prefilled(offer_form(g.asked())) | {"split-1": ("yes",), "what-1": "A laptop"}
    form = prefilled(offer_form(g.asked(), typed))
    rows = {"what-1-1": "Set it up", "what-1-2": "Order it", "who-1-2": EVA, "day-1-2": WEDNESDAY}
    command = command_of("offer", form | rows)
    assert isinstance(command, Propose)
    assert command.options[0].shares == (
        parts.Share(what="Set it up", who=BEN, day=TUESDAY),
        parts.Share(what="Order it", who=EVA, day=WEDNESDAY),
    )


def test_a_draft_is_changed_from_where_it_stands() -> None:
    house = g.drafted()
    command = command_of("offer", prefilled(offer_form(house)))
    assert isinstance(command, Propose)
    assert command.options[0].shares == g.SHARES
    assert command.options[0].by_when == FRIDAY


def test_the_next_offer_begins_with_the_last_one() -> None:
    """After a change that was asked for, and while it is open: nobody types it twice."""
    options = g.costly(after="approval", days=5, day=None), g.option("A used one")
    house = g.offered_at_a_cost(*options)
    before = prefilled(offer_form(house))
    house.does(ANA, "change", AskChange(text="A black one, please"))
    form = prefilled(offer_form(house))
    assert form == before
    command = command_of("offer", form)
    assert isinstance(command, Propose)
    assert [(one.what, one.after, one.days) for one in command.options] == [
        (options[0].what, "approval", 5),
        ("A used one", "", None),
    ]
    assert command.approver == g.TOM


def test_a_need_that_is_new_since_is_offered_for_anew() -> None:
    house = g.offered()
    house.does(ANA, "change", AskChange(text="Not that one"))
    house.does(ANA, "answer", Answer(answers={"goal": "Mail"}))
    assert "what-1" not in prefilled(offer_form(house))


def test_whoever_prefers_another_platform_is_shown_by_their_account_here() -> None:
    house = g.drafted()
    one = house.company.model_copy(update={"people": (("wecom:eva", EVA),)})
    house.company = one
    assert spoken(house).speaker.view(house.request, BEN).account("wecom:eva") == EVA


def test_a_day_that_has_passed_is_not_offered_again() -> None:
    house = g.offered()
    house.lives_until(g.shanghai(20))
    assert prefilled(offer_form(house))["day-1"] > FRIDAY


def test_what_was_promised_is_no_beginning_for_another_offer() -> None:
    house = g.offered(g.option("A new password"))
    house.does(ANA, "accept")
    house.does(ANA, "need_changed")
    assert "what-1" not in prefilled(offer_form(house))


def test_delivered_ticks_ones_own_part_and_offers_all_that_are_open() -> None:
    told = spoken(g.shared())
    form = form_for("deliver", told.speaker.view(told.request, BEN), told.facts(BEN))
    which = next(field for field in form.fields if isinstance(field, Field) and field.key == "which")
    assert which.value == ("0",)
    assert [value for value, _ in which.choices] == ["0", "1", "2"]
    told.does(BEN, "deliver", command_of("deliver", prefilled(form) | {"what": "Installed"}))
    again = form_for("deliver", told.speaker.view(told.request, BEN), told.facts(BEN))
    assert prefilled(again)["which"] == ("1", "2")


def test_with_several_parts_of_ones_own_the_form_asks_which() -> None:
    house = g.shared(
        g.share("Order it", EVA), g.share("Pay it", EVA, FRIDAY), g.share("Badge", LIN, THURSDAY)
    )
    told = spoken(house)
    form = form_for("deliver_part", told.speaker.view(told.request, EVA), told.facts(EVA))
    which = next(field for field in form.fields if isinstance(field, Field) and field.key == "which")
    assert [value for value, _ in which.choices] == ["0", "1"]
    told.does(EVA, "deliver_part", command_of("deliver_part", {"which": "1", "what": "Paid"}))
    assert done_of(told.requesters_card())["Pay it"] is True


@pytest.mark.parametrize("count", ["1", "3"])
def test_slack_takes_the_window_however_it_is_split(count: str) -> None:
    numbers = range(1, int(count) + 1)
    split = {f"split-{n}": ("yes",) for n in numbers} | {f"parts-{n}": "4" for n in numbers}
    form = offer_form(g.asked(goal="Mail"), {"words": "x", "conditions": "y", "count": count} | split)
    check_view(slack.modal_view(form), "modal")
