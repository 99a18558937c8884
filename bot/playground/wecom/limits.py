"""WeCom's limits on messages and template cards: what it refuses, and what it cuts without a word.

Sources: https://developer.work.weixin.qq.com/document/path/90236 and /94888.
"""

import re
from collections.abc import Iterable, Iterator

from bot.playground.shapes import LooseJson
from bot.playground.wecom import limit_cuts

TASK_ID = re.compile(r"[0-9A-Za-z_\-@]{1,128}")
KEY_BYTES = 1024
OPTION_ID_BYTES = 128
URL_BYTES = 2048
INTERACTIVE = ("button_interaction", "vote_interaction", "multiple_interaction")
CARD_TYPES = ("text_notice", "news_notice", *INTERACTIVE)


def problems(card: object) -> list[str]:
    """Yield everything that WeCom would refuse or cut in a `template_card`, each with its place."""
    return [*refusals(card), *cuts(card)]


def refusals(card: object, *, task_id_needed: bool = True) -> list[str]:
    """Yield what WeCom answers with an error code. An update may leave `task_id` out."""
    if not isinstance(card, dict):
        return ["template_card: must be an object"]
    if card.get("card_type") not in CARD_TYPES:
        return [f"card_type: must be one of {', '.join(CARD_TYPES)}"]
    return [
        *_unknown_keys(card),
        *_task_id(card, needed=task_id_needed),
        *_titles(card),
        *_links(card),
        *_rows(card),
        *_menu(card),
        *_PARTS.get(card["card_type"], lambda _card: iter(()))(card),
    ]


def cuts(card: object) -> list[str]:
    """Yield what arrives, but not whole: WeCom shortens it on the screen without a word."""
    return list(limit_cuts.in_card(card)) if isinstance(card, dict) else []


def text_problems(kind: str, content: object) -> list[str]:
    """Yield the same for the body of a `text`, `markdown` or `textcard` message: `content["content"]` and so on."""
    if not isinstance(content, dict):
        return [f"{kind}: must be an object"]
    wanted = {"text": ("content",), "markdown": ("content",), "textcard": ("title", "description", "url")}
    if kind not in wanted:
        return [f"msgtype: {kind} is not text, markdown or textcard"]
    empty = [f"{kind}.{key}: must not be empty" for key in wanted[kind] if not _filled(content.get(key))]
    return [*empty, *limit_cuts.in_text(kind, content)]


_COMMON = (
    "card_type source action_menu task_id main_title quote_area horizontal_content_list jump_list card_action"
)
_KEYS = {
    "text_notice": f"{_COMMON} emphasis_content sub_title_text",
    "news_notice": f"{_COMMON} card_image image_text_area vertical_content_list",
    "button_interaction": f"{_COMMON} sub_title_text button_selection button_list replace_text",
    "vote_interaction": "card_type source task_id main_title checkbox submit_button replace_text",
    "multiple_interaction": "card_type source task_id main_title select_list submit_button replace_text",
}


def _unknown_keys(card: LooseJson) -> Iterator[str]:
    allowed = _KEYS[card["card_type"]].split()
    yield from (f"{key}: not a field of {card['card_type']}" for key in card if key not in allowed)


def _task_id(card: LooseJson, *, needed: bool) -> Iterator[str]:
    given = card.get("task_id")
    if given is None:
        if needed and (card["card_type"] in INTERACTIVE or card.get("action_menu")):
            yield "task_id: must be there"
    elif not isinstance(given, str) or not TASK_ID.fullmatch(given):
        yield "task_id: 1 to 128 of 0-9 A-Z a-z _ - @"


def _titles(card: LooseJson) -> Iterator[str]:
    title = _part(card, "main_title").get("title")
    if card["card_type"] == "text_notice":
        if not _filled(title) and not _filled(card.get("sub_title_text")):
            yield "main_title.title: this or sub_title_text must be there"
    elif not _filled(title):
        yield "main_title.title: must be there"
    for where, value in limit_cuts.texts(card):
        if not isinstance(value, str):
            yield f"{where}: must be a string"


def _links(card: LooseJson) -> Iterator[str]:
    action = card.get("card_action")
    if action is None and card["card_type"] in ("text_notice", "news_notice"):
        yield "card_action: must be there"
    if action is not None:
        yield from _link(
            "card_action", action, (1, 2) if card["card_type"].endswith("_notice") else (0, 1, 2)
        )
    yield from _count("jump_list", card.get("jump_list"), 3)
    for index, jump in enumerate(_list(card, "jump_list")):
        where = f"jump_list[{index}]"
        yield from _link(where, jump, (0, 1, 2))
        if not _filled(jump.get("title")):
            yield f"{where}.title: must be there"


def _rows(card: LooseJson) -> Iterator[str]:
    yield from _count("horizontal_content_list", card.get("horizontal_content_list"), 6)
    for index, row in enumerate(_list(card, "horizontal_content_list")):
        where = f"horizontal_content_list[{index}]"
        yield from _link(where, row, (0, 1, 2, 3))
        if not _filled(row.get("keyname")):
            yield f"{where}.keyname: must be there"
        if row.get("type") == 3 and not _filled(row.get("userid")):
            yield f"{where}.userid: must be there"


