"""The neutral elements of a card as Block Kit; people's words in rich or plain text where there is a choice.

Blocks come without `block_id`: render.py numbers them and keeps the whole within Slack's limits.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import TypeVar, assert_never

from bot.cards.elements import (
    Button,
    Buttons,
    Checklist,
    Details,
    Element,
    FormNote,
    Link,
    More,
    Row,
    Rule,
    Who,
    Words,
)
from bot.service.json_types import Json
from bot.slack import escape
from bot.slack.facts import facts_of
from bot.slack.rich import LIVE, bold, header, mrkdwn, plain_text, rich, text_of
from bot.texts.cut import ELLIPSIS

T = TypeVar("T")

IN_A_ROW = 5  # buttons beside one another; Slack takes 25, eyes don't
IN_A_MENU = 5
MARKS = {True: "☑", False: "✗", None: "○"}
NO = "✕"  # beside a question whose card brings no word for "no"
USER = re.compile(r"slack:([UW][A-Z0-9]{1,40})\Z")


def blocks_of(element: Element | FormNote, room: int, *, home: bool = False) -> list[Json]:
    """One element; no text of it is longer than `room` characters."""
    match element:
        case Words() | FormNote():
            return [_words(element, room, home=home)]
        case Details():
            return list(facts_of(element.facts, room))
        case Checklist():
            return [_checklist(element, room)]
        case Who():
            return [_who(element, room)]
        case Buttons():
            return [_actions(some) for some in _portions(element.buttons, IN_A_ROW)]
        case More():
            return _more(element)
        case Link():
            return [_link(element)]
        case Rule():
            return [{"type": "divider"}]
        case Row():
            return _row(element, room)
        case _:
            assert_never(element)


def _words(words: Words | FormNote, room: int, *, home: bool) -> Json:
    text = escape.plain(words.text, room)
    match words.weight:
        case "body":
            return rich(text_of(text))
        case "strong":
            return header(text) if home else rich(bold(text))
        case "quiet":
            return {"type": "context", "elements": [{"type": "plain_text", "text": text, "emoji": True}]}
        case "quote":
            return rich(text_of(text), kind="rich_text_quote")
        case _:
            assert_never(words.weight)


def _checklist(checklist: Checklist, room: int) -> Json:
    lines = [bold(escape.one_line(checklist.title, min(room, 300)))] if checklist.title.strip() else []
    left = room
    for text, met in checklist.items:
        line = escape.one_line(text, max(1, min(400, left)))
        left -= len(line)
        lines.append(text_of(("\n" if lines else "") + f"{MARKS[met]} {line}"))
        if left <= 0:
            break
    return rich(*(lines or [text_of(ELLIPSIS)]))


def _who(who: Who, room: int) -> Json:
    """The only mention that is live: whom the card addresses. Slack writes the name itself."""
    found = USER.match(who.person)
    if not found:
        return rich(text_of(escape.plain(who.text, room)))
    return {"type": "section", "text": mrkdwn(f"<@{found.group(1)}>")}


def _row(row: Row, room: int) -> list[Json]:
    if LIVE.search(row.title + row.detail):
        return [_literal(row, room), *(_actions(some) for some in _portions(row.buttons, IN_A_ROW))]
    title = escape.mrkdwn(" ".join(row.title.split()), min(room, 600))
    detail = escape.mrkdwn(row.detail, min(room, 1500), otherwise="")
    line: Json = {"type": "section", "text": mrkdwn(f"*{title}*\n{detail}".rstrip())}
    if len(row.buttons) == 1:
        return [{**line, "accessory": _button(row.buttons[0])}]
    return [line, *(_actions(some) for some in _portions(row.buttons, IN_A_ROW))]


def _literal(row: Row, room: int) -> Json:
    """Words that mrkdwn would make bold, code or an emoji stand as they were typed."""
    title = bold(escape.one_line(row.title, min(room, 600)))
    detail = escape.plain(row.detail, min(room, 1500), otherwise="")
    return rich(title, text_of(f"\n{detail}")) if detail else rich(title)


def _actions(buttons: Iterable[Button]) -> Json:
    return {"type": "actions", "elements": [_button(button) for button in buttons]}


def _button(button: Button) -> Json:
    built: Json = {
        "type": "button",
        "text": plain_text(button.label, 75),
        "action_id": action_id(button.act),
    }
    if about := escape.clean(button.about[:2000]):
        built["value"] = about
    if button.style != "plain":
        built["style"] = button.style
    if button.sure:
        built["confirm"] = _confirm(button, button.sure)
    return built


def _link(link: Link) -> Json:
    """A press only opens the address: its action id is none of ours, so that nothing else happens."""
    button = {
        "type": "button",
        "text": plain_text(link.label, 75),
        "action_id": "link",
        "url": link.url[:3000],
    }
    if link.style != "plain":
        button["style"] = link.style
    return {"type": "actions", "elements": [button]}


def _confirm(button: Button, question: str) -> Json:
    return {
        "title": plain_text(button.label, 100),
        "text": {"type": "plain_text", "text": escape.plain(question, 300), "emoji": True},
        "confirm": plain_text(button.label, 30),
        "deny": plain_text(NO, 30),
        **({"style": button.style} if button.style != "plain" else {}),
    }


def action_id(act: str) -> str:
    """Return what a press comes back with."""
    return f"eoac:{escape.clean(act[:200]) or '-'}"


def _more(more: More) -> list[Json]:
    """The rarer acts behind ⋯; those that ask first or don't fit an option stand as buttons."""
    apart = [button for button in more.buttons if button.sure or len(option_value(button)) > 150]
    menu = [button for button in more.buttons if button not in apart]
    overflows = [_overflow(some) for some in _portions(menu, IN_A_MENU)]
    rows = [_actions(some) for some in _portions(apart, IN_A_ROW)]
    if overflows and rows:
        rows[-1] = {**rows[-1], "elements": [*_elements(rows[-1]), *overflows]}
    elif overflows:
        rows = [{"type": "actions", "elements": list(some)} for some in _portions(overflows, 25)]
    return rows


