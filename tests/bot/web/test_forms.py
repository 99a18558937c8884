"""Forms on pages: what they ask, what is wrong with an answer, what stays, and that each counts once."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from bot import texts
from bot.talk.memory import Memory
from tests.bot.readers import LANGUAGES, Spoken, spoken
from tests.bot.web.conftest import Read, Town
from tests.workflows import given as g
from tests.workflows.given import ANA, BEN, CHEN, FRIDAY, both
from workflows.definition import Question
from workflows.languages import Language
from workflows.rights import acts
from workflows.state.values import Outcome

LONG = "服务器机房的空调又坏了，" * 240  # 2,880 characters without a space
OFFER = {
    "f.words": "Mail works",
    "f.what-1": "A new account",
    "f.after-1": "day",
    "f.day-1": FRIDAY.isoformat(),
    "f.count": "1",
    "f.conditions": "On the phone\nAt home",
}


def names(town: Town) -> list[str]:
    return [one.event.name for one in town.house.store.history(1)]


def test_a_form_is_labelled_for_those_who_cannot_see_it(asked: Town) -> None:
    page = asked.browser(BEN).get("/r/1/offer")
    for key in ("words", "conditions", "what-1", "beyond-1", "needs-1", "cost-1", "day-1", "open_until"):
        assert f'<label for="f-{key}">' in page.html
        assert f'id="f-{key}"' in page.html
    assert page.html.count("<fieldset") == page.html.count("<legend>") == 3
    assert 'aria-required="true"' in page.html


def test_a_form_says_once_what_it_is_about(asked: Town) -> None:
    """The form of "I'll do it" brings the words along for Slack; the head of a page has them already."""
    asked_for = asked.house.at(1).words
    for act in ("do_it", "ask"):
        assert asked.browser(BEN).get(f"/r/1/{act}").words.count(asked_for) == 1, act


def test_everything_missing_is_said_at_once_beside_its_question_and_nothing_is_lost(asked: Town) -> None:
    sent = {"f.words": "", "f.conditions": "One\nTwo", "f.what-1": " ", "f.day-1": "", "f.cost-1": "12"}
    page = asked.browser(BEN).sends("/r/1/offer", sent)
    assert page.status == 422
    assert page.error("words") == page.error("what-1") == page.error("day-1") == "Please fill this in."
    assert 'aria-describedby="f-what-1-wrong" aria-invalid="true"' in page.html
    assert (page.value("f.conditions"), page.value("f.cost-1")) == ("One\nTwo", "12")
    assert names(asked) == ["raised"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_day_nobody_works_is_said_at_its_question_and_the_day_stays(language: Language) -> None:
    town = Town(spoken(g.asked(), language))
    page = town.browser(BEN).sends("/r/1/offer", OFFER | {"f.day-1": "2026-03-08", "f.meets-1": ["", "1"]})
    assert page.status == 422
    assert {"en": "Nobody works on Sun 8 Mar", "zh": "3月8日（周日）没有人上班"}[language] in page.error(
        "day-1"
    )
    assert page.value("f.day-1") == "2026-03-08"
    assert page.chosen("f.meets-1") == ["1"]
    assert page.value("f.what-1") == "A new account"


@pytest.mark.parametrize(
    ("answers", "key"),
    [
        ({"f.cost-1": "a lot"}, "cost-1"),
        ({"f.cost-1": "-5"}, "cost-1"),
        ({"f.day-1": "9999-99-99"}, "day-1"),
        ({"f.day-1": "20260306"}, "day-1"),
        ({"f.day-1": "2026-02-01"}, "day-1"),
        ({"f.conditions": "\n".join("abcdef")}, "conditions"),
        ({"f.words": "x" * 3001}, "words"),
    ],
)
def test_what_cannot_be_is_said_where_it_stands(asked: Town, answers: dict[str, str], key: str) -> None:
    page = asked.browser(BEN).sends("/r/1/offer", OFFER | answers)
    assert page.status == 422
    assert page.error(key)
    assert names(asked) == ["raised"]


def test_an_answer_that_was_not_offered_is_none(town: Town) -> None:
    page = town.browser(ANA).sends("/new", {"f.workflow": "gone", "f.words": "Mail"})
    assert page.status == 422
    assert page.error("workflow") == "Please choose one."
    assert page.value("f.words") == "Mail"
    assert town.house.store.last_number() == 0


def test_several_answers_to_one_question_are_the_first(town: Town) -> None:
    ana = town.browser(ANA)
    assert (
        ana.sends("/new", {"f.workflow": ["help", "purchase"], "f.words": ["First", "Second"]}).status == 200
    )
    assert (town.house.at(1).workflow, town.house.at(1).words) == ("help", "First")


def test_a_changed_answer_asks_what_follows_and_keeps_what_was_typed(town: Town) -> None:
    ana = town.browser(ANA)
    opened = ana.get("/new")
    assert "Can you work?" not in opened.words
    page = ana.post("/new", opened.hidden | {"f.workflow": "help", "f.words": LONG, "update": "1"})
    assert page.status == 200
    assert "Can you work?" in page.words
    assert page.value("f.words") == LONG
    assert page.chosen("f.workflow") == ["help"]
    fine = {"f.workflow": "help", "f.words": "x", "f.q.blocked": "fine", "update": "1"}
    assert "By when?" in ana.post("/new", opened.hidden | fine).words
    assert town.house.store.last_number() == 0


def test_unchecking_everything_is_an_answer_too(asked: Town) -> None:
    ben = asked.browser(BEN)
    opened = ben.get("/r/1/offer")
    page = ben.post("/r/1/offer", opened.hidden | OFFER | {"f.meets-1": "", "update": "1"})
    assert page.chosen("f.meets-1") == []
    assert "leaves out" in page.words
    ben.post("/r/1/offer", opened.hidden | OFFER | {"f.meets-1": ["", "0"]})
    offer = asked.house.at(1).offer
    assert offer is not None
    assert offer.options[0].meets == (0,)


def test_a_form_without_scripts_has_a_button_for_what_follows(asked: Town) -> None:
    html = asked.browser(BEN).get("/r/1/offer").html
    assert '<noscript><button class="text-button" name="update" value="1">' in html


@pytest.mark.parametrize("times", [2, 3])
def test_a_form_sent_twice_counts_once(town: Town, times: int) -> None:
    ana = town.browser(ANA)
    opened = ana.get("/new")
    sent = [ana.post("/new", opened.hidden | {"f.workflow": "help", "f.words": "Mail"}) for _ in range(times)]
    assert {(answer.status, answer.to) for answer in sent} == {(303, "/r/1")}
    assert town.house.store.last_number() == 1


@pytest.mark.parametrize(
    ("path", "answers", "person"),
    [
        ("/r/1/do_it", {"f.day": FRIDAY.isoformat()}, BEN),
        ("/r/1/ask", {"f.text": "Which one?"}, BEN),
        ("/r/1/cannot", {"f.reason": "Not ours"}, BEN),
        ("/r/1/offer", OFFER, BEN),
        ("/r/1/reply", {"text": "It is the blue one"}, ANA),
        ("/r/1/withdraw", {}, ANA),
        ("/press", {"act": "take", "about": "1"}, BEN),
    ],
)
def test_pressing_twice_is_pressing_once(
    asked: Town, path: str, answers: dict[str, str], person: str
) -> None:
    visitor = asked.browser(person)
    mark = visitor.get("/r/1").hidden | answers
    first = visitor.post(path, mark)
    happened = names(asked)
    again = visitor.post(path, mark)
    assert (first.status, first.to) == (again.status, again.to) == (303, "/r/1")
    assert names(asked) == happened
    assert len(happened) > 1


def test_nobody_can_use_up_anothers_form(asked: Town) -> None:
    ana, ben = asked.browser(ANA), asked.browser(BEN)
    once = {"once": "the-same-for-both"}
    assert ana.post("/r/1/reply", ana.get("/r/1").hidden | once | {"text": "One"}).status == 303
    assert ben.post("/r/1/reply", ben.get("/r/1").hidden | once | {"text": "Two"}).status == 303
    assert names(asked).count("said") == 2


def test_what_is_not_saved_says_so_and_can_be_sent_again(asked: Town) -> None:
    ben = asked.browser(BEN)
    opened = ben.get("/r/1/offer")
    asked.house.store.full = True
    page = ben.post("/r/1/offer", opened.hidden | OFFER)
    assert page.status == 503
    assert "Not saved" in page.words
    assert page.value("f.what-1") == "A new account"
    reply = ben.post("/r/1/reply", opened.hidden | {"text": "My long words"})
    assert (reply.status, reply.value("text")) == (503, "My long words")
    assert ben.post("/press", opened.hidden | {"act": "take", "about": "1"}).status == 503
    assert ben.post("/language", opened.hidden | {"language": "zh"}).status == 503
    asked.house.store.full = False
    assert names(asked) == ["raised"]
    assert ben.post("/r/1/offer", page.hidden | OFFER).status == 303
    assert names(asked)[-1] == "offered"


def test_what_comes_too_late_is_refused_in_a_sentence_and_the_words_can_be_copied(asked: Town) -> None:
    ben = asked.browser(BEN)
    opened = ben.get("/r/1/cannot")
    asked.house.number = 1
    asked.house.does(ANA, "withdraw")
    page = ben.post("/r/1/cannot", opened.hidden | {"f.reason": "A long and careful reason"})
    assert page.status == 409
    assert "#1 is closed already: withdrawn" in page.words
    assert "A long and careful reason" in page.words


def test_an_old_button_says_how_it_stands(asked: Town) -> None:
    ana = asked.browser(ANA)
    opened = ana.get("/r/1")
    asked.house.number = 1
    asked.house.does(ANA, "withdraw")
    page = ana.post("/press", opened.hidden | {"act": "withdraw", "about": "1"})
    assert page.status == 409
    assert "closed already" in page.words
    assert ana.get("/r/1/withdraw").status == 409


def test_what_cannot_be_undone_is_asked_about_first(asked: Town) -> None:
    ana = asked.browser(ANA)
    assert 'href="/r/1/withdraw"' in ana.get("/r/1").html
    page = ana.get("/r/1/withdraw")
    assert "Withdraw #1?" in page.words
    assert names(asked) == ["raised"]
    assert "Closed: withdrawn" in ana.follows(ana.post("/r/1/withdraw", page.hidden)).words
    assert asked.house.at(1).outcome is Outcome.WITHDRAWN


def test_a_press_that_needs_words_leads_to_its_form(asked: Town) -> None:
    ben = asked.browser(BEN)
    answer = ben.post("/press", ben.get("/r/1").hidden | {"act": "do_it", "about": "1"})
    assert (answer.status, answer.to) == (303, "/r/1/do_it")
    assert ben.get("/r/1/do_it").value("f.day") == "2026-03-03"


def test_words_to_the_other_side_go_through_and_say_to_whom(asked: Town) -> None:
    ana = asked.browser(ANA)
    page = ana.sends("/r/1", {"text": "It is the blue one"}, "/r/1/reply")
    assert "Passed on to IT (#1)" in page.words
    assert "It is the blue one" in page.words
    assert "Passed on" not in ana.get("/r/1").words
    assert ana.sends("/r/1", {"text": "  "}, "/r/1/reply").status == 422


def test_a_reply_that_answers_says_so_and_can_be_taken_back(asked: Town) -> None:
    asked.house.number = 1
    asked.house.does(BEN, "ask")
    ana = asked.browser(ANA)
    page = ana.sends("/r/1", {"text": "The blue one"}, "/r/1/reply")
    assert "Noted as your answer" in page.words
    undo = asked.house.at(1).asked[0].id
    assert f'value="1:{undo}"' in page.html
    ana.post("/press", page.hidden | {"act": "take_back", "about": f"1:{undo}"})
    assert asked.house.at(1).open_questions


def test_in_wecom_one_is_told_the_way_back_to_the_chat(asked: Town) -> None:
    ben = asked.browser(BEN)
    opened = ben.get("/r/1")
    ben.post("/press", opened.hidden | {"act": "take", "about": "1"}, user_agent="wxwork/4.1")
    assert "go back to the chat" in ben.get("/r/1").words


def test_words_kept_for_the_form_stand_in_it(town: Town) -> None:
    name = "0123456789abcdef" * 2
    town.notes.note(f"words:{name}", "邮箱打不开\n从周一开始")
    ana = town.browser(ANA)
    assert ana.get(f"/new?kept={name}&workflow=help").value("f.words") == "邮箱打不开\n从周一开始"
    assert ana.get("/new?words=Mail").value("f.words") == "Mail"
    assert ana.get("/new?kept=unknown").value("f.words") == ""


def test_what_somebody_said_elsewhere_is_no_such_words(town: Town) -> None:
    """A conversation's words lie beside them, under names that begin with another letter (bot.talk.memory)."""
    memory = Memory(town.notes, town.house.clock)
    memory.keep(line := memory.line(ANA, "wecom:1", "Only for IT"))
    kept = next(key for key, text in town.notes._notes.items() if text == line.text)
    assert "Only for IT" not in town.browser(CHEN).get(f"/new?kept={kept.removeprefix('words:')}").html


