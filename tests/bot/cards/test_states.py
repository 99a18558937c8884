"""What each reader of a request finds on their card, state by state: buttons, sentence, and nothing twice."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.cards.elements import Card, Checklist
from bot.cards.lists import digest_card
from bot.cards.mine import requester_lines
from bot.cards.view import LONG_WORDS
from bot.inbox.lists import show_list
from tests.bot.readers import LANGUAGES, NAMES, Spoken, acts_of, all_of, buttons_of, spoken, texts_of
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, EVA, LIN
from workflows.languages import Language
from workflows.phases.confirm import Rate
from workflows.phases.explore import Ask, Correct, Reply, Route
from workflows.phases.offer import Accept, DoIt
from workflows.state.values import Need

Made = Callable[[], g.House]


def _as_asked() -> g.House:
    house = g.asked()
    house.does(BEN, "do_it")
    return house


def _question() -> g.House:
    house = g.asked()
    house.does(BEN, "ask")
    return house


def _closed(act: str) -> Made:
    def made() -> g.House:
        house = g.refused() if act == "close" else g.asked()
        house.does(ANA, act)
        return house

    return made


def _late() -> g.House:
    house = g.promised()
    house.lives_until(g.shanghai(10, 10))
    return house


def _scored_low() -> g.House:
    house = g.satisfied()
    house.does(ANA, "rate", Rate(result=4, experience=2))
    return house


def _two_options() -> g.House:
    return g.offered(g.option("A loan laptop"), g.option("A new one"))


SHARES = g.share("Set it up", BEN), g.share("Order it", EVA)


def _drafted() -> g.House:
    return g.drafted(*SHARES)


def _shared() -> g.House:
    return g.shared(*SHARES)


# state: (how it comes about, the requester's buttons, the department's)
STATES: dict[str, tuple[Made, str, str]] = {
    "asked": (
        g.asked,
        "answer skip withdraw nudge unhappy",
        "do_it done offer ask take cannot route same_as assign",
    ),
    "restated": (
        lambda: g.asked(goal="Mail", blocked="fine"),
        "answer confirm correct skip withdraw nudge unhappy",
        "do_it done offer ask take cannot route same_as assign",
    ),
    "taken": (
        g.taken,
        "answer skip withdraw nudge unhappy",
        "do_it done offer ask cannot route update same_as wait_for hand_over assign",
    ),
    "question": (
        _question,
        "answer withdraw unhappy",
        "do_it done offer ask cannot route same_as wait_for hand_over assign",
    ),
    "offered": (
        g.offered,
        "accept change decline withdraw unhappy",
        "do_it done offer ask cannot route update same_as wait_for hand_over assign",
    ),
    "two options": (
        _two_options,
        "accept change decline withdraw unhappy",
        "do_it done offer ask cannot route update same_as wait_for hand_over assign",
    ),
    "refused": (
        g.refused,
        "appeal close unhappy",
        "do_it done offer ask cannot route update same_as wait_for hand_over assign",
    ),
    "promised": (
        g.promised,
        "withdraw nudge need_changed unhappy",
        "deliver on_track miss earlier update wait_for hand_over assign",
    ),
    "as asked": (
        _as_asked,
        "change withdraw nudge need_changed unhappy",
        "deliver on_track miss earlier update wait_for hand_over assign",
    ),
    "late": (_late, "withdraw nudge need_changed unhappy", "deliver update wait_for hand_over assign"),
    "new date": (
        g.postponed,
        "agree keep_date withdraw nudge need_changed unhappy",
        "deliver on_track update wait_for hand_over assign",
    ),
    "delivered": (g.delivered, "yes partly no unhappy", ""),
    "satisfied": (g.satisfied, "rate thanks reopen unhappy again", ""),
    "scored low": (_scored_low, "follow_up feedback reopen again", ""),
    "partly": (g.partly, "rate follow_up feedback", ""),
    "again": (
        g.second_round,
        "rate close nudge unhappy",
        "do_it done offer ask cannot route update same_as wait_for hand_over assign",
    ),
    "unsolved": (g.unsolved, "rate follow_up feedback", ""),
    "listened to": (g.listened_to, "listen close", ""),
    "heard": (g.heard, "close nudge", ""),
    "said back": (g.restated, "thats_it not_quite close", ""),
    "understood": (g.understood, "close nudge", ""),
    "apologised": (
        g.apologised,
        "close nudge unhappy",
        "do_it done offer ask cannot route update same_as wait_for hand_over assign",
    ),
    "handed up": (
        g.handed_up,
        "close nudge unhappy",
        "do_it done offer ask cannot route update same_as wait_for hand_over assign",
    ),
    "joined": (g.joined, "withdraw nudge unhappy", "unjoin"),
    "awaiting": (
        g.awaiting,
        "change withdraw nudge need_changed unhappy",
        "deliver on_track miss earlier update wait_no_more hand_over assign",
    ),
    "drafted": (
        _drafted,
        "answer skip withdraw nudge unhappy",
        "do_it done offer ask cannot route update same_as wait_for hand_over assign",
    ),
    "shared": (
        _shared,
        "withdraw nudge need_changed unhappy",
        "deliver on_track miss earlier update wait_for hand_over assign",
    ),
    "withdrawn": (_closed("withdraw"), "reopen again", ""),
    "declined": (_closed("close"), "reopen again", ""),
    "to be approved": (
        g.to_be_approved,
        "withdraw unhappy",
        "offer approved_elsewhere cannot update wait_for hand_over assign",
    ),
    "waits for input": (
        g.awaiting_input,
        "give_input withdraw need_changed unhappy",
        "have_input deliver update wait_for hand_over assign",
    ),
}
# Between the requester and whoever looks after it: what only that person's own card offers.
HANDLING = {
    "listened to": {"restate", "hand_over"},
    "heard": {"restate", "hand_over"},
    "said back": {"hand_over"},
    "understood": {"apologise", "hand_over"},
}

# What the requester reads first of all, how it stands.
SENTENCES: dict[str, tuple[str, str]] = {
    "asked": ("IT has it. This usually takes a working day or less.", "一般一个工作日内办好"),
    "taken": ("Ben Okoro (IT) has it", "Ben Okoro（IT。）已接手"),
    "question": ("Which account?", "Which account?"),
    "offered": ("Ben Okoro offers this, open until Fri 6 Mar 18:00", "3月6日（周五）18:00 前有效"),
    "refused": ("It is not ours to give", "It is not ours to give"),
    "promised": ("Ben Okoro promises it for Fri 6 Mar.", "Ben Okoro 承诺 3月6日（周五）完成"),
    "as asked": ("Ben Okoro will do what you asked by Fri 6 Mar", "在 3月6日（周五）前办好"),
    "late": ("is late", "现在晚了"),
    "new date": ("proposes Tue 10 Mar: A part is late", "希望改到 3月10日（周二）"),
    "delivered": ("Is it solved?", "问题解决了吗？"),
    "satisfied": ("Solved. Thank you", "问题已解决，谢谢"),
    "again": ("Ben Okoro is putting it right. You'll hear by", "先由 Ben Okoro 来补上"),
    "unsolved": ("Please follow up: 林娜 will look after it.", "由林娜来负责"),
    "scored low": ("What should happen now?", "接下来您希望怎么做"),
    "listened to": ("from Tue 3 Mar 15:45, 林娜 goes on without", "3月3日（周二）15:45 起林娜会继续跟进"),
    "heard": ("林娜 will say it back to you", "林娜会把自己的理解说给您听"),
    "said back": ("You waited, and nobody wrote", "You waited, and nobody wrote"),
    "understood": ("林娜 understands what happened", "林娜已经了解了情况"),
    "apologised": ("Ana, I am sorry. Lin", "Ana, I am sorry. Lin"),
    "handed up": ("Maria is putting it right", "接下来由 Maria 来解决"),
    "withdrawn": ("Withdrawn.", "已撤回"),
    "declined": ("nothing was agreed on", "没有达成一致"),
    "to be approved": ("It now waits for approval by Tom Berg", "现在等 Tom Berg 批准"),
    "waits for input": (
        "Ben Okoro needs something from you first. From then on it takes 3 working days.",
        "Ben Okoro 需要您先配合，备齐后 3 个工作日完成",
    ),
}


@pytest.fixture(params=LANGUAGES)
def language(request: pytest.FixtureRequest) -> Language:
    return "zh" if request.param == "zh" else "en"


@pytest.fixture(params=STATES)
def state(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def made(state: str, language: Language) -> Spoken:
    return spoken(STATES[state][0](), language)


def test_the_requester_presses_exactly_what_the_table_says(state: str, language: Language) -> None:
    house = made(state, language)
    assert acts_of(house.requesters_card()) == set(STATES[state][1].split())


def test_the_department_presses_exactly_what_the_table_says(state: str, language: Language) -> None:
    expected = set(STATES[state][2].split()) | ({"update"} if state == "question" else set())
    house = made(state, language)
    if house.request.phase == "explore":
        expected.discard("update")
    assert acts_of(house.channel_card()) == expected | ({"note"} if expected else set())


def test_owner_and_lead_find_the_departments_buttons(state: str, language: Language) -> None:
    house = made(state, language)
    buttons = acts_of(house.channel_card())
    mine = buttons | HANDLING.get(state, set())
    if house.request.owner == BEN:
        own = acts_of(house.speaker.whole(house.request, BEN)) - {"snooze"}
        assert own == (buttons - {"assign"}) | {"note"}
    anothers = {"assign"} if house.request.owner == LIN else {"hand_over"}
    assert acts_of(house.speaker.whole(house.request, LIN)) == (mine - anothers) | {"note"}


def test_the_requester_reads_how_it_stands(language: Language) -> None:
    for state, sentences in SENTENCES.items():
        said = "\n".join(texts_of(made(state, language).requesters_card()))
        assert sentences[language == "zh"] in said, state


def test_the_department_reads_who_asks_and_what(state: str, language: Language) -> None:
    house = made(state, language)
    said = texts_of(house.channel_card())
    assert "Please reset my password" in said
    assert "Ana Silva" in said


def test_nothing_stands_twice(state: str, language: Language) -> None:
    house = made(state, language)
    people = [house.speaker.whole(house.request, person) for person in (ANA, BEN, LIN)]
    for card in (house.requesters_card(), house.channel_card(), *people):
        _nothing_twice(card)


def _nothing_twice(card: Card) -> None:
    labels = {element.title for element in card.elements if isinstance(element, Checklist)}
    said = [text for text in texts_of(card) if text not in labels and len(text) > 12]
    assert len(said) == len(set(said)), said
    pressed = [(button.act, button.about) for button in buttons_of(card)]
    assert len(pressed) == len(set(pressed))


def test_no_card_shows_an_unfilled_place(state: str, language: Language) -> None:
    house = made(state, language)
    for card in (house.requesters_card(), house.channel_card()):
        assert not [text for text in texts_of(card) if "{" in text or "None" in text or "U0" in text]


def test_each_newest_message_says_its_news_once(state: str, language: Language) -> None:
    house = made(state, language)
    for notice in house.notices():
        if notice.place == "person":
            _nothing_twice(house.card(notice))


def test_each_option_has_its_own_accept(language: Language) -> None:
    buttons = [b for b in buttons_of(made("two options", language).requesters_card()) if b.act == "accept"]
    assert [button.about for button in buttons] == ["1:1:0", "1:1:1"]
    assert len({button.label for button in buttons}) == 2
    assert all(button.short for button in buttons)


def test_a_new_version_has_new_buttons() -> None:
    house = spoken(g.offered())
    house.does(ANA, "change")
    house.does(BEN, "offer")
    assert [b.about for b in buttons_of(house.requesters_card()) if b.act == "accept"] == ["1:2:0"]


def test_at_most_one_button_of_a_card_calls_loudest(state: str, language: Language) -> None:
    house = made(state, language)
    for card in (house.requesters_card(), house.channel_card()):
        loud = {button.act for button in buttons_of(card) if button.style == "primary"}
        assert len(loud) <= 1


def test_an_update_is_said_once() -> None:
    house = spoken(g.promised())
    house.does(BEN, "update")
    said = "\n".join(texts_of(house.requesters_card("update", text="Half way there")))
    assert said.count("Half way there") == 1


def test_a_new_need_in_own_words_is_shown_beside_the_words_asked() -> None:
    house = spoken(g.asked(goal="Mail", blocked="fine"))
    house.does(ANA, "correct")
    said = "\n".join(texts_of(house.channel_card()))
    assert "Please reset my password" in said
    assert "I mean the other account" in said


def test_what_was_done_at_once_has_no_promised_day() -> None:
    house = spoken(g.asked())
    house.does(BEN, "done")
    assert "Promised for" not in texts_of(house.requesters_card("delivered"))


def test_a_request_routed_on_only_says_where_to() -> None:
    house = spoken(g.asked())
    house.does(BEN, "route")
    card = house.card(house.notice("card", "it", place="channel"))
    assert texts_of(card)[1:] == ["Routed to Purchasing."]
    assert acts_of(card) == set()


@pytest.mark.parametrize(
    "words",
    [
        "x",
        "长" * 9000,
        "<!channel> <@U0LIN> *bold* `code` {braces} {0}",
        "line\n\n\nline\ttab",
        "\u202eright to left\u200b",
        "👩‍👩‍👧‍👦" * 300,
    ],
)
def test_any_words_stand_as_typed(words: str, language: Language) -> None:
    house = Spoken(language)
    house.asks(words)
    assert words.strip() in texts_of(house.requesters_card())
    shown = texts_of(house.channel_card())
    assert words.strip() in shown or any(words.startswith(text.removesuffix("…")) for text in shown)
    assert len(texts_of(house.speaker.home(ANA))) < 30


def test_long_words_begin_in_the_channel_and_stand_whole_for_whoever_has_them_shown(
    language: Language,
) -> None:
    house = Spoken(language)
    house.asks("word " * 400)
    assert all(len(text) <= LONG_WORDS + 1 for text in texts_of(house.channel_card()))
    assert "show" in acts_of(house.channel_card())
    assert ("word " * 400).strip() in texts_of(house.speaker.whole(house.request, BEN))


def test_words_with_braces_survive_every_form(language: Language) -> None:
    house = Spoken(language)
    house.asks("{words} {0} {")
    house.does(BEN, "do_it", DoIt(day=g.FRIDAY))
    assert "{words} {0} {" in texts_of(house.channel_card())


def test_conditions_that_were_withdrawn_do_not_break_what_was_said_about_them() -> None:
    """Rated after the first round, then put in other words: the old remark still finds its sentence."""
    house = spoken(g.second_round())
    house.does(ANA, "rate", Rate(unmet=(1,)))
    rated = next(notice for notice in house.notices() if notice.kind == "rated")
    house.does(BEN, "ask")
    house.does(ANA, "answer")
    if "correct" in acts_of(house.requesters_card()):
        house.does(ANA, "correct", Correct(need=Need(words="Something else")))
    assert house.card(rated).summary


def test_an_accepted_offer_stays_before_both_sides(language: Language) -> None:
    second = g.option("A new one").model_copy(update={"beyond": "A bag", "needs": "The old one"})
    house = g.offered(g.option("A loan laptop"), second)
    house.does(ANA, "accept", Accept(version=1, option=1))
    told = spoken(house, language)
    for card in (told.requesters_card(), told.channel_card()):
        said = "\n".join(texts_of(card))
        assert all(words in said for words in ("A new one", "A bag", "The old one"))
        assert "A loan laptop" not in said


def test_the_department_sees_what_was_asked_and_offered(language: Language) -> None:
    offered = "\n".join(texts_of(spoken(_two_options(), language).channel_card()))
    assert "A loan laptop" in offered
    assert "A new one" in offered
    question = _question()
    asked = question.request.open_questions[0].text
    assert asked in "\n".join(texts_of(spoken(question, language).channel_card()))


def test_the_lead_who_is_asked_to_look_again_can_act(language: Language) -> None:
    told = spoken(g.refused(), language)
    told.does(ANA, "appeal")
    card = told.owners_card(LIN, "appealed", by=ANA)
    assert {"do_it", "offer"} <= acts_of(card)


@pytest.mark.parametrize(
    ("language", "line"),
    [("en", "Which room? — When will it be fixed?"), ("zh", "Which room?——When will it be fixed?")],
)
def test_an_answer_does_not_run_into_its_question(language: Language, line: str) -> None:
    house = g.asked()
    house.does(BEN, "ask", Ask(text="Which room?"))
    house.does(ANA, "reply", Reply(text="When will it be fixed?"))
    assert line in "\n".join(texts_of(spoken(house, language).channel_card()))


@pytest.mark.parametrize(("language", "line"), [("en", "The room: 3.12"), ("zh", "The room：3.12")])
def test_an_answer_to_no_question_mark_stands_behind_a_colon(language: Language, line: str) -> None:
    house = g.asked()
    house.does(BEN, "ask", Ask(text="The room"))
    house.does(ANA, "reply", Reply(text="3.12"))
    assert line in "\n".join(texts_of(spoken(house, language).channel_card()))


def test_a_day_until_which_it_could_be_reopened_is_not_named_afterwards() -> None:
    told = spoken(_closed("withdraw")(), "en")
    view = told.speaker.view(told.request, ANA)
    said = {
        days: "reopen it until"
        in "\n".join(texts_of(Card(title="", summary="", elements=requester_lines(then))))
        for days in (13, 15)
        for then in (replace(view, now=view.now + timedelta(days=days)),)
    }
    assert said == {13: True, 15: False}


def test_under_an_apology_or_a_repair_nothing_asks_whether_the_need_was_right() -> None:
    """Done at once, nobody had confirmed it; "that's right" would now seem to speak of what went wrong."""
    house = g.asked(goal="Mail")
    for by, act in ((BEN, "done"), (ANA, "partly"), (ANA, "follow_up")):
        house.does(by, act)
    assert not {"confirm", "correct"} & set(acts_of(spoken(house).requesters_card()))


def test_whoever_says_that_needs_changed_sees_what_is_needed_now() -> None:
    house = g.promised()
    house.does(ANA, "need_changed")
    assert "Needed now: Two accounts by now" in texts_of(spoken(house).requesters_card())


@pytest.mark.parametrize("language", LANGUAGES)
def test_good_scores_are_not_shown_for_a_later_round_that_ended_badly(language: Language) -> None:
    house = g.satisfied()
    house.does(ANA, "rate", Rate(result=5, experience=5))
    house.does(ANA, "reopen")
    house.does(ANA, "close")
    told = spoken(house, language)
    best = told.speaker.say(ANA, "form.rate.5")
    for reader in (ANA, BEN):
        assert best not in all_of(told.speaker.whole(told.request, reader))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_closing_card_says_what_was_needed_promised_done_and_said_and_how_long_each_side_had_it(
    language: Language,
) -> None:
    house = g.asked()
    for by, act, hours in ((BEN, "offer", 2), (ANA, "accept", 3), (BEN, "deliver", 20), (ANA, "yes", 1)):
        house.clock.tick(hours=hours)
        house.does(by, act)
    house.does(ANA, "rate", Rate(result=4, experience=5, words="Quick and kind"))
    said = "\n".join(texts_of(spoken(house, language).requesters_card()))
    view = spoken(house, language).speaker.view(house.request, ANA)
    needed = ("Ana can log in again", view.day(g.FRIDAY), "A new password", "Quick and kind")
    scores = (view.say("form.rate.4"), view.say("form.rate.5"))
    sides = (view.say("side.department", time=view.span(timedelta(hours=2))), view.say("label.time"))
    assert [words for words in (*needed, *scores, *sides) if words not in said] == []


def test_what_is_worked_on_in_another_request_is_not_counted_among_what_waits() -> None:
    house = spoken(g.joined())
    views, count = house.speaker.waiting(g.BEN)
    assert [view.request.number for view in views] == [1]
    assert count == 1


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lead_reads_who_wanted_to_move_the_date_or_said_no_also_once_somebody_else_owns_it(
    language: Language,
) -> None:
    for made, act, kind in (
        (g.postponed(), "keep_date", "date_refused_lead"),
        (g.refused(), "appeal", "appealed"),
    ):
        made.does(ANA, act)
        notice = next(one for one in made.notices() if one.kind == kind)
        made.does(ANA, "unhappy")
        assert made.request.owner == LIN
        assert "Ben Okoro" in spoken(made, language).card(notice).summary


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_lead_who_is_asked_to_look_again_reads_why_it_could_not_be_done(language: Language) -> None:
    house = g.refused()
    house.does(ANA, "appeal")
    notice = next(one for one in house.notices() if one.kind == "appealed")
    assert "It is not ours to give" in "\n".join(texts_of(spoken(house, language).card(notice)))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("act", "why"), [("withdraw", "ended"), ("deliver", "done"), ("miss", "moved")])
def test_whoever_waits_for_another_reads_what_became_of_it(language: Language, act: str, why: str) -> None:
    house = g.awaiting()
    waits, house.number = house.number, 1
    house.does(g.CHEN if act == "withdraw" else BEN, act)
    house.number = waits
    house.desk.sweep()
    notice = next(one for one in house.notices() if one.kind == "flagged")
    said = spoken(house, language).card(notice).summary
    assert notice.facts["why"] == why
    assert "#1" in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_past_is_no_headline_any_more(language: Language) -> None:
    for made, kind, by, act in (
        (g.asked(blocked="yes"), "urgent", BEN, "done"),
        (g.offered(), "offer_sent", ANA, "accept"),
        (g.refused(), "appealed", LIN, "do_it"),
    ):
        if kind == "appealed":
            made.does(ANA, "appeal")
        told = spoken(made, language)
        notice = told.notice(kind, LIN, by=ANA)
        said = told.card(notice).summary
        assert said in texts_of(told.card(notice))
        made.does(by, act)
        assert said not in texts_of(spoken(made, language).card(notice))


def test_an_appeal_waits_for_the_lead_who_sees_it_in_home_and_in_the_morning() -> None:
    house = g.refused()
    house.does(ANA, "appeal")
    told = spoken(house)
    waits = {who: [view.request.number for view in told.speaker.waiting(who)[0]] for who in (LIN, EVA)}
    assert waits == {LIN: [house.number], EVA: []}
    morning = digest_card("en", "IT", told.speaker.waiting(LIN)[0])
    assert morning is not None
    assert "Please reset my password" in "\n".join(texts_of(morning))


def test_after_an_appeal_the_lead_is_reminded_and_no_longer_whoever_said_no() -> None:
    house = g.refused()
    house.does(ANA, "appeal")
    house.told()
    house.lives_until(g.shanghai(4, 9))
    (notice,) = [one for one in house.notices() if one.kind.startswith("reminder")]
    assert (notice.to, notice.kind) == (LIN, "reminder_lead")
    assert "asked you to look at this again" in spoken(house).card(notice).summary


@pytest.mark.parametrize("language", LANGUAGES)
def test_old_news_still_say_where_it_was_passed_on_to_then(language: Language) -> None:
    house = g.asked()
    house.does(BEN, "route")
    notice = next(one for one in house.notices() if one.kind == "routed")
    there = house.request.department
    house.does(house.company.department(there).everyone[0], "route", Route(workflow=g.HELP.id))
    told = spoken(house, language)
    view = told.speaker.view(told.request, ANA)
    assert house.request.department != there
    assert view.called(there) in told.card(notice, latest=False).summary


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_goes_on_later_still_reads_who_looked_after_it_meanwhile(language: Language) -> None:
    house = g.promised()
    house.does(ANA, "unhappy")
    notice = next(one for one in house.notices() if one.kind == "looked_after")
    _to_apology(house)
    assert house.request.owner == BEN
    assert NAMES["LIN"] in spoken(house, language).card(notice, latest=False).summary


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_day_that_was_spoken_of_still_stands_in_old_news_once_the_promise_is_gone(
    language: Language,
) -> None:
    house = g.promised()
    house.does(ANA, "unhappy")
    _to_apology(house)
    notice = next(one for one in house.notices() if one.kind == "resumed")
    house.does(ANA, "need_changed")
    told = spoken(house, language)
    assert told.speaker.view(told.request, BEN).day(g.FRIDAY) in told.card(notice, latest=False).summary


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_apology_is_read_on_the_card_also_where_the_promise_just_goes_on(language: Language) -> None:
    house = g.promised()
    house.does(ANA, "unhappy")
    _to_apology(house)
    notice = next(one for one in house.notices() if one.kind == "apology")
    said = "\n".join(texts_of(spoken(house, language).card(notice)))
    assert said.count(notice.facts["text"]) == 1


def _to_apology(house: g.House) -> None:
    for by, act in ((ANA, "listen"), (LIN, "restate"), (ANA, "thats_it"), (LIN, "apologise")):
        house.does(by, act)


@pytest.mark.parametrize("language", LANGUAGES)
def test_whoever_presses_on_track_or_nudge_sees_on_the_card_that_it_was_heard(language: Language) -> None:
    house = g.promised()
    for by, act, key in ((ANA, "nudge", "mine.nudged"), (BEN, "on_track", "mine.progress")):
        house.does(by, act)
        told = spoken(house, language)
        when = told.speaker.view(told.request, by).instant(house.clock.now())
        line = told.speaker.say(by, key, owner="Ben Okoro", when=when)
        card = told.requesters_card() if by == ANA else told.channel_card()
        assert line in texts_of(card)


def test_a_nudge_is_not_shown_any_longer_once_the_owner_has_said_something() -> None:
    house = g.promised()
    for by, act in ((ANA, "nudge"), (BEN, "on_track")):
        house.clock.tick(hours=1)
        house.does(by, act)
    assert not [said for said in texts_of(spoken(house).requesters_card()) if "you asked" in said]


def test_done_and_conditions_stand_in_the_readers_own_language(language: Language) -> None:
    told = spoken(g.asked(goal="Mail"), language)
    told.does(BEN, "done")
    told.does(ANA, "yes")
    other: Language = "zh" if language == "en" else "en"
    told.reads(other)
    words = texts_of(told.requesters_card()) + texts_of(told.speaker.whole(told.request, BEN))
    done, condition = ("Done, please try it", "With Mail I can work")
    shown = {"en": (done, condition), "zh": (f"{done}。", f"{condition}。")}
    assert not {*words} & {*shown[language]}
    assert {*words} & {*shown[other]}


def test_the_newest_card_of_whoever_did_it_says_that_all_was_well_and_nobody_elses_does() -> None:
    house = spoken(g.satisfied())
    reminder = house.notice("reminder_check_in", BEN)
    assert house.card(reminder).thanks
    assert not house.card(reminder, latest=False).thanks
    assert not house.card(house.notice("card", LIN)).thanks
    assert not house.requesters_card("delivered").thanks
    waiting = spoken(g.delivered())
    assert not waiting.card(waiting.notice("card", BEN)).thanks


def test_whoever_has_answered_sees_the_answer_beside_the_question(language: Language) -> None:
    house = spoken(_question(), language)
    asked = house.request.open_questions[0].text
    house.does(ANA, "reply", Reply(text="The blue one"))
    said = texts_of(house.requesters_card("question", text=asked))
    assert {"en": f"{asked} — The blue one", "zh": f"{asked}——The blue one"}[language] in said


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_department_is_not_asked_to_take_what_goes_on_elsewhere(language: Language) -> None:
    told = spoken(g.joined(), language)
    assert told.speaker.say(BEN, "ours.waits") not in all_of(told.channel_card())


def test_whoever_waits_in_vain_is_not_told_how_long_it_usually_takes(language: Language) -> None:
    house = spoken(g.asked(), language)
    usual = {"en": "usually takes", "zh": "一般"}[language]
    assert usual in " ".join(texts_of(house.requesters_card()))
    house.lives_until(g.shanghai(9))
    said = " ".join(texts_of(house.requesters_card()))
    assert {"en": "nobody has taken it up yet", "zh": "还没有人接手"}[language] in said
    assert usual not in said


def test_a_lead_reads_who_has_it_and_who_asked_and_the_owner_only_who_asked() -> None:
    told = spoken(g.promised())
    lead, owner = (
        "\n".join(texts_of(show_list(told.speaker, who, word))) for who, word in ((LIN, "team"), (BEN, "due"))
    )
    assert "· Ben Okoro · asked by Ana Silva" in lead
    assert "· Ana Silva" in owner
    assert "Ben" not in owner
