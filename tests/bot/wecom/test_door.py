"""What happens when our side fails: WeCom is asked to come again, and at last the person is told, once."""

from __future__ import annotations

import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
import structlog.testing

from bot.cards.elements import Button, Buttons, Card, Form, Words
from bot.inbox.answer import Answer, Nothing, OpenForm, Whisper
from bot.inbox.incoming import Incoming, Pressed
from bot.outbox.channel import Later, Unclear
from bot.wecom.errands import attempt
from tests.bot.wecom.conftest import Office
from tests.bot.wecom.corp import words_of
from tests.waiting import until
from workflows.ports import NotSaved

TEXT = {"FromUserName": "linna", "CreateTime": 1, "MsgType": "text", "Content": "你好", "MsgId": 7}


class Failing:
    """Fails so many times, then says nothing."""

    def __init__(self, times: int, error: Exception) -> None:
        self.left = times
        self.error = error

    def __call__(self, came: Incoming) -> Answer:
        self.left -= 1
        if self.left >= 0:
            raise self.error
        return Nothing()


def told(office: Office) -> list[str]:
    office.settled()
    return [words_of(message) for message in office.corp.of("linna")]


@pytest.mark.parametrize(
    ("error", "why"), [(NotSaved("disk full"), "not_saved"), (RuntimeError("bug"), "failed")]
)
def test_on_the_last_try_the_person_is_told(office: Office, error: Exception, why: str) -> None:
    office.says = Failing(99, error)
    assert [office.posted(**TEXT) for _ in range(4)] == [503, 503, 503, 200]
    assert [f"sorry: {why}" in said for said in told(office)] == [True]
    time.sleep(0.7)  # longer than it waits for another try
    assert len(told(office)) == 1


def test_what_works_on_a_later_try_leaves_no_regret(office: Office) -> None:
    office.says = Failing(2, NotSaved("disk full"))
    assert [office.posted(**TEXT) for _ in range(4)] == [503, 503, 200, 200]
    time.sleep(0.7)
    assert told(office) == []
    assert len(office.heard) == 3


def test_words_are_taken_in_while_wecom_cannot_say_whose_they_are(office: Office) -> None:
    office.says = lambda came: (
        Nothing() if office.channel.profile(came.by).may_act else Whisper(card=Card(title="", summary="不行"))
    )
    office.corp.errcodes["user/get"] = [45009]
    assert office.posted(**TEXT) == 200
    assert len(office.heard) == 1
    assert told(office) == []


def test_when_nobody_tries_again_the_person_is_told_all_the_same(office: Office) -> None:
    office.says = Failing(99, NotSaved("disk full"))
    assert office.posted(**TEXT) == 503
    assert told(office) == []
    time.sleep(0.7)
    assert len(told(office)) == 1


def test_a_twin_that_comes_meanwhile_waits_for_the_first(office: Office) -> None:
    begun, go = threading.Event(), threading.Event()

    def slowly(came: Incoming) -> Answer:
        begun.set()
        go.wait(5)
        return Nothing()

    office.says = slowly
    with ThreadPoolExecutor(3) as pool:
        answers = [pool.submit(office.posted, **TEXT) for _ in range(3)]
        begun.wait(5)
        time.sleep(0.1)
        go.set()
        assert [answer.result(5) for answer in answers] == [200, 200, 200]
    assert len(office.heard) == 1


def test_pictures_and_voices_are_answered_with_a_friendly_word(office: Office) -> None:
    for number, kind in enumerate(("image", "voice", "video", "location", "link", "file")):
        assert office.posted(FromUserName="linna", CreateTime=1, MsgType=kind, MsgId=number) == 200
    assert ["sorry: only_text" in said for said in told(office)] == [True] * 6
    assert office.heard == []


def test_a_whisper_is_a_message_of_its_own(office: Office) -> None:
    said = "已转给 林娜（#118）<a href='x'>"
    office.says = lambda _: Whisper(card=Card(title="", summary=said, elements=(Words(text=said),)))
    office.posted(**TEXT)
    office.settled()
    assert [message.shown for message in office.corp.of("linna")] == [
        {"content": "已转给 林娜（#118）＜a href='x'>"}
    ]


def test_a_whisper_that_gets_lost_is_said_again_and_a_card_stands_once(office: Office) -> None:
    row = Buttons(buttons=(Button(act="take_back", label="收回", about="118:q"),))
    office.says = lambda _: Whisper(card=Card(title="", summary="已记下", elements=(row,)))
    office.corp.lost = 1
    office.posted(**TEXT)
    time.sleep(1.3)
    assert len(told(office)) == 1
    assert office.corp.raw[0] == office.corp.raw[1]


def test_the_same_words_may_be_whispered_again(office: Office) -> None:
    office.says = lambda _: Whisper(card=Card(title="", summary="暂时还不行"))
    for number in range(3):
        office.posted(**TEXT | {"MsgId": number})
    assert len(told(office)) == 3


def test_a_pressed_whisper_is_done_with_and_a_refused_press_leaves_it(office: Office) -> None:
    row = Buttons(buttons=(Button(act="take_back", label="收回", about="118:q"),))
    office.says = lambda _: Whisper(card=Card(title="", summary="已记下", elements=(row,)))
    office.posted(**TEXT)
    office.settled()
    card = office.corp.of("linna")[0]
    click = {
        "FromUserName": "linna",
        "CreateTime": 2,
        "MsgType": "event",
        "Event": "template_card_event",
        "EventKey": "take_back 118:q",
        "TaskId": card.shown["task_id"],
    }
    office.says = lambda _: Whisper(card=Card(title="", summary="不行"))
    office.posted(**click, ResponseCode=office.corp.code_of(card))
    office.settled()
    assert card.replaced == ""
    office.says = lambda _: Nothing()
    office.posted(**click, ResponseCode=office.corp.code_of(card))
    office.settled()
    assert card.replaced == "已处理"


