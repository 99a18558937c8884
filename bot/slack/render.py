"""Cards, forms and homes as Block Kit: pure, and within Slack's limits whatever a card holds."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Sequence

from bot.cards.elements import Buttons, Card, Element, Field, Form, FormNote, Home, More, Who
from bot.service.json_types import Json
from bot.slack import escape
from bot.slack.blocks import blocks_of, joined_blocks
from bot.slack.fields import input_block
from bot.slack.rich import header
from bot.texts.cut import ELLIPSIS

FORM = "eoac:form"
CARD = "eoac:card"
NAMELESS = "Yinuo 一诺"  # over a sentence that needs no title of its own
TONES = {"neutral": "", "good": "✅ ", "warn": "🟡 ", "bad": "🔴 "}

_ROOMS = (3000, 800, 200, 60)  # longest text, tried in turn until the whole fits
_MESSAGE_BLOCKS, _VIEW_BLOCKS = 50, 100
_MESSAGE_TEXT = 12_500  # Slack refuses somewhere above 13,200 characters in all blocks of a message
_VIEW_BYTES = 240_000  # Slack: 250 KB

_STAYS = (Buttons, More, Who)  # never dropped for length

Group = tuple[bool, list[Json]]  # whether it must stay, and its blocks


def message(card: Card) -> Json:
    """Render what chat.postMessage and chat.update take: `text` for notifications, and `blocks`."""
    blocks = _fitting(lambda room: _card(card, room), _MESSAGE_BLOCKS, _text_fits)
    return {"text": _summary(card), "blocks": _numbered(blocks)}


def plain_message(card: Card) -> Json:
    """Render the same without blocks, should Slack refuse them: everything a person needs to read."""
    return {"text": _summary(card)}


def modal_view(form: Form) -> Json:
    """A form as a modal. `act` and `about` travel in private_metadata."""
    blocks = _fitting(lambda room: _fields(form, room), _VIEW_BLOCKS, _view_fits)
    return {
        "type": "modal",
        "callback_id": FORM,
        "private_metadata": _remembered(form.act, form.about),
        "title": _short(form.title),
        "submit": _short(form.submit),
        "close": _short(form.close),
        "blocks": _numbered(blocks),
    }


def card_view(card: Card) -> Json:
    """A card as a small modal, for where there is no conversation to whisper in."""
    fits = len(escape.one_line(card.title, 300)) <= 24
    blocks = _fitting(lambda room: _card(card, room, titled=not fits), _VIEW_BLOCKS, _view_fits)
    title = _short(TONES[card.tone] + (card.title.strip() or NAMELESS) if fits else card.title)
    return {"type": "modal", "callback_id": CARD, "title": title, "blocks": _numbered(blocks)}


def home_view(page: Home) -> Json:
    """A person's own page."""

    def groups(room: int) -> list[Group]:
        return [_group(element, room, home=True) for element in _first(page.elements)]

    blocks = _fitting(groups, _VIEW_BLOCKS, _view_fits)
    return {"type": "home", "callback_id": "eoac:home", "blocks": _numbered(blocks or [{"type": "divider"}])}


