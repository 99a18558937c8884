"""What WeCom refuses and what it cuts, at the edge of each limit."""

import copy

import pytest

from bot.playground.shapes import LooseJson
from bot.playground.wecom.limit_cuts import columns, cut_to_bytes
from bot.playground.wecom.limits import cuts, problems, refusals, text_problems

BUTTON: LooseJson = {"text": "接受", "style": 1, "key": "accept 118"}
BUTTONS: LooseJson = {
    "card_type": "button_interaction",
    "task_id": "r118-linna_1@a",
    "main_title": {"title": "#118 两台笔记本", "desc": "来自 市场部"},
    "sub_title_text": "周五前要用",
    "horizontal_content_list": [{"keyname": "期限", "value": "周五 18:00"}],
    "card_action": {"type": 1, "url": "http://127.0.0.1:1/r/118"},
    "button_list": [BUTTON],
}
NOTICE: LooseJson = {
    "card_type": "text_notice",
    "main_title": {"title": "已转给林娜"},
    "card_action": {"type": 1, "url": "http://127.0.0.1:1/r/118"},
}
OPTIONS: list[LooseJson] = [{"id": str(index), "text": f"选项{index}"} for index in range(10)]
CHOICE: LooseJson = {
    "card_type": "multiple_interaction",
    "task_id": "c1",
    "main_title": {"title": "哪一个？"},
    "select_list": [{"question_key": "which", "title": "事项", "option_list": OPTIONS}],
    "submit_button": {"text": "好", "key": "choose"},
}
VOTE: LooseJson = {
    "card_type": "vote_interaction",
    "task_id": "v1",
    "main_title": {"title": "满意吗？"},
    "checkbox": {"question_key": "q", "mode": 1, "option_list": OPTIONS},
    "submit_button": {"text": "好", "key": "vote"},
}


def changed(card: LooseJson, **changes: object) -> LooseJson:
    whole = copy.deepcopy(card)
    whole.update(changes)
    return {key: value for key, value in whole.items() if value is not None}


@pytest.mark.parametrize("card", [BUTTONS, NOTICE, CHOICE, VOTE])
def test_a_card_within_all_limits_has_no_problem(card: LooseJson) -> None:
    assert problems(card) == []


def test_only_known_card_types_exist() -> None:
    assert "card_type" in problems({"card_type": "poem"})[0]
    assert problems("no card") == ["template_card: must be an object"]


@pytest.mark.parametrize("task_id", ["", "a" * 129, "r 118", "编号", "a.b", 7])
def test_a_task_id_is_of_letters_digits_and_three_signs(task_id: object) -> None:
    assert "task_id" in refusals(changed(BUTTONS, task_id=task_id))[0]


def test_a_task_id_may_be_as_long_as_128() -> None:
    assert refusals(changed(BUTTONS, task_id="a" * 128)) == []


def test_a_card_with_buttons_needs_a_task_id_and_a_notice_does_not() -> None:
    assert refusals(changed(BUTTONS, task_id=None)) == ["task_id: must be there"]
    assert refusals(changed(BUTTONS, task_id=None), task_id_needed=False) == []


@pytest.mark.parametrize("count", [0, 7])
def test_there_are_one_to_six_buttons(count: int) -> None:
    assert "button_list" in refusals(changed(BUTTONS, button_list=[BUTTON] * count))[0]
    six = [{**BUTTON, "key": f"key {index}"} for index in range(6)]
    assert refusals(changed(BUTTONS, button_list=six)) == []


def test_two_buttons_have_two_keys() -> None:
    assert "one key" in refusals(changed(BUTTONS, button_list=[BUTTON, BUTTON]))[0]


def test_a_key_is_counted_in_bytes() -> None:
    assert refusals(changed(BUTTONS, button_list=[{**BUTTON, "key": "键" * 341}])) == []
    long = refusals(changed(BUTTONS, button_list=[{**BUTTON, "key": "键" * 342}]))
    assert long == ["button_list[0].key: more than 1024 bytes"]


def test_a_link_button_needs_an_address_and_no_key() -> None:
    link: LooseJson = {"type": 1, "text": "填写", "url": "https://yinuo.example/r/118"}
    assert refusals(changed(BUTTONS, button_list=[link])) == []
    assert "url" in refusals(changed(BUTTONS, button_list=[{**link, "url": "javascript:alert(1)"}]))[0]


def test_a_notice_needs_something_to_open_and_something_to_say() -> None:
    assert refusals(changed(NOTICE, card_action=None)) == ["card_action: must be there"]
    assert refusals(changed(NOTICE, main_title={"title": " "})) != []
    assert refusals(changed(NOTICE, main_title=None, sub_title_text="好")) == []