def test_what_follows_a_press_on_a_whisper_is_said_and_that_one_is_done_with(office: Office) -> None:
    row = Buttons(buttons=(Button(act="no", label="没有解决", about="118"),))
    office.says = lambda _: Whisper(card=Card(title="", summary="", elements=(Words(text="您的答复？"), row)))
    office.posted(**TEXT)
    office.settled()
    (card,) = office.corp.of("linna")
    office.says = lambda _: a_question(1, "rest")
    click = {"MsgType": "event", "Event": "template_card_event", "EventKey": "no 118"}
    code = office.corp.code_of(card)
    office.posted(**TEXT | click, TaskId=card.shown["task_id"], ResponseCode=code)
    office.settled()
    assert card.replaced == "已处理"
    assert len(office.corp.of("linna")) == 2
    came = office.heard[-1]
    assert isinstance(came, Pressed)
    assert came.alone


def a_question(n: int, left: str = "") -> Whisper:
    row = Buttons(buttons=(Button(act="say", label=f"选项 {n}", about="1:q:a"),))
    card = Card(title=f"#1 · 第 {n} 题", summary="", elements=(Words(text="哪一个？"), row))
    rest = Card(title=f"#1 · 第 {n} 题", summary="", elements=(Words(text="哪一个？"),))
    return Whisper(card=card, topic="questions:1", left=rest if left else None)


def test_a_question_that_was_answered_in_words_keeps_no_buttons(office: Office) -> None:
    said = iter((a_question(1, "rest"), a_question(2)))
    office.says = lambda came: next(said)
    office.posted(**TEXT)
    office.settled()
    office.posted(**{**TEXT, "MsgId": 8})
    first, second = told(office)
    assert "选项 1" not in first
    assert "哪一个" in first
    assert "选项 2" in second


def test_a_question_whose_code_is_spent_still_leads_to_the_next(office: Office) -> None:
    said = iter((a_question(1, "rest"), a_question(2)))
    office.says = lambda came: next(said)
    office.posted(**TEXT)
    office.settled()
    office.corp.errcodes["message/update_template_card"] = [42045, -1, -1]
    office.posted(**{**TEXT, "MsgId": 8})
    assert len(told(office)) == 2


def test_the_form_of_a_new_request_says_that_a_sentence_is_enough(office: Office) -> None:
    form = Form(title="发起请求", act="raise", about="", submit="发送", close="取消", fields=())
    office.says = lambda came: OpenForm(form=form)
    office.posted(**TEXT)
    assert "一句话" in "".join(told(office))


def test_an_answer_that_fails_is_no_failure_of_the_callback(office: Office) -> None:
    office.says = lambda _: Whisper(card=Card(title="", summary="好的"))
    office.corp.gone.add("linna")
    assert office.posted(**TEXT) == 200
    assert told(office) == []


def test_what_comes_while_the_process_ends_is_dealt_with_though_not_answered(office: Office) -> None:
    assert office.errands
    office.errands.shutdown()
    office.says = lambda _: Whisper(card=Card(title="", summary="好的"))
    assert [office.posted(**TEXT) for _ in range(2)] == [200, 200]
    assert len(office.heard) == 1


def test_an_answer_with_a_bug_in_it_is_told_to_the_log() -> None:
    def buggy() -> None:
        raise ZeroDivisionError

    with structlog.testing.capture_logs() as logs:
        attempt(buggy)
    assert [(one["event"], one["log_level"]) for one in logs] == [("answer failed", "error")]


def test_two_people_whose_messages_share_an_id_are_both_heard(office: Office) -> None:
    assert [office.posted(**{**TEXT, "FromUserName": user}) for user in ("linna", "ben")] == [200, 200]
    assert [one.by for one in office.heard] == ["wecom:linna", "wecom:ben"]


def test_in_a_hasty_minute_every_answer_arrives_in_order_and_nobody_else_waits(office: Office) -> None:
    office.says = lambda came: Whisper(card=Card(title="", summary=f"answer to {came.delivery}"))
    for id in range(40):
        assert office.posted(**{**TEXT, "MsgId": id}) == 200
    until(lambda: len(told(office)) == 29)
    office.posted(**{**TEXT, "MsgId": 99, "FromUserName": "ben"})
    until(lambda: len(office.corp.of("ben")) == 1)
    assert len(told(office)) == 29  # one more would be dropped without a word
    office.tick.move(61)
    until(lambda: len(told(office)) == 40)
    assert [said.split()[-1].strip('"}') for said in told(office)] == [str(id) for id in range(40)]


def test_an_answer_that_wecom_asked_to_wait_with_is_given_later() -> None:
    waits = [Later(0.5, "busy"), Later(0.5, "busy"), Later(0.5, "busy")]

    def busy() -> None:
        if waits:
            raise waits.pop()

    assert [attempt(busy, tries) for tries in (1, 2, 3, 4)] == [0.5, 0.5, 0.5, 0.0]


def test_an_answer_that_may_have_arrived_is_said_twice_at_most() -> None:
    def silent() -> None:
        raise Unclear("no answer")

    assert [attempt(silent, tries) for tries in (1, 2)] == [1.0, 0.0]