def test_a_colleague_is_found_by_name() -> None:
    who = Question(id="who", ask=both("For whom?"), kind="person")
    house = Spoken(of=g.company(g.HELP.model_copy(update={"questions": (who,)})))
    town = Town(house)
    ana = town.browser(ANA)
    assert '<option value="Ben Okoro">' in ana.get("/new?workflow=help").html
    ana.sends("/new", {"f.workflow": "help", "f.words": "x", "f.q.who": "ben okoro"})
    ana.sends("/new", {"f.workflow": "help", "f.words": "x", "f.q.who": "Somebody new"})
    assert [house.at(n).answers["who"] for n in (1, 2)] == [BEN, "Somebody new"]
    assert "For whom? Ben Okoro" in ana.get("/r/1").words


def test_very_long_words_stand_whole_on_the_page(town: Town) -> None:
    ana = town.browser(ANA)
    page = ana.sends("/new", {"f.workflow": "help", "f.words": LONG})
    assert LONG in page.html
    assert LONG in town.browser(BEN).get("/r/1").html


def test_lines_and_leading_spaces_survive_the_form(asked: Town) -> None:
    words = "\n  First\n\n  Second"
    page = asked.browser(BEN).sends("/r/1/offer", OFFER | {"f.words": words, "f.what-1": ""})
    assert page.value("f.words") == words