def _link(where: str, part: object, kinds: tuple[int, ...]) -> Iterator[str]:
    """A thing that may open something: `type` 1 needs a url."""
    if not isinstance(part, dict):
        yield f"{where}: must be an object"
        return
    kind = part.get("type", 0)
    if kind not in kinds or isinstance(kind, bool):
        yield f"{where}.type: must be one of {', '.join(map(str, kinds))}"
    if kind == 1:
        yield from _url(f"{where}.url", part.get("url"))


def _url(where: str, url: object) -> Iterator[str]:
    if not isinstance(url, str) or not url.startswith(("http://", "https://")):
        yield f"{where}: must be a web address"
    elif _bytes(url) > URL_BYTES:
        yield f"{where}: more than {URL_BYTES} bytes"


def _menu(card: LooseJson) -> Iterator[str]:
    menu = card.get("action_menu")
    if menu is None:
        return
    yield from _count("action_menu.action_list", _part(card, "action_menu").get("action_list"), 3, least=1)
    for index, action in enumerate(_list(_part(card, "action_menu"), "action_list")):
        yield from _key(f"action_menu.action_list[{index}].key", action.get("key"))


def _buttons(card: LooseJson) -> Iterator[str]:
    yield from _count("button_list", card.get("button_list"), 6, least=1)
    for index, button in enumerate(_list(card, "button_list")):
        where = f"button_list[{index}]"
        yield from _link(where, button, (0, 1))
        if not _filled(button.get("text")):
            yield f"{where}.text: must be there"
        if button.get("style", 1) not in (1, 2, 3, 4):
            yield f"{where}.style: must be 1, 2, 3 or 4"
        if button.get("type", 0) == 0:
            yield from _key(f"{where}.key", button.get("key"))
    keys = [str(one["key"]) for one in _list(card, "button_list") if one.get("key")]
    if len(set(keys)) < len(keys):
        yield "button_list: two buttons have one key"
    if "button_selection" in card:
        yield from _selector("button_selection", card["button_selection"])


def _checkbox(card: LooseJson) -> Iterator[str]:
    box = _part(card, "checkbox")
    yield from _key("checkbox.question_key", box.get("question_key"))
    yield from _options("checkbox.option_list", box.get("option_list"), 20)
    if box.get("mode", 0) not in (0, 1):
        yield "checkbox.mode: must be 0 or 1"
    yield from _submit(card)


def _selectors(card: LooseJson) -> Iterator[str]:
    yield from _count("select_list", card.get("select_list"), 3, least=1)
    for index, selector in enumerate(_list(card, "select_list")):
        yield from _selector(f"select_list[{index}]", selector)
    yield from _submit(card)


_PARTS = {"button_interaction": _buttons, "vote_interaction": _checkbox, "multiple_interaction": _selectors}


def _selector(where: str, selector: object) -> Iterator[str]:
    if not isinstance(selector, dict):
        yield f"{where}: must be an object"
        return
    yield from _key(f"{where}.question_key", selector.get("question_key"))
    yield from _options(f"{where}.option_list", selector.get("option_list"), 10)


def _options(where: str, options: object, most: int) -> Iterator[str]:
    yield from _count(where, options, most, least=1)
    ids = [one.get("id") for one in options if isinstance(one, dict)] if isinstance(options, list) else []
    if len(set(map(str, ids))) < len(ids):
        yield f"{where}: two options have one id"
    for index, id_ in enumerate(ids):
        yield from _key(f"{where}[{index}].id", id_, OPTION_ID_BYTES)


def _submit(card: LooseJson) -> Iterator[str]:
    button = _part(card, "submit_button")
    if not _filled(button.get("text")):
        yield "submit_button.text: must be there"
    yield from _key("submit_button.key", button.get("key"))


def _key(where: str, key: object, most: int = KEY_BYTES) -> Iterator[str]:
    if not _filled(key):
        yield f"{where}: must be there"
    elif _bytes(str(key)) > most:
        yield f"{where}: more than {most} bytes"


def _count(where: str, things: object, most: int, *, least: int = 0) -> Iterator[str]:
    given = [] if things is None else things
    if not isinstance(given, list) or any(not isinstance(one, dict) for one in given):
        yield f"{where}: must be a list of objects"
    elif not least <= len(given) <= most:
        yield f"{where}: {len(given)} entries; {least} to {most} are allowed"


def _part(card: LooseJson, name: str) -> LooseJson:
    part = card.get(name)
    return part if isinstance(part, dict) else {}


def _list(card: LooseJson, name: str) -> Iterable[LooseJson]:
    things = card.get(name)
    return [one for one in things if isinstance(one, dict)] if isinstance(things, list) else []


def _filled(value: object) -> bool:
    return isinstance(value, str) and bool(value.strip())


def _bytes(text: str) -> int:
    return len(text.encode("utf-8", "surrogatepass"))
