"""What stood in people's WeCom chats, and what the bot acknowledged, as the journal of the playground's WeCom tells."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Literal

from bot.playground.shapes import LooseJson
from bot.wecom.client import json_bytes
from bot.wecom.outgoing import WHISPER, hashed

Shown = tuple[str, str]  # whose chat, and all that a message says and offers there
Came = tuple[Literal["sent", "changed"], str]  # how a card came to show it, and when


@dataclass
class Chats:
    """`cards` and `lines`: what each message of the app ever showed, once for each message that did."""

    cards: dict[Shown, list[Came]] = field(default_factory=lambda: defaultdict(list))
    lines: Counter[Shown] = field(default_factory=Counter)  # kept by the bot: WeCom was asked to drop repeats
    answers: Counter[str] = field(default_factory=Counter)  # direct answers, by whom they were for
    ids: Counter[str] = field(default_factory=Counter)  # how often something of this id came to stand there
    taken: Counter[str] = field(default_factory=Counter)  # words that the bot acknowledged, each time once
    attempts: Counter[str] = field(
        default_factory=Counter
    )  # callbacks that reached the bot, by whose they were


def read(entries: Iterable[LooseJson]) -> Chats:
    chats, seen = Chats(), set[str]()
    taken: dict[str, str] = {}
    for entry in entries:
        body = entry["request"]
        if entry["way"] == "out":
            chats.attempts[entry["as"]] += 1
            if entry["ok"] and body["MsgType"] == "text":
                taken[body["MsgId"]] = body["Content"]
        elif (entry["response"] or {}).get("errcode") != 0:
            continue
        elif entry["name"] == "wecom message/send":
            if entry["response"]["msgid"] not in seen:  # else WeCom dropped it: it stands there already
                seen.add(entry["response"]["msgid"])
                _sent(chats, body, entry["at"])
        elif entry["name"] == "wecom message/update_template_card" and "template_card" in body:
            for user in body["userids"]:
                chats.cards[_shown(user, body["template_card"])].append(("changed", entry["at"]))
    chats.taken.update(taken.values())
    return chats


def _sent(chats: Chats, body: LooseJson, at: str) -> None:
    user, card = body["touser"], body.get("template_card")
    raw = json_bytes({name: part for name, part in body.items() if name != "access_token"})
    if card is not None or "enable_duplicate_check" in body:  # other lines are answers, and may be the same
        chats.ids[card["task_id"] if card else hashed(raw)] += 1
    if card is None and "enable_duplicate_check" in body:
        chats.lines[user, body["text"]["content"]] += 1
    elif card is None or card["task_id"].startswith(WHISPER):
        chats.answers[user] += 1
    else:
        chats.cards[_shown(user, card)].append(("sent", at))


def _shown(user: str, card: LooseJson) -> Shown:
    return user, json.dumps({**card, "task_id": ""}, ensure_ascii=False, sort_keys=True)


def sent_twice(chats: Chats) -> list[Shown]:
    """Cards that were sent with the same on them within a day; the next day a reminder may say it again.

    What somebody wrote again, because they saw no echo, is no news the second time.
    """
    days = Counter(
        (shown, at[:10]) for shown, came in chats.cards.items() for how, at in came if how == "sent"
    )
    return [shown for (shown, _), times in days.items() if times > 1]


def changed_and_sent(chats: Chats) -> int:
    """How often a card was sent with what another one had been changed to."""
    kinds = (Counter(how for how, _ in came) for came in chats.cards.values())
    return sum(min(kind["sent"], kind["changed"]) for kind in kinds)
