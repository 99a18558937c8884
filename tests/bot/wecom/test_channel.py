"""What the sender and the directory get from WeCom: the same bytes on a retry, each code once, a new card at last."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor

import pytest

from bot.cards.elements import Button, Buttons, Card, Style, Words
from bot.outbox.channel import Later, NotTaken, Revoked, Unclear, Unreachable
from bot.wecom.address import CardAddress
from bot.wecom.channel import WecomChannel
from storage.memory import MemoryStore
from tests.bot.wecom.conftest import Links
from tests.bot.wecom.corp import MEMBERS, FakeCorp, Stands, words_of
from tests.fakes import FakeTick, a_company
from workflows.keys import NoteKind, note_key, prefix
from workflows.ports import NotSaved

LIN = "wecom:linna"
UPDATE = "message/update_template_card"


def card(words: str = "等一位同事接手。", act: str = "do_it", style: Style = "primary") -> Card:
    row = Buttons(buttons=(Button(act=act, label="我来办", about="118", style=style),))
    return Card(title="#118 · 💻 新电脑", summary=words, elements=(Words(text=words), row))


def standing(corp: FakeCorp) -> list[Stands]:
    return corp.of("linna")


def noted(notes: MemoryStore) -> list[str]:
    return [key for key in notes._notes if key.startswith(prefix(NoteKind.SENDING))]


# Sent once


def test_a_retry_is_the_very_same_bytes_and_stands_once(
    channel: WecomChannel, corp: FakeCorp, notes: MemoryStore
) -> None:
    corp.lost = 1
    with pytest.raises(Unclear):
        channel.post(LIN, card(), "1.1.0")
    assert noted(notes) == [note_key(NoteKind.SENDING, "1.1.0")]
    where = channel.find(LIN, "1.1.0")
    assert corp.raw[0] == corp.raw[1]
    assert len(standing(corp)) == 1
    assert where
    assert noted(notes) == []


def test_after_a_restart_what_was_noted_goes_out_as_it_was(
    channel: WecomChannel, corp: FakeCorp, notes: MemoryStore
) -> None:
    corp.lost = 1
    with pytest.raises(Unclear):
        channel.post(LIN, card(), "1.1.0 2.4.0")
    again = WecomChannel(corp.client(), notes, Links(), a_company)
    assert again.find(LIN, "1.1.0") == again.find(LIN, "2.4.0") is not None
    assert len(standing(corp)) == 1
    assert len(set(corp.raw)) == 1


def test_what_never_reached_wecom_is_said_by_the_find_after_a_crash(
    channel: WecomChannel, corp: FakeCorp, notes: MemoryStore
) -> None:
    corp.lost = 1
    with pytest.raises(Unclear):
        channel.post(LIN, card(), "1.1.0")
    corp.messages.clear()
    corp.seen.clear()
    assert WecomChannel(corp.client(), notes, Links(), a_company).find(LIN, "1.1.0")
    assert len(standing(corp)) == 1


def test_found_after_hours_it_had_arrived_if_its_id_is_taken(
    channel: WecomChannel, corp: FakeCorp, notes: MemoryStore
) -> None:
    corp.lost = 1
    with pytest.raises(Unclear):
        channel.post(LIN, card(), "1.1.0 2.4.0")
    corp.seen.clear()  # 4 hours later WeCom has forgotten the bytes, but not the id
    there = channel.find(LIN, "1.1.0")
    assert there
    assert channel.find(LIN, "2.4.0") == there
    assert CardAddress.read(there).shows
    assert len(standing(corp)) == 1
    channel.post("wecom:ben", card(), "3.1.0")  # their receipts are kept by now
    assert noted(notes) == []


def test_killed_between_the_answer_and_the_receipt_it_stands_once(
    channel: WecomChannel, corp: FakeCorp, notes: MemoryStore
) -> None:
    where = CardAddress.read(channel.post(LIN, card(), "1.1.0"))
    again = WecomChannel(corp.client(), notes, Links(), a_company)
    assert again.find(LIN, "1.1.0") is None
    assert CardAddress.read(again.post(LIN, card("有人接手了。"), "1.1.0")).task == where.task
    assert len(standing(corp)) == 1


@pytest.mark.parametrize(
    ("errcode", "meaning"), [(45009, Later), (40056, Revoked), (60111, Unreachable), (40058, NotTaken)]
)
def test_what_was_surely_not_sent_is_not_looked_for(
    channel: WecomChannel, corp: FakeCorp, notes: MemoryStore, errcode: int, meaning: type[Exception]
) -> None:
    corp.errcodes["message/send"] = [errcode]
    with pytest.raises(meaning):
        channel.post(LIN, card(), "1.1.0")
    assert noted(notes) == []
    assert channel.find(LIN, "1.1.0") is None
    assert standing(corp) == []


def test_nothing_is_sent_that_could_not_be_noted(
    channel: WecomChannel, corp: FakeCorp, notes: MemoryStore
) -> None:
    channel.post(LIN, card(), "1.1.0")
    notes.full = True
    with pytest.raises(NotSaved):
        channel.post(LIN, card(), "1.2.0")
    assert len(standing(corp)) == 1


def test_a_new_store_gives_other_ids_to_the_same_notices(channel: WecomChannel, corp: FakeCorp) -> None:
    WecomChannel(corp.client(), MemoryStore(), Links(), a_company).post(LIN, card(), "1.1.0")
    channel.post(LIN, card(), "1.1.0")
    assert len({message.shown["task_id"] for message in standing(corp)}) == 2


def test_one_card_a_person(channel: WecomChannel, corp: FakeCorp) -> None:
    one, other = channel.post(LIN, card(), "1.1.0"), channel.post("wecom:Ben", card(), "1.1.0")
    assert CardAddress.read(one).task != CardAddress.read(other).task
    assert [message.user for message in corp.messages] == ["linna", "ben"]


def test_someone_who_cannot_be_sent_to_is_unreachable(channel: WecomChannel, corp: FakeCorp) -> None:
    corp.seen.clear()
    handled = corp._send
    corp._send = lambda body, raw: {**handled(body, raw), "invaliduser": "linna"}  # type: ignore[method-assign]
    with pytest.raises(Unreachable):
        channel.post(LIN, card(), "1.1.0")


# Each code once


def test_an_update_spends_the_code_of_the_sending_and_then_the_clicks(
    channel: WecomChannel, corp: FakeCorp
) -> None:
    where = channel.post(LIN, card(), "1.1.0")
    stands = standing(corp)[0]
    channel.clicked("LinNa", str(stands.shown["task_id"]), corp.code_of(stands))
    where = channel.update(where, card("有人接手了。", "deliver"))
    assert CardAddress.read(where).code
    where = channel.update(where, card("已办好。", "rate"))
    assert CardAddress.read(where).code == ""
    assert "已办好" in words_of(stands)
    assert len(standing(corp)) == 1
    assert channel.find(LIN, "1.1.0") == where


def test_the_newest_click_is_spent_first(channel: WecomChannel, corp: FakeCorp) -> None:
    where = channel.post(LIN, card(), "1.1.0")
    stands = standing(corp)[0]
    codes = [corp.code_of(stands) for _ in range(2)]
    for code in (*codes, codes[0], codes[1]):  # a repeated callback brings the same one again
        channel.clicked("linna", str(stands.shown["task_id"]), code)
    channel.update(where, card("一", "a"))
    assert [call[1]["response_code"] for call in corp.calls if call[0] == UPDATE] == [codes[1]]


def test_a_code_that_does_not_work_any_more_gives_way_to_the_next(
    channel: WecomChannel, corp: FakeCorp
) -> None:
    where = channel.post(LIN, card(), "1.1.0")
    stands = standing(corp)[0]
    channel.clicked("linna", str(stands.shown["task_id"]), "spent long ago")
    where = channel.update(where, card("一", "a"))
    assert "一" in words_of(stands)
    assert CardAddress.read(where).code == ""
    assert channel.codes.of("linna", str(stands.shown["task_id"])) == []


def test_a_code_is_worth_nothing_after_three_days(
    channel: WecomChannel, corp: FakeCorp, tick: FakeTick
) -> None:
    channel.clicked("linna", "t", "c")
    tick.move(72 * 3600)
    assert channel.codes.of("linna", "t") == []


def test_an_update_whose_answer_was_lost_makes_one_card_too_many_at_most(
    channel: WecomChannel, corp: FakeCorp
) -> None:
    where = channel.post(LIN, card(), "1.1.0")
    corp.lost = 1
    with pytest.raises(Later):
        channel.update(where, card("有人接手了。", "deliver"))
    channel.update(where, card("有人接手了。", "deliver"))
    assert len(standing(corp)) == 2


# A new card at last


def bare_card(channel: WecomChannel, corp: FakeCorp) -> str:
    """A card whose code is spent."""
    where = channel.post(LIN, card(), "1.1.0")
    corp.codes.clear()
    return where


def test_where_no_code_is_left_a_new_card_asks(channel: WecomChannel, corp: FakeCorp) -> None:
    where = bare_card(channel, corp)
    moved = channel.update(where, card("已办好，问题解决了吗？", "yes"))
    assert [("yes 118" in words_of(message)) for message in standing(corp)] == [False, True]
    assert CardAddress.read(moved).task != CardAddress.read(where).task
    assert channel.find(LIN, "1.1.0") == moved


def test_a_new_card_whose_answer_was_lost_stands_once(channel: WecomChannel, corp: FakeCorp) -> None:
    where = bare_card(channel, corp)
    corp.lost = 2  # the code's, and the card's
    with pytest.raises(Later):
        channel.update(where, card("已办好", "yes"))
    with pytest.raises(Later):
        channel.update(where, card("已办好", "yes"))
    channel.update(where, card("已办好", "yes"))
    assert len(standing(corp)) == 2


def test_after_a_change_whose_answer_was_lost_with_the_process_the_same_is_asked_anew(
    channel: WecomChannel, corp: FakeCorp
) -> None:
    before = channel.post(LIN, card(), "1.1.0")
    channel.update(before, card("王磊在办。", "page", "plain"))  # and killed before anybody noted it
    where = channel.update(before, card("王磊在办。", "page", "plain"))
    assert len(standing(corp)) == 1
    channel.update(where, card())
    assert len(standing(corp)) == 2, "the first one offers nothing to press any more"


def test_what_asks_nothing_new_needs_no_new_card(channel: WecomChannel, corp: FakeCorp) -> None:
    where = bare_card(channel, corp)
    assert channel.update(where, card("王磊看过了。")) == where
    for nothing in (card("随时可以撤回。", "withdraw", "plain"), Card(title="#118", summary="已关闭")):
        assert CardAddress.read(channel.update(where, nothing)).task == CardAddress.read(where).task
    assert len(standing(corp)) == 1


def test_that_all_was_well_is_told_to_whoever_did_it_also_where_their_card_cannot_be_changed(
    channel: WecomChannel, corp: FakeCorp
) -> None:
    well = Card(title="#118", summary="已关闭：满意", thanks=True)
    where = bare_card(channel, corp)
    at_rest = channel.update(where, well, quiet=True)
    assert len(standing(corp)) == 1
    channel.update(at_rest, well)
    channel.update(at_rest, well)
    assert len(standing(corp)) == 2, "once"


def test_a_card_of_long_ago_is_read_from_its_address_alone(corp: FakeCorp, notes: MemoryStore) -> None:
    channel = WecomChannel(corp.client(), notes, Links(), a_company)
    moved = channel.update("wecom:linna/t1", card("已办好", "yes"))
    assert CardAddress.read(moved).user == "linna"
    assert len(standing(corp)) == 1


def test_many_threads_say_everything_once(channel: WecomChannel, corp: FakeCorp) -> None:
    with ThreadPoolExecutor(20) as pool:
        places = list(
            pool.map(
                lambda n: channel.post(f"wecom:{list(MEMBERS)[n % 3]}", card(f"第{n}件"), f"{n}"), range(60)
            )
        )
    assert len(set(places)) == sum(len(corp.of(member)) for member in MEMBERS) == 60
    assert corp.fetched == 1


# People


def test_a_member_has_a_name_and_reads_chinese(channel: WecomChannel, corp: FakeCorp) -> None:
    profile = channel.profile("wecom:LinNa")
    assert (profile.name, profile.language, profile.timezone, profile.may_act) == (
        "林娜",
        "zh",
        "Asia/Shanghai",
        True,
    )
    channel.profile("wecom:LinNa")
    assert corp.paths("user/get") == 1


@pytest.mark.parametrize("status", [2, 4, 5])
def test_who_is_disabled_or_gone_may_not_act(channel: WecomChannel, corp: FakeCorp, status: int) -> None:
    corp.statuses["ben"] = status
    assert not channel.profile("wecom:ben").may_act


@pytest.mark.parametrize(("status", "left"), [(1, False), (2, True), (4, False), (5, True)])
def test_who_is_disabled_or_gone_has_left(
    channel: WecomChannel,
    corp: FakeCorp,
    status: int,
    left: bool,  # noqa: FBT001
) -> None:
    corp.statuses["ben"] = status
    assert channel.profile("wecom:ben").left is left


def test_who_is_only_out_of_sight_has_not_left(channel: WecomChannel, corp: FakeCorp) -> None:
    corp.errcodes["user/get"] = [60011]
    assert not channel.profile("wecom:ben").left
    assert channel.profile("wecom:nobody").left


def test_a_stranger_may_not_act(channel: WecomChannel) -> None:
    profile = channel.profile("wecom:nobody")
    assert (profile.name, profile.may_act) == ("nobody", False)


def test_who_cannot_be_looked_up_now_is_looked_up_later(
    channel: WecomChannel, corp: FakeCorp, tick: FakeTick
) -> None:
    corp.errcodes["user/get"] = [45009]
    with pytest.raises(Later):
        channel.profile(LIN)
    tick.move(5)
    assert channel.profile(LIN).may_act


@pytest.mark.parametrize("errcode", [45009, -1, 40001])
def test_who_just_came_is_heard_without_a_name_until_wecom_can_be_asked(
    channel: WecomChannel, corp: FakeCorp, tick: FakeTick, errcode: int
) -> None:
    channel.came("LinNa")
    corp.errcodes["user/get"] = [errcode]
    nameless = channel.profile(LIN)
    assert (nameless.name, nameless.language, nameless.may_act) == ("linna", "zh", True)
    tick.move(5)
    assert channel.profile(LIN).name == "林娜"


def test_having_come_once_says_little_about_the_next_day(
    channel: WecomChannel, corp: FakeCorp, tick: FakeTick
) -> None:
    channel.came("linna")
    tick.move(3600)
    corp.errcodes["user/get"] = [45009]
    with pytest.raises(Later):
        channel.profile(LIN)


def test_who_came_and_is_known_to_be_disabled_may_not_act(channel: WecomChannel, corp: FakeCorp) -> None:
    channel.came("ben")
    corp.statuses["ben"] = 2
    assert not channel.profile("wecom:ben").may_act


# Addresses


@pytest.mark.parametrize(
    "where", ["wecom:linna/t1", "wecom:linna/t1/code", "wecom:linna/t1#1a2b", "wecom:a/t/co/de_-==#1"]
)
def test_an_address_is_written_as_it_was_read(where: str) -> None:
    assert str(CardAddress.read(where)) == where


def test_what_goes_out_asks_wecom_to_drop_repeats_and_leaves_names_alone(
    channel: WecomChannel, corp: FakeCorp
) -> None:
    channel.post(LIN, card(), "1.1.0")
    body = json.loads(corp.raw[0])
    assert body["enable_duplicate_check"] == 1
    assert 0 < body["duplicate_check_interval"] <= 4 * 3600
    assert body["enable_id_trans"] == 0


def test_the_same_words_may_be_said_twice_by_two_notices(channel: WecomChannel, corp: FakeCorp) -> None:
    for key in ("1.1.0", "1.2.0"):
        channel.post(LIN, Card(title="", summary="王磊：好的"), key)
    assert len(standing(corp)) == 2


def test_while_wecom_is_away_nobody_waits_for_each_name(
    channel: WecomChannel, corp: FakeCorp, tick: FakeTick
) -> None:
    corp.unreachable = True
    with pytest.raises(Later):
        channel.profile(LIN)
    corp.unreachable = False
    with pytest.raises(Later) as refused:
        channel.profile("wecom:ben")
    assert 0 < refused.value.seconds <= 5
    assert corp.paths("user/get") == 0
    tick.move(5)
    assert channel.profile("wecom:ben").name == "Ben Okoro"