def _typed(page: Read) -> date:
    return date.fromisoformat(page.value("f.day-1"))


def test_three_options_are_asked_for_and_offered(asked: Town) -> None:
    ben = asked.browser(BEN)
    opened = ben.get("/r/1/offer")
    page = ben.post("/r/1/offer", opened.hidden | OFFER | {"f.count": "3", "update": "1"})
    assert _typed(page) == FRIDAY
    more = {
        f"f.{key}-{n}": value
        for n in (2, 3)
        for key, value in (("what", f"Way {n}"), ("after", "day"), ("day", "2026-03-05"))
    }
    assert ben.post("/r/1/offer", page.hidden | OFFER | more | {"f.count": "3"}).status == 303
    thread = asked.browser(ANA).get("/r/1")
    assert [f"Accept option {n}" in thread.words for n in (1, 2, 3)] == [True] * 3


def test_a_form_sent_twice_at_the_same_moment_counts_once(town: Town) -> None:
    ana = town.browser(ANA)
    sent = ana.get("/new").hidden | {"f.workflow": "help", "f.words": "Mail"}
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _: ana.post("/new", sent), range(4)))
    assert {(answer.status, answer.to) for answer in answers} == {(303, "/r/1")}
    assert town.house.store.last_number() == 1


@pytest.mark.parametrize("act", [act.key for act in acts.TABLE if act.sure])
def test_every_act_that_is_asked_about_has_its_yes(act: str) -> None:
    assert texts.knows(f"web.yes.{act}")


