"""Messages: who gets them, what is dropped, what is cut, and how a card changes."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.playground.ports import QuietBot
from bot.playground.town import Town
from bot.playground.wecom.corp import Corp
from bot.playground.wecom.person import words_in_message
from tests.bot.playground.wecom.conftest import WEB, Lantern, card, lantern_at, token_of

HELLO = {"content": "你好"}


def pass_hours(lantern: Lantern, hours: float) -> None:
    lantern.corp.clock.set_offset(lantern.corp.clock.offset + hours * 3600)


def test_a_text_reaches_those_it_is_for(lantern: Lantern) -> None:
    answer = lantern.send("LinNa|ben|nobody", text=HELLO)
    assert (answer["errcode"], answer["invaliduser"]) == (0, "nobody")
    assert "response_code" not in answer
    assert lantern.member("linna").texts() == lantern.member("ben").texts() == ["你好"]
    assert lantern.member("tom").texts() == []
    assert lantern.member("linna").view()["unread_by_person"]["linna"] == 1


def test_half_a_character_from_the_bot_becomes_a_question_mark(lantern: Lantern) -> None:
    body = b'{"touser":"linna","agentid":1000002,"msgtype":"text","text":{"content":"a\\ud800b"}}'
    params = {"access_token": token_of(lantern.api)}
    url = f"{lantern.api}/cgi-bin/message/send"
    assert WEB.post(url, params=params, content=body).json()["errcode"] == 0
    assert lantern.member("linna").texts() == ["a?b"]


def test_reading_is_remembered(lantern: Lantern) -> None:
    lantern.send(text=HELLO)
    linna = lantern.member("linna")
    linna.read()
    assert linna.view()["unread_by_person"]["linna"] == 0


@pytest.mark.parametrize("to", ["nobody", "ben"])
def test_nobody_to_reach_has_its_number(lantern: Lantern, to: str) -> None:
    lantern.playground.wecom.weather({"disable": ["ben"]})
    assert lantern.send(to, text=HELLO)["errcode"] == 81013


def test_on_some_days_nobody_can_be_reached(lantern: Lantern) -> None:
    lantern.playground.wecom.weather({"unreachable": True})
    assert lantern.send(template_card=card())["errcode"] == 81013
    lantern.playground.wecom.weather({"unreachable": False})
    assert lantern.send(template_card=card())["errcode"] == 0


def test_what_is_wrong_with_a_message_has_its_number(lantern: Lantern) -> None:
    assert lantern.send("", text=HELLO)["errcode"] == 82001
    assert lantern.send(poem=HELLO)["errcode"] == 40008
    assert lantern.send(text={"content": " "})["errcode"] == 40058
    assert lantern.call("message/send", {"touser": "ben", "agentid": 1})["errcode"] == 40056


def test_a_long_text_is_cut_without_a_word_to_the_bot(lantern: Lantern) -> None:
    assert lantern.send(text={"content": "字" * 683})["errcode"] == 0
    assert lantern.member("linna").texts() == ["字" * 682]
    assert lantern.corp.faults == ["message/send: text.content: 2049 bytes; cut at 2048"]


def test_a_card_within_the_limits_is_shown_and_comes_with_a_code(lantern: Lantern) -> None:
    answer = lantern.send(template_card=card())
    assert answer["response_code"]
    shown = lantern.member("linna").cards()[0]
    assert (shown["card"], shown["task_id"], shown["from"]) == (card(), "t1", "app")
    assert lantern.corp.faults == []


def test_a_card_beyond_a_limit_is_refused_and_a_fault(lantern: Lantern) -> None:
    assert lantern.send(template_card=card(button_list=[]))["errcode"] == 40058
    assert lantern.member("linna").cards() == []
    assert "button_list" in lantern.corp.faults[0]


def test_a_title_that_is_cut_is_a_fault_and_arrives(lantern: Lantern) -> None:
    assert lantern.send(template_card=card(main_title={"title": "长" * 37}))["errcode"] == 0
    assert "main_title.title" in lantern.corp.faults[0]


def test_the_same_bytes_are_not_delivered_twice_within_the_interval(lantern: Lantern) -> None:
    first = lantern.send(check=True, text=HELLO)
    again = lantern.send(check=True, text=HELLO)
    assert (again["errcode"], again["msgid"]) == (0, first["msgid"])
    assert lantern.member("linna").texts() == ["你好"]
    pass_hours(lantern, 4.1)
    lantern.send(check=True, text=HELLO)
    assert lantern.member("linna").texts() == ["你好", "你好"]


def test_without_the_check_the_same_is_said_twice(lantern: Lantern) -> None:
    lantern.send(text=HELLO)
    lantern.send(text=HELLO)
    assert len(lantern.member("linna").texts()) == 2


def test_a_task_id_serves_one_message(lantern: Lantern) -> None:
    lantern.send(check=True, template_card=card())
    assert lantern.send("ben", check=True, template_card=card())["errcode"] == 81019
    assert "t1" in lantern.corp.faults[0]


def test_the_same_card_long_after_is_refused_and_no_fault(lantern: Lantern) -> None:
    lantern.send(check=True, template_card=card())
    pass_hours(lantern, 5)
    assert lantern.send(check=True, template_card=card())["errcode"] == 81019
    assert lantern.corp.faults == []


def test_the_thirty_first_message_of_a_minute_is_dropped_silently(lantern: Lantern) -> None:
    numbers = {lantern.send(text={"content": f"第 {index} 条"})["errcode"] for index in range(31)}
    assert numbers == {0}
    assert len(lantern.member("linna").texts()) == 30
    assert [one["text"] for one in lantern.corp.dropped] == ["第 30 条"]
    lantern.send("ben", text=HELLO)
    lantern.corp.clock.set_offset(lantern.corp.clock.offset + 61)
    lantern.send(text=HELLO)
    assert len(lantern.member("linna").texts()) == 31
    assert lantern.member("ben").texts() == ["你好"]


def test_an_hour_has_room_for_a_thousand() -> None:
    corp = Corp()
    taken = 0
    for _ in range(59):
        taken += sum(corp.room_for("linna") for _ in range(30))
        corp.clock.set_offset(corp.clock.offset + 61)
    assert taken == 1000
    corp.clock.set_offset(corp.clock.offset + 3600)
    assert corp.room_for("linna")


def test_a_playground_with_a_folder_keeps_its_wecom_beside_its_slack(tmp_path: Path) -> None:
    town = Town(QuietBot(), tmp_path, 0)
    town.corp.arrive("linna", {"from": "app", "type": "text", "text": "你好"})
    town.stop()
    assert {"slack.db", "wecom.db"} <= {one.name for one in tmp_path.iterdir()}
    corp = Corp(tmp_path / "wecom.db")
    assert [one["text"] for one in corp.seen_by("linna")] == ["你好"]
    corp.close()


def test_a_code_greys_a_card_out_once(lantern: Lantern) -> None:
    code = lantern.send(template_card=card())["response_code"]
    assert lantern.update(code, "linna", button={"replace_name": "已接受"})["errcode"] == 0
    shown = lantern.member("linna").cards()[0]
    assert (shown["disabled"], shown["replaced"]) == (True, "已接受")
    assert lantern.member("linna").buttons() == []
    assert lantern.update(code, "linna", button={"replace_name": "又"})["errcode"] == 72023


def test_a_code_puts_another_card_in_its_place(lantern: Lantern) -> None:
    code = lantern.send(template_card=card())["response_code"]
    other = card(main_title={"title": "已接受"})
    assert lantern.update(code, "LinNa", template_card=other)["errcode"] == 0
    (shown,) = lantern.member("linna").cards()
    assert words_in_message(shown).startswith("已接受")


def test_a_code_is_not_spent_by_a_change_that_is_refused(lantern: Lantern) -> None:
    code = lantern.send(template_card=card())["response_code"]
    assert lantern.update(code, "linna", template_card={"card_type": "poem"})["errcode"] == 40058
    assert lantern.update(code, "ben", button={"replace_name": "好"})["errcode"] == 72023
    assert lantern.update(code, "linna", button={"replace_name": "好"})["errcode"] == 0


def test_a_code_is_good_for_72_hours_of_product_time(lantern: Lantern) -> None:
    codes = [lantern.send(template_card=card(f"t{index}"))["response_code"] for index in range(2)]
    pass_hours(lantern, 71.9)
    assert lantern.update(codes[0], "linna", button={"replace_name": "好"})["errcode"] == 0
    pass_hours(lantern, 0.2)
    assert lantern.update(codes[1], "linna", button={"replace_name": "好"})["errcode"] == 72023


def test_each_click_brings_one_more_code(lantern: Lantern) -> None:
    first = lantern.send(template_card=card())["response_code"]
    lantern.member("linna").press("接受")
    clicked = lantern.ears.events[-1]["ResponseCode"]
    assert lantern.update(clicked, "linna", template_card=card())["errcode"] == 0
    assert lantern.update(first, "linna", button={"replace_name": "好"})["errcode"] == 0
    assert lantern.update(clicked, "linna", button={"replace_name": "好"})["errcode"] == 72023


def test_a_notice_has_no_code(lantern: Lantern) -> None:
    opens = {"type": 1, "url": "http://127.0.0.1:1/r/1"}
    notice = {"card_type": "text_notice", "main_title": {"title": "好"}, "card_action": opens}
    assert "response_code" not in lantern.send(template_card=notice)


def test_a_text_card_looks_like_a_notice(lantern: Lantern) -> None:
    lantern.send(textcard={"title": "请求", "description": "说明", "url": "http://127.0.0.1:1/r/1"})
    (shown,) = lantern.member("linna").cards()
    assert words_in_message(shown) == "请求\n说明"


def test_a_message_can_be_recalled(lantern: Lantern) -> None:
    msgid = lantern.send(text=HELLO)["msgid"]
    assert lantern.call("message/recall", {"msgid": msgid})["errcode"] == 0
    assert lantern.member("linna").messages() == []


def test_everything_outlives_the_process(tmp_path: Path) -> None:
    path = tmp_path / "wecom.db"
    with lantern_at(path) as lantern:
        code = lantern.send(check=True, template_card=card())["response_code"]
        lantern.call(
            "menu/create", {"button": [{"type": "click", "name": "帮助", "key": "help"}]}, agentid="1000002"
        )
        lantern.member("linna").read()
    with lantern_at(path) as lantern:
        linna = lantern.member("linna")
        assert linna.view()["unread_by_person"]["linna"] == 0
        assert linna.view()["menu"][0]["key"] == "help"
        assert lantern.send(check=True, template_card=card())["errcode"] == 0
        assert len(linna.cards()) == 1
        assert lantern.update(code, "linna", button={"replace_name": "好"})["errcode"] == 0
        lantern.send(text=HELLO)
        assert [one["type"] for one in linna.messages()] == ["card", "text"]


def test_a_reset_forgets_messages_and_keeps_the_menu(lantern: Lantern) -> None:
    lantern.call(
        "menu/create", {"button": [{"type": "click", "name": "帮助", "key": "help"}]}, agentid="1000002"
    )
    lantern.send(check=True, template_card=card())
    lantern.corp.fault("something")
    lantern.corp.dropped.append({})
    lantern.playground.wecom.reset()
    linna = lantern.member("linna")
    assert (linna.messages(), lantern.corp.faults, lantern.corp.dropped) == ([], [], [])
    assert linna.view()["menu"][0]["key"] == "help"
    assert lantern.send(check=True, template_card=card())["errcode"] == 0
    assert len(linna.cards()) == 1


def test_the_clock_moves_for_both_platforms(lantern: Lantern) -> None:
    before = lantern.corp.clock.now()
    lantern.member("linna").pass_time("hour")
    assert lantern.corp.clock.now() - before >= timedelta(hours=1)
