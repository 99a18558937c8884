"""Commands and numbers before somebody's words, and what the rest says."""

from __future__ import annotations

import pytest

from bot.inbox.lists import LISTS
from bot.reading.utterances import LISTED, chat_words, thread_words
from tests.workflows import given as g

COMPANY = g.company()


def test_the_names_of_all_lists_are_commands() -> None:
    assert set(LISTS) == LISTED


@pytest.mark.parametrize(
    ("text", "number", "rest"),
    [
        ("#118", "118", ""),
        ("＃118：红色的", "118", "红色的"),
        ("  # 118, a red one", "118", "a red one"),
        ("#118 楼的门", "118", "楼的门"),
        ("#3号楼没有电", "", "#3号楼没有电"),
        ("#1a", "", "#1a"),
    ],
)
def test_a_number_names_a_request_and_what_follows_is_said_to_it(text: str, number: str, rest: str) -> None:
    said = chat_words(text, COMPANY)
    assert (said.number, said.text) == (number, rest)


@pytest.mark.parametrize("text", ["/request", " /Request ", "新请求", "New request"])
def test_the_form_of_a_new_request_is_asked_for_in_words(text: str) -> None:
    assert chat_words(text, COMPANY).typed == "form"


def test_the_command_before_words_is_left_out_in_a_chat() -> None:
    said = chat_words("/request my password", COMPANY)
    assert (said.text, said.kind, said.typed) == ("my password", "help", "")


def test_in_a_thread_only_the_plain_name_of_a_list_is_a_command() -> None:
    assert thread_words(" Mine ", COMPANY).shows == "mine"
    assert thread_words("我的请求", COMPANY).shows == ""
    assert thread_words("away", COMPANY).typed == "away"
    assert thread_words("#1 red", COMPANY).number == ""


def test_a_number_that_is_none_names_no_request() -> None:
    assert chat_words(f"#{'9' * 5000}", COMPANY).named == 0