def test_titles_are_counted_in_characters_and_cut_not_refused() -> None:
    card = changed(BUTTONS, main_title={"title": "题" * 36, "desc": "说" * 44}, sub_title_text="字" * 160)
    assert problems(card) == []
    card = changed(BUTTONS, main_title={"title": "题" * 37, "desc": "说" * 45}, sub_title_text="字" * 161)
    assert refusals(card) == []
    assert [one.partition(":")[0] for one in cuts(card)] == [
        "main_title.title",
        "main_title.desc",
        "sub_title_text",
    ]


@pytest.mark.parametrize("ten", ["一二三四五六七八九十", "Ask Lin Na"])
def test_a_button_has_room_for_ten_characters(ten: str) -> None:
    assert cuts(changed(BUTTONS, button_list=[{**BUTTON, "text": ten}])) == []
    assert cuts(changed(BUTTONS, button_list=[{**BUTTON, "text": ten + "x"}])) != []


def test_the_name_of_a_row_is_as_wide_as_five_chinese_characters() -> None:
    def named(name: str) -> list[str]:
        return cuts(changed(NOTICE, horizontal_content_list=[{"keyname": name, "value": "1"}]))

    assert named("负责的部门") == named("Department") == []
    assert named("负责的部门们") != []
    assert named("Departments") != []
    assert columns("ab一") == 2


@pytest.mark.parametrize(
    ("name", "entry", "most"),
    [
        ("horizontal_content_list", {"keyname": "期限", "value": "周五"}, 6),
        ("jump_list", {"type": 1, "title": "打开", "url": "https://yinuo.example"}, 3),
    ],
)
def test_lists_have_their_length(name: str, entry: LooseJson, most: int) -> None:
    assert refusals(changed(NOTICE, **{name: [entry] * most})) == []
    assert name in refusals(changed(NOTICE, **{name: [entry] * (most + 1)}))[0]


def test_a_row_that_names_a_member_needs_the_id() -> None:
    row = {"type": 3, "keyname": "负责", "value": "林娜"}
    assert "userid" in refusals(changed(NOTICE, horizontal_content_list=[row]))[0]
    assert refusals(changed(NOTICE, horizontal_content_list=[{**row, "userid": "linna"}])) == []


def test_a_selector_has_ten_options_and_a_card_three_selectors() -> None:
    selector = CHOICE["select_list"][0]
    assert refusals(changed(CHOICE, select_list=[selector] * 3)) == []
    assert refusals(changed(CHOICE, select_list=[selector] * 4)) != []
    eleven = {**selector, "option_list": [*OPTIONS, {"id": "more", "text": "再一个"}]}
    assert refusals(changed(CHOICE, select_list=[eleven])) != []


def test_options_have_different_ids_of_at_most_128_bytes() -> None:
    twice = [OPTIONS[0], OPTIONS[0]]
    assert refusals(changed(VOTE, checkbox={"question_key": "q", "option_list": twice})) != []
    long = [{"id": "长" * 43, "text": "长"}]
    assert "128" in refusals(changed(VOTE, checkbox={"question_key": "q", "option_list": long}))[0]


def test_a_field_of_another_card_type_is_refused() -> None:
    assert "button_list" in refusals(changed(NOTICE, button_list=[BUTTON]))[0]


@pytest.mark.parametrize("wrong", [[1], "x", {"a": 1}, [[]]])
@pytest.mark.parametrize("name", ["button_list", "horizontal_content_list", "jump_list", "action_menu"])
def test_nonsense_is_refused_and_never_breaks_the_checker(name: str, wrong: object) -> None:
    assert refusals(changed(BUTTONS, **{name: wrong})) != []


@pytest.mark.parametrize("kind", ["text", "markdown"])
def test_texts_are_counted_in_bytes(kind: str) -> None:
    assert text_problems(kind, {"content": "字" * 682}) == []
    assert text_problems(kind, {"content": "字" * 683}) == [f"{kind}.content: 2049 bytes; cut at 2048"]
    assert text_problems(kind, {"content": ""}) == [f"{kind}.content: must not be empty"]


def test_a_text_card_is_counted_in_characters() -> None:
    card = {"title": "题" * 128, "description": "说" * 512, "url": "https://yinuo.example"}
    assert text_problems("textcard", card) == []
    assert len(text_problems("textcard", {**card, "title": "题" * 129, "description": "说" * 513})) == 2


def test_a_text_is_cut_at_the_byte() -> None:
    assert cut_to_bytes("字" * 700) == "字" * 682
    assert cut_to_bytes("短") == "短"
