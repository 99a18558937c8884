"""`message/send` and its kin: who gets it, what is refused, what is cut, what is dropped without a word."""

import hashlib
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.playground.shapes import LooseJson
from bot.playground.wecom import cast, limits
from bot.playground.wecom.corp import Corp
from bot.playground.wecom.limit_cuts import TEXT_BYTES, cut_to_bytes
from bot.playground.wecom.shapes import (
    NO_RECEIVER,
    NOBODY,
    TASK_TAKEN,
    USED_RESPONSE_CODE,
    WRONG_AGENT,
    WRONG_ARGUMENT,
    WRONG_MSGTYPE,
    WecomError,
)

MOST_RECEIVERS = 1000
LONGEST_CHECK = 4 * 3600


@dataclass(frozen=True)
class Call:
    """What came with a call: its query, its body, and the body's very bytes."""

    query: dict[str, str]
    body: LooseJson
    raw: bytes = b""


def send(corp: Corp, call: Call) -> LooseJson:
    """https://developer.work.weixin.qq.com/document/path/90236"""
    body = call.body
    _check_agent(body)
    asked = _receivers(body.get("touser"))
    digest = hashlib.sha256(call.raw).hexdigest()
    until = _checked_until(corp, body)
    now = corp.clock.now()
    if until is not None and (msgid := corp.tickets.sent_already(digest, now)):
        return {"msgid": msgid}  # nothing is delivered, and no second code to change the card is given out
    message = _message(corp, body)
    users = [one for one in asked if corp.reachable(one)]
    if not users:
        raise WecomError(NOBODY)
    _take_task(corp, message.get("task_id"), digest)
    msgid = f"msg{corp.next_number():012d}"
    for user in users:
        _deliver(corp, user, {**message, "from": "app", "msgid": msgid})
    if until is not None:
        corp.tickets.remember_sent(digest, until, msgid)
    missed = "|".join(one for one in asked if one not in users)
    answer: LooseJson = {"msgid": msgid, **({"invaliduser": missed} if missed else {})}
    if _is_interactive(message):
        answer["response_code"] = corp.tickets.response_code(message["task_id"], now)
    return answer


def update(corp: Corp, call: Call) -> LooseJson:
    """https://developer.work.weixin.qq.com/document/path/94888"""
    body = call.body
    _check_agent(body)
    task_id = corp.tickets.task_of(body.get("response_code"), corp.clock.now())
    change = _change(corp, body)
    renamed = change.get("card", {}).get("task_id", task_id)
    if renamed != task_id:
        _take_task(corp, renamed, str(body["response_code"]))
    named = body.get("userids", [])
    everyone = [
        one["user"] for one in corp.messages.values() if task_id in (one.get("task_id"), one.get("sent_as"))
    ]
    asked = everyone if body.get("atall") == 1 else _listed(named)
    missed = []
    for user in dict.fromkeys(asked):
        card = corp.card(user, task_id)
        if card is None or card.get("recalled"):
            missed.append(user)
        else:
            corp.save(_changed(card, change))
    if len(missed) == len(asked):
        raise WecomError(USED_RESPONSE_CODE, "no card of this task at these members")
    corp.tickets.spend(body["response_code"])
    return {"invaliduser": missed} if missed else {}


def recall(corp: Corp, call: Call) -> LooseJson:
    """Within a day, by the id that sending answered. https://developer.work.weixin.qq.com/document/path/94867"""
    found = [one for one in corp.messages.values() if one.get("msgid") == call.body.get("msgid")]
    if not found:
        raise WecomError(WRONG_ARGUMENT, "msgid")
    for message in found:
        corp.save({**message, "recalled": True})
    return {}


def _check_agent(body: LooseJson) -> None:
    if str(body.get("agentid")) != cast.AGENT_ID:
        raise WecomError(WRONG_AGENT)


def _receivers(touser: object) -> list[str]:
    """Ids are the same in upper and lower case; `@all` is not for this app."""
    if not isinstance(touser, str) or not touser.strip("|"):
        raise WecomError(NO_RECEIVER)
    users = [one.strip().lower() for one in touser.split("|") if one.strip()]
    if len(users) > MOST_RECEIVERS:
        raise WecomError(WRONG_ARGUMENT, "touser: more than 1000")
    return list(dict.fromkeys(users))


def _listed(users: object) -> list[str]:
    if not isinstance(users, list) or not users or any(not isinstance(one, str) for one in users):
        raise WecomError(WRONG_ARGUMENT, "userids")
    return [one.lower() for one in users]