def _overflow(buttons: Sequence[Button]) -> Json:
    options = [{"text": plain_text(button.label, 75), "value": option_value(button)} for button in buttons]
    return {"type": "overflow", "action_id": action_id("more"), "options": options}


def option_value(button: Button) -> str:
    """Act and what it is about, in one option of a menu."""
    return f"{escape.clean(button.act[:200])} {escape.clean(button.about[:200])}".strip() or "-"


def _elements(actions: Json) -> list[Json]:
    found = actions["elements"]
    return found if isinstance(found, list) else []


def joined_blocks(blocks: list[Json]) -> list[Json]:
    """Neighbours that belong together become one: buttons with the menu behind them."""
    out: list[Json] = []
    for block in blocks:
        before = out[-1] if out else None
        if before and _takes_menu(before, block):
            out[-1] = {**before, "elements": [*_elements(before), *_elements(block)]}
        else:
            out.append(block)
    return [_told_apart(block) if block["type"] == "actions" else block for block in out]


def _told_apart(actions: Json) -> Json:
    """Number the same act when it comes again in one block."""
    seen: set[str] = set()
    elements = []
    for one in _elements(actions):
        name, nth = str(one["action_id"]), 1
        while (unique := f"{name}:{nth}" if nth > 1 else name) in seen:
            nth += 1
        seen.add(unique)
        elements.append({**one, "action_id": unique})
    return {**actions, "elements": elements}


def _takes_menu(before: Json, block: Json) -> bool:
    return (
        before["type"] == block["type"] == "actions"
        and all(one["type"] == "button" for one in _elements(before))
        and any(one["type"] == "overflow" for one in _elements(block))
        and len(_elements(before)) + len(_elements(block)) <= IN_A_ROW + 1
    )


def _portions(things: Sequence[T], size: int) -> list[Sequence[T]]:
    return [things[at : at + size] for at in range(0, len(things), size)]