def rendered_fingerprint(rendered: Json) -> str:
    """Equal exactly when the same thing would be shown."""
    exact = json.dumps(rendered, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(exact.encode()).hexdigest()[:32]


def _summary(card: Card) -> str:
    return escape.mrkdwn(card.summary, 2900, otherwise=escape.mrkdwn(card.title, 2900))


def _short(text: str) -> Json:
    return {"type": "plain_text", "text": escape.one_line(text, 24), "emoji": True}


def _card(card: Card, room: int, *, titled: bool = True) -> list[Group]:
    title = [(True, [header(escape.one_line(TONES[card.tone] + card.title, max(room, 150)))])]
    body = [_group(element, room) for element in _first(card.elements)]
    return (title if titled and card.title.strip() else []) + body or [(True, [header(card.title)])]


def _first(elements: Sequence[Element]) -> list[Element]:
    """Return as much of an endless list as could be shown at all, and a little more, so that the rest is missed."""
    if len(elements) <= 2 * _VIEW_BLOCKS:
        return list(elements)
    pressed = [element for element in elements[_VIEW_BLOCKS:] if isinstance(element, _STAYS)]
    return [*elements[:_VIEW_BLOCKS], *elements[_VIEW_BLOCKS : _VIEW_BLOCKS + 1], *pressed[-_VIEW_BLOCKS:]]


def _group(element: Element | FormNote, room: int, *, home: bool = False) -> Group:
    return isinstance(element, _STAYS), blocks_of(element, room, home=home)


def _fields(form: Form, room: int) -> list[Group]:
    long_title = len(escape.one_line(form.title, 300)) > 24
    groups: list[Group] = [(True, [header(form.title)])] if long_title else []
    groups += [_question(field, room) for field in form.fields]
    return groups or [(True, [header(form.title)])]


def _question(field: Field | FormNote, room: int) -> Group:
    return (True, [input_block(field, room)]) if isinstance(field, Field) else _group(field, room)


def _fitting(
    groups: Callable[[int], Sequence[Group]], most: int, fits: Callable[[Sequence[Json]], bool]
) -> list[Json]:
    """The roomiest rendering that Slack takes. Texts get shorter first; then what can't be pressed goes."""
    for room in _ROOMS:
        blocks = joined_blocks(_flat(groups(room)))
        if len(blocks) <= most and fits(blocks):
            return blocks
        if len(blocks) > most:
            break
    return _fewer(groups, most, fits)


def _fewer(
    groups: Callable[[int], Sequence[Group]], most: int, fits: Callable[[Sequence[Json]], bool]
) -> list[Json]:
    """Return as many groups from the top as fit, an ellipsis for the rest, and then what must stay of it."""
    for room in _ROOMS[1:]:
        kept = _kept(groups(room), most - 1)
        if fits(kept):
            return kept
    while kept and not fits(kept):
        kept = kept[: len(kept) * 3 // 4]
    return kept


def _kept(groups: Sequence[Group], most: int) -> list[Json]:
    needed = sum(len(blocks) for stays, blocks in groups if stays)
    spare = max(0, most - needed)
    out: list[Json] = []
    dropped = False
    for stays, blocks in groups:
        if not stays and (dropped or len(blocks) > spare):
            out += [] if dropped else [_rest()]
            dropped = True
            continue
        spare -= 0 if stays else len(blocks)
        out += blocks
    return joined_blocks(out[: most + 1])


def _rest() -> Json:
    return {"type": "context", "elements": [{"type": "plain_text", "text": ELLIPSIS, "emoji": True}]}


def _flat(groups: Iterable[Group]) -> list[Json]:
    return [block for _, blocks in groups for block in blocks]


def _numbered(blocks: Sequence[Json]) -> list[Json]:
    """Every block with an id of its own; questions keep theirs, made unique."""
    seen: set[str] = set()
    out = []
    for place, block in enumerate(blocks, 1):
        wanted = str(block.get("block_id", f"b{place}"))
        name = wanted if wanted not in seen else f"{wanted}:{place}"
        seen.add(name)
        out.append({**block, "block_id": name})
    return out


def _text_fits(blocks: Sequence[Json]) -> bool:
    return _characters(list(blocks)) <= _MESSAGE_TEXT


def _characters(part: object) -> int:
    match part:
        case dict():
            own = part.get("text")
            here = len(own) if isinstance(own, str) else 0
            return here + sum(_characters(value) for value in part.values())
        case list():
            return sum(_characters(one) for one in part)
        case _:
            return 0


def _view_fits(blocks: Sequence[Json]) -> bool:
    return len(json.dumps(list(blocks))) <= _VIEW_BYTES - 6000


def _remembered(act: str, about: str) -> str:
    """Slack takes 3000 characters; what is longer was never made by us."""
    act, about = escape.clean(act[:200]), escape.clean(about[:2000])
    while len(kept := json.dumps({"act": act, "about": about}, ensure_ascii=False)) > 3000:
        about = about[: len(about) // 2]
    return kept
