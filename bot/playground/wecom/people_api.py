"""What a member does in WeCom: writes, presses, chooses, uses the menu, reads — and the bot hears of it."""

from collections.abc import Callable

from bot.playground.shapes import LooseJson
from bot.playground.wecom import menu, told
from bot.playground.wecom.callbacks import Callbacks
from bot.playground.wecom.corp import Corp
from bot.playground.wecom.shapes import WecomError

LONGEST_WAIT = 6.0  # the bot's 5 s and a little


class NotPossible(Exception):
    """Not on this member's screen."""


class MembersApi:
    """One method for each kind of deed; `do` picks it."""

    def __init__(self, corp: Corp, callbacks: Callbacks) -> None:
        self._corp = corp
        self._callbacks = callbacks
        self._deeds: dict[str, Callable[[str, LooseJson], LooseJson | None]] = {
            "say": self._say,
            "press": self._press,
            "menu": self._menu,
            "read": self._read,
        }

    def do(self, body: LooseJson) -> LooseJson:
        """`{"ok": true}` once the bot was told, or `{"ok": false, "error": …}`."""
        deed = self._deeds.get(str(body.get("kind")))
        if deed is None:
            return {"ok": False, "error": f"unknown kind: {body.get('kind')}"}
        try:
            with self._corp.lock:
                fields = deed(self._corp.member(body.get("as")).id, body)
        except (WecomError, NotPossible) as refused:
            return {"ok": False, "error": str(refused)}
        except KeyError as missing:
            return {"ok": False, "error": f"missing: {missing.args[0]}"}
        if fields is not None:
            self._callbacks.tell(fields).wait(LONGEST_WAIT)
        return {"ok": True}

    def _say(self, user: str, body: LooseJson) -> LooseJson:
        words = str(body["text"]).encode("utf-8", "replace").decode()  # half a character cannot be written
        if not words.strip():
            raise NotPossible("there is nothing to say")
        self._corp.arrive(user, {"from": "me", "type": "text", "format": "text", "text": words})
        return told.text_callback(self._corp, user, words)

    def _press(self, user: str, body: LooseJson) -> LooseJson:
        """A button that asks the bot. One that opens a page is opened through `/playground/wecom/open`."""
        key, task_id = str(body["key"]), body["task_id"]
        message = self._corp.card(user, task_id)
        if message is None or message.get("recalled"):
            raise NotPossible(f"{user} sees no card {task_id}")
        if message.get("disabled"):
            raise NotPossible(f"the card says “{message['replaced']}” and can no longer be pressed")
        card: LooseJson = message["card"]
        if key not in keys_of(card):
            raise NotPossible(f"the card has no button {key!r}")
        selected = _chosen(card, body.get("selected") or {})
        self._corp.save({**message, "chosen": key, **({"options": selected} if selected else {})})
        code = self._corp.tickets.response_code(str(message["task_id"]), self._corp.clock.now())
        return told.press_callback(
            self._corp, user, {**card, "task_id": message["task_id"]}, key, selected, code
        )

    def _menu(self, user: str, body: LooseJson) -> LooseJson:
        """An entry by its key, or by its name; one that opens a page only tells of it."""
        wanted = body["key"]
        for entry in menu.entries(self._corp.menu):
            if wanted in (entry.get("key"), entry.get("name"), entry.get("url")):
                if entry["type"] == "view":
                    return told.viewed(self._corp, user, entry["url"])
                return told.clicked(self._corp, user, entry["key"])
        raise NotPossible(f"the menu has no {wanted!r}")

    def _read(self, user: str, _body: LooseJson) -> None:
        self._corp.read(user)


def keys_of(card: LooseJson) -> list[str]:
    """Keys of everything on a card that asks the bot."""
    buttons = [one for one in card.get("button_list", []) if one.get("type", 0) == 0]
    buttons += card.get("action_menu", {}).get("action_list", [])
    buttons += [card["submit_button"]] if "submit_button" in card else []
    return [str(one["key"]) for one in buttons]


def questions_of(card: LooseJson) -> list[LooseJson]:
    """Return the choice on a card: `question_key`, `option_list`, and `selected_id` if one is chosen at first."""
    single = [card[name] for name in ("button_selection", "checkbox") if name in card]
    return [*single, *card.get("select_list", [])]


def _chosen(card: LooseJson, selected: LooseJson) -> LooseJson:
    """Option ids by question. Where nothing was chosen in a selector, its first option is, as in WeCom."""
    chosen: LooseJson = {}
    for question in questions_of(card):
        key, offered = question["question_key"], [str(one["id"]) for one in question["option_list"]]
        many = question is card.get("checkbox")
        ids = [
            str(one) for one in selected.get(key, [] if many else [question.get("selected_id") or offered[0]])
        ]
        if unknown := [one for one in ids if one not in offered]:
            raise NotPossible(f"{key} has no option {unknown[0]!r}")
        if len(ids) > 1 and not (many and question.get("mode") == 1):
            raise NotPossible(f"{key}: only one may be chosen")
        chosen[key] = ids
    if extra := set(selected) - set(chosen):
        raise NotPossible(f"the card does not ask {sorted(extra)[0]!r}")
    return chosen