def test_a_colleague_is_named_on_the_page_and_a_walk_up_leads_to_its_page_with_done() -> None:
    company = g.company().model_copy(update={"admins": (CHEN,)})
    town = Town(Spoken(of=company))
    ben = town.browser(BEN)
    assert "For a colleague?" in ben.get("/new").words
    sent = {"f.workflow": "help", "f.words": "A laptop", "f.colleague": "陈静", "f.for_whom": ""}
    page = ben.sends("/new", sent)
    assert (page.status, town.house.at(1).colleague) == (200, CHEN)
    assert "For 陈静." in page.words
    assert "is asked whether it is solved" in ben.presses("done").words
    assert "Is it solved?" in town.browser(CHEN).get("/r/1").words


def test_a_name_nobody_has_is_said_beside_it_and_stays() -> None:
    town = Town(Spoken())
    sent = {"f.workflow": "help", "f.words": "A laptop", "f.colleague": "Nobody"}
    page = town.browser(ANA).sends("/new", sent)
    assert page.status == 422
    assert "no colleague by this name" in page.error("colleague")
    assert page.value("f.colleague") == "Nobody"
    assert town.house.store.last_number() == 0


def test_working_days_after_input_are_promised_from_a_page(asked: Town) -> None:
    """Choosing what the date counts from draws the form anew, as a button does where there is no script."""
    ben = asked.browser(BEN)
    opened = ben.get("/r/1/offer")
    page = ben.post("/r/1/offer", opened.hidden | OFFER | {"f.after-1": "input", "update": "1"})
    assert 'id="f-days-1"' in page.html
    assert 'id="f-day-1"' not in page.html
    sent = OFFER | {"f.after-1": "input", "f.days-1": "5"}
    assert ben.post("/r/1/offer", page.hidden | sent).status == 303
    assert "5 working days after your input" in asked.browser(ANA).get("/r/1").words