def _checked_until(corp: Corp, body: LooseJson) -> datetime | None:
    """Until when the same bytes are not sent again; None when that was not asked for."""
    if body.get("enable_duplicate_check", 0) != 1:
        return None
    seconds = body.get("duplicate_check_interval", 1800)
    if not isinstance(seconds, int) or not 0 < seconds <= LONGEST_CHECK:
        corp.fault(f"duplicate_check_interval: {seconds}; at most {LONGEST_CHECK}")
        raise WecomError(WRONG_ARGUMENT, "duplicate_check_interval")
    return corp.clock.now() + timedelta(seconds=seconds)


def _message(corp: Corp, body: LooseJson) -> LooseJson:
    """The message as its reader sees it."""
    kind = body.get("msgtype")
    content = body.get(str(kind))
    match kind:
        case "text" | "markdown":
            return {"type": "text", "format": kind, "text": _words(corp, kind, content)}
        case "textcard":
            return {"type": "card", "card": _text_card(corp, content)}
        case "template_card":
            card = _card(corp, content, new=True)
            return {
                "type": "card",
                "card": card,
                "task_id": card.get("task_id"),
                "sent_as": card.get("task_id"),
            }
        case _:
            raise WecomError(WRONG_MSGTYPE, str(kind))


def _words(corp: Corp, kind: str, content: object) -> str:
    """Over 2048 bytes the rest is gone, without a word to the bot; here it is a fault as well."""
    problems = limits.text_problems(kind, content)
    if problems:
        corp.fault(f"message/send: {problems[0]}")
    if not isinstance(content, dict) or not str(content.get("content") or "").strip():
        raise WecomError(WRONG_ARGUMENT, f"{kind}.content")
    return cut_to_bytes(str(content["content"]), TEXT_BYTES)


def _text_card(corp: Corp, content: object) -> LooseJson:
    """Shown like a notice that opens its address."""
    problems = limits.text_problems("textcard", content)
    if problems:
        corp.fault(f"message/send: {problems[0]}")
    if not isinstance(content, dict) or any("empty" in one for one in problems):
        raise WecomError(WRONG_ARGUMENT, "textcard")
    opens = {"type": 1, "url": content["url"]}
    title = {"title": str(content["title"])[:128]}
    words = str(content["description"])[:512]
    return {"card_type": "text_notice", "main_title": title, "sub_title_text": words, "card_action": opens}


def _card(corp: Corp, card: object, *, new: bool) -> LooseJson:
    """A template card within the limits; what WeCom would refuse it refuses, what it would cut is a fault."""
    where = "message/send" if new else "message/update_template_card"
    refused = limits.refusals(card, task_id_needed=new)
    for problem in [*refused, *limits.cuts(card)]:
        corp.fault(f"{where}: {problem}")
    if refused or not isinstance(card, dict):
        raise WecomError(WRONG_ARGUMENT, refused[0])
    return card


def _is_interactive(message: LooseJson) -> bool:
    card = message.get("card", {})
    return bool(message.get("task_id")) and (card["card_type"] in limits.INTERACTIVE or "action_menu" in card)


def _take_task(corp: Corp, task_id: str | None, digest: str) -> None:
    """One task, one message of the app, for ever."""
    if task_id is None:
        return
    known = corp.tasks.get(task_id)
    if known is not None:
        if known != digest:
            corp.fault(f"message/send: task_id {task_id} was used for another message")
        raise WecomError(TASK_TAKEN, task_id)
    corp.tasks[task_id] = digest
    corp.store.put("task", task_id, {"of": digest})


def _deliver(corp: Corp, user: str, message: LooseJson) -> None:
    if corp.room_for(user):
        corp.arrive(user, message)
        return
    corp.dropped.append({"user": user, "at": corp.clock.now().isoformat(), **message})


def _change(corp: Corp, body: LooseJson) -> LooseJson:
    """Turn the card into a new one, or its button into a word that can't be pressed."""
    if isinstance(body.get("template_card"), dict):
        card = _card(corp, body["template_card"], new=False)
        said = card.get("replace_text")
        return {"card": card, **({"disabled": True, "replaced": said} if said else {})}
    button = body.get("button")
    said = button.get("replace_name") if isinstance(button, dict) else None
    if not isinstance(said, str) or not said.strip():
        raise WecomError(WRONG_ARGUMENT, "button.replace_name or template_card")
    return {"disabled": True, "replaced": said}


def _changed(message: LooseJson, change: LooseJson) -> LooseJson:
    if "card" not in change:
        return {**message, **change}
    kept = {
        key: value
        for key, value in message.items()
        if key not in ("disabled", "replaced", "chosen", "options")
    }
    task_id = change["card"].get("task_id") or message["task_id"]
    return {**kept, **change, "task_id": task_id, "card": {**change["card"], "task_id": task_id}}
